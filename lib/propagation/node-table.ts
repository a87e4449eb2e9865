import { shown, wrongValue } from '../errors'
import type { Neuron } from '../neuron/neuron'
import type { Label } from '../seeds/labels'
import { Slices } from '../slices'
import { numberText } from './number-text'

/** The tables in which a result is written. */
export type ResultFormat = 'csv' | 'tsv' | 'json'

export const resultFormats: readonly ResultFormat[] = ['csv', 'tsv', 'json']

/** A column of names: of labels, or of compartments. */
export interface NameColumn {
  name: string
  names: readonly Label[]
  /** #N: place of the node's name in `names`, -1 for none. */
  index: ArrayLike<number>
}

/** Columns of numbers. */
export interface NumberColumns {
  /** #C */
  columns: readonly string[]
  /** The numbers of the nodes `from` to `to` - 1, by #C, row-major; NaN for none. */
  rows: (from: number, to: number) => Float32Array | Float64Array
}

/** What is written for every node, behind its id. */
export interface NodeTable {
  neuron: Neuron
  /** In front of the nodes in JSON. */
  report: object
  columns: readonly (NameColumn | NumberColumns)[]
}

/** Rows per chunk: some milliseconds of work, and about 100 kB. */
const rowsPerChunk = 2048

/**
 * A table of nodes as text, in chunks: `node_id` and the columns, a row per node in index order,
 * empty for no name and NaN. JSON: `{ "report": .., "nodes": [..] }` with the same names, null for
 * no name and NaN. Numbers are the shortest that read back as the same number of the array's type.
 * Shares the event loop. O(#N) rows.
 *
 * @throws RangeError ERR_INVALID_OPTION for another format; the reason of `signal` when it is
 *   aborted.
 */
export async function* nodeTableText(
  table: NodeTable,
  format: ResultFormat,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  if (!resultFormats.includes(format)) {
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `the format must be 'csv', 'tsv' or 'json'; got ${shown(format)}`,
    )
  }
  const layout = format === 'json' ? jsonLayout(table) : tableLayout(table, format)
  const count = table.neuron.nodeCount
  const slices = new Slices(signal)
  yield layout.head
  for (let from = 0; from < count; from += rowsPerChunk) {
    await slices.turn()
    const rows = rowsText(table, layout, from, Math.min(count, from + rowsPerChunk))
    yield from > 0 ? layout.betweenRows + rows : rows
  }
  yield layout.tail
}

/** All of a table that is not its cells. */
interface Layout {
  head: string
  /** Before the cells of a row: one of the node id, one per column. */
  before: string[]
  /** A name as it is written. */
  text: (name: Label) => string
  /** No name, and NaN. */
  none: string
  rowEnd: string
  betweenRows: string
  tail: string
}

/** Appends the cell of a node to the text of its row. */
type Cell = (node: number) => string

function rowsText(
  { neuron, columns }: NodeTable,
  { before, text, none, rowEnd, betweenRows }: Layout,
  from: number,
  to: number,
): string {
  let place = 1
  const cells = columns.flatMap((column): Cell[] => {
    if ('names' in column) {
      const prefix = before[place++]
      const written = column.names.map((name) => prefix + text(name))
      return [(node) => (column.index[node] < 0 ? prefix + none : written[column.index[node]])]
    }
    const width = column.columns.length
    const values = column.rows(from, to)
    const isFloat32 = values instanceof Float32Array
    return column.columns.map((_, c): Cell => {
      const prefix = before[place++]
      return (node) => {
        const value = values[(node - from) * width + c]
        return prefix + (Number.isNaN(value) ? none : numberText(value, isFloat32))
      }
    })
  })
  let rows = ''
  for (let node = from; node < to; node++) {
    if (node > from) rows += betweenRows
    rows += before[0] + String(neuron.nodeIds.at(node))
    for (const cell of cells) rows += cell(node)
    rows += rowEnd
  }
  return rows
}

function namesOf({ columns }: NodeTable): string[] {
  return [
    'node_id',
    ...columns.flatMap((column) => ('names' in column ? [column.name] : column.columns)),
  ]
}

function tableLayout(table: NodeTable, format: 'csv' | 'tsv'): Layout {
  const names = namesOf(table)
  const separator = format === 'csv' ? ',' : '\t'
  const field = (text: string): string => quotedField(text, format)
  return {
    head: names.map(field).join(separator) + '\n',
    before: names.map((_, i) => (i === 0 ? '' : separator)),
    text: (name) => field(String(name)),
    none: '',
    rowEnd: '',
    betweenRows: '\n',
    tail: '\n',
  }
}

function jsonLayout(table: NodeTable): Layout {
  return {
    head: `{"report":${JSON.stringify(table.report)},\n"nodes":[\n`,
    before: namesOf(table).map((name, i) => `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    text: (name) => JSON.stringify(name),
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
