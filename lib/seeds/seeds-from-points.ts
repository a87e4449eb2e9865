import { shown, wrongKind, wrongValue } from '../errors'
import { checkedOptions } from '../options'
import { checkedPositions, isArrayLike, taken } from '../neuron/node-properties'
import { checkedNeuron, type Neuron } from '../neuron/neuron'
import { nmPerUnit, type UnitsOptions } from '../neuron/units'
import { atOnce, eachIn, Slices, type Steps } from '../slices'
import { encodedLabels, isNoLabel, type LabelOrNone } from './labels'
import {
  checkedSeedWeights,
  seedOptionNames,
  withTakenArrays,
  type SeedOptions,
} from './seed-options'
import { Seeds, type SeedRows } from './seeds'
import { snappedPoints, type SnappedPoints } from './snapping'

/** Points in space, each with its label. */
export interface LabelledPoints {
  /** #P by 3, row-major. */
  positions: ArrayLike<number>
  /** #P: the label of each point; null, undefined, NaN and '' mean none. */
  labels: ArrayLike<LabelOrNone>
}

/** Options of {@link seedsFromPoints}. */
export interface PointSeedOptions extends SeedOptions, UnitsOptions {
  /** Points farther than this from the neuron are dropped and counted; nm. Default: no limit. */
  maxDistance?: number
  /** One per point. */
  seedWeights?: ArrayLike<number>
}

/**
 * Seeds from labelled points in space, each given to its nearest node (float64, the lowest index of
 * equals). Where several points fall on one node the last one counts, and a warning says how many
 * labels were replaced by others. Points are in the neuron's own numbers unless `units` are given.
 *
 * @throws TypeError, RangeError with `code`: ERR_INVALID_LENGTH, ERR_INVALID_POSITION, ERR_UNITS,
 *   and those of {@link seeds}.
 * @example
 * const someSeeds = await seedsFromPoints(neuron, { positions: [5, 5, 5], labels: ['axon'] })
 */
export async function seedsFromPoints(
  neuron: Neuron,
  points: LabelledPoints,
  options?: PointSeedOptions,
): Promise<Seeds> {
  checkedNeuron(neuron)
  const names = [...seedOptionNames, 'seedWeights', 'maxDistance', 'units', 'voxelSize']
  const given = withTakenArrays<PointSeedOptions>(checkedOptions(options, names, 'seedsFromPoints'))
  const { positions, labels } = checkedPoints(points)
  const seedWeights = checkedSeedWeights(given.seedWeights, labels.length, 'point')
  const slices = new Slices(given.signal)
  const snapped = await snappedPoints(
    neuron,
    { positions, nmPerUnit: nmPerUnit(given) },
    { nm: given.maxDistance, option: 'maxDistance', noun: 'the points' },
    slices,
  )
  const last = await slices.through(lastPerNode(neuron, snapped, labels, given.labelOrder))
  return Seeds.of(
    {
      neuron,
      ...last.rows,
      seedWeight: seedWeights && Float64Array.from(last.sources, (p) => seedWeights[p]),
      distances: snapped.distances,
      droppedSynapses: snapped.dropped,
    },
    given,
    slices,
  )
}

export interface LastPerNode {
  rows: Required<Pick<SeedRows, 'labels' | 'index' | 'label' | 'distance' | 'warnings'>>
  /** #S: the point that gave each node its label. */
  sources: Int32Array
}

/** Of several labelled points on a node the last one counts. `values`: label per point. */
export function* lastPerNode(
  { nodeCount }: Neuron,
  { nodes, distances }: SnappedPoints,
  values: ArrayLike<LabelOrNone>,
  labelOrder: SeedOptions['labelOrder'],
): Steps<LastPerNode> {
  const lastOf = new Int32Array(nodeCount).fill(-1)
  const farthestOf = new Float64Array(nodeCount)
  let replaced = 0
  yield* eachIn(nodes.length, (p) => {
    const node = nodes[p]
    if (node < 0 || isNoLabel(values[p])) return
    if (lastOf[node] >= 0 && values[lastOf[node]] !== values[p]) replaced++
    lastOf[node] = p
    farthestOf[node] = Math.max(farthestOf[node], distances[p])
  })
  const labelled: number[] = []
  yield* eachIn(nodeCount, (node) => {
    if (lastOf[node] >= 0) labelled.push(node)
  })
  const index = Int32Array.from(labelled)
  const sources = index.map((node) => lastOf[node])
  const encoded = yield* encodedLabels(
    Array.from(sources, (p) => values[p]),
    labelOrder,
  )
  const [were, labels] = replaced === 1 ? ['was', 'label'] : ['were', 'labels']
  const message = `${replaced} ${labels} ${were} replaced by a later one on the same node`
  return {
    rows: {
      labels: encoded.labels,
      index,
      label: encoded.columns,
      distance: Float64Array.from(index, (node) => farthestOf[node]),
      warnings: replaced > 0 ? [{ code: 'replaced-labels', message }] : [],
    },
    sources,
  }
}

function checkedPoints(points: LabelledPoints): {
  positions: Float64Array
  labels: ArrayLike<LabelOrNone>
} {
  if (typeof points !== 'object' || points === null || !isArrayLike(points.labels)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`points\` must be { positions, labels } with a label per point; got ${shown(points)}`,
    )
  }
  const given = isArrayLike(points.positions) ? taken(points.positions) : points.positions
  const none = isArrayLike(given) && given.length === 0
  const positions = none ? new Float64Array(0) : atOnce(checkedPositions(given, 'point'))
  if (points.labels.length !== positions.length / 3) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`labels\` must have an entry for each of the ${positions.length / 3} points; got ${points.labels.length}`,
    )
  }
  return { positions, labels: taken(points.labels) }
}
