import { shown, wrongValue } from '../errors'
import type { Neuron } from '../neuron/neuron'
import type { Label } from '../seeds/labels'
import {
  normalizedScores,
  softmaxScores,
  type ProbabilityKind,
  type ScoreArray,
} from './probabilities'
import type { Report } from './report'

/** What is written of a result. */
export interface ResultTable {
  /** Whose nodes are written. */
  neuron: Neuron
  /** #L, in column order. */
  labels: readonly Label[]
  /** #N: column of the node's label, -1 for none. */
  labelIndex: Int32Array
  /** #N by #L, row-major, raw. */
  scores: ScoreArray
  /** How it was made; JSON has it. */
  report: Report
}

/** The numbers of the nodes `from` to `to` - 1, row-major; NaN where no seed reaches. */
export type ProbabilityRows = (from: number, to: number) => ScoreArray

/**
 * The numbers of a result in pieces, so that a large one does not hold the event loop.
 *
 * @throws RangeError ERR_INVALID_OPTION for an unknown kind.
 */
export function probabilityRows(
  { scores, labels }: Pick<ResultTable, 'scores' | 'labels'>,
  kind: ProbabilityKind,
): ProbabilityRows {
  const width = labels.length
  const raw = (from: number, to: number): ScoreArray => scores.subarray(from * width, to * width)
  const normalized = (from: number, to: number): ScoreArray =>
    normalizedScores(raw(from, to), width)
  switch (kind) {
    case 'raw':
      return raw
    case 'normalized':
      return normalized
    case 'softmax':
      return (from, to) => softmaxScores(normalized(from, to), width)
    default:
      throw wrongValue(
        'ERR_INVALID_OPTION',
        `\`probabilities\` must be 'normalized', 'softmax' or 'raw'; got ${shown(kind)}`,
      )
  }
}
