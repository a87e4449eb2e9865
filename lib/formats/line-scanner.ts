import { NumberScanner } from './number-scanner'

const newline = 0x0a
const carriageReturn = 0x0d
const blank = 0x20
const tab = 0x09

/**
 * Goes through the lines of a text of numbers. A line ends with LF, CR LF or a lone CR; a byte
 * order mark at the start is skipped.
 */
export class LineScanner extends NumberScanner {
  /** Number of the line that `at` is in, from 1. */
  line = 1

  constructor(bytes: Uint8Array) {
    super(bytes)
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = 3
  }

  get done(): boolean {
    return this.at >= this.bytes.length
  }

  /** Whether `at` is behind the last character of its line. */
  get atLineEnd(): boolean {
    const byte = this.bytes[this.at]
    return byte === newline || byte === carriageReturn || byte === undefined
  }

  skipBlanks(): void {
    const { bytes } = this
    let at = this.at
    while (bytes[at] === blank || bytes[at] === tab) at++
    this.at = at
  }

  /** Moves to the end of the line: to its CR or LF, or to the end of the text. */
  skipToLineEnd(): void {
    const { bytes } = this
    let at = this.at
    while (at < bytes.length && bytes[at] !== newline && bytes[at] !== carriageReturn) at++
    this.at = at
  }

  /** Moves from a line's end to the start of the next line. */
  passLineEnd(): void {
    const { bytes } = this
    if (this.at >= bytes.length) return
    this.at += bytes[this.at] === carriageReturn && bytes[this.at + 1] === newline ? 2 : 1
    this.line++
  }

  /** Moves to the start of the next line. */
  nextLine(): void {
    this.skipToLineEnd()
    this.passLineEnd()
  }

  /** The text from `from` to the end of the line, cut where it is longer than messages can use. */
  lineFrom(from: number): string {
    this.at = from
    this.skipToLineEnd()
    return this.text(from, Math.min(this.at, from + 4096))
  }

  /** The text from `from` to the next blank or the end of the line. */
  wordFrom(from: number): string {
    return this.lineFrom(from).split(/[ \t]/, 1)[0]
  }
}
