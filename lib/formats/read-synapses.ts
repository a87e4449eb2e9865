import { NeuronDataError, shown } from '../errors'
import type { NodeProperty } from '../neuron/node-properties'
import { Synapses, type SynapseType } from '../neuron/synapses'
import { nmPerUnit, type UnitsOptions } from '../neuron/units'
import { checkedOptions } from '../options'
import { Slices } from '../slices'
import { readDelimited, type DelimitedOptions } from './delimited'
import type { DelimitedTable } from './delimited-rows'
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

/** Names of columns, in lower case, the first that is there counts. */
const aliases = {
  type: ['type', 'kind', 'prepost', 'relation'],
  x: ['x'],
  y: ['y'],
  z: ['z'],
  nodeId: ['node_id', 'treenode_id'],
  confidence: ['confidence', 'conf', 'cleft_score'],
} as const

type Role = keyof typeof aliases
const roles = Object.keys(aliases) as Role[]

/** Columns of a table with a row per link, by which it is recognised. */
const wideAliases = {
  pre: ['pre_pt_root_id', 'pre_root_id', 'pre', 'bodyid_pre', 'body_pre'],
  post: ['post_pt_root_id', 'post_root_id', 'post', 'bodyid_post', 'body_post'],
} as const

const sides = new Map<string, SynapseType>([
  ...(['pre', 'presyn', 'presynapse', 'presynaptic', '0'] as const).map(
    (side) => [side, 'pre'] as const,
  ),
  ...(['post', 'postsyn', 'postsynapse', 'postsynaptic', '1'] as const).map(
    (side) => [side, 'post'] as const,
  ),
])

/** Options of {@link readSynapses}. */
export interface ReadSynapsesOptions extends UnitsOptions, DelimitedOptions {
  /** Names of columns that are called otherwise than the aliases say. */
  columns?: ColumnNames<Role>
}

const optionNames = [
  'columns',
  'delimiter',
  'units',
  'voxelSize',
  'name',
  'maxBytes',
  'signal',
] as const

/**
 * Reads the synapses of one neuron from a table (CSV or TSV, plain or compressed by gzip) with a
 * row per synapse.
 *
 * Columns, in any order and case: the side `type|kind|prepost|relation` (pre, PreSyn, presynapse,
 * presynaptic or 0; post likewise, or 1), `x`, `y`, `z`, and optional `node_id|treenode_id` (empty:
 * none). Where several can be the side, it is the first whose first row holds one. Every column is
 * kept under its own name: as Float64Array where all its texts are numbers (NaN where empty), else
 * as strings ('' where empty); ids beyond 2^53 stay strings. The score
 * `confidence|conf|cleft_score` is also found as `confidence`. A header alone gives 0 synapses.
 *
 * @param source path, file: URL, bytes or a stream of bytes.
 * @throws NeuronDataError with file and line for a side, coordinate or node id that is none, and
 *   for a table with a row per link. RangeError ERR_UNKNOWN_PROPERTY for a name in `columns` that
 *   the table does not have. What readNeuron throws for options and sources.
 * @example
 * const synapses = await readSynapses('n12.csv', { units: 'voxel', voxelSize: [8, 8, 8] })
 */
export async function readSynapses(
  source: Source,
  options: ReadSynapsesOptions = {},
): Promise<Synapses> {
  const given = checkedOptions(options, optionNames, 'readSynapses')
  const { units, voxelSize, columns = {}, name, signal } = given
  checkColumnNames(given.columns, roles)
  checkSourceOptions(given)
  nmPerUnit({ units, voxelSize })
  const table = await readDelimited(source, given)
  const slices = new Slices(signal)
  const types = sideColumn(table, columns.type)
  const axes = (['x', 'y', 'z'] as const).map((axis) => neededColumn(table, axis, columns[axis]))
  const positions = await positionColumn(table, axes, slices)
  const [nodeId] = columnsCalled(table, aliases.nodeId, 'nodeId', columns.nodeId)
  return new Synapses({
    positions,
    types,
    nodeIds: nodeId === undefined ? undefined : await nodeIdColumn(table, nodeId, slices),
    columns: await keptColumns(table, columns.confidence, slices),
    name: name ?? table.file,
    units,
    voxelSize,
  })
}

function neededColumn(table: DelimitedTable, role: Role, named?: string): string {
  const [column] = columnsCalled(table, aliases[role], role, named)
  if (column === undefined) throw missingColumn(table, role, aliases[role])
  return column
}

/** The side of every row. */
function sideColumn(table: DelimitedTable, named?: string): SynapseType[] {
  const candidates = columnsCalled(table, aliases.type, 'type', named)
  if (candidates.length === 0) {
    rejectWide(table)
    throw missingColumn(table, 'type', aliases.type)
  }
  // Some tables have the type of the cell beside the kind of the synapse.
  const holdsSide = (name: string): boolean =>
    table.rows > 0 && sides.has(table.columns.get(name)![0].toLowerCase())
  const column = candidates.find(holdsSide) ?? candidates[0]
  return table.columns.get(column)!.map((text, row) => {
    const side = sides.get(text.toLowerCase())
    if (side !== undefined) return side
    const message = `${column} must be pre or post (or PreSyn, presynapse, presynaptic, 0 ..); got ${shown(text)}`
    throw rowError(table, row, 'ERR_FILE_FORMAT', message)
  })
}

function rejectWide(table: DelimitedTable): void {
  const [pre] = columnsCalled(table, wideAliases.pre)
  const [post] = columnsCalled(table, wideAliases.post)
  if (pre === undefined || post === undefined) return
  throw new NeuronDataError(
    'ERR_FILE_FORMAT',
    `a table with a row per link (columns ${shown(pre)} and ${shown(post)}); expected the synapses of one neuron, a row each: type (pre or post), x, y, z`,
    { file: table.file },
  )
}

/** All columns by their own names, and the score as `confidence` as well. */
async function keptColumns(
  table: DelimitedTable,
  named: string | undefined,
  slices: Slices,
): Promise<Map<string, NodeProperty>> {
  const kept = new Map<string, NodeProperty>()
  for (const [name, texts] of table.columns) {
    kept.set(name, await numbersOrTexts(texts, slices))
  }
  const [score] = columnsCalled(table, aliases.confidence, 'confidence', named)
  if (score !== undefined && (named !== undefined || !kept.has('confidence'))) {
    kept.set('confidence', kept.get(score)!)
  }
  return kept
}
