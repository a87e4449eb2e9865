import { shown, wrongValue } from '../errors'
import type { Neuron } from '../neuron/neuron'
import type { Label } from '../seeds/labels'
import { Slices } from '../slices'
import { numberText } from './number-text'
import type { ProbabilityKind, ScoreArray } from './probabilities'
import type { Report } from './report'

/** The forms in which a result is written. */
export type ResultFormat = 'csv' | 'tsv' | 'json'

export const resultFormats: readonly ResultFormat[] = ['csv', 'tsv', 'json']

export interface ResultTextOptions {
  /** Which numbers; default normalised scores. */
  probabilities?: ProbabilityKind
  signal?: AbortSignal
}

/** What is written of a result. */
export interface ResultTable {
  neuron: Neuron
  labels: readonly Label[]
  /** #N: column of the node's label, -1 for none. */
  labelIndex: Int32Array
  report: Report
  /** #N by #L, row-major. */
  probabilities(kind: ProbabilityKind): ScoreArray
}

const rowsPerChunk = 2048

/**
 * The result as text, in chunks. Tables: `node_id,label,p_<label>,..` (`score_<label>` for raw
 * scores), a row per node, empty for no label and NaN. JSON: `{ "report": .., "nodes": [..] }` with
 * the same names, null for no label and NaN.
 */
export async function* resultText(
  result: ResultTable,
  format: ResultFormat,
  { probabilities = 'normalized', signal }: ResultTextOptions = {},
): AsyncGenerator<string> {
  if (!resultFormats.includes(format)) {
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `the format must be 'csv', 'tsv' or 'json'; got ${shown(format)}`,
    )
  }
  const values = result.probabilities(probabilities)
  const prefix = probabilities === 'raw' ? 'score_' : 'p_'
  const names = ['node_id', 'label', ...result.labels.map((label) => prefix + String(label))]
  const isFloat32 = values instanceof Float32Array
  const width = result.labels.length
  const numbers = (node: number): string[] =>
    Array.from(values.subarray(node * width, (node + 1) * width), (v) => numberText(v, isFloat32))

  const row =
    format === 'json' ? jsonRow(result, names, numbers) : tableRow(result, format, numbers)
  const [head, between, tail] =
    format === 'json'
      ? [`{"report":${JSON.stringify(result.report)},\n"nodes":[\n`, ',\n', '\n]}\n']
      : [names.map((name) => field(name, format)).join(separators[format]) + '\n', '\n', '\n']
  const slices = new Slices(signal)
  yield head
  for (let from = 0; from < result.labelIndex.length; from += rowsPerChunk) {
    await slices.turn()
    const rows: string[] = []
    const to = Math.min(result.labelIndex.length, from + rowsPerChunk)
    for (let node = from; node < to; node++) rows.push(row(node))
    yield (from > 0 ? between : '') + rows.join(between)
  }
  yield tail
}

const separators = { csv: ',', tsv: '\t' }

function tableRow(
  result: ResultTable,
  format: 'csv' | 'tsv',
  numbers: (node: number) => string[],
): (node: number) => string {
  const labels = result.labels.map((label) => field(String(label), format))
  return (node) =>
    [
      result.neuron.nodeIds.at(node),
      result.labelIndex[node] < 0 ? '' : labels[result.labelIndex[node]],
      ...numbers(node),
    ].join(separators[format])
}

function jsonRow(
  result: ResultTable,
  names: string[],
  numbers: (node: number) => string[],
): (node: number) => string {
  const keys = names.map((name) => JSON.stringify(name))
  const labels = result.labels.map((label) => JSON.stringify(label))
  return (node) => {
    const label = result.labelIndex[node] < 0 ? 'null' : labels[result.labelIndex[node]]
    const values = [String(result.neuron.nodeIds.at(node)), label]
    for (const number of numbers(node)) values.push(number === '' ? 'null' : number)
    return `{${values.map((value, i) => `${keys[i]}:${value}`).join(',')}}`
  }
}

/** A field as RFC 4180 quotes it; for TSV likewise, where a tab or a line break needs it. */
function field(text: string, format: 'csv' | 'tsv'): string {
  const special = format === 'csv' ? /[",\r\n]/ : /["\t\r\n]/
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
