import type { Vector } from './vector'

/**
 * Random numbers that are the same on every platform and engine: xoshiro128** (Blackman and Vigna
 * 2018), 32-bit integer arithmetic only, seeded through splitmix32. Not for cryptography.
 *
 * @example
 * const random = new Random(1, 0)
 * const die = 1 + random.below(6)
 */
export class Random {
  readonly #state = new Int32Array(4)

  /**
   * @param seed an integer from 0 to 2^32 - 1.
   * @param stream an integer; streams of one seed are independent, so that the use of one does not
   *   change the numbers of another.
   */
  constructor(seed: number, stream: number) {
    let counter = (seed ^ Math.imul(stream + 1, 0x85ebca6b)) | 0
    for (let i = 0; i < 4; i++) {
      counter = (counter + 0x9e3779b9) | 0
      this.#state[i] = mixed(counter)
    }
  }

  /** An integer from 0 to 2^32 - 1. */
  uint32(): number {
    const s = this.#state
    const sum = Math.imul(s[1], 5)
    const result = Math.imul((sum << 7) | (sum >>> 25), 9)
    const shifted = s[1] << 9
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= shifted
    s[3] = (s[3] << 11) | (s[3] >>> 21)
    return result >>> 0
  }

  /** A number from 0 to 1, 1 excluded. */
  unit(): number {
    return this.uint32() / 4294967296
  }

  /** A number from -1 to 1, 1 excluded. */
  signed(): number {
    return 2 * this.unit() - 1
  }

  /** An integer from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.unit() * count)
  }

  /** Makes `out` a direction, every one as likely: a point of the ball by rejection, scaled to 1. */
  direction(out: Vector): void {
    let square: number
    do {
      for (let axis = 0; axis < 3; axis++) out[axis] = this.signed()
      square = out[0] * out[0] + out[1] * out[1] + out[2] * out[2]
    } while (square > 1 || square < 0.0001)
    const length = Math.sqrt(square)
    for (let axis = 0; axis < 3; axis++) out[axis] /= length
  }
}

/** The output function of splitmix32. */
function mixed(counter: number): number {
  let bits = counter
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad)
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
  return bits ^ (bits >>> 15)
}
