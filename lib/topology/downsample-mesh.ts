import type { Mesh } from '../neuron/mesh'
import { measuredPositions } from '../neuron/node-properties'
import type { Slices } from '../slices'
import { thinnedFaces } from './thin-mesh'

/**
 * About one face in `factor` of a mesh, over fewer of its vertices: Uint32Array, #F by 3, indices
 * into all its vertices. Faces that name a vertex twice stay as they are.
 *
 * @param isKept #V: 1 for a vertex that stays; those of the faces are marked as well.
 */
export async function thinFaces(
  mesh: Mesh,
  factor: number,
  isKept: Uint8Array,
  slices: Slices,
): Promise<Uint32Array> {
  const { faces, nodeCount } = mesh
  const inFace = new Uint8Array(nodeCount)
  const proper = new Uint32Array(faces.length)
  const degenerate: number[] = []
  let count = 0
  await slices.each(faces.length / 3, 16384, (from, to) => {
    for (let face = 3 * from; face < 3 * to; face += 3) {
      const [a, b, c] = [faces[face], faces[face + 1], faces[face + 2]]
      inFace[a] = inFace[b] = inFace[c] = 1
      if (a === b || b === c || c === a) {
        isKept[a] = isKept[b] = isKept[c] = 1
        degenerate.push(a, b, c)
      } else {
        proper[count] = a
        proper[count + 1] = b
        proper[count + 2] = c
        count += 3
      }
    }
  })
  const thinned = await thinnedFaces(
    measuredPositions(mesh.positions, mesh.nmPerUnit),
    proper.subarray(0, count),
    isKept,
    factor,
    slices,
  )
  for (let vertex = 0; vertex < nodeCount; vertex++) if (inFace[vertex] === 0) isKept[vertex] = 1
  for (const vertex of thinned) isKept[vertex] = 1
  const all = new Uint32Array(thinned.length + degenerate.length)
  all.set(thinned)
  all.set(degenerate, thinned.length)
  return all
}
