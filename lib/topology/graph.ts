import { shown, wrongKind, wrongValue } from '../errors'
import type { Neuron } from '../neuron/neuron'
import { isSkeleton } from '../neuron/skeleton'
import type { Slices } from '../slices'
import { connectedComponents, type Components } from './components'
import { edgeLengths } from './edge-lengths'
import { meshEdges } from './mesh-edges'
import { skeletonEdges } from './skeleton-edges'
import { weldedGraph, type Welds } from './welds'

/**
 * What an edge weighs: its `length` (the published choice: longer edges pull harder), the same for
 * all (`uniform`), or one over its length (`inverse-length`: conductance, which does not depend on
 * how finely a neuron is sampled).
 */
export type EdgeWeights = 'length' | 'uniform' | 'inverse-length'

export const edgeWeightKinds: readonly EdgeWeights[] = ['length', 'uniform', 'inverse-length']

/** The weighted graph of a neuron, as the kernel takes it. */
export interface Graph {
  edgeWeights: EdgeWeights
  /** Nodes of the graph: those of the neuron, or fewer where coincident ones are welded. */
  nodeCount: number
  /** #E by 2: every pair once; (child, parent) for a skeleton. */
  edges: Int32Array
  /** #E, float32 >= 0. */
  weights: Float32Array
  /** Undefined where no nodes are welded. */
  welds?: Welds
  /** Edges and joins of the neuron, before welding. */
  edgeCount: number
  /** Edges of the neuron, joins apart, whose length is 0 in float32. */
  zeroLengthEdges: number
  /** Components of the graph; edges of weight 0 do not join. */
  components: Components
}

/** What is worth keeping of a graph once the kernel has its matrix. */
export type GraphFacts = Omit<Graph, 'edges' | 'weights'>

/** Edges of a neuron without its joins: Int32Array, #E by 2; (child, parent) for a skeleton. */
export async function neuronEdges(neuron: Neuron, slices: Slices): Promise<Int32Array> {
  return isSkeleton(neuron) ? skeletonEdges(neuron) : await meshEdges(neuron, slices)
}

/** Edges of a neuron, then its joins, #E by 2. */
export function edgesAndJoins(edges: Int32Array, { joins }: Neuron): Int32Array {
  if (joins.edges.length === 0) return edges
  const all = new Int32Array(edges.length + joins.edges.length)
  all.set(edges)
  all.set(joins.edges, edges.length)
  return all
}

/**
 * The weighted graph of a neuron. Its joins are edges like any other, but for those whose gap is 0
 * in float32: they weld their nodes, whatever an edge weighs. Under `inverse-length` edges too short
 * for float32 to hold their conductance weld as well.
 */
export async function neuronGraph(
  neuron: Neuron,
  edgeWeights: EdgeWeights,
  slices: Slices,
): Promise<Graph> {
  if (!edgeWeightKinds.includes(edgeWeights)) {
    throw (typeof edgeWeights === 'string' ? wrongValue : wrongKind)(
      'ERR_INVALID_OPTION',
      `\`edgeWeights\` must be 'length', 'uniform' or 'inverse-length'; got ${shown(edgeWeights)}`,
    )
  }
  const ownEdges = await neuronEdges(neuron, slices)
  const edges = edgesAndJoins(ownEdges, neuron)
  if (edges.length > 0x3fffffff) {
    throw wrongValue(
      'ERR_TOO_LARGE',
      `a neuron may have at most 536,870,911 edges; got ${edges.length / 2}`,
    )
  }
  const lengths = await edgeLengths(neuron, edges, slices)
  const isZero = (e: number): boolean => Math.fround(lengths[e]) === 0
  const ownCount = ownEdges.length / 2
  let zeroLengthEdges = 0
  await slices.each(ownCount, 65536, (from, to) => {
    for (let e = from; e < to; e++) if (isZero(e)) zeroLengthEdges++
  })
  const weights = unroundedWeights(lengths, edgeWeights)
  const isWeld = (e: number): boolean =>
    (e >= ownCount && isZero(e)) || Math.fround(weights[e]) === Infinity
  const welded = await weldedGraph(neuron.nodeCount, edges, weights, isWeld, slices)
  const connects = (e: number): boolean => welded.weights[e] > 0
  return {
    ...welded,
    edgeWeights,
    edgeCount: lengths.length,
    zeroLengthEdges,
    components: await connectedComponents(welded.nodeCount, welded.edges, connects, slices),
  }
}

function unroundedWeights(lengths: Float64Array, edgeWeights: EdgeWeights): Float64Array {
  if (edgeWeights === 'length') return lengths
  if (edgeWeights === 'uniform') return new Float64Array(lengths.length).fill(1)
  return lengths.map((length) => 1 / length)
}
