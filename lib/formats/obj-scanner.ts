import { LineScanner } from './line-scanner'

const hash = 0x23
const backslash = 0x5c

/** Goes through the statements of an OBJ file: lines, continued by a backslash at their end. */
export class ObjScanner extends LineScanner {
  /** Whether a value or keyword ends here. */
  get atGap(): boolean {
    const byte = this.bytes[this.at]
    const blank = byte === 0x20 || byte === 0x09
    return blank || this.atLineEnd || byte === hash || this.#atContinuation
  }

  /** Moves to the next value of the statement; false where there is none. */
  nextValue(): boolean {
    this.skipBlanks()
    while (this.#atContinuation) {
      this.at++
      this.passLineEnd()
      this.skipBlanks()
    }
    return !this.atLineEnd && this.bytes[this.at] !== hash
  }

  /** Moves to the start of the next statement. A comment is not continued by a backslash. */
  skipStatement(): void {
    while (!this.atLineEnd && this.bytes[this.at] !== hash) {
      const continued = this.#atContinuation
      this.at++
      if (continued) this.passLineEnd()
    }
    this.nextLine()
  }

  get #atContinuation(): boolean {
    const { at, bytes } = this
    return bytes[at] === backslash && (bytes[at + 1] === 0x0a || bytes[at + 1] === 0x0d)
  }
}
