import { edgeKeys, type LinkedNodes, type Links } from './linked-nodes'

/**
 * How another reader's neuron differs from ours, in words; undefined where its positions are the
 * same float32 numbers in the same order, and its edges the same set.
 */
export function differenceInOrder(ours: LinkedNodes, theirs: LinkedNodes): string | undefined {
  const [count, otherCount] = [ours, theirs].map(({ positions }) => positions.length / 3)
  if (count === 0) return 'nothing was read'
  if (count !== otherCount) return `${count} nodes, there ${otherCount}`
  // `!==`, so that NaN differs too.
  const at = ours.positions.findIndex((value, i) => value !== theirs.positions[i])
  if (at >= 0) {
    const value = `${ours.positions[at]}, there ${theirs.positions[at]}`
    return `coordinate ${at % 3} of node ${Math.floor(at / 3)} is ${value}`
  }
  return differenceOfEdges(ours, theirs, count)
}

/**
 * The same for a reader that repeats or reorders vertices: undefined where the sets of float32
 * positions are the same, and, nodes of one position taken as one, the sets of edges.
 */
export function differenceMerged(ours: LinkedNodes, theirs: LinkedNodes): string | undefined {
  const indexOf = new Map<string, number>()
  const merged = mergedLinks(ours, indexOf)
  const count = indexOf.size
  const otherMerged = mergedLinks(theirs, indexOf)
  if (count === 0) return 'nothing was read'
  if (indexOf.size > count) return `${indexOf.size - count} positions are only there`
  const missing = count - otherMerged.positionCount
  if (missing > 0) return `${missing} positions are missing there`
  return differenceOfEdges(merged, otherMerged, count)
}

function differenceOfEdges(ours: Links, theirs: Links, count: number): string | undefined {
  const keys = edgeKeys(ours, count)
  const otherKeys = edgeKeys(theirs, count)
  if (keys.length === 0) return 'no edge was read'
  if (keys.length !== otherKeys.length) return `${keys.length} edges, there ${otherKeys.length}`
  const at = keys.findIndex((key, i) => key !== otherKeys[i])
  if (at < 0) return undefined
  const pair = (key: number): string => `${Math.floor(key / count)}-${key % count}`
  return `edge ${pair(keys[at])}, there ${pair(otherKeys[at])}`
}

/**
 * The links with one vertex per position, numbered by `indexOf`, to which positions that it lacks
 * are added; `positionCount` counts the different positions of this mesh.
 */
function mergedLinks(
  { kind, positions, links }: LinkedNodes,
  indexOf: Map<string, number>,
): Links & { positionCount: number } {
  const merged = Int32Array.from({ length: positions.length / 3 }, (_, vertex) => {
    const key = positions.subarray(3 * vertex, 3 * vertex + 3).join()
    const index = indexOf.get(key) ?? indexOf.size
    indexOf.set(key, index)
    return index
  })
  return {
    kind,
    links: links.map((vertex) => merged[vertex]),
    positionCount: new Set(merged).size,
  }
}
