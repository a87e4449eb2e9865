import { shown, wrongKind, wrongValue } from '../errors'
import {
  checkedInit,
  checkedPositions,
  checkedProperties,
  isArrayLike,
  type NodeProperty,
} from './node-properties'
import { noJoins, type Joins } from './joins'
import { NodeIds } from './node-ids'
import { atOnce, eachIn, type Slices, type Steps } from '../slices'
import { nmPerUnit, type NmPerUnit, type UnitsOptions } from './units'

/** What a {@link Skeleton} is made of. */
export interface SkeletonInit extends UnitsOptions {
  /** #N by 3, row-major: x, y, z of every node. A Float64Array is kept, not copied. */
  positions: ArrayLike<number>
  /**
   * #N: the node id of every node's parent. A negative number, or an id that no node has, makes a
   * root; several roots are allowed.
   */
  parents: ArrayLike<number>
  /** #N: integers from 0 to 2^53 - 1, each once, in any order. Default: 0, 1, 2, .. */
  nodeIds?: ArrayLike<number>
  /** Name of the neuron, used in messages and tables. */
  name?: string
  /** Named values per node, usable as labels or weights; SWC files bring `type` and `radius`. */
  properties?: Record<string, NodeProperty> | ReadonlyMap<string, NodeProperty>
}

/**
 * A neuron as a forest of nodes. Immutable: arrays that are handed in must not be changed later.
 *
 * @throws TypeError, RangeError with `code`: see {@link errorCodes}; a cycle is named by node ids.
 * @example
 * const chain = new Skeleton({ positions: [0, 0, 0, 1, 0, 0, 2, 0, 0], parents: [-1, 0, 1] })
 */
export class Skeleton {
  /** Tells a skeleton from a mesh. */
  readonly kind = 'skeleton'
  /** Name of the neuron, used in messages and tables. */
  readonly name?: string
  /** #N by 3, row-major, in the file's own numbers. */
  readonly positions: Float64Array
  /** The ids of the nodes, and the way back from id to index. */
  readonly nodeIds: NodeIds
  /** #N: index of the parent, -1 for a root. */
  readonly parents: Int32Array
  /** Named values per node (#N each). */
  readonly properties: ReadonlyMap<string, NodeProperty>
  /** Nanometres per unit of x, y, z; undefined where not known. */
  readonly nmPerUnit?: NmPerUnit
  /** Links between its fragments; none unless joinFragments made them. */
  readonly joins: Joins = noJoins

  /** @param parts the checked parts of `init`; for this package alone. */
  constructor(init: SkeletonInit, parts: SkeletonParts = atOnce(skeletonParts(init))) {
    this.name = init.name
    this.nmPerUnit = parts.nmPerUnit
    this.positions = parts.positions
    this.nodeIds = parts.nodeIds
    this.parents = parts.parents
    this.properties = parts.properties
  }

  /**
   * `new Skeleton(init)`, sharing the event loop.
   *
   * @internal
   */
  static async inSlices(init: SkeletonInit, slices: Slices): Promise<Skeleton> {
    return new Skeleton(init, await slices.through(skeletonParts(init)))
  }

  /** #N, the number of nodes. */
  get nodeCount(): number {
    return this.parents.length
  }

  /** This skeleton with other joins, its arrays shared; joinFragments and downsample make them. */
  withJoins(joins: Joins): Skeleton {
    return Object.assign(Object.create(Skeleton.prototype) as Skeleton, this, { joins })
  }
}

export function isSkeleton(neuron: { kind: string }): neuron is Skeleton {
  return neuron.kind === 'skeleton'
}

const initNames = ['positions', 'parents', 'nodeIds', 'name', 'properties', 'units', 'voxelSize']

type SkeletonParts = Pick<
  Skeleton,
  'nmPerUnit' | 'positions' | 'nodeIds' | 'parents' | 'properties'
>

function* skeletonParts(init: SkeletonInit): Steps<SkeletonParts> {
  checkedInit(init, initNames, 'a Skeleton is')
  const positions = yield* checkedPositions(init.positions, 'node')
  const count = positions.length / 3
  const nodeIds = yield* NodeIds.of(init.nodeIds, count)
  return {
    nmPerUnit: nmPerUnit(init),
    positions,
    nodeIds,
    parents: yield* parentIndices(init.parents, nodeIds),
    properties: checkedProperties(init.properties, count),
  }
}

function* parentIndices(parents: ArrayLike<number>, nodeIds: NodeIds): Steps<Int32Array> {
  if (!isArrayLike(parents)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`parents\` must be an array of node ids; got ${shown(parents)}`,
    )
  }
  if (parents.length !== nodeIds.count) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`parents\` must have a node id for each of the ${nodeIds.count} nodes; got ${parents.length}`,
    )
  }
  const indices = new Int32Array(parents.length)
  yield* eachIn(indices.length, (i) => {
    const parent: unknown = parents[i]
    if (typeof parent !== 'number' || Number.isNaN(parent)) {
      throw wrongValue(
        'ERR_INVALID_PARENT',
        `\`parents\` must be node ids, or -1 for a root; got ${shown(parent)} for node ${nodeIds.at(i)}`,
      )
    }
    indices[i] = nodeIds.indexOf(parent)
  })
  yield* rejectCycles(indices, nodeIds)
  return indices
}

/** Walks up from every node, each node once: unseen 0, on this walk 1, known to end in a root 2. */
function* rejectCycles(parents: Int32Array, nodeIds: NodeIds): Steps<void> {
  const state = new Uint8Array(parents.length)
  yield* eachIn(parents.length, (start) => {
    let node = start
    while (node >= 0 && state[node] === 0) {
      state[node] = 1
      node = parents[node]
    }
    if (node >= 0 && state[node] === 1) throw cycleAt(node, parents, nodeIds)
    for (node = start; node >= 0 && state[node] === 1; node = parents[node]) state[node] = 2
  })
}

function cycleAt(node: number, parents: Int32Array, nodeIds: NodeIds): Error {
  if (parents[node] === node) {
    return wrongValue(
      'ERR_INVALID_PARENT',
      `\`parents\`: node ${nodeIds.at(node)} is its own parent. Set its parent to -1 to make it a root`,
    )
  }
  const cycle: (number | string)[] = [nodeIds.at(node)]
  let next = parents[node]
  for (; next !== node && cycle.length < 8; next = parents[next]) cycle.push(nodeIds.at(next))
  if (next !== node) cycle.push('..')
  cycle.push(nodeIds.at(node))
  return wrongValue(
    'ERR_INVALID_PARENT',
    `\`parents\` contains a cycle: ${cycle.join(' -> ')}. Set one of these parents to -1`,
  )
}
