import { NeuronDataError } from '../errors'
import type { Slices } from '../slices'

const verticesPerTurn = 4096

/** Undirected edges between vertices 0 .. `vertexCount` - 1. */
export interface UndirectedEdges {
  vertexCount: number
  /** #E by 2, row-major: indices of vertices; an edge may occur twice, in either direction. */
  edges: Uint32Array
  /** Name of the file in messages. */
  file?: string
}

/**
 * #V: the parent of every vertex, -1 for a root, so that every edge joins a vertex with its parent.
 * A component's root is `root`, where that is in it, else its first vertex. Breadth first, O(V + E).
 *
 * @throws NeuronDataError ERR_FILE_FORMAT for an edge to a vertex that does not exist,
 *   ERR_INVALID_PARENT for a cycle, or a vertex joined with itself.
 */
export async function orientedForest(
  graph: UndirectedEdges,
  root: number | undefined,
  slices: Slices,
): Promise<Int32Array> {
  const { vertexCount } = graph
  const neighbours = new Neighbours(graph)
  if (slices.over) await slices.turn()
  const parents = new Int32Array(vertexCount).fill(unseen)
  const queue = new Int32Array(vertexCount)
  let [head, tail] = [0, 0]
  for (let start = -1; start < vertexCount; start++) {
    const first = start < 0 ? (root ?? 0) : start
    if (parents[first] !== unseen) continue
    parents[first] = -1
    queue[tail++] = first
    while (head < tail) {
      if (head % verticesPerTurn === 0 && slices.over) await slices.turn()
      tail = neighbours.visit(queue[head++], parents, queue, tail)
    }
  }
  return parents
}

/** A parent that is not known yet. */
const unseen = -2

/** The neighbours of every vertex, one after the other. */
class Neighbours {
  /** #V + 1: where the neighbours of a vertex begin. */
  readonly #starts: Uint32Array
  readonly #neighbours: Uint32Array
  readonly #file?: string

  constructor({ vertexCount, edges, file }: UndirectedEdges) {
    this.#file = file
    const starts = new Uint32Array(vertexCount + 1)
    for (let i = 0; i < edges.length; i++) {
      if (edges[i] >= vertexCount) throw this.#noVertex(edges[i], vertexCount, i >> 1)
      starts[edges[i] + 1]++
    }
    for (let vertex = 0; vertex < vertexCount; vertex++) starts[vertex + 1] += starts[vertex]
    const next = starts.slice()
    this.#neighbours = new Uint32Array(edges.length)
    for (let i = 0; i < edges.length; i += 2) {
      this.#neighbours[next[edges[i]]++] = edges[i + 1]
      this.#neighbours[next[edges[i + 1]]++] = edges[i]
    }
    this.#starts = starts
  }

  /** Makes `vertex` the parent of its new neighbours, and queues them; gives the queue's end. */
  visit(vertex: number, parents: Int32Array, queue: Int32Array, tail: number): number {
    let end = tail
    for (let i = this.#starts[vertex]; i < this.#starts[vertex + 1]; i++) {
      const next = this.#neighbours[i]
      if (parents[next] === unseen) {
        parents[next] = vertex
        queue[end++] = next
      } else if (next === vertex || (parents[next] !== vertex && parents[vertex] !== next)) {
        throw this.#cycle(vertex, next, parents)
      }
    }
    return end
  }

  #noVertex(vertex: number, vertexCount: number, edge: number): NeuronDataError {
    const message = `edge ${edge} joins vertex ${vertex} but there are only ${vertexCount} vertices`
    return new NeuronDataError('ERR_FILE_FORMAT', message, { file: this.#file })
  }

  /** The cycle that the edge from `a` to `b` closes. */
  #cycle(a: number, b: number, parents: Int32Array): NeuronDataError {
    const upFromA = [a]
    for (let up = parents[a]; up >= 0; up = parents[up]) upFromA.push(up)
    const onWay = new Map(upFromA.map((vertex, i) => [vertex, i]))
    const upFromB = []
    let meeting = b
    for (; !onWay.has(meeting); meeting = parents[meeting]) upFromB.push(meeting)
    const cycle = [...upFromA.slice(0, onWay.get(meeting)! + 1), ...upFromB.reverse()]
    const names = cycle.length > 8 ? [...cycle.slice(0, 8), '..'] : cycle
    const way = [...names, a].join(' - ')
    const message = `the edges contain a cycle: vertices ${way}; a skeleton is a forest`
    return new NeuronDataError('ERR_INVALID_PARENT', message, { file: this.#file })
  }
}
