import assert from 'node:assert/strict'
import {
  generateNeuron,
  Propagator,
  seeds,
  Skeleton,
  type Mesh,
  type Neuron,
  type RunOptions,
} from '../../lib/index'
import { edgeLength } from '../reference/adjacency'
import {
  backwardError,
  greatestDifference,
  sparseRowsOf,
  sparseStep,
  type SparseProblem,
} from '../reference/sparse-steps'
import { random } from '../shapes'

/** A skeleton whose links are of many lengths. */
function skeletonOf(count: number, parentOf: (node: number) => number): Skeleton {
  const next = random(count)
  return new Skeleton({
    positions: Float64Array.from({ length: 3 * count }, () => 100 * next()),
    parents: Array.from({ length: count }, (_, node) => parentOf(node)),
  })
}

/** #E by 2: once each, as numbers of pairs, which sort fast. */
function edgesOfMesh({ faces, nodeCount }: Mesh): Int32Array {
  const pairs = Float64Array.from(faces, (u, at) => {
    const v = faces[at % 3 === 2 ? at - 2 : at + 1]
    return Math.min(u, v) * nodeCount + Math.max(u, v)
  }).sort()
  const once = pairs.filter((pair, at) => pair !== pairs[at - 1])
  return Int32Array.from({ length: 2 * once.length }, (_, at) => {
    const pair = once[at >> 1]
    return at % 2 === 0 ? Math.floor(pair / nodeCount) : pair % nodeCount
  })
}

function edgesOfSkeleton(count: number, parentOf: (node: number) => number): Int32Array {
  const edges = new Int32Array(2 * (count - 1))
  for (let node = 1; node < count; node++) edges.set([node, parentOf(node)], 2 * node - 2)
  return edges
}

interface Large {
  neuron: Neuron
  edges: Int32Array
}

const size = 1_000_000

const large: Record<string, () => Promise<Large> | Large> = {
  'a chain of a million': () => {
    const parentOf = (node: number): number => node - 1
    return { neuron: skeletonOf(size, parentOf), edges: edgesOfSkeleton(size, parentOf) }
  },
  'a star of a million': () => {
    const parentOf = (node: number): number => (node === 0 ? -1 : 0)
    return { neuron: skeletonOf(size, parentOf), edges: edgesOfSkeleton(size, parentOf) }
  },
  'a mesh of 100,000': async () => {
    const { mesh } = await generateNeuron({ seed: 1, nodes: 20_000, vertices: 100_000 })
    assert.ok(mesh)
    return { neuron: mesh, edges: edgesOfMesh(mesh) }
  },
}

interface Held {
  options: RunOptions
  /** What the kernel's anchors are at a seed whose row of A has this sum. */
  anchor: (sum: number) => number
  alpha: number
}

const held: Held[] = [
  { options: { clamping: 'hard' }, anchor: () => Infinity, alpha: 0 },
  {
    options: { clamping: 'soft', alpha: 0.9 },
    anchor: (sum) => (sum * (1 - 0.9)) / 0.9,
    alpha: 0.9,
  },
]

/** The problem whose seeds are these nodes, of the labels in turn. */
function problemOf({ neuron, edges }: Large, nodes: readonly number[], labels: number) {
  const weights = new Float32Array(edges.length / 2)
  for (let e = 0; e < weights.length; e++) {
    weights[e] = edgeLength(neuron.positions, [edges[2 * e], edges[2 * e + 1]])
  }
  const seedScores = new Float32Array(neuron.nodeCount * labels)
  nodes.forEach((node, s) => (seedScores[node * labels + (s % labels)] = 1))
  return { rows: sparseRowsOf(neuron.nodeCount, edges, weights), seedScores, labels }
}

function rowSum({ rows: { starts, weights } }: Pick<SparseProblem, 'rows'>, node: number): number {
  return weights.subarray(starts[node], starts[node + 1]).reduce((sum, weight) => sum + weight, 0)
}

/** Four labels in turn on the ends and on a few nodes between them. */
const seedNodes = (count: number): number[] =>
  [0, 0.01, 0.3, 0.5, 0.77, 1].map((part) => Math.round(part * (count - 1)))

describe('direct propagation of large neurons', () => {
  for (const [name, made] of Object.entries(large)) {
    it(`solves ${name} to the last digits`, async () => {
      const topology = await made()
      const { neuron } = topology
      const nodes = seedNodes(neuron.nodeCount)
      const names = nodes.map((node, s): [number, string] => [node, 'abcd'[s % 4]])
      const base = problemOf(topology, nodes, 4)
      const propagator = await Propagator.create(neuron)
      const given = await seeds(neuron, new Map(names))
      for (const { options, anchor, alpha } of held) {
        const { scores, report } = await propagator.run(given, { ...options, threads: 1 })
        assert.equal(report.solver, 'direct')
        // Rows of 0 away from all seeds solve the equations, others do not: see the backward error.
        assert.ok(report.unlabelled < (report.components === 1 ? 1 : 100))
        const method = neuron.kind === 'mesh' ? 'factorization' : 'elimination'
        assert.equal(report.method, method)
        const anchors = new Float64Array(neuron.nodeCount)
        const alphas = new Float64Array(neuron.nodeCount).fill(1)
        for (const node of nodes) {
          anchors[node] = anchor(rowSum(base, node))
          alphas[node] = alpha
        }
        const problem = { ...base, alpha: alphas, lazy: false }
        const off = backwardError(problem, anchors, scores)
        assert.ok(off < 1e-12, `backward error ${off}`)
        assert.ok(scores.every((score) => score >= 0 && score <= 1 + 1e-12))
        const moved = greatestDifference(sparseStep(problem, scores as Float64Array), scores)
        assert.ok(moved < 1e-12, `a step moves by ${moved}`)
        const again = await propagator.run(given, { ...options, threads: 3 })
        assert.ok(bytesOf(again.scores).equals(bytesOf(scores)))
      }
      propagator.dispose()
    })
  }
})

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)
