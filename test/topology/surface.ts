import type { Mesh } from '../../lib/index'
import { meshEdges } from '../reference/topology'

/**
 * Vertices - edges + faces, faces with the same vertices counted once and those that name a vertex
 * twice not at all.
 */
export function eulerCharacteristic({ faces, nodeCount }: Mesh): number {
  const proper = new Set<string>()
  for (let i = 0; i < faces.length; i += 3) {
    const corners = [...faces.subarray(i, i + 3)].sort((a, b) => a - b)
    if (new Set(corners).size === 3) proper.add(corners.join(' '))
  }
  return nodeCount - meshEdges(faces).length + proper.size
}

/** How many edges have 1 face, 2 faces, and so on. */
export function edgesByFaces({ faces }: Mesh): Record<number, number> {
  const faceCounts = new Map<string, number>()
  for (let i = 0; i < faces.length; i += 3) {
    for (const [a, b] of meshEdges(faces.subarray(i, i + 3))) {
      faceCounts.set(`${a} ${b}`, (faceCounts.get(`${a} ${b}`) ?? 0) + 1)
    }
  }
  const edges: Record<number, number> = {}
  for (const count of faceCounts.values()) edges[count] = (edges[count] ?? 0) + 1
  return edges
}
