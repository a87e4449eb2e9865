import type { Neuron } from '../neuron/neuron'
import type { NodeProperty } from '../neuron/node-properties'
import { isSkeleton, type Skeleton } from '../neuron/skeleton'
import { knownNode } from '../seeds/seed-options'
import { eachIn, type Slices, type Steps } from '../slices'

/** The SWC type of a soma. */
const somaType = 1

/**
 * Index of the soma's node, -1 where there is none. In this order:
 *
 * - the node that the caller names;
 * - of a skeleton, the node whose property `type` is 1, of several the one with the greatest
 *   `radius`, then the first;
 * - of a skeleton, the node with the greatest `radius`, the first of equals, where that is more than
 *   twice the 99th percentile of the radii: by nearest rank, so that there is none below 100 nodes.
 *
 * Radii that are no positive numbers do not count: files write 0 or -1 where they know none. A mesh
 * has the soma that the caller names. O(#N).
 *
 * @param given node id, or vertex index of a mesh.
 * @throws TypeError ERR_INVALID_ARGUMENT, RangeError ERR_UNKNOWN_NODE_ID for `given`.
 */
export async function somaNode(
  neuron: Neuron,
  given: number | undefined,
  slices: Slices,
): Promise<number> {
  if (given !== undefined) return knownNode(neuron, given, '`soma`')
  if (!isSkeleton(neuron)) return -1
  const typed = await slices.through(somaByType(neuron))
  return typed >= 0 ? typed : await slices.through(somaByRadius(neuron))
}

function* somaByType({ properties, nodeCount }: Skeleton): Steps<number> {
  const types = properties.get('type')
  if (types === undefined) return -1
  const radii = properties.get('radius')
  let [soma, greatest] = [-1, -1]
  yield* eachIn(nodeCount, (node) => {
    if (types[node] !== somaType) return
    const radius = radiusOf(radii, node)
    if (radius <= greatest) return
    soma = node
    greatest = radius
  })
  return soma
}

function* somaByRadius({ properties, nodeCount }: Skeleton): Steps<number> {
  const radii = properties.get('radius')
  if (radii === undefined) return -1
  let [thickest, greatest, known] = [-1, 0, 0]
  yield* eachIn(nodeCount, (node) => {
    const radius = radiusOf(radii, node)
    if (radius > 0) known++
    if (radius <= greatest) return
    thickest = node
    greatest = radius
  })
  // The 99th percentile is below half of the greatest where 99 % of the radii are: no sorting.
  let thin = 0
  yield* eachIn(nodeCount, (node) => {
    const radius = radiusOf(radii, node)
    if (radius > 0 && 2 * radius < greatest) thin++
  })
  return known > 0 && 100 * thin >= 99 * known ? thickest : -1
}

/** 0 where the radius is not known. */
function radiusOf(radii: NodeProperty | undefined, node: number): number {
  const radius = radii?.[node]
  return typeof radius === 'number' && radius > 0 && radius < Infinity ? radius : 0
}
