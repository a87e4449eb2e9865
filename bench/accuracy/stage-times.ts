import type { Skeleton, Synapses } from '../../lib/index'
import { anchoredShares } from '../../lib/compartments/anchored-shares'
import { nodeExtents } from '../../lib/compartments/extents'
import { markedCompartments } from '../../lib/compartments/mark-compartments'
import { sharesOf } from '../../lib/compartments/node-shares'
import { secondOpinion } from '../../lib/compartments/second-opinion'
import { checkedSplitOptions } from '../../lib/compartments/split-options'
import { compartmentReports } from '../../lib/compartments/split-report'
import { synapseCounts } from '../../lib/compartments/synapse-counts'
import { synapseWarnings } from '../../lib/compartments/synapse-warnings'
import { Slices } from '../../lib/slices'
import { edgesAndJoins, neuronEdges } from '../../lib/topology/graph'
import { joinFragments } from '../../lib/topology/join-fragments'

/** Milliseconds of each stage of a split, mean over the neurons, one at a time; the first is warmed. */
export async function stageTimes(
  neurons: readonly (readonly [Skeleton, Synapses])[],
): Promise<[stage: string, ms: number][]> {
  const sums = new Map<string, number>()
  for (let round = 0; round < 3; round++) {
    sums.clear()
    for (const [skeleton, synapses] of neurons) await timed(skeleton, synapses, sums)
  }
  return [...sums].map(([stage, ms]) => [stage, ms / neurons.length])
}

async function timed(
  skeleton: Skeleton,
  synapses: Synapses,
  sums: Map<string, number>,
): Promise<void> {
  const slices = new Slices()
  const stage = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now()
    const result = await work()
    sums.set(name, (sums.get(name) ?? 0) + performance.now() - began)
    return result
  }
  const given = checkedSplitOptions()
  const neuron = await stage('joining fragments', () => joinFragments(skeleton))
  const counts = await stage('synapses to nodes', () => synapseCounts(neuron, synapses, {}, slices))
  const edges = await neuronEdges(neuron, slices)
  const extents = await stage('cable of nodes', () => nodeExtents(neuron, slices))
  const propagation = await stage('graph, matrix and solution', () =>
    anchoredShares(neuron, counts, 8e6, { threads: 1 }, slices),
  )
  const shares = await sharesOf(propagation, slices)
  const one = { neuron, counts, edges: edgesAndJoins(edges, neuron), extents, soma: 0 }
  const { codes } = await stage('status, probability, compartments', () =>
    markedCompartments(one, shares, given, slices),
  )
  await stage('second opinion', () => secondOpinion(neuron, one, codes, slices))
  await stage('report', () => compartmentReports(one, codes, slices))
  await stage('warnings', () => synapseWarnings(neuron, counts, edges, slices))
}
