import { shown, wrongKind, wrongValue } from '../errors'
import { eachIn, type Steps } from '../slices'
import { isArrayLike } from './node-properties'

/** The caller's ids of a neuron's nodes, and the way back from id to index. */
export class NodeIds {
  /** id = index where undefined. */
  readonly #ids?: Float64Array
  readonly #lookup?: (id: number) => number

  private constructor(
    /** #N, the number of nodes. */
    readonly count: number,
    ids?: Float64Array,
    lookup?: (id: number) => number,
  ) {
    this.#ids = ids
    this.#lookup = lookup
  }

  /** Ids 0, 1, .. count - 1. */
  static consecutive(count: number): NodeIds {
    return new NodeIds(count)
  }

  /** Ids as given, checked: integers from 0 to 2^53 - 1, each once. */
  static *of(ids: ArrayLike<number> | undefined, count: number): Steps<NodeIds> {
    if (ids === undefined) return NodeIds.consecutive(count)
    if (!isArrayLike(ids)) {
      throw wrongKind(
        'ERR_INVALID_ARGUMENT',
        `\`nodeIds\` must be an array of numbers; got ${shown(ids)}`,
      )
    }
    if (ids.length !== count) {
      throw wrongValue(
        'ERR_INVALID_LENGTH',
        `\`nodeIds\` must have an id for each of the ${count} nodes; got ${ids.length}`,
      )
    }
    const kept = new Float64Array(count)
    yield* eachIn(count, (i) => {
      const id: unknown = ids[i]
      if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
        throw wrongValue(
          'ERR_INVALID_NODE_ID',
          `\`nodeIds\` must be integers from 0 to 2^53 - 1; got ${shown(id)} for node number ${i}`,
        )
      }
      kept[i] = id
    })
    return new NodeIds(count, kept, yield* uniqueLookup(kept))
  }

  /** Id of the node with this index. */
  at(index: number): number {
    return this.#ids ? this.#ids[index] : index
  }

  /** Index of the node with this id, -1 where no node has it. */
  indexOf(id: number): number {
    if (this.#lookup) return this.#lookup(id)
    return Number.isInteger(id) && id >= 0 && id < this.count ? id : -1
  }
}

/** A table over the range of the ids where that is small, else a Map. */
function* uniqueLookup(ids: Float64Array): Steps<(id: number) => number> {
  let least = Infinity
  let greatest = -Infinity
  yield* eachIn(ids.length, (i) => {
    if (ids[i] < least) least = ids[i]
    if (ids[i] > greatest) greatest = ids[i]
  })
  const range = greatest - least + 1
  if (range > 4 * ids.length + 1024) return yield* lookupByMap(ids)

  const table = new Int32Array(range).fill(-1)
  yield* eachIn(ids.length, (i) => {
    const place = ids[i] - least
    if (table[place] >= 0) throw twice(ids[i], table[place], i)
    table[place] = i
  })
  return (id) => table[id - least] ?? -1
}

function* lookupByMap(ids: Float64Array): Steps<(id: number) => number> {
  const map = new Map<number, number>()
  yield* eachIn(ids.length, (i) => {
    const first = map.get(ids[i])
    if (first !== undefined) throw twice(ids[i], first, i)
    map.set(ids[i], i)
  })
  return (id) => map.get(id) ?? -1
}

function twice(id: number, first: number, second: number): Error {
  return wrongValue(
    'ERR_INVALID_NODE_ID',
    `\`nodeIds\` must be unique; ${id} is the id of nodes number ${first} and ${second}`,
  )
}
