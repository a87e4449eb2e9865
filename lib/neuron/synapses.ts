import { shown, wrongKind, wrongValue } from '../errors'
import {
  checkedInit,
  checkedPositions,
  checkedProperties,
  float64s,
  isArrayLike,
  type NodeProperty,
} from './node-properties'
import { atOnce } from '../slices'
import { nmPerUnit, type NmPerUnit, type UnitsOptions } from './units'

/** The side of a contact on this neuron. */
export type SynapseType = 'pre' | 'post'

/** What {@link Synapses} are made of. */
export interface SynapsesInit extends UnitsOptions {
  /** #S by 3, row-major: x, y, z of every synapse. May be empty. */
  positions: ArrayLike<number>
  /** #S: `'pre'` or `'post'`. */
  types: ArrayLike<SynapseType>
  /** #S: id of the node that the synapse belongs to, NaN where the table says none. */
  nodeIds?: ArrayLike<number>
  /** Named values per synapse, such as `roi` and `confidence`. */
  columns?: Record<string, NodeProperty> | ReadonlyMap<string, NodeProperty>
  /** Name of the table, used in messages. */
  name?: string
}

const initNames = ['positions', 'types', 'nodeIds', 'columns', 'name', 'units', 'voxelSize']

/**
 * The synapses of one neuron, in the order of their table. Immutable: arrays that are handed in
 * must not be changed later.
 *
 * @throws TypeError, RangeError with `code`: see {@link errorCodes}.
 * @example
 * const synapses = new Synapses({ positions: [5, 5, 5], types: ['pre'], columns: { roi: ['LH'] } })
 */
export class Synapses {
  /** Name of the table, used in messages. */
  readonly name?: string
  /** #S by 3, row-major, in the table's own numbers. */
  readonly positions: Float64Array
  /** #S: 1 for a presynapse, 0 for a postsynapse. */
  readonly isPre: Uint8Array
  /** #S: node ids, NaN where none; undefined where the table has no such column. */
  readonly nodeIds?: Float64Array
  /** Named values per synapse (#S each). */
  readonly columns: ReadonlyMap<string, NodeProperty>
  /** Nanometres per unit of x, y, z; undefined where not known. */
  readonly nmPerUnit?: NmPerUnit

  constructor(init: SynapsesInit) {
    this.name = checkedInit(init, initNames, 'Synapses are').name
    const none = isArrayLike(init.positions) && init.positions.length === 0
    this.positions = none
      ? new Float64Array(0)
      : atOnce(checkedPositions(init.positions, 'synapse'))
    this.nmPerUnit = nmPerUnit(init)
    this.isPre = checkedTypes(init.types, this.positions.length / 3)
    this.columns = checkedProperties(init.columns, this.count, 'synapse')
    if (init.nodeIds !== undefined) {
      checkedProperties({ nodeIds: init.nodeIds }, this.count, 'synapse')
      this.nodeIds = atOnce(float64s(init.nodeIds, 'nodeIds')).slice()
    }
  }

  /** #S, the number of synapses. */
  get count(): number {
    return this.isPre.length
  }

  /** Number of presynapses. */
  get preCount(): number {
    return this.isPre.reduce((sum, isPre) => sum + isPre, 0)
  }

  /** Number of postsynapses. */
  get postCount(): number {
    return this.count - this.preCount
  }
}

function checkedTypes(types: ArrayLike<SynapseType>, count: number): Uint8Array {
  if (!isArrayLike(types)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`types\` must be an array of 'pre' and 'post'; got ${shown(types)}`,
    )
  }
  if (types.length !== count) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`types\` must have an entry for each of the ${count} synapses; got ${types.length}`,
    )
  }
  return Uint8Array.from({ length: count }, (_, i) => {
    const type: unknown = types[i]
    if (type === 'pre') return 1
    if (type === 'post') return 0
    throw wrongValue(
      'ERR_INVALID_ARGUMENT',
      `\`types\` must be 'pre' or 'post'; got ${shown(type)} for synapse ${i}`,
    )
  })
}
