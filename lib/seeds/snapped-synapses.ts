import { shown, wrongKind, wrongValue } from '../errors'
import type { Neuron } from '../neuron/neuron'
import { isSkeleton } from '../neuron/skeleton'
import type { Synapses } from '../neuron/synapses'
import { eachIn, type Slices, type Steps } from '../slices'
import { knownNode } from './seed-options'
import { snappedPoints, type SnappedPoints } from './snapping'

/** How synapses find their nodes. */
export interface SynapseSnapOptions {
  /** A synapse belongs to the nearest node, or to the one that the table names. Default nearest. */
  snap?: 'nearest' | 'node-id'
  /** Synapses farther than this from the neuron are dropped and counted; nm. Default: no limit. */
  maxSynapseDistance?: number
}

/**
 * The node of every synapse; see {@link snappedPoints}.
 *
 * @throws TypeError ERR_INVALID_OPTION; RangeError ERR_CONFLICTING_OPTIONS for node ids on a mesh,
 *   ERR_UNKNOWN_PROPERTY where the table has none, ERR_UNKNOWN_NODE_ID, ERR_UNITS.
 */
export async function snappedSynapses(
  neuron: Neuron,
  synapses: Synapses,
  { snap = 'nearest', maxSynapseDistance }: SynapseSnapOptions,
  slices: Slices,
): Promise<SnappedPoints> {
  if (snap !== 'nearest' && snap !== 'node-id') {
    throw (typeof snap === 'string' ? wrongValue : wrongKind)(
      'ERR_INVALID_OPTION',
      `\`snap\` must be 'nearest' or 'node-id'; got ${shown(snap)}`,
    )
  }
  const limit = { nm: maxSynapseDistance, option: 'maxSynapseDistance', noun: 'the synapses' }
  const given = snap === 'node-id' ? namedNodes(neuron, synapses) : undefined
  return snappedPoints(neuron, synapses, limit, slices, given)
}

/** The nodes that the table names. */
function namedNodes(neuron: Neuron, synapses: Synapses): Int32Array {
  if (!isSkeleton(neuron)) {
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      "`snap` 'node-id' needs a skeleton: node ids of a table are not vertices of a mesh",
    )
  }
  const { nodeIds } = synapses
  if (nodeIds === undefined) {
    throw wrongValue(
      'ERR_UNKNOWN_PROPERTY',
      "`snap` 'node-id': the synapses have no column `node_id`",
    )
  }
  return Int32Array.from(nodeIds, (id, s) => knownNode(neuron, id, `synapse ${s}`))
}

/** Numbers of synapses, by node. */
export interface NodeCounts {
  /** #N: presynapses on each node. */
  pre: Uint32Array
  /** #N: postsynapses on each node. */
  post: Uint32Array
}

/** The synapses on every node. O(#N + #S). */
export function* countsPerNode(
  { isPre }: Synapses,
  { nodes }: SnappedPoints,
  nodeCount: number,
): Steps<NodeCounts> {
  const pre = new Uint32Array(nodeCount)
  const post = new Uint32Array(nodeCount)
  yield* eachIn(nodes.length, (s) => {
    if (nodes[s] < 0) return
    if (isPre[s] === 1) pre[nodes[s]]++
    else post[nodes[s]]++
  })
  return { pre, post }
}
