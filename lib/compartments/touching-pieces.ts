import type { Slices } from '../slices'
import type { Components } from '../topology/components'

/**
 * Pieces of a neuron that touch and can be merged. A merged piece goes by the number of one of its
 * parts; `code`, `size` and `first` are those of the merged piece at that number.
 */
export class TouchingPieces {
  readonly count: number
  /** Compartment of each piece. */
  readonly code: Uint8Array
  /** Sum of the sizes of its nodes. */
  readonly size: Float64Array
  /** Number of its part that has the first node: pieces are numbered in that order. */
  readonly first: Int32Array
  readonly #pieces: Int32Array
  /** The piece that each one is part of by now, itself where it is there. */
  readonly #above: Int32Array
  /** Edges to each neighbour; undefined where there is none. */
  readonly #borders: (Map<number, number> | undefined)[]

  private constructor({ of, count }: Components) {
    this.count = count
    this.code = new Uint8Array(count)
    this.size = new Float64Array(count)
    this.first = new Int32Array(count)
    for (let piece = 0; piece < count; piece++) this.first[piece] = piece
    this.#pieces = of
    this.#above = this.first.slice()
    this.#borders = new Array<undefined>(count)
  }

  /** @param sizes #N; 1 for every node where undefined. */
  static async of(
    pieces: Components,
    codes: Uint8Array,
    sizes: Float64Array | undefined,
    slices: Slices,
  ): Promise<TouchingPieces> {
    const touching = new TouchingPieces(pieces)
    await slices.each(codes.length, 16384, (from, to) => {
      for (let node = from; node < to; node++) {
        touching.code[pieces.of[node]] = codes[node]
        touching.size[pieces.of[node]] += sizes === undefined ? 1 : sizes[node]
      }
    })
    return touching
  }

  /** Pieces touch where an edge leads from one to the other and both its nodes are open. */
  async addBorders(
    edges: Int32Array,
    isOpen: (node: number) => boolean,
    slices: Slices,
  ): Promise<void> {
    await slices.each(edges.length / 2, 16384, (from, to) => {
      for (let e = from; e < to; e++) {
        const [a, b] = [edges[2 * e], edges[2 * e + 1]]
        if (this.#pieces[a] === this.#pieces[b] || !isOpen(a) || !isOpen(b)) continue
        this.#widen(this.#pieces[a], this.#pieces[b], 1)
      }
    })
  }

  /** The piece to which a node belongs by now. */
  pieceOf(node: number): number {
    const above = this.#above
    let piece = this.#pieces[node]
    while (above[piece] !== piece) {
      above[piece] = above[above[piece]]
      piece = above[piece]
    }
    return piece
  }

  isThere(piece: number): boolean {
    return this.#above[piece] === piece
  }

  hasNeighbours(piece: number): boolean {
    return this.#borders[piece] !== undefined
  }

  /** The neighbour with most edges; of equals the larger, then the first. -1 where there is none. */
  longestBorder(piece: number): number {
    const { size, first } = this
    let [host, most] = [-1, 0]
    for (const [other, edges] of this.#borders[piece] ?? []) {
      const isBetter =
        edges !== most
          ? edges > most
          : size[other] !== size[host]
            ? size[other] > size[host]
            : first[other] < first[host]
      if (isBetter) [host, most] = [other, edges]
    }
    return host
  }

  /** Gives a piece another compartment, and merges it with its neighbours of that compartment. */
  recode(piece: number, code: number): number {
    this.code[piece] = code
    const alike = [...(this.#borders[piece]?.keys() ?? [])].filter(
      (other) => this.code[other] === code,
    )
    return alike.reduce((merged, other) => this.#merge(merged, other), piece)
  }

  /** The one with fewer neighbours becomes part of the other, whose number is returned. */
  #merge(a: number, b: number): number {
    const bordersOfA = this.#borders[a] ?? new Map<number, number>()
    const bordersOfB = this.#borders[b] ?? new Map<number, number>()
    const [part, whole] = bordersOfA.size < bordersOfB.size ? [a, b] : [b, a]
    this.#above[part] = whole
    this.size[whole] += this.size[part]
    this.first[whole] = Math.min(this.first[whole], this.first[part])
    this.#borders[whole]?.delete(part)
    for (const [other, edges] of this.#borders[part] ?? []) {
      if (other === whole) continue
      this.#borders[other]?.delete(part)
      this.#widen(whole, other, edges)
    }
    this.#borders[part] = undefined
    return whole
  }

  #widen(a: number, b: number, edges: number): void {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ]) {
      const borders = (this.#borders[from] ??= new Map<number, number>())
      borders.set(to, (borders.get(to) ?? 0) + edges)
    }
  }
}
