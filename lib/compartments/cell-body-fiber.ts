import type { NodeCounts } from '../seeds/snapped-synapses'
import type { Slices } from '../slices'
import { codeOf } from './compartments'
import { sumsBelow, type RootedForest } from './rooted-forest'

/**
 * The nodes between the soma and the first node with synapses on two branches, both excluded, in
 * this order: Int32Array. A branch is what hangs on one child, the soma being the root; synapses on
 * the way, such as stray ones that were snapped to the fiber, do not end it.
 *
 * Empty where there is no soma, where the soma itself is such a node, and where there is none: no
 * synapses in the tree of the soma, or all on one unbranched way. O(#N).
 *
 * @param forest rooted at the soma.
 * @param soma index of its node, -1 for none.
 */
export async function cellBodyFiber(
  forest: RootedForest,
  { pre, post }: NodeCounts,
  soma: number,
  slices: Slices,
): Promise<Int32Array> {
  if (soma < 0) return new Int32Array(0)
  const { parents } = forest
  const all = new Float64Array(pre.length)
  for (let node = 0; node < all.length; node++) all[node] = pre[node] + post[node]
  const below = await sumsBelow(forest, all, slices)
  const branches = new Int32Array(parents.length)
  const lastBranch = new Int32Array(parents.length)
  await slices.each(parents.length, 16384, (from, to) => {
    for (let node = from; node < to; node++) {
      if (parents[node] < 0 || below[node] === 0) continue
      branches[parents[node]]++
      lastBranch[parents[node]] = node
    }
  })
  const way: number[] = []
  let node = soma
  for (; branches[node] === 1; node = lastBranch[node]) way.push(node)
  return branches[node] === 0 ? new Int32Array(0) : Int32Array.from(way.slice(1))
}

/** Gives soma and cell body fiber their codes, whatever these nodes had. */
export function markSomaAndFiber(codes: Uint8Array, soma: number, fiber: Int32Array): void {
  for (const node of fiber) codes[node] = codeOf.cellBodyFiber
  if (soma >= 0) codes[soma] = codeOf.soma
}
