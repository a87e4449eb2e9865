import type { Neuron } from '../neuron/neuron'
import { LineScanner } from './line-scanner'
import { decimalNumber } from './number-scanner'
import { parseObj } from './obj'
import type { ParseOptions } from './parse-options'
import { parsePly } from './ply'
import { isBinaryStl, parseStl } from './stl'
import { parseSwc } from './swc'

/** What a format is recognised by. */
export interface FileContent {
  readonly bytes: Uint8Array
  /** The first lines of the text that are neither empty nor comments, without their comments. */
  readonly lines: readonly string[]
}

/** A format that neurons are read from. Adding one is adding an entry to the table. */
export interface NeuronFormat {
  format: string
  /** The name of the format, for messages. */
  title: string
  /** Endings of file names, without `.gz`. */
  endings: readonly string[]
  /** How its lines look, for messages. */
  lines: string
  recognises: (content: FileContent) => boolean
  parse: (bytes: Uint8Array, options: ParseOptions) => Promise<Neuron>
}

/** In the order in which they are looked for: those that the first bytes tell come first. */
export const neuronFormats = [
  {
    format: 'ply',
    title: 'PLY',
    endings: ['.ply'],
    lines: 'a first line `ply`',
    recognises: ({ bytes }) => startsWith('ply\n', 'ply\r', 'ply ')(asBuffer(bytes)),
    parse: parsePly,
  },
  {
    format: 'stl',
    title: 'STL',
    endings: ['.stl'],
    lines: 'lines `solid` and `facet`, or binary',
    recognises: ({ bytes, lines }) => isBinaryStl(bytes) || isTextStl(lines),
    parse: parseStl,
  },
  {
    format: 'swc',
    title: 'SWC',
    endings: ['.swc'],
    lines: 'lines `id type x y z radius parent`',
    recognises: ({ lines }) => lines.length > 0 && hasSevenNumbers(lines[0]),
    parse: parseSwc,
  },
  {
    format: 'obj',
    title: 'OBJ',
    endings: ['.obj'],
    lines: 'lines `v x y z` and `f 1 2 3`',
    recognises: ({ lines }) => lines.some((line) => /^(v[nt]?\s+[-+.\d]|f\s+-?\d)/.test(line)),
    parse: parseObj,
  },
] as const satisfies readonly NeuronFormat[]

/** The name of a format, as the option `format` takes it. */
export type NeuronFormatName = (typeof neuronFormats)[number]['format']

function hasSevenNumbers(line: string): boolean {
  const columns = line.split(/[ \t]*,[ \t]*|[ \t]+/)
  const numbers = columns.slice(0, 7).map(decimalNumber)
  // A radius may be missing.
  return columns.length >= 7 && numbers.every((value, i) => i === 5 || !Number.isNaN(value))
}

function isTextStl(lines: readonly string[]): boolean {
  return lines.length > 1 && /^solid\b/i.test(lines[0]) && /^(facet|endsolid)\b/i.test(lines[1])
}

/** Formats that are met often enough to be named when they cannot be read. */
const foreignFormats: readonly [title: string, recognises: (bytes: Buffer) => boolean][] = [
  ['a glTF file', startsWith('glTF')],
  ['a Draco file', startsWith('DRACO')],
  ['an HDF5 file', startsWith('\x89HDF\r\n')],
  ['a zip archive', startsWith('PK\x03\x04', 'PK\x05\x06')],
  ['a tar archive', (bytes) => bytes.toString('latin1', 257, 262) === 'ustar'],
  ['a Parquet file', startsWith('PAR1')],
  ['a Feather file', startsWith('ARROW1', 'FEA1')],
  ['a PNG image', startsWith('\x89PNG')],
  ['a text in UTF-16', startsWith('\xff\xfe', '\xfe\xff')],
  ['a JSON file', startsWith('{', '[')],
]

function startsWith(...starts: string[]): (bytes: Buffer) => boolean {
  return (bytes) => starts.some((start) => bytes.toString('latin1', 0, start.length) === start)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The name of a well-known format that is not read, with its article; else undefined. */
export function foreignFormat(bytes: Uint8Array): string | undefined {
  return foreignFormats.find(([, recognises]) => recognises(asBuffer(bytes)))?.[0]
}

/** Comments longer than this hide the format: the ending or the option `format` has to tell. */
const searchedBytes = 16 * 2 ** 20

/** The first lines with data, by which the format of a text is recognised. */
export function firstLines(bytes: Uint8Array, count = 20): string[] {
  const scanner = new LineScanner(bytes.subarray(0, searchedBytes))
  const lines: string[] = []
  for (; !scanner.done && lines.length < count; scanner.passLineEnd()) {
    const line = scanner.lineFrom(scanner.at).replace(/#.*/s, '').trim()
    if (line !== '') lines.push(line)
  }
  return lines
}
