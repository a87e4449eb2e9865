import { NeuronDataError } from '../errors'
import { Mesh } from '../neuron/mesh'
import { viewOf } from './binary-types'
import { MergedVertices } from './merged-vertices'
import type { ParseOptions } from './parse-options'
import { readStlText, type StlTriangles } from './stl-text'

const headerBytes = 80
const triangleBytes = 50
/** Bytes of a triangle's normal, which comes before its vertices. */
const normalBytes = 12
const trianglesPerTurn = 4096

/**
 * The mesh of an STL file, binary or text; binary is recognised by its size, even where its header
 * says `solid`.
 *
 * Vertices at equal positions are merged: all three numbers equal, -0 equal to 0; they keep the
 * order of their first occurrence. Triangles are kept as they are, degenerate ones too; normals,
 * names and attributes are passed over. Several solids become one mesh.
 *
 * @throws NeuronDataError ERR_FILE_FORMAT for a binary file of another size than its count says,
 *   and for text, with the line, that is no STL or ends within a solid; ERR_INVALID_POSITION for a
 *   coordinate that is not finite; ERR_EMPTY_NEURON where there is no triangle.
 */
export async function parseStl(bytes: Uint8Array, options: ParseOptions): Promise<Mesh> {
  const { slices, file, name, units, voxelSize } = options
  const isText = !isBinaryStl(bytes) && startsAsText(bytes)
  const read = isText ? readStlText(bytes, slices, file) : readStlBytes(bytes, options)
  const { vertices, faces } = await read
  if (vertices.count === 0) {
    const message = 'no triangles; a mesh has at least one vertex'
    throw new NeuronDataError('ERR_EMPTY_NEURON', message, { file })
  }
  const init = { positions: vertices.positions(), faces, name, units, voxelSize }
  return Mesh.inSlices(init, slices)
}

/** A header of 80 bytes, a count, and 50 bytes for each triangle. */
export function isBinaryStl(bytes: Uint8Array): boolean {
  const start = headerBytes + 4
  if (bytes.length < start) return false
  return bytes.length === start + triangleBytes * viewOf(bytes).getUint32(headerBytes, true)
}

/** `solid`, and none of the zeros that a binary header or count has. */
function startsAsText(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, headerBytes + 4))
  return /^\s*solid/i.test(start.toString('latin1')) && !start.includes(0)
}

async function readStlBytes(bytes: Uint8Array, options: ParseOptions): Promise<StlTriangles> {
  const { slices, file } = options
  const count = checkedCount(bytes, file)
  const view = viewOf(bytes)
  const vertices = new MergedVertices(3 * count)
  const faces = new Uint32Array(3 * count)
  await slices.each(count, trianglesPerTurn, (from, to) => {
    for (let triangle = from; triangle < to; triangle++) {
      let at = headerBytes + 4 + triangle * triangleBytes + normalBytes
      for (let i = 3 * triangle; i < 3 * triangle + 3; i++, at += 12) {
        const x = view.getFloat32(at, true)
        const y = view.getFloat32(at + 4, true)
        const z = view.getFloat32(at + 8, true)
        // Infinity and NaN leave NaN in the difference.
        if (x - x + (y - y) + (z - z) !== 0) {
          const message = `a vertex must have finite coordinates; got ${x} ${y} ${z} (triangle ${triangle})`
          throw new NeuronDataError('ERR_INVALID_POSITION', message, { file })
        }
        faces[i] = vertices.indexOf(x, y, z)
      }
    }
  })
  return { vertices, faces }
}

function checkedCount(bytes: Uint8Array, file?: string): number {
  if (bytes.length < headerBytes + 4) {
    const message = `expected STL: text that begins with \`solid\`, or at least 84 bytes; got ${bytes.length} bytes`
    throw new NeuronDataError('ERR_FILE_FORMAT', message, { file })
  }
  const count = viewOf(bytes).getUint32(headerBytes, true)
  if (!isBinaryStl(bytes)) {
    const expected = headerBytes + 4 + count * triangleBytes
    const message = `a binary STL file of ${count} triangles has ${expected} bytes; got ${bytes.length} bytes`
    throw new NeuronDataError('ERR_FILE_FORMAT', message, { file })
  }
  return count
}
