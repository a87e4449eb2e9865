import { NeuronDataError, shown, type ErrorCode } from '../errors'
import type { Slices } from '../slices'
import { LineScanner } from './line-scanner'
import type { PlyElement, PlyHeader, PlyProperty } from './ply-header'
import { readRowsByValue, type PlyBody, type PlyTargets, type PlyValues } from './ply-rows'

const rowsPerTurn = 2048

/** Rows as text: a line each, empty lines in between do not count. */
export class PlyText implements PlyBody, PlyValues {
  readonly #scanner: LineScanner
  #element?: PlyElement

  constructor(
    bytes: Uint8Array,
    header: PlyHeader,
    private readonly slices: Slices,
    private readonly file?: string,
  ) {
    this.#scanner = new LineScanner(bytes)
    this.#scanner.at = header.bodyAt
    this.#scanner.line = header.bodyLine
  }

  async readRows(element: PlyElement, targets: PlyTargets): Promise<void> {
    // Rows of no values have no line of their own.
    if (element.properties.length === 0) return
    await readRowsByValue(this, element, targets, this.slices)
  }

  async skipRows(element: PlyElement): Promise<void> {
    if (element.properties.length === 0) return
    await this.slices.each(element.count, rowsPerTurn, (from, to) => {
      for (let row = from; row < to; row++) {
        this.beginRow(element, row)
        this.#scanner.nextLine()
      }
    })
  }

  end(): void {
    this.#skipEmptyLines()
    if (this.#scanner.done) return
    const found = shown(this.#scanner.lineFrom(this.#scanner.at))
    throw this.fault('ERR_FILE_FORMAT', `expected the end after the last element; got ${found}`)
  }

  beginRow(element: PlyElement, row: number): void {
    this.#element = element
    this.#skipEmptyLines()
    if (!this.#scanner.done) return
    const message = `the file ends after ${row} of ${element.count} rows of element ${shown(element.name)}`
    throw this.fault('ERR_FILE_FORMAT', message)
  }

  value({ name, type, typeName }: PlyProperty): number {
    const value = this.#number(name)
    const { range } = type
    if (range === undefined) return type.bytes === 4 ? Math.fround(value) : value
    if (Number.isInteger(value) && value >= range[0] && value <= range[1]) return value
    const rule = `${name} must be of type ${typeName}, an integer from ${range[0]} to ${range[1]}`
    throw this.fault('ERR_FILE_FORMAT', `${rule}; got ${value}`)
  }

  length({ name, countType }: PlyProperty): number {
    const length = this.#number(name)
    if (Number.isInteger(length) && length <= countType!.range![1]) return length
    const message = `the list ${name} must begin with its length; got ${length}`
    throw this.fault('ERR_FILE_FORMAT', message)
  }

  skip(property: PlyProperty, count: number): void {
    for (let i = 0; i < count; i++) this.#number(property.name)
  }

  endRow(): void {
    const scanner = this.#scanner
    scanner.skipBlanks()
    if (!scanner.atLineEnd) {
      const found = shown(scanner.wordFrom(scanner.at))
      throw this.fault(
        'ERR_FILE_FORMAT',
        `expected the end of the row (${this.#row()}); got ${found}`,
      )
    }
    scanner.passLineEnd()
  }

  fault(code: ErrorCode, message: string): NeuronDataError {
    return new NeuronDataError(code, message, { file: this.file, line: this.#scanner.line })
  }

  #number(name: string): number {
    const scanner = this.#scanner
    scanner.skipBlanks()
    const start = scanner.at
    if (scanner.atLineEnd) {
      const message = `the row ends before its value of ${name} (${this.#row()})`
      throw this.fault('ERR_FILE_FORMAT', message)
    }
    const value = scanner.number()
    const next = scanner.bytes[scanner.at]
    if (scanner.at > start && (next === 0x20 || next === 0x09 || scanner.atLineEnd)) return value
    const found = shown(scanner.wordFrom(start))
    throw this.fault('ERR_FILE_FORMAT', `expected a number as ${name}, got ${found}`)
  }

  #skipEmptyLines(): void {
    const scanner = this.#scanner
    scanner.skipBlanks()
    while (scanner.atLineEnd && !scanner.done) {
      scanner.passLineEnd()
      scanner.skipBlanks()
    }
  }

  /** What a row of the element holds, for messages. */
  #row(): string {
    const names = this.#element!.properties.map((one) => one.name)
    return names.length > 12 ? `${names.length} properties` : names.join(' ')
  }
}
