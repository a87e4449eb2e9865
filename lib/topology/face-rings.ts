import type { Slices } from '../slices'

/** The faces around every vertex, for faces that become fewer. */
export class FaceRings {
  /** #V + 1: where the faces of each vertex begin. */
  readonly starts: Int32Array
  /** 3 #F: the faces. */
  readonly faceAt: Int32Array
  readonly #next: Int32Array

  /** @param faces #F by 3, three different vertices each; the first `count` are in use. */
  constructor(
    vertexCount: number,
    readonly faces: Uint32Array,
    public count: number,
  ) {
    this.starts = new Int32Array(vertexCount + 1)
    this.#next = new Int32Array(vertexCount)
    this.faceAt = new Int32Array(faces.length)
  }

  /** Finds the faces around every vertex anew. O(#V + #F). */
  async refresh(slices: Slices): Promise<void> {
    const { starts, faces, faceAt } = this
    starts.fill(0)
    await slices.each(3 * this.count, 32768, (from, to) => {
      for (let corner = from; corner < to; corner++) starts[faces[corner] + 1]++
    })
    await slices.each(starts.length - 1, 65536, (from, to) => {
      for (let vertex = from; vertex < to; vertex++) {
        starts[vertex + 1] += starts[vertex]
        this.#next[vertex] = starts[vertex]
      }
    })
    await slices.each(this.count, 16384, (from, to) => {
      for (let face = from; face < to; face++) {
        for (let corner = 3 * face; corner < 3 * face + 3; corner++) {
          faceAt[this.#next[faces[corner]]++] = face
        }
      }
    })
  }

  /** Puts `target[v]` for every vertex v, and leaves out faces that then name a vertex twice. */
  async rename(target: Int32Array, slices: Slices): Promise<void> {
    const { faces } = this
    let kept = 0
    await slices.each(this.count, 16384, (from, to) => {
      for (let face = 3 * from; face < 3 * to; face += 3) {
        const [a, b, c] = [target[faces[face]], target[faces[face + 1]], target[faces[face + 2]]]
        if (a === b || b === c || c === a) continue
        faces[kept] = a
        faces[kept + 1] = b
        faces[kept + 2] = c
        kept += 3
      }
    })
    this.count = kept / 3
  }
}
