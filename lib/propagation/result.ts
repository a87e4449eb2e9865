import { shown, wrongValue } from '../errors'
import type { Neuron } from '../neuron/neuron'
import type { Label } from '../seeds/labels'
import { knownNode } from '../seeds/seed-options'
import {
  entropies,
  margins,
  normalizedScores,
  softmaxScores,
  type ProbabilityKind,
  type ScoreArray,
} from './probabilities'
import { reportText, type Report } from './report'
import { writeResult, type WriteOptions } from './write-result'

/**
 * The result of a run: hard labels, scores and probabilities of every node of the neuron, in index
 * order. What is asked for is computed once and kept; the arrays are the caller's to read, not to
 * change.
 */
export class PropagationResult {
  #normalized?: ScoreArray
  #softmax?: ScoreArray

  constructor(
    /** The neuron that the labels are of. */
    readonly neuron: Neuron,
    /** #L: the labels, in column order. */
    readonly labels: readonly Label[],
    /** #N by #L, row-major, raw; a row of zeros where no seed reaches. */
    readonly scores: ScoreArray,
    /** #N: column of the node's label, the first of equals; -1 where no seed reaches. */
    readonly labelIndex: Int32Array,
    /** What the run did. */
    readonly report: Report,
  ) {}

  /**
   * The label of the node with this id (vertex index for a mesh), null where it has none.
   *
   * @throws RangeError ERR_UNKNOWN_NODE_ID.
   */
  labelOf(nodeId: number): Label | null {
    const column = this.labelIndex[knownNode(this.neuron, nodeId, '`nodeId`')]
    return column < 0 ? null : this.labels[column]
  }

  /**
   * Normalised scores of one label, #N, a new array of the scores' type: NaN where no seed reaches.
   *
   * @throws RangeError ERR_UNKNOWN_LABEL.
   */
  column(label: Label): ScoreArray {
    const column = this.labels.indexOf(label)
    if (column < 0) {
      throw wrongValue(
        'ERR_UNKNOWN_LABEL',
        `\`label\` must be one of ${this.labels.map(shown).join(', ')}; got ${shown(label)}`,
      )
    }
    const all = this.probabilities('normalized')
    const values = new (all.constructor as typeof Float64Array)(this.labelIndex.length)
    for (let node = 0; node < values.length; node++) {
      values[node] = all[node * this.labels.length + column]
    }
    return values
  }

  /**
   * #N by #L, row-major: scores over their row's sum (`normalized`), the softmax of these, or the
   * raw scores. NaN, for raw 0, where no seed reaches.
   *
   * @throws RangeError ERR_INVALID_OPTION.
   */
  probabilities(kind: ProbabilityKind = 'normalized'): ScoreArray {
    const width = this.labels.length
    switch (kind) {
      case 'raw':
        return this.scores
      case 'normalized':
        return (this.#normalized ??= normalizedScores(this.scores, width))
      case 'softmax':
        return (this.#softmax ??= softmaxScores(this.probabilities('normalized'), width))
      default:
        throw wrongValue(
          'ERR_INVALID_OPTION',
          `\`probabilities\` must be 'normalized', 'softmax' or 'raw'; got ${shown(kind)}`,
        )
    }
  }

  /** #N: best minus second best normalised score, 0 to 1; NaN where no seed reaches. */
  margins(): ScoreArray {
    return margins(this.scores, this.labels.length)
  }

  /** #N: entropy of the normalised scores in bits, 0 to log2 #L; NaN where no seed reaches. */
  entropies(): ScoreArray {
    return entropies(this.scores, this.labels.length)
  }

  /** One per node: its label, null where no seed reaches. */
  decode(): (Label | null)[] {
    return Array.from(this.labelIndex, (column) => (column < 0 ? null : this.labels[column]))
  }

  /**
   * Writes the result; the ending says how. A table: `.csv`, `.tsv` or `.json`. The neuron with its
   * labels: `.swc`, the skeleton with a type per label (`swcTypes` says which), or `.ply`, every
   * vertex coloured by its label, with its probabilities. The file appears whole or not at all.
   *
   * @throws TypeError, RangeError with `code`: ERR_INVALID_OPTION for another ending or a mesh as
   *   `.swc`, ERR_CONFLICTING_OPTIONS, ERR_UNKNOWN_OPTION; the system's error where it cannot be
   *   written; the reason of `signal` when it is aborted.
   * @example
   * await result.write('labels.swc', { swcTypes: { pre: 2, post: 3 } })
   */
  async write(path: string, options: WriteOptions = {}): Promise<void> {
    await writeResult(this, path, options)
  }

  /** The report, readable. */
  toString(): string {
    return reportText(this.report)
  }
}
