import { shown, wrongKind, wrongValue } from '../errors'
import { measuredPositions } from '../neuron/node-properties'
import { checkedNeuron, nmPerMeasured, type Neuron } from '../neuron/neuron'
import { checkedOptions } from '../options'
import { Slices } from '../slices'
import { connectedComponents } from './components'
import { edgeLengths } from './edge-lengths'
import { neuronEdges, edgesAndJoins } from './graph'
import { shortestJoins } from './shortest-joins'

/** Options of {@link joinFragments}. */
export interface JoinFragmentsOptions {
  /** Greatest gap in nm, 0 or more, that is joined; needs a neuron with units. Default: any. */
  maxDistance?: number
  /** Ends the call, which then rejects with the reason of the signal. */
  signal?: AbortSignal
}

/**
 * Joins the fragments of a neuron, such as the flakes of a mesh, into one piece: between components
 * whose nearest nodes are nearest to each other a link is added, shortest gap first, until all are
 * connected or the next gap is greater than `maxDistance`. That is a minimum spanning tree over the
 * components; of equal gaps the one with the lowest node indices counts as shorter.
 *
 * In its graph a join is an edge as long as its gap; a gap of 0 makes its two nodes one. Joins have
 * no direction. Nodes, parents, faces and properties stay as they are.
 *
 * Source: ours; Boruvka 1926 over a kd-tree. About O(n log n), almost all of it for the nodes outside
 * the largest component; the event loop is shared.
 *
 * @returns the neuron with `joins`: `edges` (Int32Array, #J by 2, row-major: node indices, the lower
 *   first) and `gaps` (Float64Array, #J, in the neuron's own numbers, or nm where a voxel has
 *   different sides), shortest first; joins that the neuron had already stay, before the new ones.
 *   A neuron in one piece gets none. Seeds belong to the neuron that they were made for: make them
 *   from the returned one.
 * @throws TypeError ERR_INVALID_ARGUMENT, ERR_UNKNOWN_OPTION; TypeError or RangeError
 *   ERR_INVALID_OPTION; RangeError ERR_UNITS for `maxDistance` where the units are not known, ERR_INVALID_POSITION where an edge or a gap is
 *   beyond float32; the signal's reason once it is aborted.
 * @example
 * const joined = await joinFragments(mesh, { maxDistance: 2000 })
 * console.log(`${joined.joins.gaps.length} joins`)
 */
export async function joinFragments<Kind extends Neuron>(
  neuron: Kind,
  options?: JoinFragmentsOptions,
): Promise<Kind> {
  checkedNeuron(neuron)
  const { maxDistance, signal } = checkedOptions(
    options,
    ['maxDistance', 'signal'],
    'joinFragments',
  )
  const limit = gapLimit(neuron, maxDistance)
  const slices = new Slices(signal)
  const links = edgesAndJoins(await neuronEdges(neuron, slices), neuron)
  const components = await connectedComponents(neuron.nodeCount, links, () => true, slices)
  const positions = measuredPositions(neuron.positions, neuron.nmPerUnit)
  const added =
    components.count === 1
      ? new Int32Array(0)
      : await shortestJoins(positions, components, limit, slices)
  const edges = new Int32Array(neuron.joins.edges.length + added.length)
  edges.set(neuron.joins.edges)
  edges.set(added, neuron.joins.edges.length)
  return neuron.withJoins({ edges, gaps: await edgeLengths(neuron, edges, slices) }) as Kind
}

/** Which gaps are joined, in the neuron's measured numbers. */
function gapLimit(
  neuron: Neuron,
  maxDistance: number | undefined,
): { greatest: number; isAllowed: (gap: number) => boolean } {
  if (maxDistance === undefined) return { greatest: Infinity, isAllowed: () => true }
  if (!(typeof maxDistance === 'number' && maxDistance >= 0)) {
    const wrong = typeof maxDistance === 'number' ? wrongValue : wrongKind
    throw wrong(
      'ERR_INVALID_OPTION',
      `\`maxDistance\` must be a number of nm, 0 or greater; got ${shown(maxDistance)}`,
    )
  }
  if (neuron.nmPerUnit === undefined) {
    throw wrongValue(
      'ERR_UNITS',
      "`maxDistance` is in nm, but the neuron's units are not known; give `units` (and `voxelSize`) when reading it",
    )
  }
  const nm = nmPerMeasured(neuron)
  // A little above, as the quotient is rounded; the product decides, as for every other limit in nm.
  const greatest = (maxDistance / nm) * (1 + 1e-12)
  return { greatest, isAllowed: (gap) => gap * nm <= maxDistance }
}
