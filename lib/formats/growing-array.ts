import type { Slices } from '../slices'

type Elements = Float64Array | Int32Array | Uint32Array

const firstBlock = 1024
const largestBlock = 1 << 16

/**
 * A typed array whose length is not known yet. It grows by blocks, so that nothing is copied before
 * `joined`, which needs the memory twice and no more.
 */
export class GrowingArray<T extends Elements> {
  readonly #full: T[] = []
  #block: T
  #used = 0

  constructor(private readonly create: (length: number) => T) {
    this.#block = create(firstBlock)
  }

  get length(): number {
    return this.#full.reduce((sum, block) => sum + block.length, this.#used)
  }

  push(value: number): void {
    if (this.#used === this.#block.length) this.#grow()
    this.#block[this.#used++] = value
  }

  #grow(): void {
    this.#full.push(this.#block)
    this.#block = this.create(Math.min(2 * this.#block.length, largestBlock))
    this.#used = 0
  }

  /** All elements in one array. */
  async joined(slices: Slices): Promise<T> {
    const all = this.create(this.length)
    let at = 0
    for (const block of this.#full) {
      if (slices.over) await slices.turn()
      all.set(block, at)
      at += block.length
    }
    all.set(this.#block.subarray(0, this.#used), at)
    return all
  }
}
