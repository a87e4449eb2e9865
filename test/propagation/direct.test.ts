import assert from 'node:assert/strict'
import { generateNeuron, propagateLabels, type PropagationResult } from '../../lib/index'
import { shapeNeuron } from '../neuron/shape-neuron'
import { denseAdjacency } from '../reference/dense'
import { denseEliminated } from '../reference/dense-elimination'
import { denseAnchored, denseAnchors } from '../reference/dense-solve'
import { hardLabelsReference, meshEdges, shapeEdges, skeletonEdges } from '../reference/propagate'
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

const clampings: ExactChoice['clamping'][] = [
  { clamping: 'hard' },
  { clamping: 'soft' },
  { clamping: 'soft', alpha: 0.9 },
  { clamping: 'soft', alpha: 'per node' },
]

/** Every choice with all edge weights. */
function choices(directed: boolean): ExactChoice[] {
  return edgeWeightKinds.flatMap((edgeWeights) =>
    choicesOf(clampings, directed).map((choice) => ({ ...choice, edgeWeights })),
  )
}

interface Named extends Topology {
  name: string
}

/** All choices on small neurons; on large ones every fifth, which has each value of each kind. */
function choicesFor({ neuron }: Topology, directed: boolean): ExactChoice[] {
  return choices(directed).filter((_, at) => neuron.nodeCount < 150 || at % 5 === 0)
}

/** Scores per node, and 1 for every row of A that has an answer. */
interface Limit {
  scores: Float64Array
  reached: boolean[]
}

/** Shapes whose weights are so far apart that LU in float64 has few right digits, or none. */
const tooFarApart = ['nearly coincident', 'lengths from 1e-6 to 1e6']

/** By elimination without subtractions; and by LU, where that can say anything. */
function undirectedLimits(problem: ExactProblem, name: string): Limit[] {
  const { adjacency, seedScores, alpha, lazy } = problem
  const n = adjacency.rows.length
  const dense = denseAdjacency(adjacency)
  const input = { n, adjacency: dense, anchors: denseAnchors(dense, n, alpha, lazy), seedScores }
  const eliminated = denseEliminated({ ...input, labels })
  const reachedRow = (row: number): boolean =>
    eliminated.subarray(row * labels, (row + 1) * labels).some((score) => score > 0)
  const limits = [{ scores: eliminated, reached: adjacency.rows.map((_, row) => reachedRow(row)) }]
  if (!tooFarApart.includes(name)) limits.push(denseAnchored({ ...input, labels }))
  return limits.map(({ scores, reached }) => ({
    scores: onNodes(scores, adjacency),
    reached: adjacency.rowOf.map((row) => reached[row]),
  }))
}

/** After as many steps as there are nodes nothing moves; a held seed that is alone keeps its Y. */
function directedLimit(problem: ExactProblem): Limit {
  const { adjacency, seedScores, alpha } = problem
  const n = adjacency.rows.length
  const joined = adjacency.rows.map((row) => row.some(({ weight }) => weight > 0))
  for (const row of adjacency.rows) {
    for (const { column, weight } of row) joined[column] ||= weight > 0
  }
  const [scores] = sparseStates(problem, [n + 1])
  for (let i = 0; i < n; i++) {
    if (joined[i] || alpha[i] === 1) continue
    for (let c = 0; c < labels; c++) scores[i * labels + c] = seedScores[i * labels + c]
  }
  const spread = onNodes(scores, adjacency)
  const reached = adjacency.rowOf.map((row) =>
    scores.subarray(row * labels, (row + 1) * labels).some((score) => score > 0),
  )
  return { scores: spread, reached }
}

function assertLimit(result: PropagationResult, limit: Limit, within: number, where: string): void {
  const off = greatestDifference(result.scores, limit.scores)
  assert.ok(result.scores instanceof Float64Array)
  assert.ok(off <= within, `${where}: off by ${off}, more than ${within}`)
  limit.reached.forEach((reached, node) => {
    const row = result.scores.subarray(node * labels, (node + 1) * labels)
    assert.equal(row.some((score) => score > 0), reached, `${where}: node ${node}`) // prettier-ignore
    assert.equal(result.labelIndex[node] >= 0, reached, `${where}: node ${node}`)
  })
  assert.equal(result.report.unlabelled, limit.reached.filter((reached) => !reached).length)
}

async function assertAllLikeDense(topology: Named, directed: boolean, seed: number) {
  let number = seed
  for (const choice of choicesFor(topology, directed)) {
    const where = `${JSON.stringify(choice)}, seed ${++number}`
    const problem = await exactProblem(topology, choice, number)
    const run = () =>
      propagateLabels(topology.neuron, problem.seeds, { ...problem.options, solver: 'direct' })
    if (problem.labelled.every((labelled, row) => !labelled || problem.alpha[row] === 1)) {
      await assert.rejects(run, { code: 'ERR_CONFLICTING_OPTIONS', message: /`alpha`/ }, where)
      continue
    }
    const result = await run()
    const within = 1e-10 * greatestSeed(problem)
    const limits = directed ? [directedLimit(problem)] : undirectedLimits(problem, topology.name)
    for (const limit of limits) assertLimit(result, limit, within, where)
    const { solver, method, stop, converged, iterations, lastChange } = result.report
    assert.deepEqual([solver, stop, converged, iterations], ['direct', 'none', true, 0], where)
    assert.equal(lastChange, 0)
    if (topology.neuron.kind === 'skeleton') assert.equal(method, 'elimination', where)
  }
}

describe('direct propagation is the dense solution', () => {
  shapes.forEach((shape, number) => {
    const topology = { name: shape.name, neuron: shapeNeuron(shape), edges: shapeEdges(shape) }
    it(`on ${shape.kind} ${shape.name}`, () => assertAllLikeDense(topology, false, 1000 * number))
    if (shape.kind === 'mesh') return
    it(`directed, the state that the steps end in, on ${shape.name}`, () =>
      assertAllLikeDense(topology, true, 1000 * number + 500))
  })

  for (const seed of [1, 2]) {
    it(`on generated neuron ${seed}`, async () => {
      const { skeleton, mesh } = await generateNeuron({ seed, nodes: 100, sides: 4 })
      assert.ok(mesh)
      const name = 'generated'
      const arbor = { name, neuron: skeleton, edges: skeletonEdges(skeleton.parents) }
      await assertAllLikeDense(arbor, false, 100_000 * seed)
      await assertAllLikeDense(arbor, true, 200_000 * seed)
      const surface = { name, neuron: mesh, edges: meshEdges(mesh.faces) }
      await assertAllLikeDense(surface, false, 300_000 * seed)
    })
  }
})

describe('direct propagation by conjugate gradients is the dense solution', () => {
  const meshes = shapes.filter(({ kind }) => kind === 'mesh')
  meshes.forEach((shape, number) => {
    it(`on mesh ${shape.name}`, async () => {
      const topology = { neuron: shapeNeuron(shape), edges: shapeEdges(shape) }
      for (const [at, choice] of choicesFor(topology, false).entries()) {
        if (choice.clamping.alpha === 'per node') continue // may hold nothing at all
        const problem = await exactProblem(topology, choice, 7000 * number + at)
        const options = { ...problem.options, solver: 'direct', maxFactorBytes: 0 } as const
        const result = await propagateLabels(topology.neuron, problem.seeds, options)
        const where = JSON.stringify(choice)
        const [limit] = undirectedLimits(problem, shape.name)
        assertLimit(result, limit, 1e-8 * greatestSeed(problem), where)
        assert.notEqual(result.report.method, 'factorization', where)
      }
    })
  })

  it('only where the factor has no room', async () => {
    const { mesh } = await generateNeuron({ seed: 4, nodes: 200, sides: 5 })
    assert.ok(mesh)
    const clicks = new Map([[0, 'a'], [mesh.nodeCount - 1, 'b']]) // prettier-ignore
    const methods = []
    for (const maxFactorBytes of [undefined, 0, 1, 2 ** 30]) {
      const { report } = await propagateLabels(mesh, clicks, { solver: 'direct', maxFactorBytes })
      methods.push(report.method)
    }
    const [factor, iterated] = ['factorization', 'conjugate gradients']
    assert.deepEqual(methods, [factor, iterated, iterated, factor])
  })
})

describe('hard labels of direct propagation', () => {
  it('are the first of the greatest where nothing is nearly equal', async () => {
    const { skeleton } = await generateNeuron({ seed: 8, nodes: 300 })
    const topology = { neuron: skeleton, edges: skeletonEdges(skeleton.parents) }
    const choice = { edgeWeights: 'length', clamping: clampings[1], lazy: false } as const
    const problem = await exactProblem(topology, { ...choice, soft: true, directed: false }, 9)
    const result = await propagateLabels(skeleton, problem.seeds, problem.options)
    assert.equal(result.report.solver, 'direct')
    assert.equal(result.report.ties, 0)
    const rounded = Float32Array.from(result.scores)
    assert.deepEqual(result.labelIndex, hardLabelsReference(rounded, labels))
  })
})
