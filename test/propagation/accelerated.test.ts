import assert from 'node:assert/strict'
import { generateNeuron, propagateLabels, type PropagationResult } from '../../lib/index'
import { shapeNeuron } from '../neuron/shape-neuron'
import { denseAdjacency, denseState } from '../reference/dense'
import { meshEdges, shapeEdges, skeletonEdges } from '../reference/propagate'
import { greatestDifference, sparseStates } from '../reference/sparse-steps'
import { shapes } from '../shapes'
import {
  choicesOf,
  edgeWeightKinds,
  exactProblem,
  greatestSeed,
  labels,
  onNodes,
  type ExactChoice,
  type ExactProblem,
} from './exact-problems'
import type { Topology } from './problems'

const steps = [1, 2, 17, 999, 10_000]

const clampings: ExactChoice['clamping'][] = [
  { clamping: 'none' },
  { clamping: 'hard' },
  { clamping: 'soft', alpha: 0.9 },
  { clamping: 'soft', alpha: 'per node' },
]

/** Every choice, with the edge weights in turn. */
function choices(directed: boolean): ExactChoice[] {
  return choicesOf(clampings, directed).map((choice, at) => {
    return { ...choice, edgeWeights: edgeWeightKinds[at % 3] }
  })
}

/** All choices on small neurons; on others every fifth, which has each value of each kind. */
function choicesFor({ neuron }: Topology, directed: boolean): ExactChoice[] {
  return choices(directed).filter((_, at) => neuron.nodeCount < 20 || at % 5 === 0)
}

/** Normalised rows, of those that have a sum to speak of; NaN elsewhere. */
function normalized(scores: ArrayLike<number>): Float64Array {
  return Float64Array.from(scores, (score, at) => {
    const row = at - (at % labels)
    let sum = 0
    for (let c = 0; c < labels; c++) sum += scores[row + c]
    return sum < 1e-290 ? NaN : score / sum
  })
}

function assertState(
  { scores, labelIndex }: PropagationResult,
  expected: Float64Array,
  greatest: number,
  where: string,
): void {
  assert.ok(scores instanceof Float64Array)
  const off = greatestDifference(scores, expected)
  assert.ok(off <= 1e-9 * greatest, `${where}: off by ${off}`)
  const [own, others] = [normalized(scores), normalized(expected)]
  for (let at = 0; at < expected.length; at++) {
    const node = `${where}: node ${Math.floor(at / labels)}`
    if (Number.isNaN(others[at])) continue
    const apart = Math.abs(own[at] - others[at])
    assert.ok(apart <= 1e-9, `${node}: ${own[at]} instead of ${others[at]}`)
  }
  for (let node = 0; node < labelIndex.length; node++) {
    const row = [node * labels, (node + 1) * labels] as const
    if (expected.subarray(...row).some((score) => score > 0)) {
      assert.ok(labelIndex[node] >= 0, `${where}: node ${node} is reached`)
    } else {
      const zeros = new Float64Array(labels)
      assert.deepEqual([...scores.subarray(...row)], [...zeros], `${where}: node ${node}`)
      assert.equal(labelIndex[node], -1)
    }
  }
}

/** Two oracles, of which the dense one is for small graphs. */
function assertOraclesAgree(problem: ExactProblem, states: Float64Array[]): void {
  const n = problem.adjacency.rows.length
  if (n > 12) return
  const adjacency = denseAdjacency(problem.adjacency)
  steps.forEach((iterations, at) => {
    const dense = denseState({ ...problem, adjacency, n, iterations })
    assert.ok(greatestDifference(dense, states[at]) <= 1e-10 * greatestSeed(problem))
  })
}

async function assertAllLikeSteps(topology: Topology, directed: boolean, seed: number) {
  let number = seed
  for (const choice of choicesFor(topology, directed)) {
    const problem = await exactProblem(topology, choice, ++number)
    const states = sparseStates(problem, steps)
    assertOraclesAgree(problem, states)
    for (const [at, maxIterations] of steps.entries()) {
      const where = `${JSON.stringify(choice)}, seed ${number}, ${maxIterations} steps`
      const options = { ...problem.options, solver: 'accelerated', maxIterations } as const
      const result = await propagateLabels(topology.neuron, problem.seeds, options)
      const expected = onNodes(states[at], problem.adjacency)
      assertState(result, expected, greatestSeed(problem), where)
      const { solver, iterations, stop, converged, method } = result.report
      assert.deepEqual([solver, iterations, stop], ['accelerated', maxIterations, 'maxIterations'])
      assert.deepEqual([converged, method], [false, undefined], where)
    }
  }
}

describe('accelerated propagation is the state after exactly so many float64 steps', () => {
  shapes.forEach((shape, number) => {
    const topology = { neuron: shapeNeuron(shape), edges: shapeEdges(shape) }
    it(`on ${shape.kind} ${shape.name}`, () => assertAllLikeSteps(topology, false, 1000 * number))
    if (shape.kind === 'mesh') return
    it(`directed on ${shape.name}`, () => assertAllLikeSteps(topology, true, 1000 * number + 500))
  })

  for (const seed of [1, 2]) {
    it(`on generated neuron ${seed}`, async () => {
      const { skeleton, mesh } = await generateNeuron({ seed, nodes: 100, sides: 4 })
      assert.ok(mesh)
      const arbor = { neuron: skeleton, edges: skeletonEdges(skeleton.parents) }
      await assertAllLikeSteps(arbor, false, 100_000 * seed)
      await assertAllLikeSteps(arbor, true, 200_000 * seed)
      const surface = { neuron: mesh, edges: meshEdges(mesh.faces) }
      await assertAllLikeSteps(surface, false, 300_000 * seed)
    })
  }
})
