import { Mesh } from '../neuron/mesh'
import type { Slices } from '../slices'
import type { Arbor } from './arbor'
import { Flakes, flakeSizes } from './flakes'
import type { CheckedGenerateOptions } from './generate-options'
import { Random } from './random'
import { addTubeFaces } from './tube-faces'
import { tubeHoles } from './tube-holes'
import { tubeLayout } from './tube-layout'
import { TubeRings } from './tube-rings'

/**
 * The surface of an arbor: one closed body, in which every edge has two faces and whose Euler
 * characteristic is 2, and closed flakes inside it. Vertices of the main body come first. Also the
 * SWC type of every vertex. Time and memory O(#V).
 */
export async function tubeMesh(
  arbor: Arbor,
  options: CheckedGenerateOptions,
  slices: Slices,
): Promise<{ mesh: Mesh; types: Uint8Array }> {
  const random = new Random(options.seed, 1)
  const layout = tubeLayout(arbor, options.vertices, options.sides)
  const sizes = flakeSizes(options.flakes, random)
  let vertexCount = layout.vertexCount
  for (const size of sizes) vertexCount += size

  // A closed body of triangles has 2 #V - 4 of them.
  const faces = new Uint32Array(3 * (2 * vertexCount - 4 * (1 + sizes.length)))
  const positions = new Float64Array(3 * vertexCount)
  const types = new Uint8Array(vertexCount)
  const points = { positions, types }
  await new TubeRings(arbor, layout, points).place(slices)
  const holes = await tubeHoles(arbor, layout, positions, slices)
  const faceCount = await addTubeFaces(faces, positions, layout, holes, slices)
  const flakes = new Flakes(points, faces, layout.vertexCount, faceCount, random)
  await flakes.place(sizes, layout, slices)
  return { mesh: new Mesh({ positions, faces, name: options.name, units: 'nm' }), types }
}
