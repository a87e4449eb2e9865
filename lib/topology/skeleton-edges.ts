import type { Skeleton } from '../neuron/skeleton'

/** Edges of a skeleton: Int32Array, #E by 2, (child, parent) indices, in the order of the nodes. */
export function skeletonEdges(skeleton: Skeleton): Int32Array {
  const { parents } = skeleton
  const edges = new Int32Array(2 * parents.length)
  let end = 0
  for (let node = 0; node < parents.length; node++) {
    if (parents[node] < 0) continue
    edges[end++] = node
    edges[end++] = parents[node]
  }
  return edges.slice(0, end)
}
