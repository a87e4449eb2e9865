import type { Neuron } from '../neuron/neuron'
import { nmPerMeasured } from '../neuron/neuron'
import type { Warning } from '../seeds/seeds'
import type { Slices } from '../slices'
import { edgeLengths } from '../topology/edge-lengths'
import type { SynapseCounts } from './synapse-counts'

/**
 * Synapses of real neurons are within 1 um of their node, whatever the sampling: 95 of 100 within
 * 850 nm on skeletons, 300 to 550 nm on meshes. A mistake of a factor of 8 makes 130 um.
 */
const farInNm = 2000
/** Half of a long edge is as far as a synapse can be from its node on a coarse skeleton. */
const farInEdges = 2
/** Without units there is nothing but the edges; they may be short beside the radius. */
const farInEdgesWithoutUnits = 10
/** Fewer synapses may be on one node by chance. */
const leastSynapses = 20
/** Real synapses are on a node each, almost; those of another scale share a few. */
const synapsesPerNode = 10

/**
 * Below this the index says little: of generated neurons half and half, with 100 synapses one in 20
 * has an index above 0.08, with 20 synapses above 0.33.
 */
const fewSynapses = 100

const per95 = 0.95

/**
 * What is odd about where the synapses are: `far-synapses`, where 95 % of them are not near the
 * neuron, and `collapsed-synapses`, where a few nodes have them all. Both come of units that differ,
 * or of the synapses of another neuron.
 *
 * @param edges Int32Array, #E by 2; without joins.
 */
export async function synapseWarnings(
  neuron: Neuron,
  counts: SynapseCounts,
  edges: Int32Array,
  slices: Slices,
): Promise<Warning[]> {
  const { total, pre, post, nodes, dropped } = counts
  const count = total.pre + total.post
  const warnings: Warning[] = []
  if (dropped > 0) {
    warnings.push({
      code: 'dropped-synapses',
      message: `${dropped} of ${nodes.length} synapses are farther from the neuron than \`maxSynapseDistance\``,
    })
  }
  if (count === 0) return warnings
  if (count < fewSynapses) {
    warnings.push({
      code: 'few-synapses',
      message: `with ${count} synapses chance alone can make a segregation index well above 0`,
    })
  }
  const far = percentile(counts.distances.filter((_, s) => nodes[s] >= 0))
  const limit = await farLimit(neuron, edges, slices)
  if (far > limit) {
    warnings.push({
      code: 'far-synapses',
      message: `one in 20 synapses is ${shownLength(neuron, far)} or more from the neuron, beyond ${shownLength(neuron, limit)}; are the units the same, and the synapses of this neuron?`,
    })
  }
  const used = pre.reduce((sum, one, node) => sum + (one + post[node] > 0 ? 1 : 0), 0)
  if (count >= leastSynapses && used * synapsesPerNode < Math.min(count, neuron.nodeCount)) {
    warnings.push({
      code: 'collapsed-synapses',
      message: `all ${count} synapses are on ${used} of ${neuron.nodeCount} nodes; are the units the same, and the synapses of this neuron?`,
    })
  }
  return warnings
}

/** In the unit of the distances: nm where units are known, else the neuron's numbers. */
async function farLimit(neuron: Neuron, edges: Int32Array, slices: Slices): Promise<number> {
  const longEdge = nmPerMeasured(neuron) * percentile(await edgeLengths(neuron, edges, slices))
  return neuron.nmPerUnit === undefined
    ? farInEdgesWithoutUnits * (longEdge || Infinity)
    : Math.max(farInNm, farInEdges * longEdge)
}

/** Enough for a percentile; sorting millions would hold the event loop. */
const sampled = 1024

/** The 95th percentile by nearest rank, of every so manieth value where there are many; 0 of none. */
function percentile(values: Float64Array): number {
  if (values.length === 0) return 0
  const step = Math.ceil(values.length / sampled)
  const sample = new Float64Array(Math.ceil(values.length / step))
  for (let i = 0; i < sample.length; i++) sample[i] = values[i * step]
  return sample.sort()[Math.ceil(per95 * sample.length) - 1]
}

function shownLength({ nmPerUnit }: Neuron, length: number): string {
  const number = length.toPrecision(3).replace(/\.?0+$/, '')
  return nmPerUnit === undefined ? `${number} of the neuron's units` : `${Number(number)} nm`
}
