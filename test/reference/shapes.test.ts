import assert from 'node:assert/strict'
import { rowLengths, shape, shapes } from '../shapes'
import { problem } from './problems'
import { adjacencyReference, propagateReference } from './propagate'
import { rowSum } from './transition'

describe('reference: shapes', () => {
  it('has names that are unique', () => {
    assert.equal(new Set(shapes.map(({ name }) => name)).size, shapes.length)
  })

  it('has a row of every length that the sum of a row treats differently', () => {
    for (const kind of ['skeleton', 'mesh'] as const) {
      const rows = shapes
        .filter((each) => each.kind === kind)
        .flatMap((each) => adjacencyReference(problem(each)).rows.map((row) => row.length))
      for (const length of rowLengths) assert.ok(rows.includes(length), `${kind}, ${length}`)
    }
  })

  it('has stars whose row sums have other bits when added one after the other', () => {
    for (const length of rowLengths.filter((row) => row > 8)) {
      const { rows } = adjacencyReference(problem(shape(`star of ${length}`)))
      const weights = rows.find((row) => row.length === length)?.map(({ weight }) => weight) ?? []
      const plain = weights.reduce((sum, weight) => Math.fround(sum + weight), 0)
      assert.notEqual(Math.fround(1 / rowSum(weights)), Math.fround(1 / plain), `${length}`)
    }
  })

  for (const each of shapes) {
    it(`keeps the scores between 0 and the greatest seed score: ${each.name}`, () => {
      for (const edgeWeights of ['length', 'uniform', 'inverse-length'] as const) {
        for (const clamping of ['hard', 'soft', 'none'] as const) {
          const input = problem(each, { edgeWeights, clamping, lazy: clamping === 'none' })
          const greatest = edgeWeights === 'inverse-length' ? input.nodes : 1
          const { scores } = propagateReference(input)
          assert.ok(scores.every((score) => score >= 0 && score <= greatest * (1 + 1e-5)))
          assert.ok(scores.some((score) => score > 0))
        }
      }
    })
  }
})
