import type { Mesh } from '../neuron/mesh'
import type { Neuron } from '../neuron/neuron'
import type { Skeleton } from '../neuron/skeleton'
import { Slices } from '../slices'
import { unitsName } from './text-chunks'

/** Types of a vertex' values: integers of 1 and 4 bytes, floating point of 4 and 8. */
export type PlyType = 'uchar' | 'int' | 'float' | 'double'

/** A property of the vertices. */
export interface PlyColumn {
  /** Letters, digits and underscores; each once, none of x, y, z. */
  name: string
  /** What its values are written as. */
  type: PlyType
}

/** Values of the vertices beside their coordinates. */
export interface PlyColumns {
  /** #C, in order. */
  columns: readonly PlyColumn[]
  /** The values of the vertices `from` to `to` - 1: #R by #C, row-major, in the range of the types. */
  rows: (from: number, to: number) => ArrayLike<number>
}

/** Options of {@link plyBytes}. */
export interface PlyBytesOptions {
  /** Default: none. Properties of the neuron are not written of themselves. */
  vertex?: PlyColumns
  /** Further lines of comments; ASCII, each on one line. */
  comments?: readonly string[]
  /** Ends the call, which then rejects with the reason of the signal. */
  signal?: AbortSignal
}

/** Rows per chunk: a millisecond of work, some tens of kilobytes. */
const rowsPerChunk = 2048

const sizes: Record<PlyType, number> = { uchar: 1, int: 4, float: 4, double: 8 }

/**
 * A neuron as the bytes of a PLY file (binary_little_endian), in chunks of many rows: the element
 * `vertex` with x, y, z (`float` where every coordinate survives that, else `double`) and the given
 * columns, then for a mesh the element `face` with lists `vertex_indices`, for a skeleton the element
 * `edge` with `vertex1` (the child) and `vertex2` (its parent). Vertices are in index order; node ids
 * have no place in the format. Shares the event loop. O(#N #C + #F).
 *
 * @throws the reason of `signal` when it is aborted.
 * @example
 * for await (const bytes of plyBytes(mesh)) process.stdout.write(bytes)
 */
export async function* plyBytes(
  neuron: Neuron,
  { vertex = { columns: [], rows: () => [] }, comments = [], signal }: PlyBytesOptions = {},
): AsyncGenerator<Uint8Array> {
  const slices = new Slices(signal)
  const type = await coordinateType(neuron.positions, slices)
  yield Buffer.from(header(neuron, type, vertex, comments), 'latin1')
  yield* vertexChunks(neuron, type, vertex, slices)
  if (neuron.kind === 'mesh') yield* faceChunks(neuron, slices)
  else yield* edgeChunks(neuron, slices)
}

async function coordinateType(positions: Float64Array, slices: Slices): Promise<PlyType> {
  let exact = true
  await slices.each(positions.length, 1 << 16, (from, to) => {
    for (let i = from; exact && i < to; i++) exact = Math.fround(positions[i]) === positions[i]
  })
  return exact ? 'float' : 'double'
}

function header(
  neuron: Neuron,
  type: PlyType,
  { columns }: PlyColumns,
  comments: readonly string[],
): string {
  const units = unitsName(neuron.nmPerUnit)
  const properties = [...['x', 'y', 'z'].map((name) => ({ name, type })), ...columns]
  const links =
    neuron.kind === 'mesh'
      ? [`element face ${neuron.faces.length / 3}`, 'property list uchar int vertex_indices']
      : [`element edge ${edgeCount(neuron)}`, 'property int vertex1', 'property int vertex2']
  const lines = [
    'ply',
    'format binary_little_endian 1.0',
    ...(units === undefined ? [] : [`comment units: ${units}`]),
    ...comments.map((comment) => `comment ${comment}`),
    `element vertex ${neuron.nodeCount}`,
    ...properties.map((property) => `property ${property.type} ${property.name}`),
    ...links,
    'end_header',
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function edgeCount({ parents }: Skeleton): number {
  let count = 0
  for (const parent of parents) if (parent >= 0) count++
  return count
}

async function* vertexChunks(
  { positions, nodeCount }: Neuron,
  coordinate: PlyType,
  { columns, rows }: PlyColumns,
  slices: Slices,
): AsyncGenerator<Uint8Array> {
  const types = columns.map(({ type }) => type)
  const rowBytes = types.reduce((sum, type) => sum + sizes[type], 3 * sizes[coordinate])
  for (let from = 0; from < nodeCount; from += rowsPerChunk) {
    await slices.turn()
    const to = Math.min(nodeCount, from + rowsPerChunk)
    const values = rows(from, to)
    const bytes = new Uint8Array((to - from) * rowBytes)
    const view = new DataView(bytes.buffer)
    let at = 0
    let value = 0
    for (let node = from; node < to; node++) {
      for (let i = 3 * node; i < 3 * node + 3; i++) at = put(view, at, coordinate, positions[i])
      for (const type of types) at = put(view, at, type, values[value++])
    }
    yield bytes
  }
}

/** Writes a value and gives the byte behind it. */
function put(view: DataView, at: number, type: PlyType, value: number): number {
  switch (type) {
    case 'uchar':
      view.setUint8(at, value)
      return at + 1
    case 'int':
      view.setInt32(at, value, true)
      return at + 4
    case 'float':
      view.setFloat32(at, value, true)
      return at + 4
    case 'double':
      view.setFloat64(at, value, true)
      return at + 8
  }
}

async function* faceChunks({ faces }: Mesh, slices: Slices): AsyncGenerator<Uint8Array> {
  const rowBytes = 1 + 3 * sizes.int
  const count = faces.length / 3
  for (let from = 0; from < count; from += rowsPerChunk) {
    await slices.turn()
    const to = Math.min(count, from + rowsPerChunk)
    const bytes = new Uint8Array((to - from) * rowBytes)
    const view = new DataView(bytes.buffer)
    for (let face = from, at = 0; face < to; face++) {
      at = put(view, at, 'uchar', 3)
      for (let i = 3 * face; i < 3 * face + 3; i++) at = put(view, at, 'int', faces[i])
    }
    yield bytes
  }
}

async function* edgeChunks(
  { parents, nodeCount }: Skeleton,
  slices: Slices,
): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < nodeCount; from += rowsPerChunk) {
    await slices.turn()
    const to = Math.min(nodeCount, from + rowsPerChunk)
    const bytes = new Uint8Array((to - from) * 2 * sizes.int)
    const view = new DataView(bytes.buffer)
    let at = 0
    for (let node = from; node < to; node++) {
      if (parents[node] < 0) continue
      at = put(view, at, 'int', node)
      at = put(view, at, 'int', parents[node])
    }
    yield bytes.subarray(0, at)
  }
}
