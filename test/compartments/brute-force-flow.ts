import { codeOf } from '../../lib/compartments/compartments'
import type { Edge } from '../reference/topology'
import type { Counts } from './parts'

/** Slow and plain: the paths and pieces of small trees, from the published description alone. */
export class Tree {
  readonly #neighbours: number[][]

  constructor(nodeCount: number, edges: readonly Edge[]) {
    this.#neighbours = Array.from({ length: nodeCount }, () => [])
    for (const [u, v] of edges) {
      this.#neighbours[u].push(v)
      this.#neighbours[v].push(u)
    }
  }

  /** The nodes that can be reached from `start` without an edge for which `isClosed`. */
  reach(start: number, isClosed: (from: number, to: number) => boolean = () => false): number[] {
    const seen = [start]
    for (const node of seen) {
      for (const next of this.#neighbours[node]) {
        if (!seen.includes(next) && !isClosed(node, next)) seen.push(next)
      }
    }
    return seen
  }

  /** The path from one node to another, both included; undefined where there is none. */
  path(from: number, to: number, before = -1): number[] | undefined {
    if (from === to) return [from]
    for (const next of this.#neighbours[from]) {
      const rest = next === before ? undefined : this.path(next, to, from)
      if (rest) return [from, ...rest]
    }
    return undefined
  }
}

/** Pairs of a postsynapse and a presynapse by the edges on their path: `from,to` in its direction. */
export function flows(tree: Tree, { pre, post }: Counts): Map<string, number> {
  const sums = new Map<string, number>()
  for (let from = 0; from < post.length; from++) {
    for (let to = 0; to < pre.length; to++) {
      if (post[from] * pre[to] === 0) continue
      const path = tree.path(from, to) ?? []
      for (let i = 1; i < path.length; i++) {
        const key = `${path[i - 1]},${path[i]}`
        sums.set(key, (sums.get(key) ?? 0) + post[from] * pre[to])
      }
    }
  }
  return sums
}

/** What flowSplit describes. */
export function slowFlowSplit(tree: Tree, counts: Counts, linkerShare: number): Uint8Array {
  const nodeCount = counts.pre.length
  const sums = flows(tree, counts)
  const flow = (u: number, v: number): number =>
    (sums.get(`${u},${v}`) ?? 0) + (sums.get(`${v},${u}`) ?? 0)
  const edgesOf = (node: number): Edge[] =>
    Array.from({ length: nodeCount }, (_, other): Edge => [node, other]).filter(
      ([, other]) => flow(node, other) > 0,
    )
  const most = (node: number): number =>
    Math.max(0, ...tree.reach(node).flatMap((other) => edgesOf(other).map(([u, v]) => flow(u, v))))
  const greatest = Array.from({ length: nodeCount }, (_, node) => most(node))
  const isCut = (u: number, v: number): boolean =>
    flow(u, v) > 0 && flow(u, v) >= linkerShare * greatest[u]
  const isLinker = (node: number): boolean =>
    edgesOf(node).filter(([u, v]) => isCut(u, v)).length > 1
  return Uint8Array.from({ length: nodeCount }, (_, node) => {
    if (isLinker(node)) return codeOf.linker
    const piece = tree.reach(node, (u, v) => isCut(u, v) || isLinker(v))
    const [pre, post] = [counts.pre, counts.post].map((values) =>
      piece.reduce((sum, other) => sum + values[other], 0),
    )
    if (pre + post === 0) return greatest[node] > 0 ? codeOf.linker : codeOf.none
    if (pre === 0 || post === 0) return pre > 0 ? codeOf.axon : codeOf.dendrite
    if (greatest[node] === 0) return codeOf.mixed
    const isAxon = pre / (pre + post) > counts.total.pre / (counts.total.pre + counts.total.post)
    return isAxon ? codeOf.axon : codeOf.dendrite
  })
}
