import assert from 'node:assert/strict'
import { shape } from '../shapes'
import { chain, problem } from './problems'
import {
  adjacencyReference,
  meshEdges,
  skeletonEdges,
  transitionReference,
  type EdgeWeights,
} from './propagate'
import { rowSum } from './transition'

const third = Math.fround(1 / 3)

describe('reference: topology', () => {
  it('joins two vertices once, however many faces share them', () => {
    const faces = [0, 1, 2, 2, 1, 3, 3, 3, 0]
    assert.deepEqual(meshEdges(faces), [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ])
    assert.deepEqual(meshEdges([]), [])
    assert.deepEqual(meshEdges([1, 1, 1]), [])
  })

  it('joins a node with its parent, and makes roots of unknown and negative parents', () => {
    assert.deepEqual(skeletonEdges([20, -1, 10, 99], [30, 20, 40, 10]), [
      [0, 1],
      [2, 3],
    ])
    assert.deepEqual(skeletonEdges([-1, 0, 0]), [
      [1, 0],
      [2, 0],
    ])
  })
})

describe('reference: adjacency and transition', () => {
  const adjacency = (name: string, edgeWeights: EdgeWeights, directed = false) =>
    adjacencyReference(problem(shape(name), { edgeWeights, directed }))

  it('takes the length, rounded to float32, as weight', () => {
    const input = chain({ positions: Float64Array.of(0.1, 0, 0, 0, 0.2, 0, 0, 0, 0.3) })
    const { rows } = adjacencyReference(input)
    assert.deepEqual(rows[1], [
      { column: 0, weight: Math.fround(Math.sqrt(0.1 * 0.1 + 0.2 * 0.2)) },
      { column: 2, weight: Math.fround(Math.sqrt(0.2 * 0.2 + 0.3 * 0.3)) },
    ])
  })

  it('has the entry (child, parent) alone where directed', () => {
    const { rows } = adjacencyReference(chain({ directed: true }))
    assert.deepEqual(rows, [[], [{ column: 0, weight: 1 }], [{ column: 1, weight: 2 }]])
  })

  it('keeps zero-length edges in the rows of A and drops them from S', () => {
    const { rows, zeroLengthEdges } = adjacency('one zero-length edge', 'length')
    assert.equal(zeroLengthEdges, 1)
    assert.deepEqual(rows[1], [
      { column: 0, weight: 2 },
      { column: 2, weight: 0 },
    ])
    const { starts, columns, values } = transitionReference(rows)
    assert.deepEqual([...columns.slice(starts[1], starts[2])], [0])
    assert.deepEqual([...values.slice(starts[1], starts[2])], [1])
  })

  it('gives zero-length edges the weight 1 under uniform', () => {
    const { rows, zeroLengthEdges } = adjacency('all at one point', 'uniform')
    assert.equal(zeroLengthEdges, 6)
    assert.deepEqual(rows[3], [
      { column: 2, weight: 1 },
      { column: 4, weight: 1 },
    ])
  })

  it('welds coincident nodes that are joined, transitively, under inverse-length', () => {
    const { rows, rowOf, zeroLengthEdges } = adjacency(
      'chains of zero-length edges',
      'inverse-length',
    )
    assert.deepEqual(rowOf, [0, 0, 0, 1, 2, 2, 2, 2, 3])
    assert.equal(zeroLengthEdges, 5)
    assert.deepEqual(rows[2], [
      { column: 1, weight: 0.5 },
      { column: 3, weight: 0.25 },
    ])
  })

  it('numbers welds by their smallest node, and leaves what is not joined apart', () => {
    const { rowOf } = adjacency('zero-length branches', 'inverse-length')
    assert.deepEqual(rowOf, [0, 0, 1, 1, 0, 2, 3])
    const apart = adjacency('coincident, not joined', 'inverse-length')
    assert.deepEqual(apart.rowOf, [0, 1, 2, 3, 4])
  })

  it('welds nodes whose 1/length is not finite in float32', () => {
    const { rowOf, zeroLengthEdges } = adjacency('nearly coincident', 'inverse-length')
    assert.deepEqual(rowOf, [0, 1, 1, 2])
    assert.equal(zeroLengthEdges, 1)
    assert.equal(adjacency('nearly coincident', 'length').zeroLengthEdges, 0)
  })

  it('adds 1/length of parallel edges in float64 and rounds once', () => {
    const { rows, rowOf } = adjacency('welds with parallel edges', 'inverse-length')
    assert.deepEqual(rowOf, [0, 1, 0, 1, 0, 2])
    assert.deepEqual(rows[0], [
      { column: 1, weight: Math.fround(1 / 7 + 1 / 7 + 1 / 7 + 1 / 7) },
      { column: 2, weight: Math.fround(1 / 9) },
    ])
  })

  it('keeps (child weld, parent weld) alone where directed', () => {
    const { rows } = adjacency('one zero-length edge', 'inverse-length', true)
    assert.deepEqual(rows, [
      [],
      [{ column: 0, weight: 0.5 }],
      [{ column: 1, weight: third }],
      [{ column: 2, weight: 1 }],
      [{ column: 3, weight: third }],
    ])
  })

  // Length, then per factor g:
  // np.add.reduceat(((np.arange(length) * g) % 1 + 0.01).astype(np.float32), [0])
  const factors = [0.3819660113, 0.1415926535]
  const numpySums = [
    [1, 0.009999999776482582, 0.009999999776482582],
    [2, 0.40196600556373596, 0.16159266233444214],
    [7, 3.0912864208221436, 3.0434458255767822],
    [8, 3.7750484943389893, 4.044594764709473],
    [9, 3.8407764434814453, 4.18733549118042],
    [10, 4.28847074508667, 4.4716691970825195],
    [128, 64.89974212646484, 66.14508819580078],
    [129, 65.80138397216797, 66.27894592285156],
    [130, 66.08500671386719, 66.55440521240234],
    [137, 69.7653579711914, 70.44715881347656],
    [257, 130.72389221191406, 132.40191650390625],
    [300, 152.1756134033203, 154.4304962158203],
  ]
  for (const [length, ...sums] of numpySums) {
    it(`sums a row of ${length} as numpy does`, () => {
      const rows = factors.map((factor) =>
        Array.from({ length }, (_, i) => Math.fround(((i * factor) % 1) + 0.01)),
      )
      assert.deepEqual(rows.map(rowSum), sums)
    })
  }

  it('makes 1 of a row sum of 0', () => {
    assert.equal(rowSum([]), 1)
    assert.equal(rowSum([0, 0]), 1)
  })

  it('multiplies by the float32 inverse of the row sum, columns descending', () => {
    const { columns, values } = transitionReference([
      [
        { column: 3, weight: 3 },
        { column: 5, weight: 4 },
      ],
    ])
    const seventh = Math.fround(1 / 7)
    assert.deepEqual([...columns], [5, 3])
    assert.deepEqual([...values], [Math.fround(seventh * 4), Math.fround(seventh * 3)])
    assert.notEqual(values[1], Math.fround(3 / 7))
  })
})
