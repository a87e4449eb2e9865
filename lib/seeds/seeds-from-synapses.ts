import { shown, wrongKind, wrongValue } from '../errors'
import { nearestName, checkedOptions } from '../options'
import { checkedNeuron, type Neuron } from '../neuron/neuron'
import { Synapses } from '../neuron/synapses'
import { eachIn, Slices, type Steps } from '../slices'
import { orderedLabels } from './labels'
import { seedOptionNames, type SeedOptions } from './seed-options'
import { Seeds, type SeedRows } from './seeds'
import { lastPerNode } from './seeds-from-points'
import { countsPerNode, snappedSynapses, type SynapseSnapOptions } from './snapped-synapses'
import type { SnappedPoints } from './snapping'

/**
 * How synapses become labels of nodes:
 * - `'pre-over-post'`: a node with any presynapse is `pre`, else one with any postsynapse `post`;
 * - `'majority'`: `pre` where it has more pre- than postsynapses, `post` where fewer, none where
 *   equal; weight |pre - post|;
 * - `'majority-balanced'`: the same, and the weights of `pre` times #post / #pre of the synapses that
 *   were not dropped;
 * - `{ column }`: the label is the synapse's value in that column; later rows of the table win.
 */
export type SeedRule =
  | 'pre-over-post'
  | 'majority'
  | 'majority-balanced'
  | {
      /** Name of a column of the table of synapses. */
      column: string
    }

/** Options of {@link seedsFromSynapses}. */
export interface SynapseSeedOptions extends SeedOptions, SynapseSnapOptions {
  /** Default `'pre-over-post'`. */
  rule?: SeedRule
}

export const synapseSeedOptionNames = [
  ...seedOptionNames,
  'rule',
  'snap',
  'maxSynapseDistance',
] as const

/**
 * Seeds from the synapses of a neuron. Synapses without units are in the neuron's own numbers.
 *
 * @throws TypeError, RangeError with `code`: ERR_UNITS, ERR_UNKNOWN_PROPERTY for a column that is
 *   not there, ERR_UNKNOWN_NODE_ID, and those of {@link seeds}; ERR_NO_SEEDS where no synapse gives
 *   a label.
 * @example
 * const someSeeds = await seedsFromSynapses(neuron, synapses, { rule: 'majority' })
 */
export async function seedsFromSynapses(
  neuron: Neuron,
  synapses: Synapses,
  options?: SynapseSeedOptions,
): Promise<Seeds> {
  checkedNeuron(neuron)
  if (!(synapses instanceof Synapses)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`synapses\` must be Synapses (see readSynapses); got ${shown(synapses)}`,
    )
  }
  const given: SynapseSeedOptions = checkedOptions(
    options,
    synapseSeedOptionNames,
    'seedsFromSynapses',
  )
  const slices = new Slices(given.signal)
  const snapped = await snappedSynapses(neuron, synapses, given, slices)
  const rows = await slices.through(rowsByRule(neuron, synapses, snapped, given))
  return Seeds.of(
    {
      neuron,
      distances: snapped.distances,
      droppedSynapses: snapped.dropped,
      ...rows,
    },
    given,
    slices,
  )
}

type RuleRows = Omit<SeedRows, 'neuron' | 'distances' | 'droppedSynapses'>

function* rowsByRule(
  neuron: Neuron,
  synapses: Synapses,
  snapped: SnappedPoints,
  options: SynapseSeedOptions,
): Steps<RuleRows> {
  const { rule = 'pre-over-post', labelOrder } = options
  if (typeof rule === 'object' && rule !== null && typeof rule.column === 'string') {
    return yield* rowsByColumn(neuron, synapses, snapped, rule.column, labelOrder)
  }
  if (rule === 'pre-over-post' || rule === 'majority' || rule === 'majority-balanced') {
    return yield* rowsByCounts(neuron, synapses, snapped, rule, labelOrder)
  }
  const near =
    typeof rule === 'string' &&
    nearestName(rule, ['pre-over-post', 'majority', 'majority-balanced'])
  throw (typeof rule === 'string' ? wrongValue : wrongKind)(
    'ERR_INVALID_OPTION',
    `\`rule\` must be 'pre-over-post', 'majority', 'majority-balanced' or { column }; got ${shown(rule)}` +
      (near ? `; did you mean '${near}'?` : ''),
  )
}

function* rowsByColumn(
  neuron: Neuron,
  synapses: Synapses,
  snapped: SnappedPoints,
  column: string,
  labelOrder: SeedOptions['labelOrder'],
): Steps<RuleRows> {
  const values = synapses.columns.get(column)
  if (values === undefined) {
    const known = [...synapses.columns.keys()].map((name) => `\`${name}\``).join(', ')
    throw wrongValue(
      'ERR_UNKNOWN_PROPERTY',
      `\`rule\` names column \`${column}\`, but the synapses have ${known === '' ? 'none' : known}`,
    )
  }
  return (yield* lastPerNode(neuron, snapped, values, labelOrder)).rows
}

/** #N: greatest distance of a synapse on each node. */
function* farthestPerNode(
  { nodes, distances }: SnappedPoints,
  nodeCount: number,
): Steps<Float64Array> {
  const farthest = new Float64Array(nodeCount)
  yield* eachIn(nodes.length, (s) => {
    if (nodes[s] >= 0) farthest[nodes[s]] = Math.max(farthest[nodes[s]], distances[s])
  })
  return farthest
}

function* rowsByCounts(
  neuron: Neuron,
  synapses: Synapses,
  snapped: SnappedPoints,
  rule: 'pre-over-post' | 'majority' | 'majority-balanced',
  labelOrder: SeedOptions['labelOrder'],
): Steps<RuleRows> {
  const { pre, post } = yield* countsPerNode(synapses, snapped, neuron.nodeCount)
  const farthest = yield* farthestPerNode(snapped, neuron.nodeCount)
  const isMajority = rule !== 'pre-over-post'
  const sideOf = (node: number): 'pre' | 'post' | undefined => {
    if (isMajority && pre[node] === post[node]) return undefined
    if (isMajority ? pre[node] > post[node] : pre[node] > 0) return 'pre'
    return post[node] > 0 ? 'post' : undefined
  }
  const labelled: number[] = []
  const found = new Set<string>()
  yield* eachIn(neuron.nodeCount, (node) => {
    const side = sideOf(node)
    if (side === undefined) return
    labelled.push(node)
    found.add(side)
  })
  const labels = orderedLabels([...found], labelOrder)
  const columnOf = { pre: labels.indexOf('pre'), post: labels.indexOf('post') }
  const balance = rule === 'majority-balanced' ? balanceOf(synapses, snapped) : 1
  const index = Int32Array.from(labelled)
  const label = new Int32Array(index.length)
  const weight = new Float32Array(index.length)
  yield* eachIn(index.length, (s) => {
    const node = index[s]
    const side = sideOf(node) as 'pre' | 'post'
    label[s] = columnOf[side]
    weight[s] = Math.fround(Math.abs(pre[node] - post[node])) * (side === 'pre' ? balance : 1)
  })
  const distance = Float64Array.from(index, (node) => farthest[node])
  return { labels, index, label, seedWeight: isMajority ? weight : undefined, distance }
}

/** float32(#post / #pre) of the synapses that belong to a node; 1 where one of them is 0. */
function balanceOf({ isPre }: Synapses, { nodes }: SnappedPoints): number {
  let [pre, post] = [0, 0]
  for (let s = 0; s < nodes.length; s++) {
    if (nodes[s] < 0) continue
    if (isPre[s] === 1) pre++
    else post++
  }
  return pre === 0 || post === 0 ? 1 : Math.fround(post / pre)
}
