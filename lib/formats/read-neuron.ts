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
  type NeuronFormat,
  type NeuronFormatName,
} from './neuron-formats'
import { checkSourceOptions, readSource, type Source, type SourceOptions } from './source'

export interface ReadNeuronOptions extends UnitsOptions, Omit<SourceOptions, 'name'> {
  /** `'swc'` or `'obj'`. Default: recognised by the content, then by the ending of the name. */
  format?: NeuronFormatName
  /** Name of the neuron. Default: the file's name without folder and ending. */
  name?: string
}

const optionNames = ['format', 'units', 'voxelSize', 'name', 'maxBytes', 'signal']

/**
 * Reads a neuron: a Skeleton from SWC, a Mesh from OBJ, plain or compressed by gzip.
 *
 * Positions keep the file's numbers; `units` and `voxelSize` say what they mean, and convert
 * nothing. Nodes and vertices keep their order, vertices are not merged.
 *
 * @param source path, file: URL, bytes or a stream of bytes.
 * @throws NeuronDataError, with file and line, for anything wrong with the data: see parseSwc and
 *   parseObj; ERR_FILE_FORMAT for another format, ERR_FILE_TOO_LARGE beyond `maxBytes`,
 *   ERR_EMPTY_NEURON where there is no node. TypeError or RangeError for a wrong option. Errors of
 *   the system (ENOENT ..) as they are. The reason of `signal` when it aborts.
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
  const rule = `\`format\` must be ${names.map((name) => `'${name}'`).join(' or ')}`
  throw wrongValue('ERR_INVALID_OPTION', `${rule}; got ${shown(format)}`)
}

/** By the option, then by the content; the ending decides where the content does not. */
function formatOf(bytes: Uint8Array, file?: string, format?: NeuronFormatName): NeuronFormat {
  if (format !== undefined) return neuronFormats.find((known) => known.format === format)!
  const lines = firstLines(bytes)
  const known: readonly NeuronFormat[] = neuronFormats
  const titles = known.map(({ title }) => title).join(' and ')
  const byContent = known.find(({ recognises }) => recognises({ bytes, lines }))
  if (byContent) return byContent
  const foreign = foreignFormat(bytes)
  if (foreign !== undefined) {
    const message = `${foreign}; this version reads ${titles}`
    throw new NeuronDataError('ERR_FILE_FORMAT', message, { file })
  }
  const byEnding = file === undefined ? undefined : formatOfEnding(file)
  if (byEnding) return byEnding
  const expected = known.map(({ title, lines }) => `${title} (${lines})`).join(' or ')
  const found = lines.length === 0 ? 'no data' : shown(lines[0])
  throw new NeuronDataError('ERR_FILE_FORMAT', `expected ${expected}; found ${found}`, { file })
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
