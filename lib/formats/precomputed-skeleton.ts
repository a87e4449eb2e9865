import { NeuronDataError, wrongValue } from '../errors'
import type { NodeProperty } from '../neuron/node-properties'
import { Skeleton } from '../neuron/skeleton'
import type { Slices } from '../slices'
import { binaryTypes, isPadding, viewOf } from './binary-types'
import type { FolderFile } from './precomputed-folder'
import { orientedForest } from './precomputed-forest'
import { attributeBytes, type Transform, type VertexAttribute } from './precomputed-info'

const verticesPerTurn = 16 * 1024

export interface PrecomputedSkeletonOptions {
  transform: Transform
  attributes: readonly VertexAttribute[]
  /** The vertex that becomes the root of its component. */
  root?: number
  name: string
  slices: Slices
}

/** The skeleton in a file of the precomputed format. */
export async function parsePrecomputedSkeleton(
  { bytes, file }: FolderFile,
  options: PrecomputedSkeletonOptions,
): Promise<Skeleton> {
  const { transform, attributes, root, name, slices } = options
  const { vertexCount, edgeCount } = checkedCounts(bytes, attributes, file)
  if (root !== undefined && root >= vertexCount) {
    throw wrongValue(
      'ERR_UNKNOWN_NODE_ID',
      `\`root\` must be a vertex from 0 to ${vertexCount - 1} of ${file}; got ${root}`,
    )
  }
  const view = viewOf(bytes)
  const positions = await transformedPositions({ view, vertexCount, transform, file, slices })
  const edgesAt = 8 + 12 * vertexCount
  const edges = new Uint32Array(2 * edgeCount)
  await slices.each(edges.length, verticesPerTurn, (from, to) => {
    for (let i = from; i < to; i++) edges[i] = view.getUint32(edgesAt + 4 * i, true)
  })
  const parents = await orientedForest({ vertexCount, edges, file }, root, slices)
  const values = { view, at: edgesAt + 8 * edgeCount, vertexCount, slices }
  const properties = await attributeValues(values, attributes, file)
  scaleRadius(properties, attributes, transform)
  return Skeleton.inSlices({ positions, parents, properties, name, units: 'nm' }, slices)
}

/** The counts at the start, checked against the size of the file before anything is allocated. */
function checkedCounts(
  bytes: Uint8Array,
  attributes: readonly VertexAttribute[],
  file: string,
): { vertexCount: number; edgeCount: number } {
  const view = viewOf(bytes)
  if (bytes.length < 8) {
    const message = `a skeleton has at least 8 bytes; got ${bytes.length} bytes`
    throw new NeuronDataError('ERR_FILE_FORMAT', message, { file })
  }
  const vertexCount = view.getUint32(0, true)
  const edgeCount = view.getUint32(4, true)
  const perVertex = attributes.reduce((sum, one) => sum + attributeBytes(one), 12)
  const expected = 8 + perVertex * vertexCount + 8 * edgeCount
  const tooLong = bytes.length > expected && !isPadding(bytes, expected)
  if (bytes.length < expected || tooLong) {
    const message = `a skeleton of ${vertexCount} vertices and ${edgeCount} edges with the \`vertex_attributes\` of its info has ${expected} bytes; got ${bytes.length} bytes`
    throw new NeuronDataError('ERR_FILE_FORMAT', message, { file })
  }
  if (vertexCount === 0) {
    throw new NeuronDataError('ERR_EMPTY_NEURON', 'a skeleton of 0 vertices', { file })
  }
  return { vertexCount, edgeCount }
}

/** #V by 3, row-major, in nanometres. */
async function transformedPositions(given: {
  view: DataView
  vertexCount: number
  transform: Transform
  file: string
  slices: Slices
}): Promise<Float64Array> {
  const { view, vertexCount, transform: m, file, slices } = given
  const positions = new Float64Array(3 * vertexCount)
  await slices.each(vertexCount, verticesPerTurn, (from, to) => {
    for (let vertex = from; vertex < to; vertex++) {
      const at = 8 + 12 * vertex
      const x = view.getFloat32(at, true)
      const y = view.getFloat32(at + 4, true)
      const z = view.getFloat32(at + 8, true)
      for (let axis = 0; axis < 3; axis++) {
        const row = 4 * axis
        const value = m[row] * x + m[row + 1] * y + m[row + 2] * z + m[row + 3]
        positions[3 * vertex + axis] = value
        if (Number.isFinite(value)) continue
        const message = `a vertex must have finite coordinates, in nm too; got ${x} ${y} ${z} (vertex ${vertex})`
        throw new NeuronDataError('ERR_INVALID_POSITION', message, { file })
      }
    }
  })
  return positions
}

/** The attributes as properties; one of several components as `ID_0`, `ID_1` .. */
async function attributeValues(
  values: { view: DataView; at: number; vertexCount: number; slices: Slices },
  attributes: readonly VertexAttribute[],
  file: string,
): Promise<Map<string, NodeProperty>> {
  const { view, vertexCount, slices } = values
  const properties = new Map<string, NodeProperty>()
  let at = values.at
  for (const attribute of attributes) {
    const { read, array, bytes } = binaryTypes[attribute.type]
    const stride = attributeBytes(attribute)
    for (let component = 0; component < attribute.components; component++) {
      const name = attribute.components === 1 ? attribute.id : `${attribute.id}_${component}`
      if (properties.has(name)) {
        const message = `\`vertex_attributes\` of the info name ${JSON.stringify(name)} twice`
        throw new NeuronDataError('ERR_FILE_FORMAT', message, { file })
      }
      const column = array(vertexCount)
      const start = at + component * bytes
      await slices.each(vertexCount, verticesPerTurn, (from, to) => {
        for (let i = from; i < to; i++) column[i] = read(view, start + i * stride, true)
      })
      properties.set(name, column)
    }
    at += stride * vertexCount
  }
  return properties
}

/** Radii are in the file's own units; the transform, which should scale evenly, makes them nm. */
function scaleRadius(
  properties: Map<string, NodeProperty>,
  attributes: readonly VertexAttribute[],
  m: Transform,
): void {
  const radius = properties.get('radius')
  const isRadius = attributes.some(({ id, components }) => id === 'radius' && components === 1)
  if (!isRadius || !(radius instanceof Float32Array)) return
  const determinant =
    m[0] * (m[5] * m[10] - m[6] * m[9]) -
    m[1] * (m[4] * m[10] - m[6] * m[8]) +
    m[2] * (m[4] * m[9] - m[5] * m[8])
  const scale = Math.cbrt(Math.abs(determinant))
  if (scale === 1) return
  properties.set(
    'radius',
    radius.map((value) => value * scale),
  )
}
