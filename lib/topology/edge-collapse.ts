import type { FaceRings } from './face-rings'
import { faceNormal } from './quadrics'

/**
 * Which edges of a mesh can be collapsed, one end onto the other, such that the surface stays what
 * it is: no hole is closed, no tube pinched, no part cut off, no edge lost. Where edges have three or
 * more faces, components, holes and handles stay as many.
 *
 * Source: the link condition of Dey, Edelsbrunner, Guha and Nekhayev, Topology Preserving Edge
 * Contraction, 1999; stricter at borders.
 */
export class EdgeCollapse {
  /** The vertices around the vertex that was looked at last; the first `size` are in use. */
  ring = new Int32Array(64)
  size = 0
  /** Faces that each of them shares with it. */
  #shared = new Int32Array(64)
  /** Faces that an edge must have for the vertex to move along it; 0 for any, Infinity for none. */
  #along = 0
  /** Last look at which a vertex was on the ring, and its place there. */
  readonly #seenAt: Int32Array
  readonly #places: Int32Array
  /** Last test at which a vertex was found next to the target, in a face without the vertex. */
  readonly #besideAt: Int32Array
  #look = 0
  #test = 0

  constructor(
    private readonly positions: Float64Array,
    private readonly rings: FaceRings,
  ) {
    this.#seenAt = new Int32Array(positions.length / 3)
    this.#places = new Int32Array(positions.length / 3)
    this.#besideAt = new Int32Array(positions.length / 3)
  }

  /** Gathers the ring of a vertex. */
  lookAt(vertex: number): void {
    const { starts, faceAt, faces } = this.rings
    this.size = 0
    this.#look++
    this.#makeRoom(2 * (starts[vertex + 1] - starts[vertex]))
    for (let i = starts[vertex]; i < starts[vertex + 1]; i++) {
      for (let corner = 3 * faceAt[i]; corner < 3 * faceAt[i] + 3; corner++) {
        const other = faces[corner]
        if (other === vertex) continue
        if (this.#seenAt[other] !== this.#look) {
          this.#seenAt[other] = this.#look
          this.#places[other] = this.size
          this.ring[this.size] = other
          this.#shared[this.size++] = 0
        }
        this.#shared[this.#places[other]]++
      }
    }
    this.#along = facesAlong(this.#shared, this.size)
  }

  #makeRoom(size: number): void {
    if (size <= this.ring.length) return
    this.ring = new Int32Array(2 * size)
    this.#shared = new Int32Array(2 * size)
  }

  /** Faces that the vertex that was looked at shares with `other`, one of its ring. */
  sharedFaces(other: number): number {
    return this.#shared[this.#places[other]]
  }

  /** Whether the vertex that was looked at can be moved onto `target`, one of its ring. */
  isPossible(vertex: number, target: number): boolean {
    if (this.#along > 0 && this.sharedFaces(target) !== this.#along) return false
    return this.#keepsTopology(vertex, target) && this.#turnsNoFace(vertex, target)
  }

  #keepsTopology(vertex: number, target: number): boolean {
    const { starts, faceAt, faces } = this.rings
    const test = ++this.#test
    let common = 0
    for (let i = starts[target]; i < starts[target + 1]; i++) {
      if (this.rings.has(faceAt[i], vertex)) continue
      const face = 3 * faceAt[i]
      let onRing = 0
      for (let corner = face; corner < face + 3; corner++) {
        const other = faces[corner]
        if (other === target || this.#seenAt[other] !== this.#look) continue
        onRing++
        if (this.#besideAt[other] === test) continue
        this.#besideAt[other] = test
        common++
      }
      // A face over the same edge on the other side: both together close a pocket.
      if (onRing === 2 && this.#ringHasEdge(vertex, face, target)) return false
    }
    // The third corners of the shared faces are next to both ends; nothing else may be.
    for (let i = starts[vertex]; i < starts[vertex + 1]; i++) {
      if (!this.rings.has(faceAt[i], target)) continue
      const face = 3 * faceAt[i]
      const third = faces[face] + faces[face + 1] + faces[face + 2] - vertex - target
      if (this.#besideAt[third] === test) common--
      else if (this.sharedFaces(third) === 1) return false // no face would have the edge to it
    }
    return common === 0
  }

  /** Whether the edge of `face` that is opposite to `target` is in a face of `vertex` too. */
  #ringHasEdge(vertex: number, face: number, target: number): boolean {
    const { starts, faceAt, faces } = this.rings
    const ends = [faces[face], faces[face + 1], faces[face + 2]].filter((end) => end !== target)
    for (let i = starts[vertex]; i < starts[vertex + 1]; i++) {
      if (this.rings.has(faceAt[i], ends[0]) && this.rings.has(faceAt[i], ends[1])) return true
    }
    return false
  }

  /** Whether no face turns by a right angle or more. Faces without area may do what they like. */
  #turnsNoFace(vertex: number, target: number): boolean {
    const { starts, faceAt, faces } = this.rings
    for (let i = starts[vertex]; i < starts[vertex + 1]; i++) {
      if (this.rings.has(faceAt[i], target)) continue
      const face = 3 * faceAt[i]
      const [a, b, c] = [faces[face], faces[face + 1], faces[face + 2]]
      const [x, y, z] = faceNormal(this.positions, a, b, c)
      const [u, v, w] = faceNormal(
        this.positions,
        a === vertex ? target : a,
        b === vertex ? target : b,
        c === vertex ? target : c,
      )
      if (x * u + y * v + z * w <= 0 && (x !== 0 || y !== 0 || z !== 0)) return false
    }
    return true
  }
}

/** An inner vertex may move anywhere, one on a border along it; corners of both stay. */
function facesAlong(shared: Int32Array, size: number): number {
  let odd = 0
  let least = Infinity
  let greatest = 0
  for (let i = 0; i < size; i++) {
    if (shared[i] === 2) continue
    odd++
    least = Math.min(least, shared[i])
    greatest = Math.max(greatest, shared[i])
  }
  if (odd === 0) return 2
  if (odd === 2 && least === greatest) return least
  return least === 1 ? Infinity : 0
}
