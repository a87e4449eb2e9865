import { NeuronDataError, shown } from '../errors'
import { Mesh } from '../neuron/mesh'
import type { Slices } from '../slices'
import { viewOf } from './binary-types'
import { MergedVertices } from './merged-vertices'
import { isNameWithin, type FolderFile, type PrecomputedFolder } from './precomputed-folder'

const elementsPerTurn = 8 * 1024

/** The files that a manifest names, in its order; undefined where there is no manifest. */
export async function meshFragments(
  folder: PrecomputedFolder,
  neuronId: string,
): Promise<FolderFile[] | undefined> {
  const manifest = await folder.object(`${neuronId}:0`)
  if (manifest === undefined) return undefined
  const { value, file } = manifest
  const fault = (message: string): NeuronDataError =>
    new NeuronDataError('ERR_FILE_FORMAT', message, { file })
  const names: unknown = value.fragments
  if (!Array.isArray(names)) {
    throw fault(`\`fragments\` must be an array of file names; got ${shown(names)}`)
  }
  const seen = new Set<string>()
  const fragments: FolderFile[] = []
  for (const name of names as unknown[]) {
    if (!isNameWithin(name)) {
      throw fault(`\`fragments\` must be names of files in the folder; got ${shown(name)}`)
    }
    if (seen.has(name)) throw fault(`\`fragments\` names ${shown(name)} twice`)
    seen.add(name)
    const fragment = await folder.file(name)
    if (fragment === undefined) throw fault(`the fragment ${shown(name)} is not in the folder`)
    fragments.push(fragment)
  }
  return fragments
}

/**
 * The mesh of all fragments, vertices in the order of the fragments, those at equal positions
 * merged: fragments repeat the vertices of their common boundary.
 */
export async function parsePrecomputedMesh(
  fragments: readonly FolderFile[],
  { name, slices, file }: { name: string; slices: Slices; file: string },
): Promise<Mesh> {
  const sizes = fragments.map(fragmentSize)
  const total = (key: 'vertices' | 'indices'): number =>
    sizes.reduce((sum, size) => sum + size[key], 0)
  if (total('vertices') === 0) {
    throw new NeuronDataError('ERR_EMPTY_NEURON', 'a mesh of 0 vertices', { file })
  }
  const vertices = new MergedVertices(total('vertices'))
  const faces = new Uint32Array(total('indices'))
  let at = 0
  for (const [i, fragment] of fragments.entries()) {
    await readFragment(fragment, vertices, faces.subarray(at, at + sizes[i].indices), slices)
    at += sizes[i].indices
  }
  return Mesh.inSlices({ positions: vertices.positions(), faces, name, units: 'nm' }, slices)
}

/** Numbers of a fragment's vertices and vertex indices, checked against its size. */
function fragmentSize({ bytes, file }: FolderFile): { vertices: number; indices: number } {
  const vertices = bytes.length < 4 ? 0 : viewOf(bytes).getUint32(0, true)
  const left = bytes.length - 4 - 12 * vertices
  if (left >= 0 && left % 12 === 0) return { vertices, indices: left / 4 }
  const rule = `a fragment of ${vertices} vertices has ${4 + 12 * vertices} bytes and 12 for each triangle`
  throw new NeuronDataError('ERR_FILE_FORMAT', `${rule}; got ${bytes.length} bytes`, { file })
}

/** Adds a fragment's vertices, and fills `faces` with its triangles. */
async function readFragment(
  { bytes, file }: FolderFile,
  vertices: MergedVertices,
  faces: Uint32Array,
  slices: Slices,
): Promise<void> {
  const view = viewOf(bytes)
  const count = view.getUint32(0, true)
  /** Index in the merged mesh of each vertex of the fragment. */
  const merged = new Uint32Array(count)
  await slices.each(count, elementsPerTurn, (from, to) => {
    for (let vertex = from; vertex < to; vertex++) {
      const at = 4 + 12 * vertex
      const x = view.getFloat32(at, true)
      const y = view.getFloat32(at + 4, true)
      const z = view.getFloat32(at + 8, true)
      // Infinity and NaN leave NaN in the difference.
      if (x - x + (y - y) + (z - z) !== 0) {
        const message = `a vertex must have finite coordinates; got ${x} ${y} ${z} (vertex ${vertex})`
        throw new NeuronDataError('ERR_INVALID_POSITION', message, { file })
      }
      merged[vertex] = vertices.indexOf(x, y, z)
    }
  })
  const start = 4 + 12 * count
  await slices.each(faces.length, elementsPerTurn, (from, to) => {
    for (let i = from; i < to; i++) {
      const vertex = view.getUint32(start + 4 * i, true)
      if (vertex >= count) {
        const message = `a triangle references vertex ${vertex} but there are only ${count} vertices (triangle ${Math.floor(i / 3)})`
        throw new NeuronDataError('ERR_INVALID_FACE', message, { file })
      }
      faces[i] = merged[vertex]
    }
  })
}
