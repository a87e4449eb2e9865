import { nmPerMeasured, type Neuron } from '../neuron/neuron'
import { measuredPositions } from '../neuron/node-properties'
import { isSkeleton, type Skeleton } from '../neuron/skeleton'
import type { Mesh } from '../neuron/mesh'
import type { Slices } from '../slices'
import { edgeLengths } from '../topology/edge-lengths'
import { skeletonEdges } from '../topology/skeleton-edges'
import { compartmentNames } from './compartments'

const block = 16384

/**
 * The part of a neuron that belongs to each node: Float64Array, #N. Of a skeleton cable length in
 * nm, half of every edge to each of its ends; of a mesh area in nm^2, a third of every face to each
 * of its corners. Joins have neither. Undefined where the neuron's units are not known. O(#N + #F).
 *
 * @throws RangeError ERR_INVALID_POSITION where an edge is too long for float32.
 */
export async function nodeExtents(
  neuron: Neuron,
  slices: Slices,
): Promise<Float64Array | undefined> {
  if (neuron.nmPerUnit === undefined) return undefined
  return isSkeleton(neuron) ? cablePerNode(neuron, slices) : areaPerNode(neuron, slices)
}

async function cablePerNode(skeleton: Skeleton, slices: Slices): Promise<Float64Array> {
  const edges = skeletonEdges(skeleton)
  const lengths = await edgeLengths(skeleton, edges, slices)
  const halfInNm = nmPerMeasured(skeleton) / 2
  const cable = new Float64Array(skeleton.nodeCount)
  await slices.each(lengths.length, block, (from, to) => {
    for (let e = from; e < to; e++) {
      cable[edges[2 * e]] += halfInNm * lengths[e]
      cable[edges[2 * e + 1]] += halfInNm * lengths[e]
    }
  })
  return cable
}

async function areaPerNode(mesh: Mesh, slices: Slices): Promise<Float64Array> {
  const { faces } = mesh
  const positions = measuredPositions(mesh.positions, mesh.nmPerUnit)
  const thirdInNm = nmPerMeasured(mesh) ** 2 / 3
  const area = new Float64Array(mesh.nodeCount)
  await slices.each(faces.length / 3, block, (from, to) => {
    for (let i = 3 * from; i < 3 * to; i += 3) {
      const third = thirdInNm * faceArea(positions, faces[i], faces[i + 1], faces[i + 2])
      for (let corner = 0; corner < 3; corner++) area[faces[i + corner]] += third
    }
  })
  return area
}

/** Half the length of the vector product of two sides. */
function faceArea(positions: Float64Array, a: number, b: number, c: number): number {
  const ux = positions[3 * b] - positions[3 * a]
  const uy = positions[3 * b + 1] - positions[3 * a + 1]
  const uz = positions[3 * b + 2] - positions[3 * a + 2]
  const vx = positions[3 * c] - positions[3 * a]
  const vy = positions[3 * c + 1] - positions[3 * a + 1]
  const vz = positions[3 * c + 2] - positions[3 * a + 2]
  const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
  return Math.sqrt(x * x + y * y + z * z) / 2
}

/**
 * Cable length in um, or area in um^2, of every compartment, by its code. O(#N).
 *
 * @param extents Float64Array, #N; see {@link nodeExtents}.
 * @param codes Uint8Array, #N.
 */
export async function extentsByCompartment(
  { kind }: Neuron,
  extents: Float64Array,
  codes: Uint8Array,
  slices: Slices,
): Promise<Float64Array> {
  const sums = new Float64Array(compartmentNames.length)
  await slices.each(codes.length, 65536, (from, to) => {
    for (let node = from; node < to; node++) sums[codes[node]] += extents[node]
  })
  const nmPerUm = kind === 'mesh' ? 1e6 : 1e3
  return sums.map((sum) => sum / nmPerUm)
}
