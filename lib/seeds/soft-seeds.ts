import { shown, wrongKind, wrongValue } from '../errors'
import { isArrayLike } from '../neuron/node-properties'
import { nodeName, type Neuron } from '../neuron/neuron'
import { eachIn, type Steps } from '../slices'
import { orderedLabels, type Label } from './labels'
import { checkedSeedWeights, checkedWeight, type SeedOptions } from './seed-options'
import type { SeedRows } from './seeds'

/** Soft seeds: counts or confidences of several labels per node. */
export interface SoftSeeds {
  /** #N by #L, row-major, finite and not negative; a row of zeros is no seed. Not normalised. */
  scores: ArrayLike<number>
  /** #L: the labels of the columns, in this order. */
  labels: readonly Label[]
}

/** The rows of a matrix of soft seeds that are not zero, columns in `labelOrder` where given. */
export function* softRows(
  neuron: Neuron,
  soft: SoftSeeds,
  options: SeedOptions & { seedWeights?: ArrayLike<number> },
): Steps<SeedRows> {
  const given = checkedColumns(soft.labels)
  const labels = options.labelOrder === undefined ? given : orderedLabels(given, options.labelOrder)
  const width = given.length
  const scores = checkedScores(soft.scores, neuron.nodeCount, width)
  const index: number[] = []
  yield* eachIn(neuron.nodeCount, (node) => {
    let isSeed = false
    for (let l = 0; l < width; l++) {
      const score: unknown = scores[node * width + l]
      if (typeof score === 'number' && score > 0 && score < Infinity) isSeed = true
      else if (score !== 0) checkedWeight(score, `\`scores\` of ${nodeName(neuron, node)}`)
    }
    if (isSeed) index.push(node)
  })
  const from = labels.map((label) => given.indexOf(label))
  const entries = new Float32Array(index.length * labels.length)
  yield* eachIn(index.length, (s) => {
    from.forEach((column, l) => {
      if (column >= 0) entries[s * labels.length + l] = scores[index[s] * width + column]
    })
  })
  const seedWeight = checkedSeedWeights(options.seedWeights, index.length)
  return { neuron, labels, index: Int32Array.from(index), entries, seedWeight }
}

function checkedColumns(labels: unknown): Label[] {
  if (!isArrayLike(labels) || labels.length === 0) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`labels\` of soft seeds must be an array of labels; got ${shown(labels)}`,
    )
  }
  return orderedLabels([], Array.from(labels) as Label[], 'labels')
}

function checkedScores(scores: unknown, nodeCount: number, width: number): ArrayLike<number> {
  const rule = `\`scores\` of soft seeds must be #N by #L, ${nodeCount} by ${width}; got ${shown(scores)}`
  if (!isArrayLike(scores)) throw wrongKind('ERR_INVALID_ARGUMENT', rule)
  if (scores.length !== nodeCount * width) throw wrongValue('ERR_INVALID_LENGTH', rule)
  return scores as ArrayLike<number>
}
