import type { Neuron } from '../neuron/neuron'
import type { Slices } from '../slices'
import { codeOf, isAxonOrDendrite } from './compartments'
import { probabilities } from './confidence'
import { withoutIslands } from './islands'
import type { NodeShares } from './node-shares'
import { segregationIndex } from './segregation-index'
import type { CheckedSplitOptions } from './split-options'
import { synapsesByCompartment, type SynapseCounts, type SynapseSides } from './synapse-counts'

/**
 * `split`: axon and dendrite were told apart. `not-separable`: the segregation index is below the
 * limit, or no node has a majority; the nodes that synapses reach are `mixed`. `only-pre`,
 * `only-post`: there is one kind of synapse, and all that it reaches is axon, or dendrite.
 * `no-synapses`: nothing is known.
 */
export type SplitStatus = 'split' | 'not-separable' | 'only-pre' | 'only-post' | 'no-synapses'

/** A neuron with its synapses, and what its nodes are connected by and made of. */
export interface SplitCase {
  neuron: Neuron
  counts: SynapseCounts
  /** #E by 2: edges and joins. */
  edges: Int32Array
  /** #N: see nodeExtents; undefined where the units are not known. */
  extents?: Float64Array
  /** Index of its node, -1 for none. */
  soma: number
}

/** The compartments that shares make, before soma and cell body fiber. */
export interface MarkedCompartments {
  /** #N */
  codes: Uint8Array
  /** #N: see {@link probabilities}. */
  probability: Float64Array
  status: SplitStatus
  /** Of axon and dendrite by share; NaN with one kind of synapse only. */
  segregation: number
  islands: number
}

/**
 * Status and compartments by share: `mixed` where the neuron cannot be separated or the probability
 * is too low, then without islands.
 */
export async function markedCompartments(
  { counts, edges, extents }: SplitCase,
  { codes: bySide, share }: NodeShares,
  given: CheckedSplitOptions,
  slices: Slices,
): Promise<MarkedCompartments> {
  const sides = await synapsesByCompartment(bySide, counts, slices)
  const segregation = segregationIndex([sides[codeOf.axon], sides[codeOf.dendrite]])
  const status = statusOf(counts.total, segregation, given.minSegregation)
  const probability = await probabilities(share, counts, segregation, slices)
  const isMixed = (node: number): boolean =>
    status === 'not-separable' || probability[node] < given.mixedBelow
  const codes = bySide.slice()
  await slices.each(codes.length, 65536, (from, to) => {
    for (let node = from; node < to; node++) {
      if (isAxonOrDendrite(codes[node]) && isMixed(node)) codes[node] = codeOf.mixed
    }
  })
  const { minIslandLength, minIslandNodes } = given
  const least = Math.max(minIslandLength, minIslandNodes)
  if (least === 0) return { codes, probability, status, segregation, islands: 0 }
  const sizes = minIslandLength > 0 ? extents : undefined
  const without = await withoutIslands(edges, codes, { least, sizes }, slices)
  return { codes: without.codes, probability, status, segregation, islands: without.islands }
}

function statusOf({ pre, post }: SynapseSides, segregation: number, least: number): SplitStatus {
  if (pre === 0 && post === 0) return 'no-synapses'
  if (post === 0) return 'only-pre'
  if (pre === 0) return 'only-post'
  // NaN: both kinds, but one or none of them where there is a share.
  return segregation >= least ? 'split' : 'not-separable'
}
