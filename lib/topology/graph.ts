import { shown, wrongValue } from '../errors'
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
  /** Edges of the neuron, before welding. */
  edgeCount: number
  /** Edges of the neuron whose length is 0 in float32. */
  zeroLengthEdges: number
  /** Components of the graph; edges of weight 0 do not join. */
  components: Components
}

/** Edges of a neuron: Int32Array, #E by 2; (child, parent) for a skeleton. */
export async function neuronEdges(neuron: Neuron, slices: Slices): Promise<Int32Array> {
  return isSkeleton(neuron) ? skeletonEdges(neuron) : await meshEdges(neuron, slices)
}

/** The weighted graph of a neuron. */
export async function neuronGraph(
  neuron: Neuron,
  edgeWeights: EdgeWeights,
  slices: Slices,
): Promise<Graph> {
  if (!edgeWeightKinds.includes(edgeWeights)) {
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `\`edgeWeights\` must be 'length', 'uniform' or 'inverse-length'; got ${shown(edgeWeights)}`,
    )
  }
  const edges = await neuronEdges(neuron, slices)
  if (edges.length > 0x3fffffff) {
    throw wrongValue(
      'ERR_TOO_LARGE',
      `a neuron may have at most 536,870,911 edges; got ${edges.length / 2}`,
    )
  }
  const lengths = await edgeLengths(neuron, edges, slices)
  const plain = {
    edgeWeights,
    nodeCount: neuron.nodeCount,
    edges,
    weights: new Float32Array(lengths),
    edgeCount: lengths.length,
    zeroLengthEdges: lengths.reduce((sum, length) => sum + (Math.fround(length) === 0 ? 1 : 0), 0),
  }
  if (edgeWeights === 'uniform') plain.weights.fill(1)
  const graph =
    edgeWeights === 'inverse-length'
      ? { ...plain, ...(await weldedGraph(neuron.nodeCount, edges, lengths, slices)) }
      : plain
  const joins = (e: number): boolean => graph.weights[e] > 0
  return {
    ...graph,
    components: await connectedComponents(graph.nodeCount, graph.edges, joins, slices),
  }
}
