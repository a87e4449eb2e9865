import { shown, wrongKind, wrongValue } from '../errors'
import { Mesh } from '../neuron/mesh'
import { isArrayLike, type NodeProperty } from '../neuron/node-properties'
import { checkedNeuron, type Neuron } from '../neuron/neuron'
import { isSkeleton, Skeleton, type SkeletonInit } from '../neuron/skeleton'
import type { UnitsOptions } from '../neuron/units'
import { checkedOptions } from '../options'
import { Slices } from '../slices'
import { thinFaces } from './downsample-mesh'
import { keptParents, thinPaths } from './downsample-skeleton'
import { neuronEdges } from './graph'
import { nearestKept } from './nearest-kept'

/** Options of {@link downsample}. */
export interface DownsampleOptions {
  /** Indices of nodes that must stay, such as those of seeds. */
  keep?: ArrayLike<number>
  /** Ends the call, which then rejects with the reason of the signal. */
  signal?: AbortSignal
}

/** A neuron with fewer nodes, and how its nodes and those of the original belong together. */
export interface Downsampled<Kind extends Neuron = Neuron> {
  /** The coarser neuron. */
  neuron: Kind
  /** #kept: index in the original of each node of `neuron`, ascending. */
  nodes: Int32Array
  /** #N: for each node of the original the node of `neuron` that is nearest along its edges. */
  nodeOf: Int32Array
}

/**
 * Makes a neuron coarser: about every `factor`-th node of a skeleton's unbranched paths stays, or
 * about one face in `factor` of a mesh. The nodes that stay keep their exact positions, node ids and
 * properties; units and joins are carried over.
 *
 * Roots, leaves, branch points, nodes in no face, nodes of joins and of `keep` always stay. A new
 * edge of a skeleton is a straight line, so that cable length shrinks where paths bend. A mesh is the
 * same surface as before, with as many components, holes and handles, none of which can vanish: a
 * tube stays three vertices around, a flake four. It ends above #F / `factor` where that forbids more.
 * Faces that name a vertex twice stay; of faces with the same vertices one does.
 *
 * `nodeOf` goes along the original edges (not joins), in the neuron's measured lengths; of kept nodes
 * that are equally near, it is the one with the lowest index. So results come back to every node
 * without jumping from a branch to one beside it: `result.labelIndex[nodeOf[i]]`.
 *
 * Source: ours; for meshes edge collapses after Garland and Heckbert 1997. O(n log n); the event loop
 * is shared. The same input gives the same result.
 *
 * @param factor from 1, which gives back the neuron itself; Infinity leaves as few nodes as can be.
 * @throws TypeError ERR_INVALID_ARGUMENT, ERR_UNKNOWN_OPTION; TypeError or RangeError
 *   ERR_INVALID_OPTION for `factor` and `keep`; the signal's reason once it is aborted.
 * @example
 * const { neuron, nodeOf } = await downsample(mesh, 4)
 */
export async function downsample<Kind extends Neuron>(
  original: Kind,
  factor: number,
  options?: DownsampleOptions,
): Promise<Downsampled<Kind>> {
  checkedNeuron(original)
  const { keep, signal } = checkedOptions(options, ['keep', 'signal'], 'downsample')
  checkFactor(factor)
  const slices = new Slices(signal)
  const isKept = new Uint8Array(original.nodeCount)
  markKept(original, keep, isKept)
  if (factor === 1) {
    const nodes = Int32Array.from(isKept.keys())
    return { neuron: original, nodes, nodeOf: nodes.slice() }
  }
  let faces: Uint32Array = new Uint32Array(0)
  if (isSkeleton(original)) await thinPaths(original, factor, isKept, slices)
  else faces = await thinFaces(original, factor, isKept, slices)
  const nodes = indicesOf(isKept)
  const placeOf = new Int32Array(original.nodeCount).fill(-1)
  nodes.forEach((node, place) => (placeOf[node] = place))
  await slices.turn()

  const nearest = await nearestKept(original, await neuronEdges(original, slices), isKept, slices)
  const coarse = isSkeleton(original)
    ? await Skeleton.inSlices(coarseSkeleton(original, nodes, isKept), slices)
    : await Mesh.inSlices(
        { ...commonInit(original, nodes), faces: faces.map((vertex) => placeOf[vertex]) },
        slices,
      )
  const { edges, gaps } = original.joins
  const joins = { edges: edges.map((node) => placeOf[node]), gaps }
  const nodeOf = nearest.map((node) => placeOf[node])
  return { neuron: coarse.withJoins(joins) as Kind, nodes, nodeOf }
}

function checkFactor(factor: unknown): void {
  if (typeof factor === 'number' && factor >= 1) return
  const wrong = typeof factor === 'number' ? wrongValue : wrongKind
  throw wrong(
    'ERR_INVALID_OPTION',
    `\`factor\` must be a number, 1 (unchanged) or greater; got ${shown(factor)}`,
  )
}

/** Marks the nodes that the caller keeps, and those of joins. */
function markKept(
  { nodeCount, kind, joins }: Neuron,
  keep: ArrayLike<number> | undefined,
  isKept: Uint8Array,
): void {
  if (keep !== undefined && !isArrayLike(keep)) {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`keep\` must be an array of node indices; got ${shown(keep)}`,
    )
  }
  for (let i = 0; i < (keep?.length ?? 0); i++) {
    const node: unknown = keep?.[i]
    if (!(Number.isInteger(node) && (node as number) >= 0 && (node as number) < nodeCount)) {
      throw wrongValue(
        'ERR_INVALID_OPTION',
        `\`keep\` must be indices from 0 to ${nodeCount - 1}, as the ${kind} has ${nodeCount} nodes; got ${shown(node)} (entry ${i})`,
      )
    }
    isKept[node as number] = 1
  }
  for (const node of joins.edges) isKept[node] = 1
}

function indicesOf(isKept: Uint8Array): Int32Array {
  const nodes = new Int32Array(isKept.length)
  let count = 0
  for (let node = 0; node < isKept.length; node++) if (isKept[node] === 1) nodes[count++] = node
  return nodes.slice(0, count)
}

function coarseSkeleton(original: Skeleton, nodes: Int32Array, isKept: Uint8Array): SkeletonInit {
  const { nodeIds } = original
  const idAt = (node: number): number => (node < 0 ? -1 : nodeIds.at(node))
  return {
    ...commonInit(original, nodes),
    nodeIds: Float64Array.from(nodes, idAt),
    parents: Float64Array.from(keptParents(original, nodes, isKept), idAt),
  }
}

/** What skeletons and meshes have in common, for these nodes alone. */
function commonInit(
  { name, positions, properties, nmPerUnit }: Neuron,
  nodes: Int32Array,
): UnitsOptions & {
  name?: string
  positions: Float64Array
  properties: Map<string, NodeProperty>
} {
  const kept = new Float64Array(3 * nodes.length)
  nodes.forEach((node, i) => kept.set(positions.subarray(3 * node, 3 * node + 3), 3 * i))
  return {
    name,
    positions: kept,
    properties: new Map([...properties].map(([key, values]) => [key, valuesAt(values, nodes)])),
    voxelSize: nmPerUnit,
  }
}

/** The values of these nodes, in an array of the same kind. */
function valuesAt(values: NodeProperty, nodes: Int32Array): NodeProperty {
  if (Array.isArray(values)) return Array.from(nodes, (node) => (values as NodeProperty)[node])
  const kept = (values as Float64Array).slice(0, nodes.length)
  nodes.forEach((node, i) => (kept[i] = (values as Float64Array)[node]))
  return kept
}
