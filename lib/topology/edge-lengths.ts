import { measuredPositions } from '../neuron/node-properties'
import { nodeName, type Neuron } from '../neuron/neuron'
import { wrongValue } from '../errors'
import type { Slices } from '../slices'

/** Distance of two points of `positions` (#N by 3), in float64. */
export function distanceBetween(positions: Float64Array, a: number, b: number): number {
  const dx = positions[3 * a] - positions[3 * b]
  const dy = positions[3 * a + 1] - positions[3 * b + 1]
  const dz = positions[3 * a + 2] - positions[3 * b + 2]
  return Math.sqrt(dx * dx + dy * dy + dz * dz)
}

/**
 * The longest edge: with a margin, so that in float32 neither a sum of edges overflows nor the
 * reciprocal of a length.
 */
const longest = 2 ** 112

/**
 * Euclidean lengths of the edges: Float64Array, #E, in the neuron's own numbers, or in nm where a
 * voxel has different sides.
 *
 * @throws RangeError ERR_INVALID_POSITION where a length is beyond float32.
 */
export async function edgeLengths(
  neuron: Neuron,
  edges: Int32Array,
  slices: Slices,
): Promise<Float64Array> {
  const positions = measuredPositions(neuron.positions, neuron.nmPerUnit)
  const lengths = new Float64Array(edges.length / 2)
  await slices.each(lengths.length, 16384, (from, to) => {
    for (let e = from; e < to; e++) {
      const length = distanceBetween(positions, edges[2 * e], edges[2 * e + 1])
      if (length > longest) throw tooLong(neuron, edges[2 * e], edges[2 * e + 1], length)
      lengths[e] = length
    }
  })
  return lengths
}

function tooLong(neuron: Neuron, a: number, b: number, length: number): Error {
  return wrongValue(
    'ERR_INVALID_POSITION',
    `\`positions\`: the edge from ${nodeName(neuron, a)} to ${nodeName(neuron, b)} is longer than float32 can hold; got ${length}`,
  )
}
