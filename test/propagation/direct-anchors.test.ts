import assert from 'node:assert/strict'
import { propagateLabels, Skeleton, type EdgeWeights, type PropagateOptions } from '../../lib/index'
import { chainNeuron, shapeNeuron } from '../neuron/shape-neuron'
import { denseAdjacency } from '../reference/dense'
import { denseEliminated } from '../reference/dense-elimination'
import { shapeEdges } from '../reference/propagate'
import { greatestDifference, sparseStates } from '../reference/sparse-steps'
import { random, shapes, type Shape } from '../shapes'
import { exactProblem, greatestSeed, labels, type ExactProblem } from './exact-problems'

const choice = { clamping: { clamping: 'hard' }, lazy: false, soft: true } as const

/** One number, and numbers per node among which are 0 and Infinity. */
function anchorsOf(nodes: number, seed: number): (number | number[])[] {
  const next = random(seed)
  const one = (): number => [0, Infinity, 1, 1e-3 + 10 * next()][Math.floor(4 * next())]
  return [2.5, Infinity, 1e-6, Array.from({ length: nodes }, one)]
}

/** Down from the roots: (d + g) F = d F[parent] + g Y, settled after as many steps as nodes. */
function substituted(problem: ExactProblem, anchors: number[]): Float64Array {
  const alpha = problem.adjacency.rows.map((row, i) => {
    const sum = row.reduce((total, { weight }) => total + weight, 0)
    return anchors[i] === Infinity ? 0 : anchors[i] === 0 ? 1 : sum / (sum + anchors[i])
  })
  return sparseStates({ ...problem, alpha }, [alpha.length + 1])[0]
}

async function assertLikeDense(
  shape: Shape,
  edgeWeights: EdgeWeights,
  directed: boolean,
  seed: number,
) {
  const topology = { neuron: shapeNeuron(shape), edges: shapeEdges(shape) }
  const problem = await exactProblem(topology, { ...choice, edgeWeights, directed }, seed)
  const { adjacency, seedScores, labelled } = problem
  const n = adjacency.rows.length
  // Welds are for the tests below: there anchors add up.
  if (n < adjacency.rowOf.length) return
  for (const anchors of anchorsOf(n, seed)) {
    const perNode = labelled.map((isLabelled, i) =>
      isLabelled ? (typeof anchors === 'number' ? anchors : anchors[i]) : 0,
    )
    const options: PropagateOptions = { edgeWeights, directed, anchors }
    const run = () => propagateLabels(topology.neuron, problem.seeds, options)
    if (perNode.every((anchor) => anchor === 0)) {
      await assert.rejects(run, { code: 'ERR_CONFLICTING_OPTIONS', message: /`anchors`/ })
      continue
    }
    const { scores, report } = await run()
    const dense = { n, adjacency: denseAdjacency(adjacency), anchors: perNode, seedScores, labels }
    const expected = directed ? substituted(problem, perNode) : denseEliminated(dense)
    const off = greatestDifference(scores, expected)
    assert.ok(off <= 1e-10 * greatestSeed(problem), `${edgeWeights}, ${String(anchors)}: ${off}`)
    assert.deepEqual(
      Array.from(scores, (score) => score > 0),
      Array.from(expected, (score) => score > 0),
    )
    assert.deepEqual([report.solver, report.stop], ['direct', 'none'])
  }
}

describe("direct propagation with the caller's anchors is the dense solution", () => {
  shapes.forEach((shape, number) => {
    it(`on ${shape.kind} ${shape.name}`, async () => {
      for (const [at, edgeWeights] of (
        ['length', 'uniform', 'inverse-length'] as const
      ).entries()) {
        await assertLikeDense(shape, edgeWeights, false, 100 * number + at)
        if (shape.kind === 'skeleton')
          await assertLikeDense(shape, edgeWeights, true, 100 * number + 50 + at)
      }
    })
  })
})

describe('anchors of welded nodes', () => {
  /** Nodes 0, 1 and 2 at one place, then 3 and 4 one unit apart each. */
  const welded = new Skeleton({
    positions: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 0],
    parents: [-1, 0, 1, 2, 3],
  })
  const run = (anchors: number[], names: (string | null)[]) =>
    propagateLabels(welded, names, { anchors, edgeWeights: 'inverse-length' })

  const near = (actual: ArrayLike<number>, expected: readonly number[], within = 1e-12): void => {
    const off = greatestDifference(actual, expected)
    assert.ok(off <= within, `${Array.from(actual).join(', ')}: off by ${off}`)
  }

  it('add up, each pulling to its own seed', async () => {
    // (1 + 3 + 1) a - b = 1 + 0, and b = a; c is as b
    const { scores } = await run([1, 3, 0, 0, 0], ['a', 'b', 'a', null, null])
    near(scores, [0.25, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.75])
    const far = await run([1, 1, 0, 0, 2], ['a', 'b', null, null, 'a'])
    // Anchor 2 on (1/2, 1/2), two edges of 1 in a row, anchor 2 on (1, 0): conductance 1/3 in all.
    near(far.scores.subarray(0, 2), [0.5 + 0.5 / 2 / 3, 0.5 - 0.5 / 2 / 3])
  })

  it('of which one is infinite hold the node at its seed', async () => {
    for (const anchors of [
      [Infinity, 3, 1, 0, 0],
      [3, Infinity, 1, 0, 0],
      [0, 1, Infinity, 0, 0],
    ]) {
      const hard = anchors.indexOf(Infinity)
      const names = ['b', 'b', 'b', null, null]
      names[hard] = 'a'
      const { scores } = await run(anchors, names)
      near(scores, [1, 0, 1, 0, 1, 0, 1, 0, 1, 0])
    }
  })

  it('that are all infinite hold it at the mean of their seeds, whatever their order', async () => {
    const third = [1 / 3, 2 / 3]
    for (const names of [
      ['a', 'b', 'b', null, null],
      ['b', 'a', 'b', null, null],
      ['b', 'b', 'a', null, null],
    ]) {
      const { labels: columns, scores } = await run([Infinity, Infinity, Infinity, 0, 0], names)
      assert.deepEqual(columns, ['a', 'b'])
      near(scores, [...third, ...third, ...third, ...third, ...third], 1e-7)
    }
  })

  it('of 0 hold nothing', async () => {
    const options = { anchors: [0, 0, 0, 0, 5] }
    const { scores } = await propagateLabels(chainNeuron(5), ['a', 'a', null, null, 'b'], options)
    near(scores, [0, 1, 0, 1, 0, 1, 0, 1, 0, 1])
  })
})
