import assert from 'node:assert/strict'
import { chain } from './problems'
import {
  hardLabelsReference,
  normalizedReference,
  oneHot,
  propagateReference,
  seedScoresReference,
  type ReferenceInput,
} from './propagate'

const third = Math.fround(1 / 3)

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
