import assert from 'node:assert/strict'
import { segregationIndex } from '../../lib/compartments/segregation-index'
import { random } from '../shapes'

const near = (value: number, expected: number): void =>
  assert.ok(Math.abs(value - expected) < 1e-12, `${value} instead of ${expected}`)

describe('segregationIndex', () => {
  it('is NaN where there is one kind only, or none', () => {
    assert.equal(segregationIndex([]), NaN)
    assert.equal(segregationIndex([{ pre: 0, post: 0 }]), NaN)
    assert.equal(
      segregationIndex([
        { pre: 5, post: 0 },
        { pre: 2, post: 0 },
      ]),
      NaN,
    )
    assert.equal(segregationIndex([{ pre: 0, post: 3 }]), NaN)
  })

  it('is 1 where every compartment has one kind only', () => {
    assert.equal(
      segregationIndex([
        { pre: 7, post: 0 },
        { pre: 0, post: 3 },
      ]),
      1,
    )
    const many = [
      { pre: 7, post: 0 },
      { pre: 0, post: 3 },
      { pre: 1, post: 0 },
      { pre: 0, post: 0 },
    ]
    assert.equal(segregationIndex(many), 1)
  })

  it('is 0 where all compartments have the same mixture', () => {
    near(segregationIndex([{ pre: 3, post: 9 }]), 0)
    near(
      segregationIndex([
        { pre: 3, post: 9 },
        { pre: 100, post: 300 },
        { pre: 1, post: 3 },
      ]),
      0,
    )
  })

  it('is what is computed by hand', () => {
    // h(0.1) = 0.325083 and h(0.5) = ln 2 = 0.693147: 1 - 0.325083 / 0.693147
    const tenth = -(0.1 * Math.log(0.1) + 0.9 * Math.log(0.9))
    near(
      segregationIndex([
        { pre: 90, post: 10 },
        { pre: 10, post: 90 },
      ]),
      1 - tenth / Math.LN2,
    )
    assert.equal(
      segregationIndex([
        { pre: 90, post: 10 },
        { pre: 10, post: 90 },
      ]).toFixed(3),
      '0.531',
    )
    // Axon 3 pre, 1 post; dendrite 12 post: S = (4 h(1/4) + 12 h(1)) / 16 over h(13/16).
    const axon = -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75))
    const all = -((13 / 16) * Math.log(13 / 16) + (3 / 16) * Math.log(3 / 16))
    near(
      segregationIndex([
        { pre: 3, post: 1 },
        { pre: 0, post: 12 },
      ]),
      1 - (4 * axon) / 16 / all,
    )
  })

  it('stays from 0 to 1, whatever the order, and merging compartments never raises it', () => {
    const next = random(3)
    for (let run = 0; run < 500; run++) {
      const parts = Array.from({ length: 1 + Math.floor(4 * next()) }, () => ({
        pre: 1 + Math.floor(10 ** (6 * next())),
        post: 1 + Math.floor(10 ** (6 * next())),
      }))
      const index = segregationIndex(parts)
      assert.ok(index >= 0 && index <= 1)
      near(segregationIndex(parts.toReversed()), index)
      const [one, other, ...rest] = [...parts, { pre: 2, post: 5 }]
      const merged = { pre: one.pre + other.pre, post: one.post + other.post }
      assert.ok(
        segregationIndex([merged, ...rest]) <= segregationIndex([one, other, ...rest]) + 1e-12,
      )
    }
  })
})
