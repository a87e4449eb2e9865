import { NeuronDataError, shown, type ErrorCode } from '../errors'
import type { Slices } from '../slices'
import { isPadding, viewOf } from './binary-types'
import { readColumn, readTriangles, rowBytes, type BinaryRows } from './ply-binary-rows'
import type { PlyElement, PlyHeader, PlyProperty } from './ply-header'
import {
  notFinite,
  readRowsByValue,
  type PlyBody,
  type PlyTargets,
  type PlyValues,
} from './ply-rows'

/** Rows as binary numbers, without gaps. */
export class PlyBytes implements PlyBody, PlyValues {
  readonly #view: DataView
  readonly #littleEndian: boolean
  #at: number
  #element?: PlyElement
  #row = 0

  constructor(
    private readonly bytes: Uint8Array,
    header: PlyHeader,
    private readonly slices: Slices,
    private readonly file?: string,
  ) {
    this.#view = viewOf(bytes)
    this.#littleEndian = header.format === 'binary_little_endian'
    this.#at = header.bodyAt
  }

  async readRows(element: PlyElement, targets: PlyTargets): Promise<void> {
    const size = rowBytes(element)
    if (size !== undefined) {
      this.#checkLeft(element, size)
      await this.#readColumns(element, size, targets)
      this.#at += element.count * size
    } else if (!(await this.#readTriangles(element, targets))) {
      await readRowsByValue(this, element, targets, this.slices)
    }
  }

  async skipRows(element: PlyElement): Promise<void> {
    const size = rowBytes(element)
    if (size === undefined) {
      await readRowsByValue(this, element, { columns: new Map() }, this.slices)
      return
    }
    this.#checkLeft(element, size)
    this.#at += element.count * size
  }

  end(): void {
    const left = this.bytes.length - this.#at
    if (left === 0 || isPadding(this.bytes, this.#at)) return
    const message = `expected the end after the last element; ${left} bytes follow`
    throw new NeuronDataError('ERR_FILE_FORMAT', message, { file: this.file })
  }

  beginRow(element: PlyElement, row: number): void {
    this.#element = element
    this.#row = row
  }

  value({ type }: PlyProperty): number {
    const at = this.#pass(type.bytes)
    return type.read(this.#view, at, this.#littleEndian)
  }

  length({ countType }: PlyProperty): number {
    const at = this.#pass(countType!.bytes)
    return countType!.read(this.#view, at, this.#littleEndian)
  }

  skip({ type }: PlyProperty, count: number): void {
    this.#pass(count * type.bytes)
  }

  endRow(): void {
    // Rows follow each other without gaps.
  }

  fault(code: ErrorCode, message: string): NeuronDataError {
    const where = ` (${this.#element!.name} ${this.#row})`
    return new NeuronDataError(code, message + where, { file: this.file })
  }

  /** Moves over that many bytes, which must be there, and gives where they begin. */
  #pass(count: number): number {
    const at = this.#at
    if (count > this.bytes.length - at) {
      const rows = `row ${this.#row} of ${this.#element!.count} of element ${shown(this.#element!.name)}`
      const message = `the file ends in ${rows}, at byte ${this.bytes.length}`
      throw new NeuronDataError('ERR_FILE_FORMAT', message, { file: this.file })
    }
    this.#at = at + count
    return at
  }

  #checkLeft({ name, count }: PlyElement, size: number): void {
    const left = this.bytes.length - this.#at
    if (count * size <= left) return
    const message = `element ${shown(name)} has ${count} rows of ${size} bytes, but only ${left} bytes are left`
    throw new NeuronDataError('ERR_FILE_FORMAT', message, { file: this.file })
  }

  get #rows(): BinaryRows {
    const { slices } = this
    return { view: this.#view, at: this.#at, littleEndian: this.#littleEndian, slices }
  }

  /** Reads rows of equal size, column by column. */
  async #readColumns(element: PlyElement, size: number, { columns }: PlyTargets): Promise<void> {
    let offset = 0
    for (const property of element.properties) {
      const column = columns.get(property)
      if (column !== undefined) {
        const rows = { ...this.#rows, at: this.#at + offset, stride: size, count: element.count }
        const row = await readColumn(rows, property.type, column)
        if (row !== undefined) {
          this.beginRow(element, row)
          throw notFinite(this, property, column.array[column.step * row + column.shift])
        }
      }
      offset += property.type.bytes
    }
  }

  /** Reads faces where all are triangles, which is fast; false where they are not. */
  async #readTriangles(element: PlyElement, { columns, faces }: PlyTargets): Promise<boolean> {
    if (faces === undefined || columns.size > 0) return false
    const read = await readTriangles(this.#rows, element, faces.property, faces.into.vertexCount)
    if (read === undefined) return false
    faces.into.takeAll(read.triangles)
    this.#at = read.end
    return true
  }
}
