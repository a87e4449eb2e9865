import type { SynapseSides } from './synapse-counts'

/**
 * How far in- and outputs are apart: 1 where every compartment has one kind of synapse only, 0 where
 * all have the same mixture of both; NaN where the compartments together have one kind only, or none.
 *
 *     H = 1 - S / S_norm
 *     S = 1/N  sum_i N_i h(p_i),   S_norm = h(p),   h(p) = -(p ln p + (1 - p) ln(1 - p))
 *
 * with N_i synapses in compartment i, a share p_i of them inputs, and N and p of all together. A
 * compartment without synapses does not count. O(number of compartments).
 *
 * Source: Schneider-Mizell et al., eLife 2016, 5:e12059 ("segregation index"); the same number is
 * known as the information theory index of Theil.
 *
 * @example
 * segregationIndex([{ pre: 90, post: 10 }, { pre: 10, post: 90 }]) // 0.531
 */
export function segregationIndex(compartments: readonly SynapseSides[]): number {
  let [pre, post, mixing] = [0, 0, 0]
  for (const one of compartments) {
    pre += one.pre
    post += one.post
    mixing += weightedEntropy(one)
  }
  const index = 1 - mixing / weightedEntropy({ pre, post })
  // Rounding may leave the range by a few bits; Math.max and Math.min keep NaN.
  return Math.max(0, Math.min(1, index))
}

/** N h(p), 0 for one kind only. */
function weightedEntropy({ pre, post }: SynapseSides): number {
  if (pre === 0 || post === 0) return 0
  const all = pre + post
  return -(post * Math.log(post / all) + pre * Math.log(pre / all))
}
