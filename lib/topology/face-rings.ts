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

  /** Whether a face has the vertex. */
  has(face: number, vertex: number): boolean {
    const { faces } = this
    return (
      faces[3 * face] === vertex || faces[3 * face + 1] === vertex || faces[3 * face + 2] === vertex
    )
  }

  /** Leaves out faces that have the same vertices as one before them. */
  async dropRepeated(slices: Slices): Promise<void> {
    const { starts, faceAt, faces } = this
    await this.refresh(slices)
    const isRepeated = new Uint8Array(this.count)
    await slices.each(this.count, 4096, (from, to) => {
      for (let face = from; face < to; face++) {
        const [b, c] = [faces[3 * face + 1], faces[3 * face + 2]]
        let i = starts[faces[3 * face]]
        while (faceAt[i] < face && !(this.has(faceAt[i], b) && this.has(faceAt[i], c))) i++
        if (faceAt[i] < face) isRepeated[face] = 1
      }
    })
    await this.#keep((face) => isRepeated[face] === 0, slices)
  }

  /** Puts `target[v]` for every vertex v, and leaves out faces that then name a vertex twice. */
  async rename(target: Int32Array, slices: Slices): Promise<void> {
    const { faces } = this
    await slices.each(3 * this.count, 32768, (from, to) => {
      for (let corner = from; corner < to; corner++) faces[corner] = target[faces[corner]]
    })
    await this.#keep((face) => {
      const [a, b, c] = [faces[3 * face], faces[3 * face + 1], faces[3 * face + 2]]
      return a !== b && b !== c && c !== a
    }, slices)
  }

  async #keep(isKept: (face: number) => boolean, slices: Slices): Promise<void> {
    let kept = 0
    await slices.each(this.count, 16384, (from, to) => {
      for (let face = from; face < to; face++) {
        if (isKept(face)) this.faces.copyWithin(3 * kept++, 3 * face, 3 * face + 3)
      }
    })
    this.count = kept
  }
}
