import { extname } from 'node:path'
import { shown, wrongKind, wrongValue } from '../errors'
import type { Neuron } from '../neuron/neuron'
import { isSkeleton, type Skeleton } from '../neuron/skeleton'
import { checkedOptions } from '../options'
import { writeWhole } from '../formats/write-whole'
import { resultPly } from './result-ply'
import { resultSwc, swcTypes, type ResultSwcOptions } from './result-swc'
import { probabilityRows, type ResultTable } from './result-table'
import { resultText, type ResultFormat, type ResultTextOptions } from './result-text'

/** Options of {@link PropagationResult.write}. */
export interface WriteOptions extends ResultTextOptions, ResultSwcOptions {}

/** What a file's ending says: a table, or the neuron with its labels. */
export type FileFormat = ResultFormat | 'swc' | 'ply'

const fileFormats: readonly FileFormat[] = ['csv', 'tsv', 'json', 'swc', 'ply']
const optionNames = ['probabilities', 'swcTypes', 'signal'] as const

/**
 * The format that a file's ending names.
 *
 * @throws TypeError ERR_INVALID_ARGUMENT where the path is no string, RangeError ERR_INVALID_OPTION
 *   for another ending.
 */
export function formatOfPath(path: string): FileFormat {
  if (typeof path !== 'string') {
    throw wrongKind('ERR_INVALID_ARGUMENT', `\`path\` must be a string; got ${shown(path)}`)
  }
  const ending = extname(path).slice(1).toLowerCase() as FileFormat
  if (fileFormats.includes(ending)) return ending
  throw wrongValue(
    'ERR_INVALID_OPTION',
    `a result is written to a file that ends in .csv, .tsv or .json (tables), .swc or .ply (neurons); got ${shown(path)}`,
  )
}

/**
 * Fails for options with which no result could be written in the format, so that this is known
 * before there is a result.
 *
 * @throws TypeError, RangeError with `code`: ERR_INVALID_OPTION, ERR_CONFLICTING_OPTIONS,
 *   ERR_UNKNOWN_OPTION.
 */
export function checkWriteOptions(format: FileFormat, options: WriteOptions): void {
  const { probabilities, swcTypes: types } = checkedOptions(options, optionNames, 'write')
  if (probabilities !== undefined) {
    probabilityRows({ scores: new Float32Array(0), labels: [] }, probabilities)
    if (format === 'swc') {
      throw wrongValue(
        'ERR_CONFLICTING_OPTIONS',
        `\`probabilities\` says which numbers are written, and SWC has none; got ${shown(probabilities)}`,
      )
    }
  }
  if (types !== undefined) {
    swcTypes([], types)
    if (format !== 'swc') {
      throw wrongValue(
        'ERR_CONFLICTING_OPTIONS',
        `\`swcTypes\` goes with a .swc file; the result is written as ${format.toUpperCase()}`,
      )
    }
  }
}

/** Fails where the format of the path cannot hold the neuron. @throws RangeError ERR_INVALID_OPTION. */
export function checkWritable(neuron: Neuron, path: string): void {
  if (formatOfPath(path) === 'swc') skeletonFor(neuron, path)
}

/** @throws RangeError ERR_INVALID_OPTION for a mesh. */
export function skeletonFor(neuron: Neuron, path: string): Skeleton {
  if (isSkeleton(neuron)) return neuron
  throw wrongValue(
    'ERR_INVALID_OPTION',
    `a .swc file holds a skeleton, and the neuron is a mesh; got ${shown(path)}. Write to a .ply file`,
  )
}

/** Writes the file of a result, whole or not at all. */
export async function writeResult(
  result: ResultTable,
  path: string,
  options: WriteOptions,
): Promise<void> {
  checkWriteOptions(formatOfPath(path), options)
  checkWritable(result.neuron, path)
  await writeWhole(path, () => chunksOf(result, path, options), options.signal)
}

function chunksOf(
  result: ResultTable,
  path: string,
  { probabilities, swcTypes: types, signal }: WriteOptions,
): AsyncIterable<string | Uint8Array> {
  const format = formatOfPath(path)
  if (format === 'swc')
    return resultSwc(skeletonFor(result.neuron, path), result, { swcTypes: types, signal })
  if (format === 'ply') return resultPly(result, { probabilities, signal })
  return resultText(result, format, { probabilities, signal })
}
