import { shown, wrongKind, wrongValue } from '../errors'
import { swcText } from '../formats/write-swc'
import type { Skeleton } from '../neuron/skeleton'
import type { Label } from '../seeds/labels'
import { escapedLabel } from './label-text'
import type { ResultTable } from './result-table'

export interface ResultSwcOptions {
  /**
   * The SWC type of each label: integers from 0 to 2^31 - 1, by label. Labels that this result does
   * not have are no error, so that one table serves many neurons. Default: see {@link swcTypes}.
   */
  swcTypes?: Readonly<Record<string, number>>
  signal?: AbortSignal
}

/** Types that the format knows, and the side of synapses that goes with them. */
const namedTypes = new Map([
  ['soma', 1],
  ['axon', 2],
  ['dendrite', 3],
  ['pre', 2],
  ['post', 3],
])

/** The first type that is free for anyone's use; 5 and 6 are fork and end points. */
const firstCustomType = 7
const greatestType = 2 ** 31 - 1

/**
 * The neuron of a result as the text of an SWC file, in chunks: the skeleton with the type of its
 * label for every node, 0 for a node without a label. Lines of comments in its head have the label
 * of each type. The radius is that of the neuron, else 0.
 *
 * @throws what {@link swcTypes} throws; the reason of `signal` when it is aborted.
 */
export function resultSwc(
  skeleton: Skeleton,
  { labels, labelIndex }: Pick<ResultTable, 'labels' | 'labelIndex'>,
  { swcTypes: given, signal }: ResultSwcOptions = {},
): AsyncGenerator<string> {
  const types = swcTypes(labels, given)
  const comments = labels.map((label, l) => `${types[l]} ${commentText(label)}`)
  return swcText(skeleton, {
    typeOf: (node) => (labelIndex[node] < 0 ? 0 : types[labelIndex[node]]),
    comments: ['0 no label', ...comments],
    signal,
  })
}

/**
 * The SWC type of every label, #L: the given one; else 1 for soma, 2 for axon and pre, 3 for
 * dendrite and post (in any case of letters); for an integer from 0 the number itself; for all
 * others 7, 8, .. in column order. A type that another label has already is passed over, unless it
 * was given.
 *
 * @throws TypeError, RangeError ERR_INVALID_OPTION.
 */
export function swcTypes(labels: readonly Label[], given: unknown = {}): number[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`swcTypes\` must be an object from label to integer; got ${shown(given)}`,
    )
  }
  const named = new Map(
    Object.entries(given).map(([label, type]) => [label, checkedType(label, type)]),
  )
  const types = labels.map((label) => named.get(String(label)))
  const taken = new Set(types)
  const settle = (typeOf: (label: Label) => number | undefined): void => {
    labels.forEach((label, l) => {
      if (types[l] !== undefined) return
      const type = typeOf(label)
      if (type === undefined || taken.has(type)) return
      types[l] = type
      taken.add(type)
    })
  }
  settle(usualType)
  let free = firstCustomType
  settle(() => {
    while (taken.has(free)) free++
    return free
  })
  return types as number[]
}

function checkedType(label: string, type: unknown): number {
  const rule = `\`swcTypes\` of ${shown(label)} must be an integer from 0 to 2^31 - 1; got ${shown(type)}`
  if (typeof type !== 'number') throw wrongKind('ERR_INVALID_OPTION', rule)
  if (!isType(type)) throw wrongValue('ERR_INVALID_OPTION', rule)
  return type
}

function isType(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= greatestType
}

function usualType(label: Label): number | undefined {
  if (typeof label === 'number') return isType(label) ? label : undefined
  return typeof label === 'string' ? namedTypes.get(label.toLowerCase()) : undefined
}

/** A label on one line; as JSON where it would break it. */
function commentText(label: Label): string {
  const breaking = /[\p{Cc}\u2028\u2029]/gu
  const text = String(label)
  return breaking.test(text) ? escapedLabel(text, breaking) : text
}
