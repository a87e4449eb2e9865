import type { Mesh } from '../dist/index.js'

const rowsPerChunk = 65536

/** A mesh as the usual binary PLY: float positions, faces as lists of three ints. */
export function* plyBytes({ positions, faces }: Mesh): Generator<Buffer> {
  yield Buffer.from(
    [
      'ply',
      'format binary_little_endian 1.0',
      `element vertex ${positions.length / 3}`,
      ...['x', 'y', 'z'].map((name) => `property float ${name}`),
      `element face ${faces.length / 3}`,
      'property list uchar int vertex_indices',
      'end_header\n',
    ].join('\n'),
  )
  for (let from = 0; from < positions.length; from += 3 * rowsPerChunk) {
    const chunk = Float32Array.from(positions.subarray(from, from + 3 * rowsPerChunk))
    yield Buffer.from(chunk.buffer)
  }
  for (let from = 0; from < faces.length; from += 3 * rowsPerChunk) {
    const chunk = faces.subarray(from, from + 3 * rowsPerChunk)
    const bytes = Buffer.alloc((chunk.length / 3) * 13)
    for (let f = 0; f < chunk.length / 3; f++) {
      bytes[13 * f] = 3
      for (let k = 0; k < 3; k++) bytes.writeInt32LE(chunk[3 * f + k], 13 * f + 1 + 4 * k)
    }
    yield bytes
  }
}
