import type { Neuron } from '../../lib/index'
import { shapeEdges, type Edge } from '../reference/topology'

/** Edges of a neuron, joins apart. */
export function edgesOf(neuron: Neuron): Edge[] {
  return shapeEdges(
    neuron.kind === 'mesh' ? { faces: neuron.faces } : { parents: [...neuron.parents] },
  )
}

/** Component of every node: the lowest node in it. */
export function componentsOf(count: number, edges: readonly Edge[]): number[] {
  const of = Array.from({ length: count }, (_, node) => node)
  for (let changed = true; changed;) {
    changed = false
    for (const [a, b] of edges) {
      const least = Math.min(of[a], of[b])
      changed ||= of[a] !== least || of[b] !== least
      of[a] = of[b] = least
    }
  }
  return of
}

export interface Join {
  edge: Edge
  gap: number
}

/** All pairs of nodes by gap, lower and higher node; each that still joins two components is taken. */
export function bruteForceJoins(
  positions: ArrayLike<number>,
  edges: readonly Edge[],
  greatest = Infinity,
): Join[] {
  const count = positions.length / 3
  const pairs: Join[] = []
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const [x, y, z] = [0, 1, 2].map((axis) => positions[3 * a + axis] - positions[3 * b + axis])
      const gap = Math.sqrt(x * x + y * y + z * z)
      if (gap <= greatest) pairs.push({ edge: [a, b], gap })
    }
  }
  pairs.sort((p, q) => p.gap - q.gap || p.edge[0] - q.edge[0] || p.edge[1] - q.edge[1])
  let of = componentsOf(count, edges)
  return pairs.filter(({ edge: [a, b] }) => {
    const [one, other] = [of[a], of[b]]
    if (one === other) return false
    of = of.map((component) => (component === other ? one : component))
    return true
  })
}

/** The joins of a neuron in the form of the above. */
export function joinsOf({ joins }: Neuron): Join[] {
  return Array.from(joins.gaps, (gap, j) => ({
    edge: [joins.edges[2 * j], joins.edges[2 * j + 1]],
    gap,
  }))
}

/** Number of components, joins included. */
export function componentCount(neuron: Neuron): number {
  const links = [...edgesOf(neuron), ...joinsOf(neuron).map(({ edge }) => edge)]
  return new Set(componentsOf(neuron.nodeCount, links)).size
}
