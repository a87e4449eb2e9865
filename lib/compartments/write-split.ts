import { wrongValue } from '../errors'
import { writeWhole } from '../formats/write-whole'
import type { Neuron } from '../neuron/neuron'
import { checkedOptions } from '../options'
import { nodePly } from '../propagation/node-ply'
import { nodeTableText, type NameColumn, type ResultFormat } from '../propagation/node-table'
import { resultSwc, swcTypes } from '../propagation/result-swc'
import {
  checkWritable,
  formatOfPath,
  skeletonFor,
  type FileFormat,
} from '../propagation/write-result'
import { compartmentNames, type Compartment } from './compartments'
import type { SplitReport } from './split-report'

/** Options of {@link SplitResult.write}. */
export interface SplitWriteOptions {
  /** SWC types by compartment, such as `{ linker: 7 }`: integers from 0 to 2^31 - 1. */
  swcTypes?: Readonly<Record<string, number>>
  /** Ends the writing; nothing is left of the file. */
  signal?: AbortSignal
}

/** What is written of a split. */
export interface SplitTable {
  /** The neuron that was split. */
  neuron: Neuron
  /** #N: codes of compartments. */
  compartment: Uint8Array
  /** #N: share of axon. */
  share: Float64Array
  /** #N: |2 share - 1|. */
  margin: Float64Array
  /** #N: how probable the compartment is. */
  probability: Float64Array
  /** #N: codes of the second opinion, of a skeleton. */
  flow?: Uint8Array
  /** Goes in front of the nodes in JSON. */
  report: SplitReport
}

/** Without the first, which is none: code 1 has place 0. */
const names = compartmentNames.slice(1) as Compartment[]

/** Compartments for which the format has a type, and those that share the type of all else. */
const standardTypes: Readonly<Record<Compartment, number>> = {
  soma: 1,
  axon: 2,
  dendrite: 3,
  'cell body fiber': 0,
  linker: 0,
  mixed: 0,
}

/**
 * Fails for options with which no split could be written in the format.
 *
 * @throws TypeError, RangeError ERR_INVALID_OPTION, ERR_CONFLICTING_OPTIONS, ERR_UNKNOWN_OPTION.
 */
export function checkSplitWriteOptions(format: FileFormat, options: SplitWriteOptions): void {
  const { swcTypes: types } = checkedOptions(options, ['swcTypes', 'signal'], 'write')
  if (types === undefined) return
  swcTypes([], types)
  const stranger = Object.keys(types).find((name) => !names.includes(name as Compartment))
  if (stranger !== undefined) {
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `\`swcTypes\` must name compartments, ${names.map((name) => `'${name}'`).join(', ')}; got '${stranger}'`,
    )
  }
  if (format === 'swc') return
  throw wrongValue(
    'ERR_CONFLICTING_OPTIONS',
    `\`swcTypes\` goes with a .swc file; the split is written as ${format.toUpperCase()}`,
  )
}

/** Writes the file of a split, whole or not at all. */
export async function writeSplit(
  split: SplitTable,
  path: string,
  options: SplitWriteOptions,
): Promise<void> {
  const format = formatOfPath(path)
  checkSplitWriteOptions(format, options)
  checkWritable(split.neuron, path)
  const { signal } = options
  const chunks = (): AsyncIterable<string | Uint8Array> => {
    if (format === 'swc') return splitSwc(split, path, options)
    return format === 'ply' ? splitPly(split, signal) : splitTableText(split, format, signal)
  }
  await writeWhole(path, chunks, signal)
}

/**
 * The table of a split as text, in chunks: see {@link SplitResult.write}.
 *
 * @throws RangeError ERR_INVALID_OPTION for another format; the reason of `signal` when it is
 *   aborted.
 * @example
 * for await (const text of splitTableText(split, 'tsv')) process.stdout.write(text)
 */
export function splitTableText(
  split: SplitTable,
  format: ResultFormat,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const { neuron, report, flow } = split
  const named = (name: string, codes: Uint8Array): NameColumn => ({
    ...{ name, names },
    index: placesOf(codes),
  })
  const numbers = { columns: numberNames, rows: numberRows(split) }
  const columns = [named('compartment', split.compartment), numbers]
  if (flow !== undefined) columns.push(named('flow', flow))
  return nodeTableText({ neuron, report, columns }, format, signal)
}

const numberNames = ['share', 'margin', 'probability'] as const

function splitSwc(
  split: SplitTable,
  path: string,
  { swcTypes: given, signal }: SplitWriteOptions,
): AsyncGenerator<string> {
  const labelIndex = placesOf(split.compartment)
  const types = { ...standardTypes, ...given }
  return resultSwc(
    skeletonFor(split.neuron, path),
    { labels: names, labelIndex },
    { swcTypes: types, signal },
  )
}

function splitPly(split: SplitTable, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const { neuron, compartment, probability } = split
  return nodePly({
    ...{ neuron, labels: names, labelIndex: placesOf(compartment), signal },
    properties: numberNames,
    rows: numberRows(split),
    // One half is as good as nothing. What comes from no synapse, like a soma, has its full colour.
    strengths: (from, to) =>
      probability.subarray(from, to).map((one) => (Number.isNaN(one) ? 1 : 2 * one - 1)),
  })
}

function placesOf(codes: Uint8Array): Int32Array {
  return Int32Array.from(codes, (code) => code - 1)
}

function numberRows(split: SplitTable): (from: number, to: number) => Float64Array {
  const columns = numberNames.map((name) => split[name])
  return (from, to) => {
    const rows = new Float64Array((to - from) * columns.length)
    for (let node = from, i = 0; node < to; node++) {
      for (const column of columns) rows[i++] = column[node]
    }
    return rows
  }
}
