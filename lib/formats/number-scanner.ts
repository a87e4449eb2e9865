import { Buffer } from 'node:buffer'

/** Powers of ten that a double holds exactly. */
const powersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))

/** Integers of this many digits are exact as doubles; zeros in front are counted for simplicity. */
const exactDigits = 15

const plus = 0x2b
const minus = 0x2d
const point = 0x2e
const zero = 0x30
const nine = 0x39

const notFinite = /^[+-]?(nan|infinity|inf)/i
// Every digit has one place in it, so that a long text that is no number takes no longer.
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

/**
 * Reads decimal numbers out of bytes: what `Number(text)` gives, without making the text.
 *
 * A number is a sign (optional), digits with or without a point, and an exponent (optional). The
 * words nan, inf and infinity, in any case, are read too, so that a caller can say what is wrong
 * with them. Hexadecimal numbers are not.
 */
export class NumberScanner {
  /** Where the next number is read. */
  at = 0
  readonly #buffer: Buffer

  constructor(readonly bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /**
   * The number that starts at `at`, which moves to the byte after it. Where there is none, `at`
   * stays and the result is NaN. What follows the number is the caller's to check.
   */
  number(): number {
    const { bytes } = this
    const start = this.at
    const negative = bytes[start] === minus
    let at = negative || bytes[start] === plus ? start + 1 : start
    let mantissa = 0
    const first = at
    for (let digit = bytes[at] - zero; digit >= 0 && digit <= 9; digit = bytes[++at] - zero) {
      mantissa = mantissa * 10 + digit
    }
    let digits = at - first
    let scale = 0
    if (bytes[at] === point) {
      const fraction = ++at
      for (let digit = bytes[at] - zero; digit >= 0 && digit <= 9; digit = bytes[++at] - zero) {
        mantissa = mantissa * 10 + digit
      }
      scale = fraction - at
      digits -= scale
    }
    if (digits === 0) return this.#word()
    this.at = at
    if ((bytes[at] | 0x20) === 0x65) scale += this.#exponent()
    // Mantissa and power are exact here, so that one rounding is left: the right one.
    if (digits <= exactDigits && scale <= 22 && scale >= -22) {
      const value = scale < 0 ? mantissa / powersOfTen[-scale] : mantissa * powersOfTen[scale]
      return negative ? -value : value
    }
    return Number(this.text(start, this.at))
  }

  /** The bytes from `from` to `to` as text, for numbers and for messages. */
  text(from: number, to: number): string {
    return this.#buffer.toString('utf8', from, to)
  }

  /** Reads an exponent at `at`, and moves behind it; 0 where an `e` has no digits after it. */
  #exponent(): number {
    const { bytes } = this
    let at = this.at + 1
    const negative = bytes[at] === minus
    if (negative || bytes[at] === plus) at++
    const first = at
    let exponent = 0
    for (; bytes[at] >= zero && bytes[at] <= nine; at++) {
      // More than any double needs; the bound keeps the sum finite.
      if (exponent < 1e6) exponent = exponent * 10 + (bytes[at] - zero)
    }
    if (at === first) return 0
    this.at = at
    return negative ? -exponent : exponent
  }

  /** Reads nan, inf or infinity at `at`. */
  #word(): number {
    const word = notFinite.exec(this.text(this.at, this.at + 9))?.[0]
    if (word === undefined) return NaN
    this.at += word.length
    if (/nan$/i.test(word)) return NaN
    return word.startsWith('-') ? -Infinity : Infinity
  }
}

/** A text as a number, NaN where it is not a decimal number: no hexadecimal, not the empty text. */
export function decimalNumber(text: string): number {
  return decimal.test(text) ? Number(text) : NaN
}
