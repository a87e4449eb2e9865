import { shown } from '../errors'
import { checkedOptions } from '../options'
import { Slices } from '../slices'
import { readDelimited, type DelimitedOptions } from './delimited'
import type { DelimitedTable } from './delimited-rows'
import { decimalNumber } from './number-scanner'
import { checkSourceOptions, type Source } from './source'
import {
  checkColumnNames,
  columnsCalled,
  missingColumn,
  nodeIdColumn,
  numbersOrTexts,
  positionColumn,
  rowError,
  type ColumnNames,
} from './table-columns'

const aliases = {
  nodeId: ['node_id', 'treenode_id'],
  x: ['x'],
  y: ['y'],
  z: ['z'],
  label: ['label'],
  weight: ['weight'],
} as const

type Role = keyof typeof aliases
const roles = Object.keys(aliases) as Role[]

/** Options of {@link readLabels}. */
export interface ReadLabelsOptions extends DelimitedOptions {
  /** Names of columns that are called otherwise. */
  columns?: ColumnNames<Role>
}

const optionNames = ['columns', 'delimiter', 'name', 'maxBytes', 'signal'] as const

interface LabelTable {
  /** #R: all strings, all numbers or all booleans; null where the field is empty. */
  labels: (string | null)[] | (number | null)[] | (boolean | null)[]
  /** #R: finite and not negative; undefined where the table has no such column. */
  weights?: Float64Array
}

/** Labels of nodes, by node id (of a mesh: vertex index). */
export interface NodeLabelTable extends LabelTable {
  /** Tells it from a {@link PointLabelTable}. */
  kind: 'nodes'
  /** #R, integers, each once. */
  nodeIds: Float64Array
}

/** Labels of points in space. */
export interface PointLabelTable extends LabelTable {
  /** Tells it from a {@link NodeLabelTable}. */
  kind: 'points'
  /** #R by 3, row-major: x, y, z in the table's own numbers. */
  positions: Float64Array
}

/**
 * Reads a table of labels (CSV or TSV, plain or compressed by gzip): `node_id,label` or
 * `x,y,z,label`, each with an optional `weight`. Where a table has both, node ids count.
 *
 * Labels are numbers where every one that is not empty is a number, booleans where every one is
 * `true` or `false`, else strings; an empty field is null. A row without a label may have no
 * weight; it gets 0. A header alone gives no rows.
 *
 * @param source path, file: URL, bytes or a stream of bytes.
 * @throws NeuronDataError with file and line: ERR_INVALID_NODE_ID for an id that is missing, no
 *   integer from 0 to 2^53 - 1, or there twice; ERR_INVALID_POSITION; ERR_INVALID_WEIGHT for a
 *   weight that is negative, not finite or missing. RangeError ERR_UNKNOWN_PROPERTY for a name in
 *   `columns` that the table does not have. What readNeuron throws for options and sources.
 * @example
 * const table = await readLabels(Buffer.from('node_id,label\n41,axon\n7,dendrite\n'))
 * if (table.kind === 'nodes') console.log(table.nodeIds, table.labels)
 */
export async function readLabels(
  source: Source,
  options: ReadLabelsOptions = {},
): Promise<NodeLabelTable | PointLabelTable> {
  const given = checkedOptions(options, optionNames, 'readLabels')
  const { columns = {}, signal } = given
  checkColumnNames(given.columns, roles)
  checkSourceOptions(given)
  const table = await readDelimited(source, given)
  const named = (role: Role): string | undefined =>
    columnsCalled(table, aliases[role], role, columns[role])[0]
  const label = named('label')
  if (label === undefined) throw missingColumn(table, 'label', aliases.label)
  const slices = new Slices(signal)
  const labels = await labelsOf(table.columns.get(label)!, slices)
  const weight = named('weight')
  const weights = weight === undefined ? undefined : weightsOf(table, weight, labels)
  const nodeId = named('nodeId')
  if (nodeId !== undefined) {
    return { kind: 'nodes', nodeIds: await uniqueNodeIds(table, nodeId, slices), labels, weights }
  }
  const axes = (['x', 'y', 'z'] as const).flatMap((axis) => named(axis) ?? [])
  if (axes.length < 3) throw missingColumn(table, 'nodeId', ['node_id', 'x, y, z'])
  const positions = await positionColumn(table, axes, slices)
  return { kind: 'points', positions, labels, weights }
}

async function labelsOf(texts: readonly string[], slices: Slices): Promise<LabelTable['labels']> {
  const some = texts.filter((text) => text !== '')
  if (some.length > 0 && some.every((text) => text === 'true' || text === 'false')) {
    return texts.map((text) => (text === '' ? null : text === 'true'))
  }
  const numbers = await numbersOrTexts(texts, slices)
  if (some.length > 0 && numbers instanceof Float64Array) {
    return Array.from(numbers, (value) => (Number.isNaN(value) ? null : value))
  }
  return texts.map((text) => (text === '' ? null : text))
}

function weightsOf(
  table: DelimitedTable,
  name: string,
  labels: LabelTable['labels'],
): Float64Array {
  return Float64Array.from(table.columns.get(name)!, (text, row) => {
    if (text === '' && labels[row] === null) return 0
    const weight = decimalNumber(text)
    if (weight >= 0 && weight < Infinity) return weight
    const message = `${name} must be a number from 0; got ${shown(text)}`
    throw rowError(table, row, 'ERR_INVALID_WEIGHT', message)
  })
}

async function uniqueNodeIds(
  table: DelimitedTable,
  name: string,
  slices: Slices,
): Promise<Float64Array> {
  const nodeIds = await nodeIdColumn(table, name, slices)
  const firstRow = new Map<number, number>()
  for (const [row, id] of nodeIds.entries()) {
    if (!(id >= 0)) {
      const found = shown(table.columns.get(name)![row])
      const message = `${name} must be an integer from 0 to 2^53 - 1; got ${found}`
      throw rowError(table, row, 'ERR_INVALID_NODE_ID', message)
    }
    const first = firstRow.get(id)
    if (first !== undefined) {
      const message = `node id ${id} occurs twice; first on line ${table.line(first)}`
      throw rowError(table, row, 'ERR_INVALID_NODE_ID', message)
    }
    firstRow.set(id, row)
  }
  return nodeIds
}
