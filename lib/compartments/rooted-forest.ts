import type { Skeleton } from '../neuron/skeleton'
import type { Slices } from '../slices'
import { edgesAndJoins } from '../topology/graph'
import { neighboursOf } from '../topology/neighbours'
import { skeletonEdges } from '../topology/skeleton-edges'

/** A skeleton with its joins, each tree seen from one root. */
export interface RootedForest {
  /** #N: index of the node that comes next on the way to the root, -1 for a root. */
  parents: Int32Array
  /** #N: the nodes, parents before children. */
  order: Int32Array
  /** #N: the root of each node's tree. */
  roots: Int32Array
}

const block = 16384

/**
 * The trees of a skeleton, those that joins connect taken as one. The soma is the root of its tree,
 * else the root of lowest index. O(#N).
 *
 * @param soma index of its node, -1 for none.
 */
export async function rootedForest(
  skeleton: Skeleton,
  soma: number,
  slices: Slices,
): Promise<RootedForest> {
  const { nodeCount } = skeleton
  const edges = edgesAndJoins(skeletonEdges(skeleton), skeleton)
  const neighbours = await neighboursOf(nodeCount, edges, slices)
  const parents = new Int32Array(nodeCount).fill(-1)
  const order = new Int32Array(nodeCount)
  const roots = new Int32Array(nodeCount).fill(-1)
  let [next, end] = [0, 0]
  const add = (node: number, parent: number, root: number): void => {
    parents[node] = parent
    roots[node] = root
    order[end++] = node
  }
  const growTree = async (root: number): Promise<void> => {
    add(root, -1, root)
    for (; next < end; next++) {
      if (next % block === 0 && slices.over) await slices.turn()
      const node = order[next]
      for (let i = neighbours.starts[node]; i < neighbours.starts[node + 1]; i++) {
        const other = neighbours.nodes[i]
        if (roots[other] < 0) add(other, node, root)
      }
    }
  }
  if (soma >= 0) await growTree(soma)
  for (let node = 0; node < nodeCount; node++) {
    if (skeleton.parents[node] < 0 && roots[node] < 0) await growTree(node)
  }
  return { parents, order, roots }
}

/** #N: the sum of the values of each node and of all nodes below it. O(#N). */
export async function sumsBelow(
  { parents, order }: RootedForest,
  values: ArrayLike<number>,
  slices: Slices,
): Promise<Float64Array> {
  const sums = new Float64Array(values)
  const last = order.length - 1
  await slices.each(order.length, block, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = order[last - i]
      if (parents[node] >= 0) sums[parents[node]] += sums[node]
    }
  })
  return sums
}
