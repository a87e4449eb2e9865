import type { Slices } from '../slices'
import type { Graph } from './graph'

/**
 * Sums of the rows of the adjacency in float64, #N: of all edges of a node, or of the edge to its
 * parent where directed; 0 where there is none.
 */
export async function rowSums(
  { nodeCount, edges, weights }: Graph,
  directed: boolean,
  slices: Slices,
): Promise<Float64Array> {
  const sums = new Float64Array(nodeCount)
  await slices.each(weights.length, 65536, (from, to) => {
    for (let e = from; e < to; e++) {
      sums[edges[2 * e]] += weights[e]
      if (!directed) sums[edges[2 * e + 1]] += weights[e]
    }
  })
  return sums
}
