import { measuredPositions } from '../neuron/node-properties'
import type { Neuron } from '../neuron/neuron'
import type { PropagationResult } from '../propagation/result'
import { NearestNode } from '../seeds/nearest-node'
import type { Slices } from '../slices'
import { codeOf } from './compartments'

/** What a method found for every node. */
export interface NodeShares {
  /** #N: codes of axon and dendrite; 0 where no synapse reaches. */
  codes: Uint8Array
  /** #N: the share of axon, 0 to 1; NaN where no synapse reaches. */
  share: Float64Array
}

/** Nodes that no synapse reaches. */
export function noShares(nodeCount: number): NodeShares {
  return { codes: new Uint8Array(nodeCount), share: new Float64Array(nodeCount).fill(NaN) }
}

/** Shares and labels of a propagation of `pre` and `post`: `pre` is the axon. */
export async function sharesOf(
  { labels, labelIndex, scores }: PropagationResult,
  slices: Slices,
): Promise<NodeShares> {
  const made = noShares(labelIndex.length)
  const width = labels.length
  const axon = labels.indexOf('pre')
  await slices.each(labelIndex.length, 16384, (from, to) => {
    for (let node = from; node < to; node++) {
      if (labelIndex[node] < 0) continue
      made.codes[node] = labelIndex[node] === axon ? codeOf.axon : codeOf.dendrite
      let sum = 0
      for (let l = 0; l < width; l++) sum += scores[node * width + l]
      made.share[node] = axon < 0 ? 0 : scores[node * width + axon] / sum
    }
  })
  return made
}

/**
 * Gives every node without a compartment what the nearest node in space has that has one, the first
 * of equals. O(#N log #N).
 *
 * @returns how many nodes were given one.
 */
export async function fillFromNearest(
  neuron: Neuron,
  { codes, share }: NodeShares,
  slices: Slices,
): Promise<number> {
  const known = new Int32Array(codes.length)
  const unknown = new Int32Array(codes.length)
  let [knownCount, unknownCount] = [0, 0]
  await slices.each(codes.length, 65536, (from, to) => {
    for (let node = from; node < to; node++) {
      if (codes[node] === codeOf.none) unknown[unknownCount++] = node
      else known[knownCount++] = node
    }
  })
  if (knownCount === 0 || unknownCount === 0) return 0
  const positions = measuredPositions(neuron.positions, neuron.nmPerUnit)
  const points = new Float64Array(3 * knownCount)
  await slices.each(knownCount, 16384, (from, to) => {
    for (let k = from; k < to; k++) {
      for (let axis = 0; axis < 3; axis++) points[3 * k + axis] = positions[3 * known[k] + axis]
    }
  })
  const tree = await NearestNode.of(points, slices)
  await slices.each(unknownCount, 256, (from, to) => {
    for (const node of unknown.subarray(from, to)) {
      const [x, y, z] = positions.subarray(3 * node, 3 * node + 3)
      const nearest = known[tree.nearest(x, y, z).index]
      codes[node] = codes[nearest]
      share[node] = share[nearest]
    }
  })
  return unknownCount
}
