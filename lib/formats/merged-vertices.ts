/**
 * Vertices, each position once: a position gets the index of its first occurrence. Positions are
 * equal where all three numbers are; -0 equals 0.
 *
 * Open addressing: a slot holds an index + 1, 0 where it is free. Memory: 24 bytes for each of the
 * `most` positions, and 8 to 16 for its slots.
 */
export class MergedVertices {
  readonly #positions: Float64Array
  readonly #slots: Int32Array
  readonly #mask: number
  #count = 0
  /** The numbers of one position, and their bits. */
  readonly #numbers = new Float64Array(3)
  readonly #bits = new Uint32Array(this.#numbers.buffer)

  /** @param most as many positions as will be added at most. */
  constructor(most: number) {
    this.#positions = new Float64Array(3 * most)
    const slots = 2 ** Math.ceil(Math.log2(2 * most + 1))
    this.#slots = new Int32Array(slots)
    this.#mask = slots - 1
  }

  get count(): number {
    return this.#count
  }

  /** The index of the vertex at this position, finite numbers; it is added where it is new. */
  indexOf(x: number, y: number, z: number): number {
    const positions = this.#positions
    const slots = this.#slots
    let slot = this.#hash(x, y, z) & this.#mask
    for (; slots[slot] !== 0; slot = (slot + 1) & this.#mask) {
      const at = 3 * (slots[slot] - 1)
      if (positions[at] === x && positions[at + 1] === y && positions[at + 2] === z) return at / 3
    }
    const index = this.#count++
    slots[slot] = index + 1
    positions[3 * index] = x
    positions[3 * index + 1] = y
    positions[3 * index + 2] = z
    return index
  }

  /** #V by 3, row-major: the vertices in the order of their first occurrence. */
  positions(): Float64Array {
    return this.#positions.slice(0, 3 * this.#count)
  }

  /** Mixes all bits of the three numbers (multiplications and shifts as in MurmurHash3). */
  #hash(x: number, y: number, z: number): number {
    const bits = this.#bits
    // Adding 0 makes 0 of -0.
    this.#numbers[0] = x + 0
    this.#numbers[1] = y + 0
    this.#numbers[2] = z + 0
    let hash = 0
    for (let i = 0; i < 6; i++) {
      hash = Math.imul(hash ^ bits[i], 0x85ebca6b)
      hash ^= hash >>> 13
    }
    hash = Math.imul(hash, 0xc2b2ae35)
    return hash ^ (hash >>> 16)
  }
}
