import { shown, wrongKind, wrongValue } from '../errors'
import { checkedOptions } from '../options'
import { isArrayLike, taken } from '../neuron/node-properties'
import { checkedNeuron, type Neuron } from '../neuron/neuron'
import { eachIn, Slices, type Steps } from '../slices'
import { encodedLabels, isNoLabel, type LabelOrNone } from './labels'
import {
  checkedSeedWeights,
  knownNode,
  namedProperty,
  seedOptionNames,
  withTakenArrays,
  type SeedOptions,
} from './seed-options'
import { Seeds, type SeedRows } from './seeds'
import { softRows, type SoftSeeds } from './soft-seeds'

/**
 * Labels of the nodes of a neuron: an array with one entry per node, a Map from node id (skeleton)
 * or vertex index (mesh), the name of a property of the neuron, or soft seeds.
 */
export type NodeLabels =
  ArrayLike<LabelOrNone> | ReadonlyMap<number, LabelOrNone> | string | SoftSeeds

/** Options of {@link seeds}. */
export interface LabelSeedOptions extends SeedOptions {
  /** One per labelled node, in the order given: of the array's labelled entries, or of the Map's. */
  seedWeights?: ArrayLike<number>
}

export const labelSeedOptionNames = [...seedOptionNames, 'seedWeights'] as const

/**
 * Seeds from labels of nodes. null, undefined, NaN and '' mean "no label"; a weight of 0 means "not
 * a seed".
 *
 * @throws TypeError, RangeError with `code`: ERR_INVALID_LABEL, ERR_INVALID_LENGTH,
 *   ERR_UNKNOWN_NODE_ID, ERR_UNKNOWN_PROPERTY, ERR_INVALID_WEIGHT, ERR_UNKNOWN_LABEL; ERR_NO_SEEDS
 *   where nothing is labelled.
 * @example
 * const someSeeds = await seeds(neuron, new Map([[17, 'axon'], [41, 'dendrite']]))
 */
export async function seeds(
  neuron: Neuron,
  labels: NodeLabels,
  options?: LabelSeedOptions,
): Promise<Seeds> {
  checkedNeuron(neuron)
  const given = withTakenArrays(checkedOptions(options, labelSeedOptionNames, 'seeds'))
  const source = takenLabels(neuron, labels)
  const slices = new Slices(given.signal)
  const rows = await slices.through(
    isSoft(source) ? softRows(neuron, source, given) : hardRows(neuron, source, given),
  )
  return Seeds.of(rows, given, slices)
}

function isSoft(labels: NodeLabels): labels is SoftSeeds {
  return typeof labels === 'object' && labels !== null && 'scores' in labels && 'labels' in labels
}

/** The labels, arrays copied: the caller may change theirs as soon as the call has returned. */
function takenLabels(neuron: Neuron, labels: NodeLabels): Exclude<NodeLabels, string> {
  if (typeof labels === 'string') {
    return namedProperty(neuron, labels, 'labels') as ArrayLike<LabelOrNone>
  }
  if (labels instanceof Map) return new Map(labels as ReadonlyMap<number, LabelOrNone>)
  if (isArrayLike(labels)) return taken(labels)
  if (isSoft(labels)) {
    const { scores, labels: columns } = labels
    return { scores: isArrayLike(scores) ? taken(scores) : scores, labels: columns }
  }
  throw wrongKind(
    'ERR_INVALID_ARGUMENT',
    `\`labels\` must be an array, a Map from node id, the name of a property or { scores, labels }; got ${shown(labels)}`,
  )
}

function* hardRows(
  neuron: Neuron,
  labels: ArrayLike<LabelOrNone> | ReadonlyMap<number, LabelOrNone>,
  options: LabelSeedOptions,
): Steps<SeedRows> {
  const { nodes, values } = yield* labelledNodes(neuron, labels)
  const encoded = yield* encodedLabels(values, options.labelOrder)
  const weights = checkedSeedWeights(options.seedWeights, nodes.length)
  const rows = yield* ascendingRows(nodes, neuron.nodeCount)
  const index = new Int32Array(rows.length)
  const label = new Int32Array(rows.length)
  const seedWeight = weights && new Float64Array(rows.length)
  yield* eachIn(rows.length, (s) => {
    index[s] = nodes[rows[s]]
    label[s] = encoded.columns[rows[s]]
    if (seedWeight && weights) seedWeight[s] = weights[rows[s]]
  })
  return { neuron, labels: encoded.labels, index, label, seedWeight }
}

/** Numbers of the rows in ascending order of their nodes, each of which occurs once. */
function* ascendingRows(nodes: readonly number[], nodeCount: number): Steps<Int32Array> {
  const rowOf = new Int32Array(nodeCount).fill(-1)
  yield* eachIn(nodes.length, (row) => (rowOf[nodes[row]] = row))
  const rows = new Int32Array(nodes.length)
  let end = 0
  yield* eachIn(nodeCount, (node) => {
    if (rowOf[node] >= 0) rows[end++] = rowOf[node]
  })
  return rows
}

/** The labelled nodes in the order given, with their labels. */
function* labelledNodes(
  neuron: Neuron,
  labels: ArrayLike<LabelOrNone> | ReadonlyMap<number, LabelOrNone>,
): Steps<{ nodes: number[]; values: LabelOrNone[] }> {
  const nodes: number[] = []
  const values: LabelOrNone[] = []
  const add = (node: number, label: LabelOrNone): void => {
    if (isNoLabel(label)) return
    nodes.push(node)
    values.push(label)
  }
  if (labels instanceof Map) {
    for (const [id, label] of labels as ReadonlyMap<unknown, LabelOrNone>) {
      add(knownNode(neuron, id, '`labels`'), label)
      if (nodes.length % 16384 === 0) yield
    }
    return { nodes, values }
  }
  const array = labels as ArrayLike<LabelOrNone>
  if (array.length !== neuron.nodeCount) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`labels\` must have an entry for each of the ${neuron.nodeCount} nodes; got ${array.length}`,
    )
  }
  yield* eachIn(array.length, (node) => add(node, array[node]))
  return { nodes, values }
}
