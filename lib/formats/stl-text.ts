import { NeuronDataError, shown, type ErrorCode } from '../errors'
import type { Slices } from '../slices'
import { GrowingArray } from './growing-array'
import { LineScanner } from './line-scanner'
import { MergedVertices } from './merged-vertices'

const linesPerTurn = 2048
/** `vertex 0 0 0` and the end of its line: no vertex is shorter. */
const vertexBytes = 13

/** The triangles of a file. */
export interface StlTriangles {
  vertices: MergedVertices
  /** #F by 3, row-major: indices of vertices. */
  faces: Uint32Array
}

/** What a line may begin with, by the line before; `vertex` comes three times. */
const nextKeywords: Record<string, readonly string[]> = {
  '': ['solid'],
  solid: ['facet', 'endsolid'],
  facet: ['outer'],
  outer: ['vertex'],
  vertex: ['vertex'],
  'third vertex': ['endloop'],
  endloop: ['endfacet'],
  endfacet: ['facet', 'endsolid'],
  endsolid: ['solid'],
}

/**
 * The triangles of an STL file that is text: a line for each of `solid`, `facet`, `outer loop`,
 * `vertex x y z` (three), `endloop`, `endfacet`, `endsolid`, in any case.
 */
export async function readStlText(
  bytes: Uint8Array,
  slices: Slices,
  file?: string,
): Promise<StlTriangles> {
  const text = new StlText(bytes, file)
  while (!text.done) {
    if (slices.over) await slices.turn()
    text.readLines(linesPerTurn)
  }
  text.end()
  return { vertices: text.vertices, faces: await text.faces.joined(slices) }
}

class StlText {
  readonly vertices: MergedVertices
  readonly faces = new GrowingArray((length) => new Uint32Array(length))
  readonly #scanner: LineScanner
  /** The keyword of the line before. */
  #before = ''
  #verticesOfFacet = 0

  constructor(
    bytes: Uint8Array,
    private readonly file?: string,
  ) {
    this.#scanner = new LineScanner(bytes)
    this.vertices = new MergedVertices(Math.ceil(bytes.length / vertexBytes))
  }

  get done(): boolean {
    return this.#scanner.done
  }

  readLines(count: number): void {
    const scanner = this.#scanner
    for (let i = 0; i < count && !scanner.done; i++) {
      scanner.skipBlanks()
      if (!scanner.atLineEnd) this.#readLine()
      scanner.passLineEnd()
    }
  }

  /** Throws where the text ends within a solid. */
  end(): void {
    if (this.#before === 'endsolid') return
    const expected = nextKeywords[this.#before].join(' or ')
    throw this.#fault('ERR_FILE_FORMAT', `the file ends where ${expected} is expected`)
  }

  #readLine(): void {
    const scanner = this.#scanner
    const keyword = this.#keyword()
    const expected = nextKeywords[this.#before]
    if (!expected.includes(keyword)) {
      throw this.#fault(
        'ERR_FILE_FORMAT',
        `expected ${expected.join(' or ')}, got ${shown(keyword)}`,
      )
    }
    this.#before = keyword
    if (keyword === 'vertex') this.#readVertex()
    else scanner.skipToLineEnd()
  }

  /** The letters at this place, in lower case; they must end with a blank or the line. */
  #keyword(): string {
    const scanner = this.#scanner
    const { bytes, at: start } = scanner
    let at = start
    while ((bytes[at] | 0x20) >= 0x61 && (bytes[at] | 0x20) <= 0x7a) at++
    scanner.at = at
    const ends = scanner.atLineEnd || bytes[at] === 0x20 || bytes[at] === 0x09
    if (ends && at - start <= 8) return scanner.text(start, at).toLowerCase()
    return scanner.wordFrom(start)
  }

  #readVertex(): void {
    const scanner = this.#scanner
    const x = this.#coordinate('x')
    const y = this.#coordinate('y')
    const z = this.#coordinate('z')
    scanner.skipBlanks()
    if (!scanner.atLineEnd) {
      const found = shown(scanner.wordFrom(scanner.at))
      throw this.#fault(
        'ERR_FILE_FORMAT',
        `expected 3 numbers after vertex (x y z), got ${found} too`,
      )
    }
    this.faces.push(this.vertices.indexOf(x, y, z))
    this.#verticesOfFacet = (this.#verticesOfFacet + 1) % 3
    if (this.#verticesOfFacet === 0) this.#before = 'third vertex'
  }

  #coordinate(axis: string): number {
    const scanner = this.#scanner
    scanner.skipBlanks()
    const start = scanner.at
    const value = scanner.number()
    const next = scanner.bytes[scanner.at]
    if (scanner.at === start || !(next === 0x20 || next === 0x09 || scanner.atLineEnd)) {
      const found = scanner.atLineEnd ? 'the end of the line' : shown(scanner.wordFrom(start))
      throw this.#fault('ERR_FILE_FORMAT', `expected a number as ${axis} of a vertex, got ${found}`)
    }
    if (Number.isFinite(value)) return value
    const found = scanner.text(start, scanner.at)
    throw this.#fault('ERR_INVALID_POSITION', `${axis} must be a finite number; got ${found}`)
  }

  #fault(code: ErrorCode, message: string): NeuronDataError {
    return new NeuronDataError(code, message, { file: this.file, line: this.#scanner.line })
  }
}
