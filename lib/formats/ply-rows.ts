import type { NeuronDataError } from '../errors'
import type { Slices } from '../slices'
import type { NumberArray } from './binary-types'
import type { PlyFaces, RowFaults } from './ply-faces'
import type { PlyElement, PlyProperty } from './ply-header'

/** Where the values of a property go: `array[step * row + shift]`. */
export interface PlyColumn {
  array: NumberArray
  step: number
  shift: number
  /** Whether every value must be finite: a coordinate. */
  finite: boolean
}

/** What is kept of an element; its other properties are passed over. */
export interface PlyTargets {
  columns: ReadonlyMap<PlyProperty, PlyColumn>
  /** Takes the lists of one property as polygons. */
  faces?: { property: PlyProperty; into: PlyFaces }
}

/** The rows of a file, element after element, in the order of the header. */
export interface PlyBody {
  /** Reads all rows of the next element. */
  readRows(element: PlyElement, targets: PlyTargets): Promise<void>
  /** Passes over all rows of the next element. */
  skipRows(element: PlyElement): Promise<void>
  /** Checks what comes behind the last element. */
  end(): void
}

/** The values of the rows one by one. */
export interface PlyValues extends RowFaults {
  beginRow(element: PlyElement, row: number): void
  /** The next value, of the property's type. */
  value(property: PlyProperty): number
  /** The length of a list, an integer; it may be negative. */
  length(property: PlyProperty): number
  /** Passes over that many values. */
  skip(property: PlyProperty, count: number): void
  endRow(): void
}

const rowsPerTurn = 1024

/** Reads rows value by value, which every file allows. */
export async function readRowsByValue(
  values: PlyValues,
  element: PlyElement,
  { columns, faces }: PlyTargets,
  slices: Slices,
): Promise<void> {
  const cells = element.properties.map((property) => ({
    property,
    column: columns.get(property),
    faces: faces?.property === property ? faces.into : undefined,
  }))
  await slices.each(element.count, rowsPerTurn, (from, to) => {
    for (let row = from; row < to; row++) {
      values.beginRow(element, row)
      for (const { property, column, faces: into } of cells) {
        if (property.countType === undefined) readValue(values, property, row, column)
        else readList(values, property, into)
      }
      values.endRow()
    }
  })
}

function readValue(values: PlyValues, property: PlyProperty, row: number, to?: PlyColumn): void {
  const value = values.value(property)
  if (to === undefined) return
  if (to.finite && !Number.isFinite(value)) throw notFinite(values, property, value)
  to.array[to.step * row + to.shift] = value
}

/** The error for a coordinate of the row that is read. */
export function notFinite(
  values: PlyValues,
  property: PlyProperty,
  value: number,
): NeuronDataError {
  const message = `${property.name} must be a finite number; got ${value}`
  return values.fault('ERR_INVALID_POSITION', message)
}

function readList(values: PlyValues, property: PlyProperty, into?: PlyFaces): void {
  const length = values.length(property)
  if (length < 0) {
    const message = `the list ${property.name} must have a length from 0; got ${length}`
    throw values.fault('ERR_FILE_FORMAT', message)
  }
  if (into === undefined) {
    values.skip(property, length)
    return
  }
  into.begin(length, values)
  for (let i = 0; i < length; i++) into.add(values.value(property), values)
}
