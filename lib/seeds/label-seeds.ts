import { shown, wrongKind, wrongValue } from '../errors'
import { checkedOptions } from '../options'
import { isArrayLike } from '../neuron/node-properties'
import { checkedNeuron, nodeName, type Neuron } from '../neuron/neuron'
import { Slices } from '../slices'
import { encodedLabels, isNoLabel, orderedLabels, type Label, type LabelOrNone } from './labels'
import {
  checkedWeight,
  knownNode,
  namedProperty,
  seedOptionNames,
  type SeedOptions,
} from './seed-options'
import { Seeds, type SeedRows } from './seeds'

/** Soft seeds: counts or confidences of several labels per node. */
export interface SoftSeeds {
  /** #N by #L, row-major, finite and not negative; a row of zeros is no seed. Not normalised. */
  scores: ArrayLike<number>
  /** #L: the labels of the columns, in this order. */
  labels: readonly Label[]
}

/**
 * Labels of the nodes of a neuron: an array with one entry per node, a Map from node id (skeleton)
 * or vertex index (mesh), the name of a property of the neuron, or soft seeds.
 */
export type NodeLabels =
  ArrayLike<LabelOrNone> | ReadonlyMap<number, LabelOrNone> | string | SoftSeeds

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
  const given: LabelSeedOptions = checkedOptions(options, labelSeedOptionNames, 'seeds')
  const rows = isSoft(labels) ? softRows(neuron, labels, given) : hardRows(neuron, labels, given)
  return Seeds.of(rows, given, new Slices(given.signal))
}

function isSoft(labels: NodeLabels): labels is SoftSeeds {
  return typeof labels === 'object' && labels !== null && 'scores' in labels && 'labels' in labels
}

function hardRows(
  neuron: Neuron,
  labels: Exclude<NodeLabels, SoftSeeds>,
  options: LabelSeedOptions,
): SeedRows {
  const { nodes, values } = labelledNodes(neuron, labels)
  const encoded = encodedLabels(values, options.labelOrder)
  const weights = checkedSeedWeights(options.seedWeights, nodes.length)
  const order = Array.from(nodes.keys()).sort((a, b) => nodes[a] - nodes[b])
  return {
    neuron,
    labels: encoded.labels,
    index: Int32Array.from(order, (s) => nodes[s]),
    label: Int32Array.from(order, (s) => encoded.columns[s]),
    seedWeight: weights && Float64Array.from(order, (s) => weights[s]),
  }
}

/** The labelled nodes in the order given, with their labels. */
function labelledNodes(
  neuron: Neuron,
  labels: Exclude<NodeLabels, SoftSeeds>,
): { nodes: number[]; values: LabelOrNone[] } {
  const nodes: number[] = []
  const values: LabelOrNone[] = []
  const add = (node: number, label: unknown): void => {
    if (isNoLabel(label)) return
    nodes.push(node)
    values.push(label as LabelOrNone)
  }
  if (labels instanceof Map) {
    for (const [id, label] of labels as ReadonlyMap<unknown, unknown>) {
      add(knownNode(neuron, id, '`labels`'), label)
    }
    return { nodes, values }
  }
  const array = typeof labels === 'string' ? namedProperty(neuron, labels, 'labels') : labels
  if (!isArrayLike(array)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`labels\` must be an array, a Map from node id, the name of a property or { scores, labels }; got ${shown(labels)}`,
    )
  }
  if (array.length !== neuron.nodeCount) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`labels\` must have an entry for each of the ${neuron.nodeCount} nodes; got ${array.length}`,
    )
  }
  for (let node = 0; node < array.length; node++) add(node, array[node])
  return { nodes, values }
}

function softRows(neuron: Neuron, soft: SoftSeeds, options: LabelSeedOptions): SeedRows {
  if (!isArrayLike(soft.labels) || soft.labels.length === 0) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`labels\` of soft seeds must be an array of labels; got ${shown(soft.labels)}`,
    )
  }
  const given = orderedLabels([], soft.labels)
  const labels = options.labelOrder === undefined ? given : orderedLabels(given, options.labelOrder)
  const from = labels.map((label) => given.indexOf(label))
  const width = given.length
  if (!isArrayLike(soft.scores) || soft.scores.length !== neuron.nodeCount * width) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`scores\` of soft seeds must be #N by #L, ${neuron.nodeCount} by ${width}; got ${shown(soft.scores)}`,
    )
  }
  const index: number[] = []
  const entries: number[] = []
  for (let node = 0; node < neuron.nodeCount; node++) {
    let isSeed = false
    for (let l = 0; l < width; l++) {
      const what = `\`scores\` of ${nodeName(neuron, node)}`
      if (checkedWeight(soft.scores[node * width + l], what) > 0) isSeed = true
    }
    if (!isSeed) continue
    index.push(node)
    for (const l of from) entries.push(l < 0 ? 0 : soft.scores[node * width + l])
  }
  const weights = checkedSeedWeights(options.seedWeights, index.length)
  return {
    neuron,
    labels,
    index: Int32Array.from(index),
    entries: Float32Array.from(entries),
    seedWeight: weights,
  }
}

/** Seed weights as given, checked. `count` is the number of seeds they belong to. */
export function checkedSeedWeights(
  weights: ArrayLike<number> | undefined,
  count: number,
): Float64Array | undefined {
  if (weights === undefined) return undefined
  if (!isArrayLike(weights)) {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`seedWeights\` must be an array with a number per seed; got ${shown(weights)}`,
    )
  }
  if (weights.length !== count) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`seedWeights\` must have a number for each of the ${count} seeds; got ${weights.length}`,
    )
  }
  return Float64Array.from(weights, (weight, s) =>
    checkedWeight(weight, `\`seedWeights\` of seed ${s}`),
  )
}
