import type { Neuron } from '../neuron/neuron'
import type { Synapses } from '../neuron/synapses'
import {
  countsPerNode,
  snappedSynapses,
  type NodeCounts,
  type SynapseSnapOptions,
} from '../seeds/snapped-synapses'
import { eachIn, type Slices, type Steps } from '../slices'
import { compartmentNames } from './compartments'

/** Numbers of presynapses and of postsynapses of one part of a neuron. */
export interface SynapseSides {
  pre: number
  post: number
}

/** Where the synapses of a neuron are. */
export interface SynapseCounts extends NodeCounts {
  /** Sums of the nodes: synapses that were not dropped. */
  total: SynapseSides
  /** #S: index of each synapse's node, -1 where it is farther than `maxSynapseDistance`. */
  nodes: Int32Array
  /** #S: distance to the node: nm where the neuron's units are known, else its own numbers. */
  distances: Float64Array
  /** Synapses without a node. */
  dropped: number
}

/**
 * The synapses of a neuron, by node and by kind. A neuron may have none. O((#N + #S) log #N).
 *
 * @throws TypeError, RangeError: see snappedSynapses.
 */
export async function synapseCounts(
  neuron: Neuron,
  synapses: Synapses,
  options: SynapseSnapOptions,
  slices: Slices,
): Promise<SynapseCounts> {
  const { nodes, distances, dropped } = await snappedSynapses(neuron, synapses, options, slices)
  const snapped = { nodes, distances, dropped }
  const counts = await slices.through(countsPerNode(synapses, snapped, neuron.nodeCount))
  const total = await slices.through(totalOf(counts))
  return { ...counts, total, nodes, distances, dropped }
}

function* totalOf({ pre, post }: NodeCounts): Steps<SynapseSides> {
  const total = { pre: 0, post: 0 }
  yield* eachIn(pre.length, (node) => {
    total.pre += pre[node]
    total.post += post[node]
  })
  return total
}

/**
 * Synapses of every compartment, by its code; see codeOf. O(#N).
 *
 * @param codes Uint8Array, #N.
 */
export async function synapsesByCompartment(
  codes: Uint8Array,
  { pre, post }: NodeCounts,
  slices: Slices,
): Promise<SynapseSides[]> {
  const sums = compartmentNames.map(() => ({ pre: 0, post: 0 }))
  await slices.each(codes.length, 65536, (from, to) => {
    for (let node = from; node < to; node++) {
      sums[codes[node]].pre += pre[node]
      sums[codes[node]].post += post[node]
    }
  })
  return sums
}
