import type { NodeCounts } from '../seeds/snapped-synapses'
import type { Slices } from '../slices'
import { sumsBelow, type RootedForest } from './rooted-forest'

/** Synapse flow through the edge from each node to its parent; 0 for a root. */
export interface FlowCentrality {
  /** #N: paths that lead away from the root, from inputs above the edge to outputs below it. */
  centrifugal: Float64Array
  /** #N: paths that lead to the root, from inputs below the edge to outputs above it. */
  centripetal: Float64Array
}

/**
 * Synapse flow centrality: for every edge the number of pairs of an input (postsynapse) and an
 * output (presynapse) of the same tree whose path crosses it. With q postsynapses and p presynapses
 * below the edge, of Q and P in the tree:
 *
 *     centrifugal = (Q - q) p,   centripetal = q (P - p)
 *
 * The root tells the two apart; their sum does not depend on it. A tree with one kind of synapse
 * only, or with all on one node, has no flow. Exact up to 2^53 pairs. O(#N).
 *
 * Source: Schneider-Mizell et al., eLife 2016, 5:e12059 ("synapse flow centrality").
 */
export async function flowCentrality(
  forest: RootedForest,
  counts: NodeCounts,
  slices: Slices,
): Promise<FlowCentrality> {
  const pre = await sumsBelow(forest, counts.pre, slices)
  const post = await sumsBelow(forest, counts.post, slices)
  const centrifugal = new Float64Array(pre.length)
  const centripetal = new Float64Array(pre.length)
  await slices.each(pre.length, 16384, (from, to) => {
    for (let node = from; node < to; node++) {
      const root = forest.roots[node]
      centrifugal[node] = (post[root] - post[node]) * pre[node]
      centripetal[node] = post[node] * (pre[root] - pre[node])
    }
  })
  return { centrifugal, centripetal }
}
