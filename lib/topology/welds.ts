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
 * The graph of conductances, 1 / length: nodes joined by an edge too short for float32 to hold its
 * conductance are welded into one, numbered by their smallest member. Edges inside a weld vanish;
 * parallel edges between two welds add up, in float64 and in ascending order of their ends, before
 * the one rounding to float32.
 */
export async function weldedGraph(
  nodeCount: number,
  edges: Int32Array,
  lengths: Float64Array,
  slices: Slices,
): Promise<WeldedGraph> {
  const isWeld = (e: number): boolean => Math.fround(1 / lengths[e]) === Infinity
  const welds = await connectedComponents(nodeCount, edges, isWeld, slices)
  if (welds.count === nodeCount) {
    return { nodeCount, edges, weights: Float32Array.from(lengths, (length) => 1 / length) }
  }

  const between = ascendingEdges(edges).filter(
    (e) => welds.of[edges[2 * e]] !== welds.of[edges[2 * e + 1]],
  )
  const placeOf = new Map<number, number>()
  const ends: number[] = []
  const conductances: number[] = []
  await slices.each(between.length, 4096, (from, to) => {
    for (const e of between.subarray(from, to)) {
      const [a, b] = [welds.of[edges[2 * e]], welds.of[edges[2 * e + 1]]]
      const pair = Math.min(a, b) * welds.count + Math.max(a, b)
      const place = placeOf.get(pair) ?? conductances.length
      if (place === conductances.length) {
        placeOf.set(pair, place)
        ends.push(a, b)
        conductances.push(0)
      }
      conductances[place] += 1 / lengths[e]
    }
  })
  return {
    nodeCount: welds.count,
    edges: Int32Array.from(ends),
    weights: Float32Array.from(conductances),
    welds: { of: welds.of },
  }
}

/** Numbers of the edges in ascending order of their (smaller, greater) node. */
function ascendingEdges(edges: Int32Array): Int32Array {
  const lesser = (e: number): number => Math.min(edges[2 * e], edges[2 * e + 1])
  const greater = (e: number): number => Math.max(edges[2 * e], edges[2 * e + 1])
  return Int32Array.from({ length: edges.length / 2 }, (_, e) => e).sort(
    (a, b) => lesser(a) - lesser(b) || greater(a) - greater(b),
  )
}
