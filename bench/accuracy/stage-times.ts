import type { Skeleton, Synapses } from '../../dist/index.js'
import { anchoredShares } from '../../dist/compartments/anchored-shares.js'
import { nodeExtents } from '../../dist/compartments/extents.js'
import { markedCompartments } from '../../dist/compartments/mark-compartments.js'
import { sharesOf } from '../../dist/compartments/node-shares.js'
import { secondOpinion } from '../../dist/compartments/second-opinion.js'
import { checkedSplitOptions } from '../../dist/compartments/split-options.js'
import { compartmentReports } from '../../dist/compartments/split-report.js'
import { synapseCounts } from '../../dist/compartments/synapse-counts.js'
import { synapseWarnings } from '../../dist/compartments/synapse-warnings.js'
import { Slices } from '../../dist/slices.js'
import { edgesAndJoins, neuronEdges } from '../../dist/topology/graph.js'
import { joinFragments } from '../../dist/topology/join-fragments.js'

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
