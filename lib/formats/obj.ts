import { NeuronDataError, shown, type ErrorCode } from '../errors'
import { Mesh } from '../neuron/mesh'
import { GrowingArray } from './growing-array'
import { ObjScanner } from './obj-scanner'
import type { ParseOptions } from './parse-options'

const hash = 0x23
const plus = 0x2b
const minus = 0x2d
const slash = 0x2f
const zero = 0x30
const nine = 0x39
const statementsPerTurn = 2048

/**
 * The mesh of a Wavefront OBJ file: its `v` and `f` statements.
 *
 * A vertex is `v x y z`; more numbers (w, colours) are ignored. A face is `f` and at least three of
 * `v`, `v/vt`, `v/vt/vn` or `v//vn`, counted from 1, or backwards from the last vertex where
 * negative; a polygon becomes a fan of triangles. `#` starts a comment, a backslash at the end of a
 * line continues it, any other keyword is skipped. Vertices are never merged, and faces are kept as
 * they are; a face may come before its vertices.
 *
 * @throws NeuronDataError with the line: ERR_FILE_FORMAT for what is no number or keyword,
 *   ERR_INVALID_POSITION for a coordinate that is not finite, ERR_INVALID_FACE for a vertex that
 *   does not exist or a face of fewer than three. ERR_EMPTY_NEURON where there is no vertex.
 */
export async function parseObj(bytes: Uint8Array, options: ParseOptions): Promise<Mesh> {
  const { slices, file, name, units, voxelSize } = options
  const statements = new ObjStatements(bytes, file)
  while (!statements.done) {
    if (slices.over) await slices.turn()
    statements.read(statementsPerTurn)
  }
  statements.checkReferences()
  const positions = await statements.positions.joined(slices)
  const faces = await statements.faces.joined(slices)
  return Mesh.inSlices({ positions, faces, name, units, voxelSize }, slices)
}

class ObjStatements {
  readonly positions = new GrowingArray((length) => new Float64Array(length))
  readonly faces = new GrowingArray((length) => new Uint32Array(length))
  readonly #scanner: ObjScanner
  /** Line on which the statement that is read began. */
  #line = 1
  #vertices = 0
  /** The greatest index that a face names, and where: vertices may come later. */
  #greatest = -1
  #greatestLine = 0

  constructor(
    bytes: Uint8Array,
    private readonly file?: string,
  ) {
    this.#scanner = new ObjScanner(bytes)
  }

  get done(): boolean {
    return this.#scanner.done
  }

  read(count: number): void {
    const scanner = this.#scanner
    for (let i = 0; i < count && !scanner.done; i++) {
      this.#line = scanner.line
      this.#readStatement()
      scanner.skipStatement()
    }
  }

  /** Throws where there is no vertex, or a face names one that does not exist. */
  checkReferences(): void {
    if (this.#vertices === 0) {
      const message = 'no vertices; an OBJ file has a line `v x y z` for each'
      throw new NeuronDataError('ERR_EMPTY_NEURON', message, { file: this.file })
    }
    if (this.#greatest >= this.#vertices) {
      this.#line = this.#greatestLine
      throw this.#fault(
        'ERR_INVALID_FACE',
        `\`f\` references vertex ${this.#greatest + 1} but there are only ${this.#vertices} vertices`,
      )
    }
  }

  #readStatement(): void {
    const scanner = this.#scanner
    const { bytes } = scanner
    scanner.skipBlanks()
    const start = scanner.at
    if (scanner.atLineEnd || bytes[start] === hash) return
    const letter = bytes[start] | 0x20
    if (!(letter >= 0x61 && letter <= 0x7a)) {
      const found = shown(scanner.wordFrom(start))
      throw this.#fault('ERR_FILE_FORMAT', `expected a keyword such as v or f, got ${found}`)
    }
    scanner.at = start + 1
    if (!scanner.atGap) return
    if (bytes[start] === 0x76) this.#readVertex()
    if (bytes[start] === 0x66) this.#readFace()
  }

  #readVertex(): void {
    const scanner = this.#scanner
    for (let i = 0; i < 3; i++) {
      if (!scanner.nextValue()) {
        throw this.#fault('ERR_FILE_FORMAT', `expected 3 numbers after v (x y z), got ${i}`)
      }
      const start = scanner.at
      const value = scanner.number()
      if (scanner.at === start || !scanner.atGap) throw this.#noNumber('a number', start)
      if (!Number.isFinite(value)) {
        const found = scanner.wordFrom(start)
        throw this.#fault(
          'ERR_INVALID_POSITION',
          `${'xyz'[i]} must be a finite number; got ${found}`,
        )
      }
      this.positions.push(value)
    }
    this.#vertices++
  }

  #readFace(): void {
    let first = 0
    let last = 0
    let count = 0
    for (; this.#scanner.nextValue(); count++) {
      const vertex = this.#readVertexIndex()
      if (count === 0) first = vertex
      if (count >= 2) {
        this.faces.push(first)
        this.faces.push(last)
        this.faces.push(vertex)
      }
      last = vertex
    }
    if (count < 3) {
      throw this.#fault('ERR_INVALID_FACE', `a face needs at least 3 vertices; got ${count}`)
    }
  }

  /** Reads `v`, `v/vt`, `v//vn` or `v/vt/vn`, and gives v as an index from 0. */
  #readVertexIndex(): number {
    const scanner = this.#scanner
    const { bytes } = scanner
    const start = scanner.at
    const negative = bytes[start] === minus
    let at = negative || bytes[start] === plus ? start + 1 : start
    const digits = at
    let value = 0
    for (; isDigit(bytes[at]); at++) value = value * 10 + (bytes[at] - zero)
    const empty = at === digits
    // Texture and normal: not used, but they must look like indices.
    if (bytes[at] === slash) {
      while (isDigit(bytes[at]) || bytes[at] === slash || bytes[at] === minus) at++
    }
    scanner.at = at
    if (empty || !scanner.atGap) throw this.#noNumber('a vertex index', start)
    const index = negative ? this.#vertices - value : value - 1
    if (value === 0 || index < 0) throw this.#notThere(scanner.wordFrom(start), value)
    if (index > this.#greatest) {
      this.#greatest = index
      this.#greatestLine = this.#line
    }
    return index
  }

  #noNumber(expected: string, start: number): NeuronDataError {
    const found = shown(this.#scanner.wordFrom(start))
    return this.#fault('ERR_FILE_FORMAT', `expected ${expected}, got ${found}`)
  }

  #notThere(text: string, value: number): NeuronDataError {
    const why =
      value === 0 ? 'vertices are counted from 1' : `only ${this.#vertices} vertices come before it`
    return this.#fault('ERR_INVALID_FACE', `\`f\` references vertex ${text} but ${why}`)
  }

  #fault(code: ErrorCode, message: string): NeuronDataError {
    return new NeuronDataError(code, message, { file: this.file, line: this.#line })
  }
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= nine
}
