import type { Slices } from '../slices'
import type { SynapseCounts } from './synapse-counts'

/**
 * Fitted on generated neurons with even seeds, checked on those with odd ones, by
 * bench/accuracy/fit-confidence.ts; see docs/algorithm.md.
 */
export const fitted = { ofShare: 3.166, ofSegregation: 6.741 } as const

/**
 * How probable it is that a node is in the compartment that its share names, from 0.5 to 1:
 *
 *     probability = 1 / (1 + exp(-z (a + b H))),   z = |share - 1/2| / spread
 *
 * with the segregation index H of the neuron, and a and b of {@link fitted}: 0.5 at a share of one
 * half, and never lower for a greater margin or a greater index. The spread takes out how far shares
 * reach, which the sampling and the anchor length decide. NaN where an argument is NaN.
 */
export function confidence(share: number, spread: number, segregation: number): number {
  const margin = Math.abs(share - 0.5)
  const z = margin === 0 ? 0 : margin / spread
  return 1 / (1 + Math.exp(-z * (fitted.ofShare + fitted.ofSegregation * segregation)))
}

/**
 * How far the shares at the synapses are from one half: the root of their mean square, both sides of
 * the synapses weighing the same in all. O(#N).
 *
 * @param share Float64Array, #N; nodes where it is NaN do not count.
 */
export async function synapseSpread(
  share: Float64Array,
  { pre, post, total }: SynapseCounts,
  slices: Slices,
): Promise<number> {
  const ratio = total.pre > 0 ? total.post / total.pre : 1
  let [weights, squares] = [0, 0]
  await slices.each(share.length, 65536, (from, to) => {
    for (let node = from; node < to; node++) {
      const weight = post[node] + (total.post > 0 ? ratio : 1) * pre[node]
      if (weight === 0 || Number.isNaN(share[node])) continue
      weights += weight
      squares += weight * (share[node] - 0.5) ** 2
    }
  })
  return Math.sqrt(squares / weights)
}

/** #N: see {@link confidence}. */
export async function probabilities(
  share: Float64Array,
  counts: SynapseCounts,
  segregation: number,
  slices: Slices,
): Promise<Float64Array> {
  const spread = await synapseSpread(share, counts, slices)
  const made = new Float64Array(share.length)
  await slices.each(share.length, 16384, (from, to) => {
    for (let node = from; node < to; node++) {
      made[node] = confidence(share[node], spread, segregation)
    }
  })
  return made
}
