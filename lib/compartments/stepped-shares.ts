import type { Neuron } from '../neuron/neuron'
import type { Synapses } from '../neuron/synapses'
import { propagateLabels } from '../propagation/propagate-labels'
import type { PropagationResult } from '../propagation/result'
import { seedsFromSynapses } from '../seeds/seeds-from-synapses'
import type { Slices } from '../slices'
import type { CheckedSplitOptions } from './split-options'
import type { SynapseCounts } from './synapse-counts'

/**
 * Both sides propagated step by step over edge lengths, from the majority of each node's synapses,
 * as published: bit for bit. Undefined where no node has a majority.
 */
export async function steppedShares(
  neuron: Neuron,
  synapses: Synapses,
  counts: SynapseCounts,
  { stepped, snap, maxSynapseDistance, threads, onProgress }: CheckedSplitOptions,
  { signal }: Slices,
): Promise<PropagationResult | undefined> {
  if (counts.pre.every((pre, node) => pre === counts.post[node])) return undefined
  const { balance, ...rules } = stepped
  const rule = balance ? 'majority-balanced' : 'majority'
  const seeds = await seedsFromSynapses(neuron, synapses, {
    ...{ rule, snap, maxSynapseDistance, signal },
  })
  const run = { ...rules, threads, onProgress, signal }
  return await propagateLabels(neuron, seeds, { ...run, solver: 'iterative' })
}
