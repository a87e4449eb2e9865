import type { Synapses } from '../neuron/synapses'
import { linesInChunks } from './text-chunks'

/**
 * Synapses as the text of a CSV file (RFC 4180, lines ended by a line feed), in chunks of many
 * lines: a line of names, then `connector_id, node_id, type, x, y, z` and the columns of the table
 * in their order. `connector_id` is the column of this name, or 0, 1, 2, .. where there is none;
 * `node_id` is left out where the table has none. No value, and NaN, is an empty field. Numbers are
 * the shortest that read back equal, in the table's own units. Shares the event loop. O(#S).
 *
 * @throws the reason of `signal` when it is aborted.
 * @example
 * for await (const text of synapsesCsv(synapses)) process.stdout.write(text)
 */
export async function* synapsesCsv(
  synapses: Synapses,
  { signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<string> {
  const { positions, isPre, nodeIds, columns } = synapses
  const connectorIds = columns.get('connector_id')
  const further = [...columns].filter(([name]) => !ownNames.includes(name))
  const names = ownNames.filter((name) => name !== 'node_id' || nodeIds !== undefined)
  yield [...names, ...further.map(([name]) => name)].map(csvField).join(',') + '\n'

  const line = (i: number): string => {
    let text = csvField(connectorIds ? connectorIds[i] : i)
    if (nodeIds) text += `,${csvField(nodeIds[i])}`
    text += isPre[i] ? ',pre' : ',post'
    text += `,${positions[3 * i]},${positions[3 * i + 1]},${positions[3 * i + 2]}`
    for (const [, values] of further) text += `,${csvField(values[i])}`
    return text + '\n'
  }
  yield* linesInChunks(synapses.count, line, signal)
}

/** Columns that are made from the table itself, in their order. */
const ownNames = ['connector_id', 'node_id', 'type', 'x', 'y', 'z']

/** A value as a CSV field: quoted where it holds a comma, a quote or a line end. */
function csvField(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return ''
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
