import { NeuronDataError, shown, type ErrorCode } from '../errors'
import { Mesh } from '../neuron/mesh'
import type { NodeProperty } from '../neuron/node-properties'
import { nmPerUnit } from '../neuron/units'
import type { ParseOptions } from './parse-options'
import { PlyBytes } from './ply-bytes'
import { PlyFaces } from './ply-faces'
import { plyHeader, type PlyElement, type PlyHeader, type PlyProperty } from './ply-header'
import type { PlyColumn, PlyTargets } from './ply-rows'
import { PlyText } from './ply-text'

/**
 * The mesh of a PLY file: ascii, binary_little_endian or binary_big_endian.
 *
 * The element `vertex` has x, y and z, of any type; its other single values become properties of
 * the mesh, in typed arrays of the file's type (`float` as Float32Array), NaN meaning "none". The
 * element `face` has a list `vertex_indices` or `vertex_index`; a polygon becomes a fan of
 * triangles. Without faces the mesh is a cloud of points. Lists of vertices, other values of faces
 * and other elements are passed over. Elements come in any order. Vertices are never merged.
 * In ascii files a row is a line, and `float` is rounded to float32, as a binary file has it.
 * Behind the last element there may be blanks and line ends, in binary files zeros too.
 *
 * @throws NeuronDataError with the line where there are lines: ERR_FILE_FORMAT for a wrong header,
 *   fewer bytes than it promises, a value that is none of its type, triangle strips;
 *   ERR_INVALID_POSITION for a coordinate that is not finite; ERR_INVALID_FACE for a vertex that
 *   does not exist or a face of fewer than three. ERR_EMPTY_NEURON where there is no vertex.
 */
export async function parsePly(bytes: Uint8Array, options: ParseOptions): Promise<Mesh> {
  const { slices, file, name } = options
  const header = plyHeader(bytes, file)
  const fault = (code: ErrorCode, message: string): NeuronDataError =>
    new NeuronDataError(code, message, { file })
  const vertex = checkedVertex(header, fault)
  const face = header.elements.find((element) => element.name === 'face')
  const list = face === undefined ? undefined : faceList(face, fault)
  checkStrips(header, fault)
  checkSize(header, bytes, fault)

  const { positions, properties, columns } = vertexColumns(vertex)
  const faces = new PlyFaces(list?.name ?? 'vertex_indices', vertex.count)
  const body =
    header.format === 'ascii'
      ? new PlyText(bytes, header, slices, file)
      : new PlyBytes(bytes, header, slices, file)
  for (const element of header.elements) {
    const targets = targetsOf(element, { vertex, columns, list, faces })
    if (targets === undefined) await body.skipRows(element)
    else await body.readRows(element, targets)
  }
  body.end()
  const triangles = await faces.triangles(slices)
  const parts = { positions, faces: triangles, properties, nmPerUnit: nmPerUnit(options) }
  // Every coordinate and index was checked on reading.
  return new Mesh({ positions, faces: triangles, name }, parts)
}

type Fault = (code: ErrorCode, message: string) => NeuronDataError

function checkedVertex({ elements }: PlyHeader, fault: Fault): PlyElement {
  const vertex = elements.find((element) => element.name === 'vertex')
  if (vertex === undefined) throw fault('ERR_FILE_FORMAT', 'the header has no element `vertex`')
  for (const axis of ['x', 'y', 'z']) {
    const property = vertex.properties.find(({ name }) => name === axis)
    if (property === undefined) {
      throw fault('ERR_FILE_FORMAT', `the element \`vertex\` has no property ${axis}`)
    }
    if (property.countType !== undefined) {
      throw fault('ERR_FILE_FORMAT', `property ${axis} of a vertex must be one number, not a list`)
    }
  }
  if (vertex.count === 0) {
    throw fault('ERR_EMPTY_NEURON', 'no vertices: the header has `element vertex 0`')
  }
  return vertex
}

/** The list of a face's vertices; undefined where no face has one to be read. */
function faceList({ properties, count }: PlyElement, fault: Fault): PlyProperty | undefined {
  const names = ['vertex_indices', 'vertex_index']
  const lists = properties.filter(({ name }) => names.includes(name))
  if (count === 0) return undefined
  if (lists.length === 1 && lists[0].countType !== undefined) return lists[0]
  const found = properties.map(({ name }) => name).slice(0, 12)
  throw fault(
    'ERR_FILE_FORMAT',
    `the element \`face\` must have one list \`vertex_indices\` or \`vertex_index\`; got ${shown(found.join(' '))}`,
  )
}

function checkStrips({ elements }: PlyHeader, fault: Fault): void {
  const strips = elements.find(({ name, count }) => name === 'tristrips' && count > 0)
  if (strips === undefined) return
  const message = 'triangle strips (`element tristrips`) are not read; save the mesh with faces'
  throw fault('ERR_FILE_FORMAT', message)
}

/** Throws where the header promises more than the bytes can hold: before anything is allocated. */
function checkSize({ elements, format, bodyAt }: PlyHeader, bytes: Uint8Array, fault: Fault): void {
  const isText = format === 'ascii'
  const left = bytes.length - bodyAt
  let needed = 0
  for (const { name, count, properties } of elements) {
    // Of a list at least the length is there; a number as text has a digit and a blank behind it.
    const least = properties.reduce(
      (sum, { type, countType }) => sum + (isText ? 2 : (countType ?? type).bytes),
      0,
    )
    needed += count * least
    // The last number of a text ends with the file.
    if (needed - (isText ? 1 : 0) <= left) continue
    const rule = `the header promises ${count} rows of element ${shown(name)}, at least ${count * least} bytes`
    throw fault('ERR_FILE_FORMAT', `${rule}; all that follows it are ${left} bytes`)
  }
}

/** Arrays for the single values of the vertices, and how they are filled. */
function vertexColumns({ count, properties: all }: PlyElement) {
  const positions = new Float64Array(3 * count)
  const properties = new Map<string, NodeProperty>()
  const columns = new Map<PlyProperty, PlyColumn>()
  for (const property of all.filter(({ countType }) => countType === undefined)) {
    const { name, type } = property
    const axis = ['x', 'y', 'z'].indexOf(name)
    if (axis >= 0) {
      columns.set(property, { array: positions, step: 3, shift: axis, finite: true })
      continue
    }
    const array = type.array(count)
    properties.set(name, array)
    columns.set(property, { array, step: 1, shift: 0, finite: false })
  }
  return { positions, properties, columns }
}

/** What is kept of an element; undefined where nothing is. */
function targetsOf(
  element: PlyElement,
  kept: {
    vertex: PlyElement
    columns: ReadonlyMap<PlyProperty, PlyColumn>
    list?: PlyProperty
    faces: PlyFaces
  },
): PlyTargets | undefined {
  const { vertex, columns, list, faces } = kept
  if (element === vertex) return { columns }
  if (element.name !== 'face' || list === undefined) return undefined
  return { columns: new Map(), faces: { property: list, into: faces } }
}
