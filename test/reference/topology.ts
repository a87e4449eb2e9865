/** Two node indices: any order where undirected, [child, parent] where directed. */
export type Edge = readonly [number, number]

/**
 * Every unordered pair of different vertices that some face joins, once, in ascending order of
 * (lower index, higher index).
 *
 * @param faces #F by 3, row-major, indices into vertices; empty gives no edge.
 */
export function meshEdges(faces: ArrayLike<number>): Edge[] {
  const seen = new Set<string>()
  const edges: Edge[] = []
  for (let face = 0; face < faces.length / 3; face++) {
    for (let corner = 0; corner < 3; corner++) {
      const u = faces[3 * face + corner]
      const v = faces[3 * face + ((corner + 1) % 3)]
      const key = `${Math.min(u, v)} ${Math.max(u, v)}`
      if (u === v || seen.has(key)) continue
      seen.add(key)
      edges.push([Math.min(u, v), Math.max(u, v)])
    }
  }
  return edges.sort((a, b) => a[0] - b[0] || a[1] - b[1])
}

/**
 * [child index, parent index] of every node whose parent is in the table, in the order of the
 * table.
 *
 * @param parents #N: node id of every node's parent; negative or unknown for a root.
 * @param nodeIds #N: the ids; 0, 1, 2, .. where absent.
 */
export function skeletonEdges(parents: ArrayLike<number>, nodeIds?: ArrayLike<number>): Edge[] {
  const indexOf = new Map<number, number>()
  for (let i = 0; i < parents.length; i++) indexOf.set(nodeIds ? nodeIds[i] : i, i)
  const edges: Edge[] = []
  for (let child = 0; child < parents.length; child++) {
    const parent = parents[child] < 0 ? undefined : indexOf.get(parents[child])
    if (parent !== undefined) edges.push([child, parent])
  }
  return edges
}

/** The edges of a named shape: see test/shapes.ts. Those of a skeleton are [child, parent]. */
export function shapeEdges(shape: {
  parents?: ArrayLike<number>
  nodeIds?: ArrayLike<number>
  faces?: ArrayLike<number>
}): Edge[] {
  return shape.parents ? skeletonEdges(shape.parents, shape.nodeIds) : meshEdges(shape.faces ?? [])
}
