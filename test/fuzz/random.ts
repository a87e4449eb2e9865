/** Random numbers from a fixed sequence (mulberry32). */
export class Random {
  #state: number

  /** Other numbers for every pair of seed and index. */
  constructor(seed: number, index = 0) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)
  }

  /** An integer from 0 to `count` - 1; 0 where `count` is 0. */
  below(count: number): number {
    return Math.floor(this.#fraction() * count)
  }

  /** One of the values. */
  oneOf<T>(values: ArrayLike<T>): T {
    return values[this.below(values.length)]
  }

  /** An integer from 1 up to `most`, small ones more often. */
  length(most: number): number {
    return 1 + Math.floor(this.#fraction() ** 4 * most)
  }

  #fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
