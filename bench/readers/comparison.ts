import { edgeKeys, type Links } from './links'

/**
 * How another reader's neuron differs from ours, in words; undefined where its positions are the
 * same float32 numbers in the same order, and its edges the same set.
 */
export function differenceInOrder(ours: Links, theirs: Links): string | undefined {
  const [count, otherCount] = [ours, theirs].map(({ positions }) => positions.length / 3)
  if (count === 0) return 'nothing was read'
  if (count !== otherCount) return `${count} nodes, there ${otherCount}`
  // `!==`, so that NaN differs too.
  const at = ours.positions.findIndex((value, i) => value !== theirs.positions[i])
  if (at >= 0) {
    const value = `${ours.positions[at]}, there ${theirs.positions[at]}`
    return `coordinate ${at % 3} of node ${Math.floor(at / 3)} is ${value}`
  }
  return differenceOfEdges(ours, theirs)
}

/**
 * The same for a reader that repeats, merges or reorders vertices: undefined where the sets of
 * float32 positions are the same, and, nodes of one position taken as one, the sets of edges.
 */
export function differenceMerged(ours: Links, theirs: Links): string | undefined {
  const indexOf = new Map<string, number>()
  const merged = mergedLinks(ours, indexOf)
  const count = indexOf.size
  const otherMerged = mergedLinks(theirs, indexOf)
  if (count === 0) return 'nothing was read'
  if (indexOf.size > count) return `${indexOf.size - count} positions are only there`
  const missing = count - otherMerged.used
  if (missing > 0) return `${missing} positions are missing there`
  return differenceOfEdges(merged, otherMerged)
}

function differenceOfEdges(ours: Links, theirs: Links): string | undefined {
  const keys = edgeKeys(ours)
  const otherKeys = edgeKeys(theirs)
  if (keys.length === 0) return 'no edge was read'
  if (keys.length !== otherKeys.length) return `${keys.length} edges, there ${otherKeys.length}`
  const at = keys.findIndex((key, i) => key !== otherKeys[i])
  if (at < 0) return undefined
  const count = ours.positions.length / 3
  const pair = (key: number): string => `${Math.floor(key / count)}-${key % count}`
  return `edge ${pair(keys[at])}, there ${pair(otherKeys[at])}`
}

/**
 * The mesh with one vertex per position, numbered by `indexOf`, to which positions that it lacks are
 * added; `used` counts the positions of this mesh.
 */
function mergedLinks(mesh: Links, indexOf: Map<string, number>): Links & { used: number } {
  const { positions, links } = mesh
  const merged = Int32Array.from({ length: positions.length / 3 }, (_, vertex) => {
    const key = positions.subarray(3 * vertex, 3 * vertex + 3).join()
    const index = indexOf.get(key) ?? indexOf.size
    indexOf.set(key, index)
    return index
  })
  return {
    kind: mesh.kind,
    // Edges need the number of positions alone; it is the same on both sides once sets agree.
    positions: new Float32Array(3 * indexOf.size),
    links: links.map((vertex) => merged[vertex]),
    used: new Set(merged).size,
  }
}
