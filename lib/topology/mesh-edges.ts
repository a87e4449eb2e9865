import type { Mesh } from '../neuron/mesh'
import type { Slices } from '../slices'

const facesPerBlock = 16384

/**
 * Edges of a mesh: Int32Array, #E by 2, the smaller index first, in ascending order of it. Every
 * unordered pair of different vertices that some face joins occurs once. O(#V + #F).
 */
export async function meshEdges(mesh: Mesh, slices: Slices): Promise<Int32Array> {
  const { faces, nodeCount } = mesh
  const faceCount = faces.length / 3

  // Counting sort of all sides of all faces by their smaller vertex; the greater one is kept.
  const starts = new Int32Array(nodeCount + 1)
  await slices.each(faceCount, facesPerBlock, (from, to) => {
    eachSide(faces, from, to, (lesser) => starts[lesser + 1]++)
  })
  for (let vertex = 0; vertex < nodeCount; vertex++) starts[vertex + 1] += starts[vertex]
  await slices.turn()
  const next = starts.slice()
  const greater = new Int32Array(starts[nodeCount])
  await slices.each(faceCount, facesPerBlock, (from, to) => {
    eachSide(faces, from, to, (lesser, other) => (greater[next[lesser]++] = other))
  })

  // Each pair once: `seenFrom` says from which smaller vertex a greater one was last seen.
  const seenFrom = new Int32Array(nodeCount).fill(-1)
  const edges = new Int32Array(2 * greater.length)
  let end = 0
  await slices.each(nodeCount, facesPerBlock, (from, to) => {
    for (let vertex = from; vertex < to; vertex++) {
      for (let side = starts[vertex]; side < starts[vertex + 1]; side++) {
        const other = greater[side]
        if (seenFrom[other] === vertex) continue
        seenFrom[other] = vertex
        edges[end++] = vertex
        edges[end++] = other
      }
    }
  })
  return edges.slice(0, end)
}

function eachSide(
  faces: Uint32Array,
  from: number,
  to: number,
  side: (lesser: number, greater: number) => void,
): void {
  for (let i = 3 * from; i < 3 * to; i += 3) {
    const a = faces[i]
    const b = faces[i + 1]
    const c = faces[i + 2]
    if (a !== b) side(Math.min(a, b), Math.max(a, b))
    if (b !== c) side(Math.min(b, c), Math.max(b, c))
    if (c !== a) side(Math.min(c, a), Math.max(c, a))
  }
}
