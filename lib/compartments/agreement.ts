import type { Slices } from '../slices'
import { isAxonOrDendrite } from './compartments'

/** How far two labelings of the same nodes agree. */
export interface Agreement {
  /** From 0 to 1; NaN where nothing could be compared. */
  share: number
  /** Weight of the nodes that both call axon or dendrite. */
  compared: number
}

/**
 * The share on which two labelings agree, of the nodes that both call axon or dendrite, each
 * weighted: by its synapses, or by its cable. O(#N).
 *
 * @param one Uint8Array, #N: codes of compartments; `other` the same.
 * @param weights #N, not negative.
 */
export async function agreement(
  one: Uint8Array,
  other: Uint8Array,
  weights: ArrayLike<number>,
  slices: Slices,
): Promise<Agreement> {
  let [agreed, compared] = [0, 0]
  await slices.each(one.length, 65536, (from, to) => {
    for (let node = from; node < to; node++) {
      if (!isAxonOrDendrite(one[node]) || !isAxonOrDendrite(other[node])) continue
      compared += weights[node]
      if (one[node] === other[node]) agreed += weights[node]
    }
  })
  return { share: agreed / compared, compared }
}
