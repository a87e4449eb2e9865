import { shown, wrongValue } from '../errors'
import { Slices } from '../slices'
import { numberText } from './number-text'
import type { ProbabilityKind } from './probabilities'
import { probabilityRows, type ResultTable } from './result-table'

/** The tables in which a result is written. */
export type ResultFormat = 'csv' | 'tsv' | 'json'

export const resultFormats: readonly ResultFormat[] = ['csv', 'tsv', 'json']

/** Options of {@link resultText}. */
export interface ResultTextOptions {
  /** Which numbers; default normalised scores. */
  probabilities?: ProbabilityKind
  /** Ends the call, which then rejects with the reason of the signal. */
  signal?: AbortSignal
}

/** Rows per chunk: some milliseconds of work, and about 100 kB. */
const rowsPerChunk = 2048

/**
 * The table of a result as text, in chunks: `node_id,label,p_<label>,..` (`score_<label>` for raw
 * scores), a row per node in index order, empty for no label and NaN. JSON: `{ "report": ..,
 * "nodes": [..] }` with the same names, null for no label and NaN. Numbers are the shortest that
 * read back as the same number of the scores' type. Shares the event loop. O(#N #L).
 *
 * @throws RangeError ERR_INVALID_OPTION for another format or kind of numbers; the reason of
 *   `signal` when it is aborted.
 * @example
 * for await (const text of resultText(result, 'tsv')) process.stdout.write(text)
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
  const valuesOf = probabilityRows(result, probabilities)
  const prefix = probabilities === 'raw' ? 'score_' : 'p_'
  const names = ['node_id', 'label', ...result.labels.map((label) => prefix + String(label))]
  const layout = format === 'json' ? jsonLayout(result, names) : tableLayout(result, names, format)

  const count = result.labelIndex.length
  const slices = new Slices(signal)
  yield layout.head
  for (let from = 0; from < count; from += rowsPerChunk) {
    await slices.turn()
    const to = Math.min(count, from + rowsPerChunk)
    const rows = rowsText(result, layout, from, valuesOf(from, to))
    yield from > 0 ? layout.betweenRows + rows : rows
  }
  yield layout.tail
}

/** All of a table that is not its numbers. */
interface Layout {
  head: string
  /** Before the values of a row: node id, label, one number per label. */
  before: string[]
  /** #L: the labels as they are written. */
  labels: string[]
  /** No label, and NaN. */
  none: string
  rowEnd: string
  betweenRows: string
  tail: string
}

function rowsText(
  { neuron, labelIndex, labels: { length: width } }: ResultTable,
  { before, labels, none, rowEnd, betweenRows }: Layout,
  from: number,
  values: ArrayLike<number>,
): string {
  const isFloat32 = values instanceof Float32Array
  let text = ''
  for (let i = 0, node = from; i < values.length; node++) {
    if (node > from) text += betweenRows
    const label = labelIndex[node] < 0 ? none : labels[labelIndex[node]]
    text += before[0] + String(neuron.nodeIds.at(node)) + before[1] + label
    for (let l = 0; l < width; l++, i++) {
      text += before[l + 2] + (Number.isNaN(values[i]) ? none : numberText(values[i], isFloat32))
    }
    text += rowEnd
  }
  return text
}

function tableLayout(result: ResultTable, names: string[], format: 'csv' | 'tsv'): Layout {
  const separator = format === 'csv' ? ',' : '\t'
  const field = (text: string): string => quotedField(text, format)
  return {
    head: names.map(field).join(separator) + '\n',
    before: names.map((_, i) => (i === 0 ? '' : separator)),
    labels: result.labels.map((label) => field(String(label))),
    none: '',
    rowEnd: '',
    betweenRows: '\n',
    tail: '\n',
  }
}

function jsonLayout(result: ResultTable, names: string[]): Layout {
  return {
    head: `{"report":${JSON.stringify(result.report)},\n"nodes":[\n`,
    before: names.map((name, i) => `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    labels: result.labels.map((label) => JSON.stringify(label)),
    none: 'null',
    rowEnd: '}',
    betweenRows: ',\n',
    tail: '\n]}\n',
  }
}

/** A field as RFC 4180 quotes it; for TSV likewise, where a tab or a line break needs it. */
function quotedField(text: string, format: 'csv' | 'tsv'): string {
  const special = format === 'csv' ? /[",\r\n]/ : /["\t\r\n]/
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
