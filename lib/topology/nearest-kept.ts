import { measuredPositions } from '../neuron/node-properties'
import type { Neuron } from '../neuron/neuron'
import type { Slices } from '../slices'
import { distanceBetween } from './edge-lengths'
import { neighboursOf } from './neighbours'
import { NodeHeap } from './node-heap'

/**
 * For every node the kept node that is nearest along the edges, not through another kept one:
 * Int32Array, #N; the lowest of equals; a kept node is its own; -1 where none can be reached.
 * Dijkstra from all kept nodes at once: O((#N + #E) log #N) at worst.
 *
 * @param edges #E by 2.
 * @param isKept #N: 1 for a kept node.
 */
export async function nearestKept(
  neuron: Neuron,
  edges: Int32Array,
  isKept: Uint8Array,
  slices: Slices,
): Promise<Int32Array> {
  const count = neuron.nodeCount
  const { starts, nodes } = await neighboursOf(count, edges, slices)
  const positions = measuredPositions(neuron.positions, neuron.nmPerUnit)
  const distances = new Float64Array(count)
  const nearest = new Int32Array(count).fill(-1)
  const comesFirst = (a: number, b: number): boolean =>
    distances[a] < distances[b] || (distances[a] === distances[b] && nearest[a] < nearest[b])
  const open = new NodeHeap(count, comesFirst)

  const reachFrom = (node: number): void => {
    for (let i = starts[node]; i < starts[node + 1]; i++) {
      const next = nodes[i]
      if (isKept[next] === 1) continue
      const distance = distances[node] + distanceBetween(positions, node, next)
      const isNearer =
        nearest[next] < 0 ||
        distance < distances[next] ||
        (distance === distances[next] && nearest[node] < nearest[next])
      if (!isNearer) continue
      distances[next] = distance
      nearest[next] = nearest[node]
      open.rise(next)
    }
  }
  await slices.each(count, 4096, (from, to) => {
    for (let node = from; node < to; node++) {
      if (isKept[node] === 0) continue
      nearest[node] = node
      reachFrom(node)
    }
  })
  while (open.count > 0) {
    if (slices.over) await slices.turn()
    for (let i = 0; i < 256 && open.count > 0; i++) reachFrom(open.pop())
  }
  return nearest
}
