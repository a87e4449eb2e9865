import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Mesh, Skeleton, type Neuron } from '../../lib/index'

/** A neuron and its labels as plain arrays: what every contestant begins with. */
export interface CaseArrays {
  kind: 'mesh' | 'skeleton'
  /** #N by 3, row-major. */
  positions: Float64Array
  /** Mesh: #F by 3, indices of vertices. Skeleton: #N, index of the parent, -1 for a root. */
  links: Int32Array
  /** #N: column of the node's label, -1 for none. */
  labels: Int32Array
  labelCount: number
}

/**
 * Writes the arrays, little-endian, for programs in any language: positions.f64, links.i32,
 * labels.i32, and case.json {"kind", "labelCount"}.
 */
export function writeCaseFolder(folder: string, arrays: CaseArrays): void {
  const { kind, labelCount } = arrays
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'positions.f64'), arrays.positions)
  writeFileSync(join(folder, 'links.i32'), arrays.links)
  writeFileSync(join(folder, 'labels.i32'), arrays.labels)
  writeFileSync(join(folder, 'case.json'), JSON.stringify({ kind, labelCount }) + '\n')
}

export function readCaseFolder(folder: string): CaseArrays {
  const { kind, labelCount } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Pick<
    CaseArrays,
    'kind' | 'labelCount'
  >
  const positions = new Float64Array(bytes(join(folder, 'positions.f64')))
  const labels = readIndices(join(folder, 'labels.i32'))
  return { kind, labelCount, positions, links: readIndices(join(folder, 'links.i32')), labels }
}

export function readIndices(path: string): Int32Array {
  return new Int32Array(bytes(path))
}

function bytes(path: string): ArrayBuffer {
  const { buffer, byteOffset, length } = readFileSync(path)
  // Small files come out of a shared pool and must be copied to stand at an aligned place.
  return byteOffset === 0 && buffer.byteLength === length
    ? buffer
    : buffer.slice(byteOffset, byteOffset + length)
}

/** The neuron of these arrays, which it keeps where it can. */
export function neuronOf({ kind, positions, links }: CaseArrays): Neuron {
  return kind === 'mesh'
    ? new Mesh({ positions, faces: new Uint32Array(links.buffer, links.byteOffset, links.length) })
    : new Skeleton({ positions, parents: links })
}

/** The arrays of a neuron that exists already. */
export function caseArrays(neuron: Neuron, labels: Int32Array, labelCount: number): CaseArrays {
  const { kind, positions } = neuron
  const links = kind === 'mesh' ? Int32Array.from(neuron.faces) : neuron.parents
  return { kind, positions, links, labels, labelCount }
}
