import { plyBytes, type PlyColumns } from '../formats/write-ply'
import type { Label } from '../seeds/labels'
import { hexColour, labelColour, nodeColour, unlabelledColour } from './label-colours'
import { escapedLabel } from './label-text'
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
  const names = propertyNames(probabilities === 'raw' ? 'score_' : 'share_', result.labels)
  const columns: PlyColumns['columns'] = [
    ...['red', 'green', 'blue'].map((name) => ({ name, type: 'uchar' as const })),
    { name: 'label', type: 'int' },
    ...names.map((name) => ({ name, type: 'float' as const })),
  ]
  const valuesOf = probabilityRows(result, probabilities)
  const sharesOf = probabilityRows(result, 'normalized')
  const rows = (from: number, to: number): Float64Array => {
    const shares = sharesOf(from, to)
    const values = probabilities === 'normalized' ? shares : valuesOf(from, to)
    return vertexRows(result.labelIndex.subarray(from, to), shares, values)
  }
  const comments = [
    ...result.labels.map(
      (label, l) => `label ${l} ${asciiLabel(label)} ${names[l]} ${hexColour(labelColour(l))}`,
    ),
    `label -1 none ${hexColour(unlabelledColour)}`,
  ]
  return plyBytes(result.neuron, { vertex: { columns, rows }, comments, signal })
}

/** #R by 4 + #L, row-major: colour, column of the label, one number per label. */
function vertexRows(
  labelIndex: Int32Array,
  shares: ArrayLike<number>,
  values: ArrayLike<number>,
): Float64Array {
  const width = shares.length / labelIndex.length
  const rows = new Float64Array(labelIndex.length * (4 + width))
  for (let i = 0; i < labelIndex.length; i++) {
    const row = i * (4 + width)
    const label = labelIndex[i]
    const [red, green, blue] = nodeColour(label, label < 0 ? 0 : margin(shares, i * width, width))
    rows[row] = red
    rows[row + 1] = green
    rows[row + 2] = blue
    rows[row + 3] = label
    for (let l = 0; l < width; l++) rows[row + 4 + l] = values[i * width + l] || 0 // NaN: 0
  }
  return rows
}

/** Best minus second best share of a row; good enough for a colour. */
function margin(shares: ArrayLike<number>, row: number, width: number): number {
  let best = 0
  let second = 0
  for (let i = row; i < row + width; i++) {
    if (shares[i] > best) {
      second = best
      best = shares[i]
    } else if (shares[i] > second) second = shares[i]
  }
  return best - second
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

/** A label on one line of ASCII, as many readers want it; cut where it is long. */
function asciiLabel(label: Label): string {
  const isLong = typeof label === 'string' && label.length > 100
  return escapedLabel(isLong ? `${label.slice(0, 97)}...` : label, /[^ -~]/g)
}
