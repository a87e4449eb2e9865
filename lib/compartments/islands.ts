import type { Slices } from '../slices'
import { NodeHeap } from '../topology/node-heap'
import { compartmentPieces } from './borders'
import { codeOf } from './compartments'
import { TouchingPieces } from './touching-pieces'

/** Which islands are removed. */
export interface IslandLimit {
  /** Pieces smaller than this are islands: in the unit of `sizes`, nodes where that is absent. */
  least: number
  /** #N, not negative: cable length or area of every node (see nodeExtents). Default 1 each. */
  sizes?: Float64Array
}

export interface WithoutIslands {
  /** #N: codes of compartments. */
  codes: Uint8Array
  /** Pieces that took the compartment of a neighbour. */
  islands: number
  /** Nodes in them. */
  nodes: number
}

/** Compartments that come from elsewhere than synapses: never islands, and never taken by one. */
function isFixed(code: number): boolean {
  return (
    code === codeOf.none ||
    code === codeOf.soma ||
    code === codeOf.cellBodyFiber ||
    code === codeOf.linker
  )
}

/**
 * Compartments without islands. A piece (connected nodes of one compartment) of axon, dendrite or
 * mixed that is smaller than the limit takes the compartment of the neighbouring piece to which most
 * edges lead, of equals the larger, then the one with the first node; with it and with all other
 * neighbours of that compartment it becomes one piece. The smallest comes first (of equals the one
 * with the first node), until no island is left that has a neighbour: the last piece of a component
 * always stays. Soma, cell body fiber, linker and nodes without a compartment neither change nor
 * spread. O(#N + #E + B log^2 B) for B borders.
 *
 * @param edges Int32Array, #E by 2: edges and joins of any neuron.
 * @param codes Uint8Array, #N; not changed.
 */
export async function withoutIslands(
  edges: Int32Array,
  codes: Uint8Array,
  limit: IslandLimit,
  slices: Slices,
): Promise<WithoutIslands> {
  const pieces = await compartmentPieces(edges, codes, slices)
  const canChange = (node: number): boolean => !isFixed(codes[node])
  const touching = await TouchingPieces.of(pieces, codes, limit.sizes, slices)
  await touching.addBorders(edges, canChange, slices)
  const islands = await mergeIslands(touching, limit.least, slices)
  const changed = new Uint8Array(codes.length)
  let nodes = 0
  await slices.each(codes.length, 16384, (from, to) => {
    for (let node = from; node < to; node++) {
      changed[node] = touching.code[touching.pieceOf(node)]
      if (changed[node] !== codes[node]) nodes++
    }
  })
  return { codes: changed, islands, nodes }
}

/** Merges the pieces below `least` that touch another; returns how many changed their compartment. */
async function mergeIslands(
  touching: TouchingPieces,
  least: number,
  slices: Slices,
): Promise<number> {
  const { count, size, first } = touching
  // The keys of a piece may be those from before it grew: then it is put back when it comes up.
  const sizeKeys = size.slice()
  const firstKeys = first.slice()
  const heap = new NodeHeap(
    count,
    (a, b) =>
      sizeKeys[a] < sizeKeys[b] || (sizeKeys[a] === sizeKeys[b] && firstKeys[a] < firstKeys[b]),
  )
  const put = (piece: number): void => {
    if (size[piece] >= least) return
    sizeKeys[piece] = size[piece]
    firstKeys[piece] = first[piece]
    heap.rise(piece)
  }
  await slices.each(count, 4096, (from, to) => {
    for (let piece = from; piece < to; piece++) if (touching.hasNeighbours(piece)) put(piece)
  })
  let islands = 0
  while (heap.count > 0) {
    if (slices.over) await slices.turn()
    const piece = heap.pop()
    if (!touching.isThere(piece)) continue
    if (sizeKeys[piece] < size[piece]) {
      put(piece)
      continue
    }
    const host = touching.longestBorder(piece)
    if (host < 0) continue
    islands++
    const merged = touching.recode(piece, touching.code[host])
    // One that is in the heap may only rise: as large as before, but with an earlier first node.
    if (merged === piece || sizeKeys[merged] === size[merged]) put(merged)
  }
  return islands
}
