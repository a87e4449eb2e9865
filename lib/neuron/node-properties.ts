import { shown, wrongKind, wrongValue } from '../errors'
import { checkedOptions } from '../options'
import { eachIn, type Steps } from '../slices'
import { isIsotropic, type NmPerUnit } from './units'

/** A value per node: numbers, strings or booleans; null, undefined, NaN and '' mean "none". */
export type NodeProperty = ArrayLike<number | string | boolean | null | undefined>

/** A plain array or a typed array, of length #N. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
}

/**
 * What a neuron or synapses are made from, checked to have known names only, and a name that is a
 * string.
 */
export function checkedInit<Init extends { name?: string }>(
  init: Init,
  names: readonly string[],
  what: string,
): Init {
  if (typeof init !== 'object' || init === null) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `${what} made from { ${names.slice(0, 2).join(', ')} }; got ${shown(init)}`,
    )
  }
  checkedOptions(init, names, what)
  if (init.name !== undefined && typeof init.name !== 'string') {
    throw wrongKind('ERR_INVALID_ARGUMENT', `\`name\` must be a string; got ${shown(init.name)}`)
  }
  return init
}

/** A copy of an array of the same kind. */
export function taken<T>(array: ArrayLike<T>): ArrayLike<T> {
  return (array as unknown as { slice(): ArrayLike<T> }).slice()
}

/**
 * Positions as the neuron keeps them: Float64Array, #N by 3, row-major, every number finite.
 * A Float64Array is kept as it is, anything else is copied.
 */
export function* checkedPositions(positions: ArrayLike<number>, noun: string): Steps<Float64Array> {
  if (!isArrayLike(positions)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`positions\` must be an array of numbers, 3 per ${noun}; got ${shown(positions)}`,
    )
  }
  if (positions.length % 3 !== 0) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`positions\` must hold 3 numbers per ${noun}; got ${positions.length} numbers`,
    )
  }
  if (positions.length === 0) {
    throw wrongValue(
      'ERR_EMPTY_NEURON',
      `\`positions\` is empty: a neuron has at least one ${noun}`,
    )
  }
  const kept = yield* float64s(positions, 'positions')
  yield* eachIn(kept.length, (i) => {
    if (kept[i] - kept[i] === 0) return
    throw wrongValue(
      'ERR_INVALID_POSITION',
      `\`positions\` must be finite; got ${kept[i]} for ${'xyz'[i % 3]} of ${noun} ${Math.floor(i / 3)}`,
    )
  })
  return kept
}

/**
 * Numbers as a Float64Array: the very array where it is one, else a copy.
 *
 * @throws TypeError ERR_INVALID_ARGUMENT for an array of anything but numbers.
 */
export function* float64s(values: ArrayLike<number>, name: string): Steps<Float64Array> {
  if (values instanceof Float64Array) return values
  const isTyped = ArrayBuffer.isView(values)
  if (isTyped && typeof values[0] !== 'bigint') return new Float64Array(values)
  const kept = new Float64Array(values.length)
  yield* eachIn(kept.length, (i) => {
    const value: unknown = values[i]
    if (typeof value !== 'number') {
      throw wrongKind(
        'ERR_INVALID_ARGUMENT',
        `\`${name}\` must be numbers; got ${shown(value)} at ${i}`,
      )
    }
    kept[i] = value
  })
  return kept
}

/** The named values as a Map, each checked to hold one value per node (or other `noun`). */
export function checkedProperties(
  properties: Record<string, NodeProperty> | ReadonlyMap<string, NodeProperty> | undefined,
  count: number,
  noun = 'node',
): Map<string, NodeProperty> {
  if (properties !== undefined && (typeof properties !== 'object' || properties === null)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`${noun === 'node' ? 'properties' : 'columns'}\` must be an object or a Map from name to array; got ${shown(properties)}`,
    )
  }
  const named = properties instanceof Map ? properties : Object.entries(properties ?? {})
  const kept = new Map<string, NodeProperty>(named as Iterable<[string, NodeProperty]>)
  for (const [name, values] of kept) {
    if (!isArrayLike(values)) {
      throw wrongKind(
        'ERR_INVALID_ARGUMENT',
        `\`${name}\` must be an array with a value per ${noun}; got ${shown(values)}`,
      )
    }
    if (values.length !== count) {
      throw wrongValue(
        'ERR_INVALID_LENGTH',
        `\`${name}\` must have a value for each ${noun}, ${count} in all; got ${values.length}`,
      )
    }
  }
  return kept
}

/** Lengths are measured in these: the file's own numbers, or nm where a voxel has different sides. */
export function measuredPositions(
  positions: Float64Array,
  units: NmPerUnit | undefined,
): Float64Array {
  if (units === undefined || isIsotropic(units)) return positions
  return positions.map((value, i) => value * units[i % 3])
}
