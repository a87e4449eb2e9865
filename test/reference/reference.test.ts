import assert from 'node:assert/strict'
import { random, rowLengths, shape, shapes, type Shape } from '../shapes'
import { rowSum } from './transition'
import {
  adjacencyReference,
  hardLabelsReference,
  meshEdges,
  normalizedReference,
  oneHot,
  propagateReference,
  seedScoresReference,
  shapeEdges,
  skeletonEdges,
  transitionReference,
  type EdgeWeights,
  type ReferenceInput,
} from './propagate'

const third = Math.fround(1 / 3)

/** Nodes at x = 0, 1 and 3, the ends labelled differently. */
function chain(options: Partial<ReferenceInput> = {}): ReferenceInput {
  return {
    nodes: 3,
    edges: [
      [1, 0],
      [2, 1],
    ],
    positions: Float64Array.of(0, 0, 0, 1, 0, 0, 3, 0, 0),
    edgeWeights: 'length',
    directed: false,
    lazy: false,
    seedScores: Float32Array.of(1, 0, 0, 0, 0, 1),
    labelled: [true, false, true],
    labels: 2,
    alpha: undefined,
    clamping: 'none',
    maxIterations: 1,
    changeNorm: 'max',
    ...options,
  }
}

/** A third of the nodes labelled at random, three labels. */
function problem(each: Shape, options: Partial<ReferenceInput> = {}): ReferenceInput {
  const nodes = each.positions.length / 3
  const next = random(nodes)
  const columns = Array.from({ length: nodes }, (_, i) =>
    i === 0 || next() < 1 / 3 ? Math.floor(next() * 3) : -1,
  )
  const entries = oneHot(columns, 3)
  return chain({
    nodes,
    edges: shapeEdges(each),
    positions: each.positions,
    labels: 3,
    ...seedScoresReference({ nodes, labels: 3, entries }),
    maxIterations: 20,
    ...options,
  })
}

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

describe('reference: seed scores', () => {
  it('rounds after every product: label, node, seed, entry', () => {
    const { seedScores, labelled } = seedScoresReference({
      nodes: 2,
      labels: 1,
      entries: [1.3, 0],
      labelWeights: [0.1],
      nodeWeights: [0.3, 1],
      seedWeights: [0.7, 1],
    })
    assert.deepEqual(labelled, [true, false])
    assert.equal(seedScores[0], 0.027299998328089714)
  })

  it('takes a node of weight 0 for no seed', () => {
    const entries = oneHot([0, 1, -1], 2)
    const { labelled } = seedScoresReference({ nodes: 3, labels: 2, entries, labelWeights: [0, 1] })
    assert.deepEqual(labelled, [false, true, false])
  })
})

describe('reference: one step', () => {
  const scoresOf = (options: Partial<ReferenceInput>) => [
    ...propagateReference(chain(options)).scores,
  ]
  const twoThirds = Math.fround(2 * third)

  it('moves the scores along the edges, longer ones first', () => {
    assert.deepEqual(scoresOf({}), [0, 0, third, twoThirds, 0, 0])
    assert.deepEqual(scoresOf({ edgeWeights: 'uniform' }), [0, 0, 0.5, 0.5, 0, 0])
    const inverse = Math.fround(1 / 1.5)
    assert.deepEqual(scoresOf({ edgeWeights: 'inverse-length' }), [
      0,
      0,
      inverse,
      inverse / 2,
      0,
      0,
    ])
    assert.deepEqual(scoresOf({ maxIterations: 2 }), [third, twoThirds, 0, 0, third, twoThirds])
  })

  it('holds labelled nodes under hard clamping', () => {
    assert.deepEqual(scoresOf({ clamping: 'hard' }), [1, 0, third, twoThirds, 0, 1])
  })

  it('mixes labelled nodes with their seed under soft clamping', () => {
    assert.deepEqual(scoresOf({ clamping: 'soft' }), [0.5, 0, third, twoThirds, 0, 0.5])
    const [near] = scoresOf({ clamping: 'soft', alpha: 0.9, maxIterations: 2 })
    const moved = Math.fround(Math.fround(0.9) * third)
    assert.equal(near, Math.fround(moved + Math.fround(1 - 0.9)))
  })

  it('takes alpha per node: 0 is hard, 1 is none', () => {
    const alpha = [0, 0.5, 1]
    const scores = scoresOf({ clamping: 'soft', alpha, maxIterations: 2 })
    assert.deepEqual(scores, [1, 0, third, 0, third, twoThirds])
  })

  it('halves the way before clamping where lazy', () => {
    const half = [0.5, 0, third / 2, twoThirds / 2, 0, 0.5]
    assert.deepEqual(scoresOf({ lazy: true }), half)
    const soft = scoresOf({ lazy: true, clamping: 'soft' })
    assert.deepEqual(soft, [0.75, 0, third / 2, twoThirds / 2, 0, 0.75])
  })

  it('moves labels from parent to child where directed', () => {
    assert.deepEqual(scoresOf({ directed: true }), [0, 0, 1, 0, 0, 0])
    assert.deepEqual(scoresOf({ directed: true, maxIterations: 2 }), [0, 0, 0, 0, 1, 0])
  })

  it('adds the products in descending order of the column', () => {
    const { scores } = propagateReference(
      chain({
        nodes: 5,
        edges: [1, 2, 3, 4].map((leaf) => [leaf, 0] as const),
        positions: new Float64Array(15),
        edgeWeights: 'uniform',
        seedScores: Float32Array.of(0, 1, 2 ** -24, 2 ** -24, 0),
        labels: 1,
        labelled: [false, true, true, true, false],
      }),
    )
    assert.equal(scores[0], 0.25 + 2 ** -25)
  })

  it('adds the seeds of a weld and gives its result to every node', () => {
    const input = chain({
      edgeWeights: 'inverse-length',
      positions: Float64Array.of(0, 0, 0, 2, 0, 0, 2, 0, 0),
      seedScores: Float32Array.of(0, 0, 1, 0, 0, 2),
      labelled: [false, true, true],
    })
    assert.deepEqual([...propagateReference(input).scores], [1, 2, 0, 0, 0, 0])
    const held = propagateReference({ ...input, clamping: 'hard' })
    assert.deepEqual([...held.scores], [1, 2, 1, 2, 1, 2])
    const alpha = [0, 0.25, 0.5]
    assert.throws(() => propagateReference({ ...input, clamping: 'soft', alpha }), /alphas/)
  })
})

describe('reference: when to stop', () => {
  const stops = (options: Partial<ReferenceInput>) =>
    propagateReference(chain({ maxIterations: 50, ...options }))

  it('stops at the change, with the state after it', () => {
    const { iterations, stop, lastChange, scores } = stops({ clamping: 'hard', tolerance: 1e-6 })
    assert.deepEqual([iterations, stop, lastChange], [2, 'tolerance', 0])
    assert.equal(scores[2], third)
  })

  it('divides the change by the greatest seed score, in float32', () => {
    const seedScores = Float32Array.of(3, 0, 0, 0, 0, 3)
    const { lastChange } = stops({ clamping: 'hard', maxIterations: 1, seedScores })
    assert.equal(lastChange, Math.fround(2 / 3))
  })

  it('gives the state before the step under frobenius, and counts the step', () => {
    const options = { clamping: 'hard', changeNorm: 'frobenius', tolerance: 0.8 } as const
    const { iterations, stop, lastChange, scores } = stops(options)
    assert.deepEqual([iterations, stop], [1, 'tolerance'])
    assert.ok(Math.abs(lastChange - Math.sqrt(5) / 3) < 1e-6)
    assert.deepEqual([...scores], [1, 0, 0, 0, 0, 1])
  })

  it('counts the settled steps of the whole run, and needs more than patience', () => {
    // Node 1 turns to column 1 in the first step; under hard clamping nothing changes then.
    assert.deepEqual(stops({ clamping: 'hard', patience: 1 }).iterations, 3)
    assert.deepEqual(stops({ clamping: 'hard', patience: 3 }).iterations, 5)
    assert.equal(stops({ clamping: 'hard', patience: 1 }).stop, 'patience')
    // Without clamping the scores swing for ever: no step leaves every label as it was.
    assert.equal(stops({ patience: 1 }).stop, 'maxIterations')
  })

  it('never resets the count', () => {
    // Node 3 turns to column 1 in step 1 and, the heavy seed having come near, back in step 3.
    const swing = chain({
      nodes: 5,
      edges: [0, 1, 2, 3].map((node) => [node, node + 1] as const),
      positions: new Float64Array(15),
      edgeWeights: 'uniform',
      seedScores: Float32Array.of(100, 0, 0, 0, 0, 0, 0, 0, 0, 1),
      labelled: [true, false, false, false, true],
      clamping: 'hard',
      maxIterations: 50,
      patience: 1,
    })
    assert.equal(propagateReference(swing).iterations, 4)
  })

  it('takes rows of zeros for column 0, so that a front of column 0 is not seen', () => {
    const labelled = [true, false, false]
    const seen = { seedScores: Float32Array.of(0, 1, 0, 0, 0, 0), labelled }
    const unseen = { seedScores: Float32Array.of(1, 0, 0, 0, 0, 0), labelled }
    assert.equal(stops({ ...seen, clamping: 'hard', patience: 0 }).iterations, 3)
    assert.equal(stops({ ...unseen, clamping: 'hard', patience: 0 }).iterations, 1)
  })

  it('tests tolerance before patience before the number of steps', () => {
    const both = { clamping: 'hard', patience: 0, tolerance: 1e-6 } as const
    assert.equal(stops(both).stop, 'tolerance')
    assert.equal(stops({ ...both, tolerance: undefined, maxIterations: 2 }).stop, 'patience')
    const first = stops({ ...both, maxIterations: 1 })
    assert.deepEqual([first.stop, first.iterations], ['maxIterations', 1])
  })
})

describe('reference: results', () => {
  it('normalises rows, and makes NaN of rows of zeros', () => {
    const normalized = normalizedReference(Float32Array.of(1, 3, 0, 0, 1, 2), 2)
    assert.deepEqual([...normalized], [0.25, 0.75, NaN, NaN, third, Math.fround(2 / 3)])
  })

  it('takes the first of equal scores, and no label for a row of zeros', () => {
    const scores = Float32Array.of(0, 2, 2, 0, 0, 0, 1, 1, 0)
    assert.deepEqual([...hardLabelsReference(scores, 3)], [1, -1, 0])
  })
})

describe('reference: every shape', () => {
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
