import { basename } from 'node:path'
import { NeuronDataError, shown, wrongValue } from '../errors'
import type { Neuron } from '../neuron/neuron'
import { nmPerUnit, type UnitsOptions } from '../neuron/units'
import { checkedOptions } from '../options'
import { Slices } from '../slices'
import {
  firstLines,
  foreignFormat,
  neuronFormats,
  type FileContent,
  type NeuronFormat,
  type NeuronFormatName,
} from './neuron-formats'
import { checkSourceOptions, readSource, type Source, type SourceOptions } from './source'

export interface ReadNeuronOptions extends UnitsOptions, Omit<SourceOptions, 'name'> {
  /**
   * `'ply'`, `'stl'`, `'swc'` or `'obj'`. Default: recognised by the content, then by the ending of
   * the name.
   */
  format?: NeuronFormatName
  /** Name of the neuron. Default: the file's name without folder and ending. */
  name?: string
}

const optionNames = ['format', 'units', 'voxelSize', 'name', 'maxBytes', 'signal']

/**
 * Reads a neuron: a Skeleton from SWC, a Mesh from OBJ, PLY or STL, plain or compressed by gzip.
 *
 * Positions keep the file's numbers; `units` and `voxelSize` say what they mean, and convert
 * nothing. Nodes and vertices keep their order; vertices are not merged, but for those of STL,
 * which repeats them for every triangle.
 *
 * @param source path, file: URL, bytes or a stream of bytes.
 * @throws NeuronDataError, with file and line, for anything wrong with the data: see parseSwc,
 *   parseObj, parsePly and parseStl; ERR_FILE_FORMAT for another format, ERR_FILE_TOO_LARGE beyond
 *   `maxBytes`, ERR_EMPTY_NEURON where there is no node. TypeError or RangeError for a wrong option.
 *   Errors of the system (ENOENT ..) as they are. The reason of `signal` when it aborts.
 * @example
 * const neuron = await readNeuron('n12.swc.gz', { units: 'voxel', voxelSize: [8, 8, 8] })
 */
export async function readNeuron(source: Source, options: ReadNeuronOptions = {}): Promise<Neuron> {
  const given = checkedOptions(options, optionNames, 'readNeuron')
  const { format, units, voxelSize, signal } = given
  checkFormat(format)
  checkSourceOptions(given)
  nmPerUnit({ units, voxelSize })
  const { bytes, name: file } = await readSource(source, given)
  const { parse } = formatOf(bytes, file, format)
  const name = given.name ?? (file === undefined ? undefined : neuronName(file))
  return await parse(bytes, { file, name, units, voxelSize, slices: new Slices(signal) })
}

function checkFormat(format: unknown): void {
  const names = neuronFormats.map((known) => known.format)
  if (format === undefined || names.some((name) => name === format)) return
  const quoted = names.map((name) => `'${name}'`)
  const rule = `\`format\` must be ${listed(quoted, 'or')}`
  throw wrongValue('ERR_INVALID_OPTION', `${rule}; got ${shown(format)}`)
}

/** The lines are looked for where they are needed: in binary data they can be long. */
class FirstContent implements FileContent {
  #lines?: readonly string[]

  constructor(readonly bytes: Uint8Array) {}

  get lines(): readonly string[] {
    return (this.#lines ??= firstLines(this.bytes))
  }
}

/** By the option, then by the content; the ending decides where the content does not. */
function formatOf(bytes: Uint8Array, file?: string, format?: NeuronFormatName): NeuronFormat {
  if (format !== undefined) return neuronFormats.find((known) => known.format === format)!
  const known: readonly NeuronFormat[] = neuronFormats
  const content = new FirstContent(bytes)
  const byContent = known.find(({ recognises }) => recognises(content))
  if (byContent) return byContent
  const foreign = foreignFormat(bytes)
  if (foreign !== undefined) {
    const titles = known.map(({ title }) => title)
    const message = `${foreign}; this version reads ${listed(titles, 'and')}`
    throw new NeuronDataError('ERR_FILE_FORMAT', message, { file })
  }
  const byEnding = file === undefined ? undefined : formatOfEnding(file)
  if (byEnding) return byEnding
  const forms = known.map(({ title, lines }) => `${title} (${lines})`)
  const found = content.lines.length === 0 ? 'no data' : shown(content.lines[0])
  const message = `expected ${listed(forms, 'or')}; found ${found}`
  throw new NeuronDataError('ERR_FILE_FORMAT', message, { file })
}

/** `a, b or c` */
function listed(words: readonly string[], conjunction: 'and' | 'or'): string {
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`
}

function formatOfEnding(file: string): NeuronFormat | undefined {
  const name = withoutGz(file).toLowerCase()
  return neuronFormats.find(({ endings }) => endings.some((ending) => name.endsWith(ending)))
}

/** The name of a file without its folder, `.gz` and the ending of a known format. */
function neuronName(file: string): string {
  const name = withoutGz(basename(file))
  const format = formatOfEnding(name)
  const ending = format?.endings.find((known) => name.toLowerCase().endsWith(known)) ?? ''
  return name.slice(0, name.length - ending.length)
}

function withoutGz(file: string): string {
  return file.replace(/\.gz$/i, '')
}
