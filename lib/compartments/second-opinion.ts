import type { Skeleton } from '../neuron/skeleton'
import type { Slices } from '../slices'
import { agreement } from './agreement'
import { cellBodyFiber, markSomaAndFiber } from './cell-body-fiber'
import { flowSplit } from './flow-split'
import type { SplitCase } from './mark-compartments'
import { rootedForest } from './rooted-forest'

/** How far the second opinion of a skeleton agrees, from 0 to 1; see {@link SplitResult.flow}. */
export interface FlowAgreement {
  /** Share of the synapses that both call axon or dendrite on which they agree; null for none. */
  synapses: number | null
  /** The same for cable; null where the units are not known. */
  cable: number | null
}

/** What the tree of a skeleton says beside the shares. */
export interface SecondOpinion {
  /** #N: codes by synapse flow centrality. */
  flow: Uint8Array
  /** Nodes of the cell body fiber. */
  fiber: Int32Array
  agreement: FlowAgreement
}

/**
 * Compartments of a skeleton by synapse flow centrality, with linker, soma and cell body fiber, and
 * how far they agree with others.
 *
 * @param codes #N: the compartments by share.
 */
export async function secondOpinion(
  skeleton: Skeleton,
  { counts, extents, soma }: SplitCase,
  codes: Uint8Array,
  slices: Slices,
): Promise<SecondOpinion> {
  const forest = await rootedForest(skeleton, soma, slices)
  const fiber = await cellBodyFiber(forest, counts, soma, slices)
  const flow = await flowSplit(forest, counts, slices)
  markSomaAndFiber(flow, soma, fiber)
  const synapses = counts.pre.map((pre, node) => pre + counts.post[node])
  const ofSynapses = await agreement(codes, flow, synapses, slices)
  const ofCable = extents && (await agreement(codes, flow, extents, slices))
  const numberOrNull = (share = NaN): number | null => (Number.isNaN(share) ? null : share)
  return {
    ...{ flow, fiber },
    agreement: {
      synapses: numberOrNull(ofSynapses.share),
      cable: numberOrNull(ofCable?.share),
    },
  }
}
