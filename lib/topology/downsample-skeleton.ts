import type { Skeleton } from '../neuron/skeleton'
import type { Slices } from '../slices'

/**
 * Marks the nodes that stay: those marked already, roots, leaves, branch points, and on the path
 * between two of these as many nodes, evenly spread, as leave about every `factor`-th. O(#N).
 *
 * @param isKept #N: 1 for a node that stays; changed.
 */
export async function thinPaths(
  skeleton: Skeleton,
  factor: number,
  isKept: Uint8Array,
  slices: Slices,
): Promise<void> {
  const { parents } = skeleton
  const children = new Int32Array(parents.length)
  for (const parent of parents) if (parent >= 0) children[parent]++
  const ends: number[] = []
  for (let node = 0; node < parents.length; node++) {
    if (parents[node] < 0 || children[node] !== 1) isKept[node] = 1
    if (isKept[node] === 1) ends.push(node)
  }
  await slices.each(ends.length, 1024, (from, to) => {
    for (let i = from; i < to; i++) thinPath(parents, ends[i], factor, isKept)
  })
}

/** Marks the nodes that stay on the way from `end` up to the next node that is marked. */
function thinPath(parents: Int32Array, end: number, factor: number, isKept: Uint8Array): void {
  if (parents[end] < 0) return
  let edges = 1
  for (let node = parents[end]; isKept[node] === 0; node = parents[node]) edges++
  const parts = Math.max(1, Math.round(edges / factor))
  let node = end
  for (let part = 1, step = 0; part < parts; part++) {
    for (; step < Math.floor((part * edges) / parts); step++) node = parents[node]
    isKept[node] = 1
  }
}

/** Index of the nearest marked node above each of `nodes`, which are all marked; -1 for a root. */
export function keptParents(
  { parents }: Skeleton,
  nodes: Int32Array,
  isKept: Uint8Array,
): Int32Array {
  return nodes.map((node) => {
    let above = parents[node]
    while (above >= 0 && isKept[above] === 0) above = parents[above]
    return above
  })
}
