import type { Slices } from '../slices'

/** Both ends of every edge, by node. */
export interface Neighbours {
  /** #N + 1: where the neighbours of each node begin. */
  starts: Int32Array
  /** 2 #E: the neighbours. */
  nodes: Int32Array
}

/** The neighbours of every node, in the order of the edges (#E by 2). O(#N + #E). */
export async function neighboursOf(
  nodeCount: number,
  edges: Int32Array,
  slices: Slices,
): Promise<Neighbours> {
  const starts = new Int32Array(nodeCount + 1)
  await slices.each(edges.length, 16384, (from, to) => {
    for (let end = from; end < to; end++) starts[edges[end] + 1]++
  })
  for (let node = 0; node < nodeCount; node++) starts[node + 1] += starts[node]
  const next = starts.slice()
  const nodes = new Int32Array(edges.length)
  await slices.each(edges.length, 16384, (from, to) => {
    for (let end = from; end < to; end++) nodes[next[edges[end]]++] = edges[end ^ 1]
  })
  return { starts, nodes }
}
