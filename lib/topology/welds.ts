import type { Slices } from '../slices'
import { connectedComponents } from './components'

/** Which nodes of a neuron are one node of its graph. */
export interface Welds {
  /** #N: the node of the graph that each node of the neuron belongs to. */
  of: Int32Array
}

interface WeldedGraph {
  nodeCount: number
  edges: Int32Array
  weights: Float32Array
  welds?: Welds
}

/**
 * The graph whose nodes are the sets of nodes that the edges with `isWeld(e)` connect, numbered by
 * their smallest member. Edges inside a weld vanish; parallel edges between two welds add up, in
 * float64 and in ascending order of their ends, before the one rounding to float32.
 *
 * @param edges #E by 2; every pair once.
 * @param weights #E, not yet rounded.
 */
export async function weldedGraph(
  nodeCount: number,
  edges: Int32Array,
  weights: Float64Array,
  isWeld: (edge: number) => boolean,
  slices: Slices,
): Promise<WeldedGraph> {
  let anyWeld = false
  await slices.each(weights.length, 16384, (from, to) => {
    for (let e = from; e < to && !anyWeld; e++) anyWeld = isWeld(e)
  })
  if (!anyWeld) return { nodeCount, edges, weights: new Float32Array(weights) }
  const welds = await connectedComponents(nodeCount, edges, isWeld, slices)

  const sizes = new Int32Array(welds.count)
  for (const weld of welds.of) sizes[weld]++
  const ends: number[] = []
  const sums: number[] = []
  const mayBeParallel: number[] = []
  await slices.each(weights.length, 4096, (from, to) => {
    for (let e = from; e < to; e++) {
      const [a, b] = [welds.of[edges[2 * e]], welds.of[edges[2 * e + 1]]]
      if (a === b) continue
      if (sizes[a] > 1 || sizes[b] > 1) {
        mayBeParallel.push(e)
        continue
      }
      ends.push(a, b)
      sums.push(weights[e])
    }
  })
  const placeOf = new Map<number, number>()
  for (const e of ascendingEdges(mayBeParallel, edges)) {
    const [a, b] = [welds.of[edges[2 * e]], welds.of[edges[2 * e + 1]]]
    const pair = Math.min(a, b) * welds.count + Math.max(a, b)
    const place = placeOf.get(pair) ?? sums.length
    if (place === sums.length) {
      placeOf.set(pair, place)
      ends.push(a, b)
      sums.push(0)
    }
    sums[place] += weights[e]
  }
  return {
    nodeCount: welds.count,
    edges: Int32Array.from(ends),
    weights: Float32Array.from(sums),
    welds: { of: welds.of },
  }
}

/** Numbers of edges in ascending order of their (smaller, greater) node. */
function ascendingEdges(numbers: number[], edges: Int32Array): number[] {
  const lesser = (e: number): number => Math.min(edges[2 * e], edges[2 * e + 1])
  const greater = (e: number): number => Math.max(edges[2 * e], edges[2 * e + 1])
  return numbers.sort((a, b) => lesser(a) - lesser(b) || greater(a) - greater(b))
}
