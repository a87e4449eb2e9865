import type { Label } from '../seeds/labels'
import { nodePly } from './node-ply'
import { probabilityRows, type ResultTable } from './result-table'
import type { ResultTextOptions } from './result-text'

/**
 * The neuron of a result as the bytes of a PLY file, in chunks, ready to be looked at: every vertex
 * has the colour of its label (`red`, `green`, `blue`), the greyer the smaller its margin; `label`,
 * the column of its label, -1 for none; and `share_<label>` per label (`score_<label>` for raw
 * scores), 0 where no seed reaches, as viewers cannot show NaN. In names of properties everything
 * but ASCII letters and digits is an underscore; comments have the labels as they are, as JSON.
 *
 * @throws RangeError ERR_INVALID_OPTION for another kind of numbers; the reason of `signal` when it
 *   is aborted.
 */
export function resultPly(
  result: ResultTable,
  { probabilities = 'normalized', signal }: ResultTextOptions = {},
): AsyncGenerator<Uint8Array> {
  const { neuron, labels, labelIndex } = result
  const names = propertyNames(probabilities === 'raw' ? 'score_' : 'share_', labels)
  const sharesOf = probabilityRows(result, 'normalized')
  return nodePly({
    ...{ neuron, labels, labelIndex, signal },
    properties: names,
    rows: probabilityRows(result, probabilities),
    strengths: (from, to) => margins(sharesOf(from, to), labels.length),
    noteOf: (label) => names[label],
  })
}

/** Best minus second best share of every row; good enough for a colour. */
function margins(shares: ArrayLike<number>, width: number): Float64Array {
  const made = new Float64Array(shares.length / width)
  for (let row = 0; row < made.length; row++) {
    let best = 0
    let second = 0
    for (let i = row * width; i < (row + 1) * width; i++) {
      if (shares[i] > best) {
        second = best
        best = shares[i]
      } else if (shares[i] > second) second = shares[i]
    }
    made[row] = best - second
  }
  return made
}

/** Names that every reader takes, each once; long labels are cut. */
function propertyNames(prefix: string, labels: readonly Label[]): string[] {
  const names = new Set<string>()
  for (const label of labels) {
    const name =
      prefix +
      String(label)
        .slice(0, 60)
        .replace(/[^A-Za-z0-9]/g, '_')
    let unique = name
    for (let n = 2; names.has(unique); n++) unique = `${name}_${n}`
    names.add(unique)
  }
  return [...names]
}
