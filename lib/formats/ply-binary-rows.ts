import type { Slices } from '../slices'
import { binaryTypes, type BinaryType } from './binary-types'
import type { PlyElement, PlyProperty } from './ply-header'
import type { PlyColumn } from './ply-rows'

const rowsPerTurn = 16 * 1024

/** Where rows begin, and how their numbers are read. */
export interface BinaryRows {
  view: DataView
  at: number
  littleEndian: boolean
  slices: Slices
}

/** Bytes of every row; undefined where lists make them differ. */
export function rowBytes({ properties }: PlyElement): number | undefined {
  if (properties.some(({ countType }) => countType !== undefined)) return undefined
  return properties.reduce((sum, { type }) => sum + type.bytes, 0)
}

/** Numbers that stand `stride` bytes apart, the first at `at`. */
interface Strided {
  view: DataView
  at: number
  stride: number
  littleEndian: boolean
}

/**
 * Reads one value of each row, `stride` bytes apart, all of them within the view.
 *
 * @returns the first row whose value is not finite though the column asks for it; else undefined.
 */
export async function readColumn(
  rows: BinaryRows & { stride: number; count: number },
  type: BinaryType,
  column: PlyColumn,
): Promise<number | undefined> {
  const { slices, count } = rows
  await slices.each(count, rowsPerTurn, (from, to) => fill(column, rows, type.read, from, to))
  if (!column.finite) return undefined
  const { array, step, shift } = column
  for (let row = 0; row < count; row++) {
    if (!Number.isFinite(array[step * row + shift])) return row
  }
  return undefined
}

/** The inner loops are functions of their own, for the compiler: what they use is local. */
function fill(
  { array, step, shift }: PlyColumn,
  { view, at, stride, littleEndian }: Strided,
  read: BinaryType['read'],
  from: number,
  to: number,
): void {
  if (read === binaryTypes.float32.read && array instanceof Float64Array) {
    for (let row = from; row < to; row++) {
      array[step * row + shift] = view.getFloat32(at + row * stride, littleEndian)
    }
    return
  }
  for (let row = from; row < to; row++) {
    array[step * row + shift] = read(view, at + row * stride, littleEndian)
  }
}

/** Where the list is in rows that all hold `length` items, and how long they are. */
function listLayout(element: PlyElement, list: PlyProperty, length: number) {
  const others = element.properties.filter((property) => property !== list)
  if (others.some(({ countType }) => countType !== undefined)) return undefined
  const before = element.properties.slice(0, element.properties.indexOf(list))
  const offset = before.reduce((sum, { type }) => sum + type.bytes, 0)
  const listBytes = list.countType!.bytes + length * list.type.bytes
  return { offset, stride: others.reduce((sum, { type }) => sum + type.bytes, listBytes) }
}

/**
 * The lists of all rows where each holds three integers below `vertexCount`, which most files do,
 * and the byte after the last row; else undefined, and nothing is said about why.
 */
export async function readTriangles(
  { view, at, littleEndian, slices }: BinaryRows,
  element: PlyElement,
  list: PlyProperty,
  vertexCount: number,
): Promise<{ triangles: Uint32Array; end: number } | undefined> {
  const { count } = element
  const layout = listLayout(element, list, 3)
  if (layout === undefined || list.type.range === undefined) return undefined
  const { offset, stride } = layout
  if (count * stride > view.byteLength - at) return undefined

  const triangles = new Uint32Array(3 * count)
  const lists = { view, at: at + offset, stride, littleEndian }
  let regular = true
  await slices.each(count, rowsPerTurn, (from, to) => {
    const part = triangles.subarray(3 * from, 3 * to)
    const here = { ...lists, at: lists.at + from * stride }
    regular &&= fillTriangles(part, here, list, vertexCount)
  })
  return regular ? { triangles, end: at + count * stride } : undefined
}

/** Fills `triangles` with lists of three indices; false where one is otherwise. */
function fillTriangles(
  triangles: Uint32Array,
  { view, at, stride, littleEndian }: Strided,
  { type, countType }: PlyProperty,
  vertexCount: number,
): boolean {
  const { bytes, read } = type
  const readLength = countType!.read
  const start = at + countType!.bytes
  if (readLength === binaryTypes.uint8.read && bytes === 4) {
    return fillCommonTriangles(triangles, { view, at, stride, littleEndian }, vertexCount)
  }
  for (let i = 0, row = 0; i < triangles.length; i += 3, row++) {
    const here = start + row * stride
    const a = read(view, here, littleEndian)
    const b = read(view, here + bytes, littleEndian)
    const c = read(view, here + 2 * bytes, littleEndian)
    if (readLength(view, at + row * stride, littleEndian) !== 3) return false
    if (!(a >= 0 && b >= 0 && c >= 0)) return false
    if (!(a < vertexCount && b < vertexCount && c < vertexCount)) return false
    triangles[i] = a
    triangles[i + 1] = b
    triangles[i + 2] = c
  }
  return true
}

/** The same for `list uchar int`, which most files have. Negative integers read as large ones. */
function fillCommonTriangles(
  triangles: Uint32Array,
  { view, at, stride, littleEndian }: Strided,
  vertexCount: number,
): boolean {
  for (let i = 0; i < triangles.length; i += 3, at += stride) {
    const a = view.getUint32(at + 1, littleEndian)
    const b = view.getUint32(at + 5, littleEndian)
    const c = view.getUint32(at + 9, littleEndian)
    if (view.getUint8(at) !== 3) return false
    if (!(a < vertexCount && b < vertexCount && c < vertexCount)) return false
    triangles[i] = a
    triangles[i + 1] = b
    triangles[i + 2] = c
  }
  return true
}
