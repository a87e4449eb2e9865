import { binaryTypes, type BinaryTypeName } from '../../lib/formats/binary-types'

/** A mesh to be written: polygons of any number of vertices. */
export interface WrittenMesh {
  positions: number[][]
  polygons: number[][]
}

export interface PlyLayout {
  format: 'ascii' | 'binary_little_endian' | 'binary_big_endian'
  coordinate: string
  count: string
  index: string
  /** Further properties of every vertex, behind x, y and z. */
  further?: { name: string; type: string; value: (vertex: number) => number }[]
}

/** Short names of the types, beside the names that say the size. */
const shortNames: Record<string, BinaryTypeName> = {
  char: 'int8',
  uchar: 'uint8',
  short: 'int16',
  ushort: 'uint16',
  int: 'int32',
  uint: 'uint32',
  float: 'float32',
  double: 'float64',
}

/** Values of types, one after the other, as bytes. */
function binaryRows(
  rows: (readonly [value: number, type: string])[][],
  littleEndian: boolean,
): Buffer {
  const values = rows.flat().map(([value, type]) => {
    const name = shortNames[type] ?? (type as BinaryTypeName)
    return { value, bytes: binaryTypes[name].bytes, write: writers[name] }
  })
  const bytes = Buffer.alloc(values.reduce((sum, value) => sum + value.bytes, 0))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  for (const { value, bytes: length, write } of values) {
    view[write](at, value, littleEndian)
    at += length
  }
  return bytes
}

const writers = {
  int8: 'setInt8',
  uint8: 'setUint8',
  int16: 'setInt16',
  uint16: 'setUint16',
  int32: 'setInt32',
  uint32: 'setUint32',
  float32: 'setFloat32',
  float64: 'setFloat64',
} as const satisfies Record<BinaryTypeName, keyof DataView>

/** A mesh as a PLY file. */
export function plyFile({ positions, polygons }: WrittenMesh, layout: PlyLayout): Buffer {
  const { format, coordinate, count, index, further = [] } = layout
  const header = [
    'ply',
    `format ${format} 1.0`,
    `element vertex ${positions.length}`,
    ...['x', 'y', 'z'].map((axis) => `property ${coordinate} ${axis}`),
    ...further.map(({ name, type }) => `property ${type} ${name}`),
    `element face ${polygons.length}`,
    `property list ${count} ${index} vertex_indices`,
    'end_header\n',
  ].join('\n')
  const rows = [
    ...positions.map((position, vertex) => [
      ...position.map((value) => [value, coordinate] as const),
      ...further.map(({ type, value }) => [value(vertex), type] as const),
    ]),
    ...polygons.map((polygon) => [
      [polygon.length, count] as const,
      ...polygon.map((vertex) => [vertex, index] as const),
    ]),
  ]
  if (format === 'ascii') {
    const text = rows.map((row) => row.map(([value]) => value).join(' ')).join('\n')
    return Buffer.from(`${header}${text}\n`)
  }
  return Buffer.concat([Buffer.from(header), binaryRows(rows, format === 'binary_little_endian')])
}

/** Triangles, three positions each, as a binary STL file. */
export function stlFile(triangles: number[][][]): Buffer {
  const bytes = Buffer.alloc(84 + 50 * triangles.length)
  bytes.writeUInt32LE(triangles.length, 80)
  for (const [i, triangle] of triangles.entries()) {
    for (const [j, value] of triangle.flat().entries()) {
      bytes.writeFloatLE(value, 84 + 50 * i + 12 + 4 * j)
    }
  }
  return bytes
}

/** The same as text. */
export function stlText(triangles: number[][][]): Buffer {
  const facets = triangles.map((triangle) => {
    const vertices = triangle.map((position) => `vertex ${position.join(' ')}\n`).join('')
    return `facet normal 0 0 0\nouter loop\n${vertices}endloop\nendfacet\n`
  })
  return Buffer.from(`solid n\n${facets.join('')}endsolid n\n`)
}

/** Numbers from a fixed sequence, integers from 0 to `below` - 1. */
export function integers(seed: number): (below: number) => number {
  let state = seed
  return (below) => (state = (state * 16807) % 2147483647) % below
}
