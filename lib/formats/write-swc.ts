import { shown, wrongKind } from '../errors'
import type { NodeProperty } from '../neuron/node-properties'
import type { Skeleton } from '../neuron/skeleton'
import { linesInChunks, unitsName } from './text-chunks'

/** Options of {@link swcText}. */
export interface SwcTextOptions {
  /** The column `type`, by the index of the node, instead of the property of this name. */
  typeOf?: (index: number) => number
  /** Further lines of comments, without their `#`; each on one line. */
  comments?: readonly string[]
  /** Ends the call, which then rejects with the reason of the signal. */
  signal?: AbortSignal
}

/**
 * A skeleton as the text of an SWC file, in chunks of many lines: lines of comments (columns, and
 * units where they are known), then `id type x y z radius parent`, nodes in the order of their
 * table, -1 for the parent of a root. Numbers are the shortest that read back equal.
 *
 * `type` and `radius` are the properties of these names; 0 where the skeleton has no such property,
 * or no value there. Shares the event loop. O(#N).
 *
 * @throws TypeError ERR_INVALID_ARGUMENT where a type or radius is not a number; the reason of
 *   `signal` when it is aborted.
 * @example
 * for await (const text of swcText(skeleton)) process.stdout.write(text)
 */
export async function* swcText(
  skeleton: Skeleton,
  { typeOf, comments = [], signal }: SwcTextOptions = {},
): AsyncGenerator<string> {
  const { positions, parents, nodeIds, nodeCount, properties } = skeleton
  const units = unitsName(skeleton.nmPerUnit)
  const head = ['id type x y z radius parent', ...(units ? [`units: ${units}`] : []), ...comments]
  yield head.map((comment) => `# ${comment}\n`).join('')

  const types = properties.get('type')
  const radii = properties.get('radius')
  const line = (i: number): string => {
    const id = nodeIds.at(i)
    const type = typeOf?.(i) ?? numberAt(types, i, 'type', id)
    const radius = numberAt(radii, i, 'radius', id)
    const parent = parents[i] < 0 ? -1 : nodeIds.at(parents[i])
    const place = `${positions[3 * i]} ${positions[3 * i + 1]} ${positions[3 * i + 2]}`
    return `${id} ${type} ${place} ${radius} ${parent}\n`
  }
  yield* linesInChunks(nodeCount, line, signal)
}

function numberAt(values: NodeProperty | undefined, i: number, name: string, id: number): number {
  const value: unknown = values?.[i]
  if (value === undefined || value === null || Number.isNaN(value)) return 0
  if (typeof value === 'number') return value
  throw wrongKind(
    'ERR_INVALID_ARGUMENT',
    `\`${name}\` must be a number to be written as SWC; got ${shown(value)} for node ${id}`,
  )
}
