import type { NodeCounts } from '../seeds/snapped-synapses'
import type { Slices } from '../slices'
import { codeOf } from './compartments'
import { flowCentrality } from './flow-centrality'
import { sumsBelow, type RootedForest } from './rooted-forest'
import type { SynapseSides } from './synapse-counts'

const block = 16384

/**
 * Axon and dendrite by synapse flow centrality: each tree is cut at its edges of high flow (see
 * {@link flowCentrality}, both directions together), those with at least `linkerShare` of the
 * greatest flow in the tree. A node at which two or more of them meet is `linker`. What remains falls
 * into pieces; one whose share of presynapses is above that of the whole neuron is axon, another
 * dendrite. Uint8Array, #N: codes of compartments. O(#N).
 *
 * - The place of the root does not matter, so that no soma is needed. Soma and cell body fiber are
 *   for the caller to mark; until then they belong to the piece where they are.
 * - A piece with one kind of synapse is what that kind says, also in a neuron that has no other; a
 *   piece with exactly the neuron's share is dendrite.
 * - A piece without synapses hangs on a linker node, and is linker.
 * - A tree without flow is one piece: `mixed` where both kinds are on its one node with synapses, 0
 *   where it has no synapses.
 * - Equal flows are treated alike, so that a chain between two synapses is linker inside, and two
 *   nodes are cut without any linker.
 *
 * Source: Schneider-Mizell et al., eLife 2016, 5:e12059, which cuts where the flow is greatest; ours
 * are the symmetry between root and leaves and the rules for ties.
 *
 * @param linkerShare from 0 to 1, 0 excluded. By default 0.9, the part of the greatest flow at which
 *   published tools begin the linker.
 */
export async function flowSplit(
  forest: RootedForest,
  counts: NodeCounts & { total: SynapseSides },
  slices: Slices,
  linkerShare = 0.9,
): Promise<Uint8Array> {
  const { cut, hasFlow } = await cutEdges(forest, counts, linkerShare, slices)
  const cutsAt = new Int32Array(cut.length)
  await slices.each(cut.length, block, (from, to) => {
    for (let node = from; node < to; node++) {
      if (cut[node] === 0) continue
      cutsAt[node]++
      cutsAt[forest.parents[node]]++
    }
  })
  const pieces = await piecesBetween(forest, cut, cutsAt, slices)
  const pre = await sumsBelow(pieces, counts.pre, slices)
  const post = await sumsBelow(pieces, counts.post, slices)
  const codes = new Uint8Array(cut.length)
  await slices.each(cut.length, block, (from, to) => {
    for (let node = from; node < to; node++) {
      const top = pieces.roots[node]
      codes[node] =
        cutsAt[node] > 1
          ? codeOf.linker
          : codeOfPiece(pre[top], post[top], counts.total, hasFlow[forest.roots[node]] === 1)
    }
  })
  return codes
}

/** `cut`: #N, 1 where the edge to the parent has high flow; `hasFlow`: 1 at the root of such a tree. */
async function cutEdges(
  forest: RootedForest,
  counts: NodeCounts,
  linkerShare: number,
  slices: Slices,
): Promise<{ cut: Uint8Array; hasFlow: Uint8Array }> {
  const { centrifugal, centripetal } = await flowCentrality(forest, counts, slices)
  const nodeCount = centrifugal.length
  const greatest = new Float64Array(nodeCount)
  await slices.each(nodeCount, block, (from, to) => {
    for (let node = from; node < to; node++) {
      const root = forest.roots[node]
      greatest[root] = Math.max(greatest[root], centrifugal[node] + centripetal[node])
    }
  })
  const cut = new Uint8Array(nodeCount)
  const hasFlow = new Uint8Array(nodeCount)
  await slices.each(nodeCount, block, (from, to) => {
    for (let node = from; node < to; node++) {
      const flow = centrifugal[node] + centripetal[node]
      const most = greatest[forest.roots[node]]
      if (flow > 0 && flow >= linkerShare * most) cut[node] = 1
      if (most > 0) hasFlow[forest.roots[node]] = 1
    }
  })
  return { cut, hasFlow }
}

/** The forest without the cut edges and without the edges of linker nodes. */
async function piecesBetween(
  { parents, order }: RootedForest,
  cut: Uint8Array,
  cutsAt: Int32Array,
  slices: Slices,
): Promise<RootedForest> {
  const kept = parents.slice()
  const roots = new Int32Array(parents.length)
  await slices.each(order.length, block, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = order[i]
      const parent = parents[node]
      if (parent >= 0 && (cut[node] === 1 || cutsAt[node] > 1 || cutsAt[parent] > 1)) {
        kept[node] = -1
      }
      roots[node] = kept[node] < 0 ? node : roots[kept[node]]
    }
  })
  return { parents: kept, order, roots }
}

function codeOfPiece(pre: number, post: number, all: SynapseSides, treeHasFlow: boolean): number {
  if (pre === 0 && post === 0) return treeHasFlow ? codeOf.linker : codeOf.none
  if (post === 0) return codeOf.axon
  if (pre === 0) return codeOf.dendrite
  if (!treeHasFlow) return codeOf.mixed
  return pre * all.post > post * all.pre ? codeOf.axon : codeOf.dendrite
}
