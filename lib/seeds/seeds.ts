import { wrongValue } from '../errors'
import type { Slices } from '../slices'
import { checkedNeuron, nodeName, type Neuron } from '../neuron/neuron'
import { labelWeightsOf, nodeWeightOf, type SeedOptions } from './seed-options'
import type { Label } from './labels'

/** Something that a user should know and that is no error; `code` is stable. */
export interface Warning {
  /** Stable; listed in docs/errors.md. */
  code: string
  /** For people; may change. */
  message: string
}

/** What the makers of seeds hand over: rows in ascending order of `index`. */
export interface SeedRows {
  neuron: Neuron
  labels: readonly Label[]
  /** #S: indices of the labelled nodes, ascending, each once. */
  index: Int32Array
  /** #S: column of the label; absent for soft seeds. */
  label?: Int32Array
  /** #S by #L, row-major: rows of a soft seed matrix; absent for hard labels. */
  entries?: Float32Array
  /** #S: weight of each seed; 1 where absent. */
  seedWeight?: ArrayLike<number>
  /** #S: distance that a seed was moved to its node. */
  distance?: Float64Array
  /** One per point or synapse of the source: how far its node is. */
  distances?: Float64Array
  droppedSynapses?: number
  warnings?: Warning[]
}

/**
 * The labelled nodes of one neuron: a value to inspect and to propagate. Made by {@link seeds},
 * {@link seedsFromPoints} and {@link seedsFromSynapses}.
 *
 * @example
 * const { labels, counts, warnings } = await seeds(neuron, new Map([[17, 'axon']]))
 */
export class Seeds {
  /** The neuron that they belong to; they propagate on no other. */
  readonly neuron: Neuron
  /** #L: labels in column order. */
  readonly labels: readonly Label[]
  /** #S: indices of the labelled nodes, ascending. */
  readonly index: Int32Array
  /** #S: column of the label in `labels`; for soft seeds the column with the greatest score. */
  readonly label: Int32Array
  /** #S: node weight times seed weight, float32; the label weights are in `scores`. */
  readonly weight: Float32Array
  /** #S by #L, row-major, float32: the rows of the seed scores Y that are not zero. */
  readonly scores: Float32Array
  /** True where the seeds came as a matrix of counts or confidences. */
  readonly soft: boolean
  /**
   * #S: how far the farthest point or synapse of a seed is from its node, in nm where the neuron's
   * units are known, else in its own numbers; undefined where nothing was snapped.
   */
  readonly distance?: Float64Array
  /** One per point or synapse of the source, in its order: distance to its node, unit as above. */
  readonly distances?: Float64Array
  /** Seeds per label (soft seeds: rows with a score above 0). */
  readonly counts: Readonly<Record<string, number>>
  /** Synapses or points that were farther from the neuron than the limit. */
  readonly droppedSynapses: number
  /** What a user should know about their making. */
  readonly warnings: readonly Warning[]

  /**
   * Applies the weights and leaves out what weighs nothing.
   *
   * @internal
   */
  static async of(rows: SeedRows, options: SeedOptions, slices: Slices): Promise<Seeds> {
    checkedNeuron(rows.neuron)
    const { weights: labelWeights, unused } = labelWeightsOf(rows.labels, options.labelWeights)
    const weighted = await weightedRows(
      rows,
      labelWeights,
      nodeWeightOf(rows.neuron, options.nodeWeights),
      slices,
    )
    if (weighted.kept.length === 0) throw noSeeds(rows)
    return new Seeds(rows, weighted, unusedWeights(unused))
  }

  /**
   * The same seeds on another neuron. `nodeOf`: where each node is there, in ascending order.
   *
   * @internal
   */
  static moved(seeds: Seeds, neuron: Neuron, nodeOf: Int32Array): Seeds {
    const index = seeds.index.map((node) => nodeOf[node])
    return Object.assign(Object.create(Seeds.prototype) as Seeds, seeds, { neuron, index })
  }

  private constructor(rows: SeedRows, weighted: WeightedRows, warnings: Warning[]) {
    const { kept } = weighted
    this.neuron = rows.neuron
    this.labels = rows.labels
    this.soft = rows.entries !== undefined
    this.index = picked(rows.index, kept)
    this.label = picked(weighted.label, kept)
    this.weight = picked(weighted.weight, kept)
    this.scores = weighted.scores
    this.distance = rows.distance && picked(rows.distance, kept)
    this.distances = rows.distances
    this.droppedSynapses = rows.droppedSynapses ?? 0
    this.warnings = [...(rows.warnings ?? []), ...warnings]
    this.counts = Object.fromEntries(
      rows.labels.map((label, l) => [String(label), weighted.counts[l]]),
    )
  }
}

/** The values at these ascending places. */
function picked<Values extends Int32Array | Float32Array | Float64Array>(
  values: Values,
  places: Int32Array,
): Values {
  const all = values.slice(0, places.length) as Values
  for (let i = 0; i < places.length; i++) all[i] = values[places[i]]
  return all
}

interface WeightedRows {
  /** Rows of the source that are seeds. */
  kept: Int32Array
  /** One per row of the source. */
  label: Int32Array
  weight: Float32Array
  /** #kept by #L */
  scores: Float32Array
  /** #L: rows with a score above 0. */
  counts: number[]
}

/**
 * Y[i, l] = ((label weight * node weight) * seed weight) * entry, each product rounded to float32.
 * Rows whose scores are all 0 are no seeds.
 */
async function weightedRows(
  rows: SeedRows,
  labelWeights: Float32Array,
  nodeWeight: (index: number) => number,
  slices: Slices,
): Promise<WeightedRows> {
  const width = rows.labels.length
  const count = rows.index.length
  const kept = new Int32Array(count)
  const label = new Int32Array(count)
  const weight = new Float32Array(count)
  const scores = new Float32Array(count * width)
  const counts = new Array<number>(width).fill(0)
  let keptCount = 0
  await slices.each(count, Math.ceil(4096 / width), (from, to) => {
    for (let s = from; s < to; s++) {
      const ofNode = Math.fround(nodeWeight(rows.index[s]))
      const ofSeed = Math.fround(rows.seedWeight?.[s] ?? 1)
      weight[s] = Math.fround(ofNode * ofSeed)
      const row = keptCount * width
      let best = 0
      for (let l = 0; l < width; l++) {
        const entry = rows.entries ? rows.entries[s * width + l] : rows.label?.[s] === l ? 1 : 0
        const product = Math.fround(Math.fround(labelWeights[l] * ofNode) * ofSeed)
        scores[row + l] = entry === 0 ? 0 : product * entry
        if (!Number.isFinite(scores[row + l])) throw overflow(rows, s)
        if (scores[row + l] > scores[row + best]) best = l
        if (scores[row + l] > 0) counts[l]++
      }
      label[s] = best
      if (scores[row + best] > 0) kept[keptCount++] = s
    }
  })
  return {
    kept: kept.slice(0, keptCount),
    label,
    weight,
    scores: scores.slice(0, keptCount * width),
    counts,
  }
}

function overflow(rows: SeedRows, s: number): Error {
  return wrongValue(
    'ERR_INVALID_WEIGHT',
    `the weights of ${nodeName(rows.neuron, rows.index[s])} multiply to more than float32 can hold`,
  )
}

function unusedWeights(unused: string[]): Warning[] {
  return unused.map((label) => ({
    code: 'unused-label-weight',
    message: `\`labelWeights\` has a weight for '${label}', a label that this neuron does not have`,
  }))
}

function noSeeds(rows: SeedRows): Error {
  const name = rows.neuron.name === undefined ? 'the neuron' : `neuron ${rows.neuron.name}`
  const why =
    rows.index.length > 0
      ? `all ${rows.index.length} labelled nodes have weight 0`
      : (rows.droppedSynapses ?? 0) > 0
        ? `all ${rows.droppedSynapses} points are farther from it than the limit`
        : 'no node carries a label'
  return wrongValue('ERR_NO_SEEDS', `${name} has no seeds: ${why}`)
}
