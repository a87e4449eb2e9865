import { shown, wrongKind, wrongValue } from '../errors'
import { eachIn, type Steps } from '../slices'

/** What is propagated. The labels of one call are all strings, all numbers or all booleans. */
export type Label = string | number | boolean

/** A label, or a value that means "no label": null, undefined, NaN or the empty string. */
export type LabelOrNone = Label | null | undefined

/** Labels as columns of a matrix. */
export interface EncodedLabels {
  /** #L: the labels in column order. */
  labels: Label[]
  /** One per value: column of its label, -1 for none. */
  columns: Int32Array
}

export function isNoLabel(value: unknown): value is null | undefined | '' {
  return value === null || value === undefined || value === '' || Number.isNaN(value)
}

/**
 * Turns labels into columns. Order, unless `labelOrder` gives one: numbers by value, false before
 * true, strings by code point.
 *
 * @param labelOrder every label that occurs, each once; further labels get columns without seeds.
 */
export function* encodedLabels(
  values: ArrayLike<LabelOrNone>,
  labelOrder: readonly Label[] | undefined,
): Steps<EncodedLabels> {
  const columnOf = new Map<Label, number>()
  const columns = new Int32Array(values.length)
  yield* eachIn(values.length, (i) => {
    const value = values[i]
    if (isNoLabel(value)) {
      columns[i] = -1
      return
    }
    const seen = columnOf.get(value)
    columns[i] = seen ?? columnOf.size
    if (seen === undefined) columnOf.set(value, columnOf.size)
  })
  const found = [...columnOf.keys()]
  const labels = orderedLabels(found, labelOrder)
  const placeOf = new Map(labels.map((label, column) => [label, column]))
  const places = found.map((label) => placeOf.get(label) as number)
  yield* eachIn(columns.length, (i) => {
    if (columns[i] >= 0) columns[i] = places[columns[i]]
  })
  return { labels, columns }
}

/** The labels in column order, checked: each once, of one type, all of `found` among them. */
export function orderedLabels(
  found: readonly Label[],
  labelOrder: readonly Label[] | undefined,
  name = 'labelOrder',
): Label[] {
  if (labelOrder === undefined) return checkedType(found).sort(compareLabels)
  if (!Array.isArray(labelOrder)) {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`${name}\` must be an array of labels; got ${shown(labelOrder)}`,
    )
  }
  const order = checkedType([...(labelOrder as readonly Label[]), ...found]).slice(
    0,
    labelOrder.length,
  )
  order.forEach((label, i) => {
    if (isNoLabel(label) || order.indexOf(label) !== i) {
      throw wrongValue(
        'ERR_INVALID_OPTION',
        `\`${name}\` must name every label once; got ${shown(label)}${isNoLabel(label) ? '' : ' twice'}`,
      )
    }
  })
  const missing = found.find((label) => !order.includes(label))
  if (missing !== undefined) {
    throw wrongValue(
      'ERR_UNKNOWN_LABEL',
      `\`${name}\` must name every label; ${shown(missing)} is missing`,
    )
  }
  return order
}

function checkedType(labels: readonly Label[]): Label[] {
  for (const label of labels) {
    if (!['string', 'number', 'boolean'].includes(typeof label)) {
      throw wrongKind(
        'ERR_INVALID_LABEL',
        `labels must be strings, numbers or booleans; got ${shown(label)}`,
      )
    }
    if (typeof label !== typeof labels[0]) {
      throw wrongKind(
        'ERR_INVALID_LABEL',
        `labels must be of one type; got ${shown(labels[0])} and ${shown(label)}`,
      )
    }
  }
  return [...labels]
}

function compareLabels(a: Label, b: Label): number {
  if (typeof a !== 'string' || typeof b !== 'string') return Number(a) - Number(b)
  // Strings compare by UTF-16 unit, which is not the order of code points beyond U+FFFF.
  const [pointsA, pointsB] = [Array.from(a), Array.from(b)]
  for (let i = 0; i < Math.min(pointsA.length, pointsB.length); i++) {
    const difference = (pointsA[i].codePointAt(0) ?? 0) - (pointsB[i].codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return pointsA.length - pointsB.length
}
