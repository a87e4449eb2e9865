import { NeuronDataError, shown } from '../errors'
import { binaryTypes, type BinaryType, type BinaryTypeName } from './binary-types'
import { LineScanner } from './line-scanner'
import { decimalNumber } from './number-scanner'

/** A property of an element: one value, or a list of values with its length before it. */
export interface PlyProperty {
  name: string
  /** Type of the value, or of the list's items. */
  type: BinaryType
  /** The type as the file spells it. */
  typeName: string
  /** Type of the list's length; undefined for a single value. */
  countType?: BinaryType
}

/** A table of the file: `count` rows of the properties, in their order. */
export interface PlyElement {
  name: string
  count: number
  properties: PlyProperty[]
}

export interface PlyHeader {
  format: 'ascii' | 'binary_little_endian' | 'binary_big_endian'
  elements: PlyElement[]
  /** Byte at which the rows begin, and its line. */
  bodyAt: number
  bodyLine: number
}

/** Both spellings of every type. */
const typeNames: Record<string, BinaryTypeName> = {
  ...Object.fromEntries(Object.keys(binaryTypes).map((name) => [name, name])),
  char: 'int8',
  uchar: 'uint8',
  short: 'int16',
  ushort: 'uint16',
  int: 'int32',
  uint: 'uint32',
  float: 'float32',
  double: 'float64',
}

const formats = ['ascii', 'binary_little_endian', 'binary_big_endian'] as const
const carriageReturn = 0x0d

/**
 * The header of a PLY file, from `ply` to `end_header`; lines end with LF, CR LF or a lone CR.
 *
 * @throws NeuronDataError ERR_FILE_FORMAT with the line, for whatever is no header.
 */
export function plyHeader(bytes: Uint8Array, file?: string): PlyHeader {
  return new HeaderReader(bytes, file).header()
}

class HeaderReader {
  readonly #scanner: LineScanner
  readonly #elements: PlyElement[] = []
  readonly #elementNames = new Set<string>()
  /** Names of the properties of the last element. */
  readonly #propertyNames = new Set<string>()
  #format?: PlyHeader['format']

  constructor(
    bytes: Uint8Array,
    private readonly file?: string,
  ) {
    this.#scanner = new LineScanner(bytes)
  }

  header(): PlyHeader {
    const scanner = this.#scanner
    const first = this.#words()
    if (first.join(' ') !== 'ply') {
      throw this.#fault(`a PLY file starts with the line \`ply\`; got ${shown(first.join(' '))}`)
    }
    const endsWithCr = scanner.bytes[scanner.at] === carriageReturn
    scanner.passLineEnd()
    const loneCr = endsWithCr && scanner.bytes[scanner.at - 1] === carriageReturn
    while (!this.#readLine()) {
      scanner.passLineEnd()
      if (scanner.done) throw this.#fault('the header ends without `end_header`')
    }
    if (this.#format === undefined) throw this.#fault('the header has no line `format`')
    // After a lone CR, a byte 0x0a would be the first of the rows.
    if (loneCr) {
      scanner.at++
      scanner.line++
    } else scanner.passLineEnd()
    const { at: bodyAt, line: bodyLine } = scanner
    return { format: this.#format, elements: this.#elements, bodyAt, bodyLine }
  }

  /** The words of this line; the scanner stays at the line's end. */
  #words(): string[] {
    const text = this.#scanner.lineFrom(this.#scanner.at).trim()
    return text === '' ? [] : text.split(/[ \t]+/)
  }

  /** Reads a line; true for `end_header`. */
  #readLine(): boolean {
    const words = this.#words()
    switch (words[0]) {
      case undefined:
      case 'comment':
      case 'obj_info':
        return false
      case 'format':
        this.#readFormat(words)
        return false
      case 'element':
        this.#readElement(words)
        return false
      case 'property':
        this.#readProperty(words)
        return false
      case 'end_header':
        return true
      default:
        throw this.#fault(
          `expected format, element, property, comment or end_header; got ${shown(words[0])}`,
        )
    }
  }

  #readFormat(words: string[]): void {
    const format = formats.find((known) => known === words[1])
    if (format === undefined || words.length !== 3 || words[2] !== '1.0') {
      const found = shown(words.slice(1).join(' '))
      throw this.#fault(`\`format\` must be ${formats.join(', ')} and 1.0; got ${found}`)
    }
    if (this.#format !== undefined) throw this.#fault('a second line `format`')
    this.#format = format
  }

  #readElement([, name, count, ...more]: string[]): void {
    if (count === undefined || more.length > 0 || !/^\d+$/.test(count)) {
      throw this.#fault('`element` must have a name and a number of rows')
    }
    if (!Number.isSafeInteger(decimalNumber(count))) {
      throw this.#fault(`element ${shown(name)} has more rows than any file; got ${shown(count)}`)
    }
    if (this.#elementNames.has(name)) throw this.#fault(`element ${shown(name)} occurs twice`)
    this.#elementNames.add(name)
    this.#propertyNames.clear()
    this.#elements.push({ name, count: Number(count), properties: [] })
  }

  #readProperty(words: string[]): void {
    const element = this.#elements.at(-1)
    if (element === undefined) throw this.#fault('`property` before the first `element`')
    const isList = words[1] === 'list'
    if (words.length !== (isList ? 5 : 3)) {
      throw this.#fault('`property` must be `TYPE NAME` or `list COUNT_TYPE TYPE NAME`')
    }
    const name = words.at(-1)!
    if (this.#propertyNames.has(name)) {
      throw this.#fault(`property ${shown(name)} of element ${shown(element.name)} occurs twice`)
    }
    this.#propertyNames.add(name)
    const typeName = words.at(-2)!
    const countType = isList ? this.#type(words[2]) : undefined
    if (isList && countType?.range === undefined) {
      throw this.#fault(`a list's count must be of an integer type; got ${shown(words[2])}`)
    }
    element.properties.push({ name, type: this.#type(typeName), typeName, countType })
  }

  #type(name: string): BinaryType {
    if (Object.hasOwn(typeNames, name)) return binaryTypes[typeNames[name]]
    const known = 'char, uchar, short, ushort, int, uint, float, double'
    throw this.#fault(`a type must be one of ${known}, or int8 .. float64; got ${shown(name)}`)
  }

  #fault(message: string): NeuronDataError {
    const { file } = this
    return new NeuronDataError('ERR_FILE_FORMAT', message, { file, line: this.#scanner.line })
  }
}
