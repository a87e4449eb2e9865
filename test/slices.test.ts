import assert from 'node:assert/strict'
import { atOnce, eachIn, Slices } from '../lib/slices'
import { assertShares, roundsAfterAbort, turnsDuring } from './event-loop'

describe('Slices', () => {
  it('refuses a signal that is none, and throws the reason of one that was aborted', () => {
    assert.throws(() => new Slices(5 as never), { code: 'ERR_INVALID_OPTION' })
    const reason = new Error('enough')
    assert.throws(() => new Slices(AbortSignal.abort(reason)), reason)
  })

  it('calls the body once for every block, and gives way before each', async () => {
    const blocks: [number, number][] = []
    const call = () => new Slices().each(10, 4, (from, to) => blocks.push([from, to]))
    assert.equal(await turnsDuring(call), 3)
    assert.deepEqual(blocks, [[0, 4], [4, 8], [8, 10]]) // prettier-ignore
    const none = () => new Slices().each(0, 4, () => blocks.push([0, 0]))
    assert.equal(await turnsDuring(none), 0)
    assert.equal(blocks.length, 3)
  })

  it('runs steps to their end and gives way between them', async () => {
    const seen: number[] = []
    const steps = () => eachIn(3 * 65536, (i) => seen.push(i))
    assert.equal(await turnsDuring(() => new Slices().through(steps())), 3)
    assert.equal(seen.length, 3 * 65536)
    assert.ok(seen.every((value, i) => value === i))
    atOnce(steps())
    assert.equal(seen.length, 6 * 65536)
  })

  it('ends at the next block after an abort', async () => {
    let blocks = 0
    const call = (signal?: AbortSignal) => new Slices(signal).each(100, 1, () => blocks++)
    assert.ok((await roundsAfterAbort(call, 30)) <= 1)
    assert.equal(blocks, 29)
  })

  it('does not look at the clock alone: within a slice nobody else gets a turn', async () => {
    let others = false
    setImmediate(() => (others = true))
    const now = performance.now()
    Object.defineProperty(performance, 'now', { value: () => now, configurable: true })
    try {
      await new Slices().each(1000, 1, () => undefined)
    } finally {
      Reflect.deleteProperty(performance, 'now')
    }
    assert.equal(others, false)
  })
})

describe('watching calls', () => {
  it('leaves the clock as it was, also where a call fails', async () => {
    await turnsDuring(() => Promise.resolve())
    await assert.rejects(
      turnsDuring(() => Promise.reject(new Error('wrong'))),
      /^Error: wrong$/,
    )
    assert.ok(!Object.hasOwn(performance, 'now'))
  })

  it('finds calls that keep the event loop, and those that do not end on abort', async () => {
    const greedy = () => Promise.resolve(atOnce(eachIn(1e6, () => undefined)))
    await assert.rejects(assertShares(greedy, 1), { message: '0 turns of at least 1' })
    const deaf = () => new Slices().each(10, 1, () => undefined)
    await assert.rejects(assertShares(deaf, 1), { code: 'ERR_ASSERTION' })
  })
})
