import { shown, wrongKind, wrongValue } from '../errors'
import { checkedNeuron, nmPerMeasured, type Neuron } from '../neuron/neuron'
import { isSkeleton } from '../neuron/skeleton'
import { Synapses } from '../neuron/synapses'
import type { PropagationResult } from '../propagation/result'
import { Slices } from '../slices'
import { edgesAndJoins, neuronEdges } from '../topology/graph'
import { joinFragments } from '../topology/join-fragments'
import { anchoredShares, checkUnits } from './anchored-shares'
import { markSomaAndFiber } from './cell-body-fiber'
import { nodeExtents } from './extents'
import { markedCompartments, type SplitCase } from './mark-compartments'
import { fillFromNearest, noShares, sharesOf } from './node-shares'
import { secondOpinion } from './second-opinion'
import { somaNode } from './soma'
import { checkedSplitOptions, type CheckedSplitOptions, type SplitOptions } from './split-options'
import { compartmentReports, type SplitReport } from './split-report'
import { SplitResult } from './split-result'
import { steppedShares } from './stepped-shares'
import { synapseCounts, type SynapseCounts } from './synapse-counts'
import { synapseWarnings } from './synapse-warnings'

/**
 * Tells axon from dendrite by the synapses of a neuron: a compartment for every node, with a
 * probability, and a status for the neuron.
 *
 * Method `anchored`, the default: conductances between nodes, each synapse holding its node with
 * 1 / `anchorLength`, one sparse system solved for both sides; no steps, and nearly the same answer
 * however finely the neuron is sampled. Method `propagation`: the published one, step by step, bit
 * for bit. Pre- above postsynapses is axon, both sides weighing the same in all.
 *
 * @param neuron with known units, for `anchored`; a Skeleton gets a second opinion, `flow`.
 * @param synapses of this neuron; may be none. Without units they are in the neuron's own numbers.
 * @returns one kind of synapse, none, and both kinds mixed beyond separation are results, with a
 *   `status`; see {@link SplitStatus}. O(#N log #N) on skeletons.
 * @throws TypeError, RangeError with `code`: ERR_UNITS where units are needed and not known,
 *   ERR_CONFLICTING_OPTIONS for options of the other method, ERR_UNKNOWN_NODE_ID for `soma`,
 *   ERR_INVALID_OPTION, ERR_UNKNOWN_OPTION, ERR_INVALID_ARGUMENT; the reason of the signal.
 * @example
 * const split = await splitAxonDendrite(neuron, synapses, { mixedBelow: 0.9 })
 * console.log(split.report.status, split.compartmentOf(42))
 */
export async function splitAxonDendrite(
  neuron: Neuron,
  synapses: Synapses,
  options?: SplitOptions,
): Promise<SplitResult> {
  const began = performance.now()
  checkedNeuron(neuron)
  if (!(synapses instanceof Synapses)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`synapses\` must be Synapses (see readSynapses); got ${shown(synapses)}`,
    )
  }
  const given = checkedSplitOptions(options)
  checkFor(neuron, given)
  const slices = new Slices(given.signal)
  const soma = await somaNode(neuron, given.soma, slices)
  const { signal } = slices
  const joined = given.fragments === 'join' ? await joinFragments(neuron, { signal }) : neuron
  const split = await splitOf(joined, synapses, given, soma, slices)
  split.report.seconds = (performance.now() - began) / 1000
  return split
}

/** @throws RangeError ERR_UNITS, ERR_CONFLICTING_OPTIONS for what this neuron cannot have. */
function checkFor(neuron: Neuron, { method, minIslandLength }: CheckedSplitOptions): void {
  if (method === 'anchored') checkUnits(neuron)
  if (minIslandLength === 0) return
  if (!isSkeleton(neuron)) {
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      '`minIslandLength` is a length of cable, and a mesh has none; give `minIslandNodes`',
    )
  }
  checkUnits(neuron, 'minIslandLength')
}

async function splitOf(
  neuron: Neuron,
  synapses: Synapses,
  given: CheckedSplitOptions,
  soma: number,
  slices: Slices,
): Promise<SplitResult> {
  const counts = await synapseCounts(neuron, synapses, given, slices)
  const ownEdges = await neuronEdges(neuron, slices)
  const edges = edgesAndJoins(ownEdges, neuron)
  const extents = await nodeExtents(neuron, slices)
  const propagation = await propagationOf(neuron, synapses, counts, given, slices)
  const shares = propagation ? await sharesOf(propagation, slices) : noShares(neuron.nodeCount)
  const isFilled = given.fragments === 'nearest'
  const fromNearest = isFilled ? await fillFromNearest(neuron, shares, slices) : 0

  const one: SplitCase = { neuron, counts, edges, extents, soma }
  const { codes, ...found } = await markedCompartments(one, shares, given, slices)
  const tree = isSkeleton(neuron)
    ? await secondOpinion(neuron, one, shares.codes, slices)
    : undefined
  markSomaAndFiber(codes, soma, tree?.fiber ?? new Int32Array(0))
  const report: SplitReport = {
    ...headOf(neuron, given),
    ...{ status: found.status, segregationIndex: numberOrNull(found.segregation), fromNearest },
    synapses: { ...counts.total, dropped: counts.dropped },
    ...(await compartmentReports(one, codes, slices)),
    ...{ islands: found.islands, soma: soma < 0 ? null : neuron.nodeIds.at(soma) },
    ...{ flowAgreement: tree?.agreement ?? null, propagation: propagation?.report ?? null },
    seconds: 0,
    warnings: await synapseWarnings(neuron, counts, ownEdges, slices),
  }
  return new SplitResult({
    ...{ neuron, compartment: codes, ...shares, probability: found.probability },
    ...{ flow: tree?.flow, synapseNodes: counts.nodes, soma, propagation, report },
  })
}

/** Both sides propagated; undefined where there is nothing to propagate. */
async function propagationOf(
  neuron: Neuron,
  synapses: Synapses,
  counts: SynapseCounts,
  given: CheckedSplitOptions,
  slices: Slices,
): Promise<PropagationResult | undefined> {
  if (counts.total.pre + counts.total.post === 0) return undefined
  if (given.method === 'propagation') {
    return await steppedShares(neuron, synapses, counts, given, slices)
  }
  const { threads, onProgress, anchored } = given
  const { anchorLength, maxFactorBytes } = anchored
  const call = { threads, onProgress, maxFactorBytes }
  return await anchoredShares(neuron, counts, anchorLength, call, slices)
}

function headOf(
  neuron: Neuron,
  { method, fragments }: CheckedSplitOptions,
): Pick<
  SplitReport,
  'neuron' | 'kind' | 'nodes' | 'method' | 'fragments' | 'joins' | 'longestJoin'
> {
  const { gaps } = neuron.joins
  const isMeasured = gaps.length > 0 && neuron.nmPerUnit !== undefined
  const longest = gaps.reduce((most, gap) => Math.max(most, gap), 0)
  return {
    ...{ neuron: neuron.name ?? null, kind: neuron.kind, nodes: neuron.nodeCount },
    ...{ method, fragments, joins: gaps.length },
    longestJoin: isMeasured ? longest * nmPerMeasured(neuron) : null,
  }
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
