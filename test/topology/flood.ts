import type { Edge } from '../reference/propagate'

/** Number of the component of every node: the smallest node that can be reached, by brute force. */
export function floodedComponents(nodes: number, edges: readonly Edge[]): number[] {
  const least = Array.from({ length: nodes }, (_, node) => node)
  for (let changed = true; changed;) {
    changed = false
    for (const [u, v] of edges) {
      if (least[u] === least[v]) continue
      least[u] = least[v] = Math.min(least[u], least[v])
      changed = true
    }
  }
  return least
}
