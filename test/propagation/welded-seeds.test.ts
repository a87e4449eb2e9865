import assert from 'node:assert/strict'
import { Mesh, propagateLabels, Skeleton, type PropagateOptions } from '../../lib/index'
import { itRefuses } from '../neuron/wrong-input'

/** Nodes 7, 8 and 9 at one place, 10 beside them. */
const skeleton = new Skeleton({
  positions: [0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0],
  parents: [-1, 7, 8, 9],
  nodeIds: [7, 8, 9, 10],
})
const mesh = new Mesh({
  positions: [0, 0, 0, 0, 0, 0, 5, 0, 0],
  faces: [0, 1, 2],
})
const options: PropagateOptions = {
  solver: 'iterative',
  edgeWeights: 'inverse-length',
  maxIterations: 20,
}

describe('seeds at one place, welded under inverse-length', () => {
  itRefuses([
    [
      'hard seeds with different labels, named by node id',
      () => propagateLabels(skeleton, ['a', null, 'b', null], options),
      'RangeError',
      'ERR_WELDED_SEEDS',
      "node 7 and node 9 are at the same place and hold different labels, 'a' and 'b'. Remove one of them",
    ],
    [
      'hard seeds with different labels, named by vertex',
      () => propagateLabels(mesh, [true, false, null], options),
      'RangeError',
      'ERR_WELDED_SEEDS',
      /^vertex 0 and vertex 1 are at the same place .*, 'true' and 'false'/,
    ],
    [
      'different labels without clamping too',
      () => propagateLabels(skeleton, ['a', 'b', null, null], { ...options, clamping: 'none' }),
      'RangeError',
      'ERR_WELDED_SEEDS',
      /^node 7 and node 8 /,
    ],
    [
      'different alphas',
      () => {
        const soft = { ...options, clamping: 'soft' as const, alpha: [0.25, 0.5, 0.5, 1] }
        return propagateLabels(skeleton, ['a', null, 'a', null], soft)
      },
      'RangeError',
      'ERR_WELDED_SEEDS',
      'node 7 and node 9 are at the same place and have different `alpha`, 0.25 and 0.5',
    ],
    [
      'different alphas of soft seeds',
      () => {
        const soft = { ...options, clamping: 'soft' as const, alpha: [0.25, 0.5, 0.5, 1] }
        const seeds = { scores: [1, 1, 0, 2, 0, 0, 0, 0], labels: ['a', 'b'] }
        return propagateLabels(skeleton, seeds, soft)
      },
      'RangeError',
      'ERR_WELDED_SEEDS',
      'node 7 and node 8 are at the same place and have different `alpha`, 0.25 and 0.5',
    ],
  ])

  it('add up where they agree, and every node gets the result', async () => {
    const { scores } = await propagateLabels(skeleton, ['a', null, 'a', 'b'], {
      ...options,
      labelWeights: { a: 2 },
    })
    assert.deepEqual(scores, Float32Array.of(4, 0, 4, 0, 4, 0, 0, 1))
  })

  it('add up where they are soft', async () => {
    const seeds = { scores: [1, 2, 0, 0, 4, 0, 0, 0], labels: ['a', 'b'] }
    const { scores } = await propagateLabels(skeleton, seeds, options)
    assert.deepEqual(scores, Float32Array.of(5, 2, 5, 2, 5, 2, 5, 2))
  })

  it('do not matter where they are not welded: alphas of nodes without a seed, other weights', async () => {
    const soft = { ...options, clamping: 'soft' as const, alpha: [0.25, 0.5, 0.75, 1] }
    const one = await propagateLabels(skeleton, ['a', null, null, null], soft)
    assert.equal(one.report.counts.a, 4)
    for (const edgeWeights of ['length', 'uniform'] as const) {
      const { labelIndex } = await propagateLabels(skeleton, ['a', null, 'b', null], {
        ...options,
        edgeWeights,
      })
      assert.deepEqual([labelIndex[0], labelIndex[2]], [0, 1])
    }
  })
})

describe('an edge so short that one over its length is beyond float32', () => {
  it('does not make scores that are no finite numbers in silence', async () => {
    const positions = [0, 0, 0, 1e-39, 0, 0, 1, 0, 0]
    const short = new Skeleton({ positions, parents: [-1, 0, 1] })
    const { scores, report } = await propagateLabels(short, ['a', null, null], {
      solver: 'iterative',
      clamping: 'none',
      maxIterations: 5,
    })
    const known = ['single-label', 'no-clamping']
    const warned = report.warnings.some(({ code }) => !known.includes(code))
    assert.ok(warned || scores.every(Number.isFinite), `scores ${scores.join(', ')}`)
  })
})
