import type { Slices } from '../slices'
import { connectedComponents, type Components } from '../topology/components'
import { codeOf } from './compartments'

const block = 16384

/**
 * Pieces: connected sets of nodes of one compartment. Nodes without a compartment make pieces too.
 *
 * @param edges Int32Array, #E by 2: edges and joins.
 * @param codes Uint8Array, #N.
 */
export function compartmentPieces(
  edges: Int32Array,
  codes: Uint8Array,
  slices: Slices,
): Promise<Components> {
  const isInside = (e: number): boolean => codes[edges[2 * e]] === codes[edges[2 * e + 1]]
  return connectedComponents(codes.length, edges, isInside, slices)
}

/**
 * Number of borders between compartments: pairs of pieces that touch, each counted once however many
 * edges cross, so that it does not depend on the sampling. A piece without a compartment has no
 * borders. O(#N + #E).
 *
 * @param edges Int32Array, #E by 2: edges and joins.
 * @param codes Uint8Array, #N.
 */
export async function borderCount(
  edges: Int32Array,
  codes: Uint8Array,
  slices: Slices,
): Promise<number> {
  const { of, count } = await compartmentPieces(edges, codes, slices)
  const borders = new Set<number>()
  await slices.each(edges.length / 2, block, (from, to) => {
    for (let e = from; e < to; e++) {
      const [a, b] = [edges[2 * e], edges[2 * e + 1]]
      if (of[a] === of[b] || codes[a] === codeOf.none || codes[b] === codeOf.none) continue
      borders.add(Math.min(of[a], of[b]) * count + Math.max(of[a], of[b]))
    }
  })
  return borders.size
}
