import { nodeTableText, type ResultFormat } from './node-table'
import type { ProbabilityKind } from './probabilities'
import { probabilityRows, type ResultTable } from './result-table'

export { type ResultFormat } from './node-table'

/** Options of {@link resultText}. */
export interface ResultTextOptions {
  /** Which numbers; default normalised scores. */
  probabilities?: ProbabilityKind
  /** Ends the call, which then rejects with the reason of the signal. */
  signal?: AbortSignal
}

/**
 * The table of a result as text, in chunks: `node_id,label,p_<label>,..` (`score_<label>` for raw
 * scores), a row per node in index order, empty for no label and NaN. JSON: `{ "report": ..,
 * "nodes": [..] }` with the same names, null for no label and NaN. Numbers are the shortest that
 * read back as the same number of the scores' type. Shares the event loop. O(#N #L).
 *
 * @throws RangeError ERR_INVALID_OPTION for another format or kind of numbers; the reason of
 *   `signal` when it is aborted.
 * @example
 * for await (const text of resultText(result, 'tsv')) process.stdout.write(text)
 */
export async function* resultText(
  result: ResultTable,
  format: ResultFormat,
  { probabilities = 'normalized', signal }: ResultTextOptions = {},
): AsyncGenerator<string> {
  const { neuron, report, labels, labelIndex } = result
  const prefix = probabilities === 'raw' ? 'score_' : 'p_'
  const label = { name: 'label', names: labels, index: labelIndex }
  const rows = probabilityRows(result, probabilities)
  const numbers = { columns: labels.map((one) => prefix + String(one)), rows }
  yield* nodeTableText({ neuron, report, columns: [label, numbers] }, format, signal)
}
