import type { Slices } from '../slices'
import { DisjointSets, type Components } from './components'
import { firstAtSamePlace } from './coincident-points'
import { JoiningRounds } from './joining-rounds'
import { NearestForeign } from './nearest-foreign'
import { NodePairs } from './node-pairs'
import { PointTree } from './point-tree'

/**
 * The pairs of nodes that join the components at least total gap: a minimum spanning tree over all
 * pairs of nodes of different components, in which (gap, lower index, higher index) decides, so that
 * it is the only one. Pairs for which not `isAllowed(gap)` are left out; it must allow every gap that
 * is less than an allowed one, and none above `greatest`.
 *
 * Boruvka: in every round each fragment but the largest looks for its nearest pair, and all these
 * pairs join. About O(n log n) in the nodes outside the largest fragment, for each of at most
 * log2(components) rounds.
 *
 * @param positions Float64Array, #N by 3.
 * @returns Int32Array, #J by 2: the lower index first, in the order of the above.
 */
export async function shortestJoins(
  positions: Float64Array,
  components: Components,
  limit: { greatest: number; isAllowed: (gap: number) => boolean },
  slices: Slices,
): Promise<Int32Array> {
  const pairs = new NodePairs()
  const sets = new DisjointSets(components.count)
  const first = await firstAtSamePlace(positions, slices)
  let left = components.count - (await joinCoincident(first, components, sets, pairs, slices))
  if (left === 1) return pairs.sorted()

  // Of the nodes at one place, all of one fragment by now, the lowest is in the shortest pair.
  const points = first.filter((place, node) => place === node)
  const fragmentOf = new Int32Array(first.length)
  const tree = await PointTree.of(positions, slices, points)
  const search = await NearestForeign.of(tree, fragmentOf, slices)
  const rounds = new JoiningRounds(components.count, points, fragmentOf, search)
  for (let joined = left; joined > 0 && left > 1; left -= joined) {
    await slices.each(first.length, 16384, (from, to) => {
      for (let node = from; node < to; node++) fragmentOf[node] = sets.root(components.of[node])
    })
    await search.refresh(slices)
    await rounds.look(limit.greatest, slices)
    joined = rounds.join(limit.isAllowed, sets, pairs)
  }
  await slices.turn()
  return pairs.sorted()
}

/** Joins the nodes at one place to the first of them. @returns the number of joins. */
async function joinCoincident(
  first: Int32Array,
  components: Components,
  sets: DisjointSets,
  pairs: NodePairs,
  slices: Slices,
): Promise<number> {
  // Places in ascending order, the nodes of each in ascending order.
  const next = new Int32Array(first.length).fill(-1)
  const last = first.slice()
  await slices.each(first.length, 16384, (from, to) => {
    for (let node = from; node < to; node++) {
      if (first[node] === node) continue
      next[last[first[node]]] = node
      last[first[node]] = node
    }
  })
  await slices.each(first.length, 16384, (from, to) => {
    for (let place = from; place < to; place++) {
      if (first[place] !== place) continue
      for (let node = next[place]; node >= 0; node = next[node]) {
        const united = sets.unite(components.of[place], components.of[node])
        if (united) pairs.add(place, node, 0)
      }
    }
  })
  return pairs.gaps.length
}
