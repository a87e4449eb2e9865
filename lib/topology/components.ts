import type { Slices } from '../slices'

export interface Components {
  count: number
  /** #N: number of the node's component; components are numbered by their first node. */
  of: Int32Array
}

/** Sets of nodes that can be united; the smallest node of a set stands for it. */
export class DisjointSets {
  readonly #above: Int32Array

  constructor(count: number) {
    this.#above = new Int32Array(count)
    for (let node = 0; node < count; node++) this.#above[node] = node
  }

  root(node: number): number {
    const above = this.#above
    while (above[node] !== node) {
      above[node] = above[above[node]]
      node = above[node]
    }
    return node
  }

  /** @returns whether they were in different sets. */
  unite(a: number, b: number): boolean {
    const rootA = this.root(a)
    const rootB = this.root(b)
    this.#above[Math.max(rootA, rootB)] = Math.min(rootA, rootB)
    return rootA !== rootB
  }
}

/** Sets of nodes joined by the edges (#E by 2) for which `joins(e)`. */
export async function connectedComponents(
  nodeCount: number,
  edges: Int32Array,
  joins: (edge: number) => boolean,
  slices: Slices,
): Promise<Components> {
  const sets = new DisjointSets(nodeCount)
  await slices.each(edges.length / 2, 16384, (from, to) => {
    for (let e = from; e < to; e++) if (joins(e)) sets.unite(edges[2 * e], edges[2 * e + 1])
  })
  const of = new Int32Array(nodeCount)
  let count = 0
  await slices.each(nodeCount, 16384, (from, to) => {
    for (let node = from; node < to; node++) {
      const root = sets.root(node)
      of[node] = root === node ? count++ : of[root]
    }
  })
  return { count, of }
}
