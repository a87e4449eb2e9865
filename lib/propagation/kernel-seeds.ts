import { wrongValue } from '../errors'
import { nodeName } from '../neuron/neuron'
import type { Seeds } from '../seeds/seeds'
import type { Graph } from '../topology/graph'
import type { Welds } from '../topology/welds'
import type { ClampingPolicy } from './clamping'

/** Seeds as the kernel takes them: rows of Y on nodes of the graph, and how each holds its node. */
export interface KernelSeeds {
  /** #S, ascending. */
  nodes: Int32Array
  /** #S by #L, row-major. */
  scores: Float32Array
  /** #S: float32(alpha). */
  keep: Float32Array
  /** #S: float32(1 - alpha). */
  pull: Float32Array
}

/**
 * The seeds on the nodes of the graph. Rows on one weld add up, in float32 and in the order of the
 * nodes; hard seeds with different labels, or different alphas, on one weld are an error.
 */
export function kernelSeeds(seeds: Seeds, graph: Graph, policy: ClampingPolicy): KernelSeeds {
  const alphas = Float64Array.from(seeds.index, (node) => policy.alpha(node))
  if (graph.welds === undefined) return withAlphas(seeds.index, seeds.scores, alphas)
  return weldedSeeds(seeds, graph.welds, alphas)
}

function withAlphas(nodes: Int32Array, scores: Float32Array, alphas: Float64Array): KernelSeeds {
  return {
    nodes,
    scores,
    keep: Float32Array.from(alphas),
    pull: Float32Array.from(alphas, (alpha) => 1 - alpha),
  }
}

function weldedSeeds(seeds: Seeds, welds: Welds, alphas: Float64Array): KernelSeeds {
  const width = seeds.labels.length
  const firstOf = new Map<number, number>() // weld -> first of its seeds
  const rowOf = new Map<number, Float32Array>()
  for (let s = 0; s < seeds.index.length; s++) {
    const weld = welds.of[seeds.index[s]]
    const row = seeds.scores.subarray(s * width, (s + 1) * width)
    const first = firstOf.get(weld)
    if (first === undefined) {
      firstOf.set(weld, s)
      rowOf.set(weld, row.slice())
      continue
    }
    rejectConflict(seeds, first, s, alphas)
    const sum = rowOf.get(weld) as Float32Array
    row.forEach((score, l) => (sum[l] += score))
  }
  const nodes = Int32Array.from(firstOf.keys()).sort()
  const scores = new Float32Array(nodes.length * width)
  nodes.forEach((weld, s) => scores.set(rowOf.get(weld) as Float32Array, s * width))
  return withAlphas(
    nodes,
    scores,
    Float64Array.from(nodes, (weld) => alphas[firstOf.get(weld) as number]),
  )
}

function rejectConflict(seeds: Seeds, first: number, second: number, alphas: Float64Array): void {
  const names = [first, second].map((s) => nodeName(seeds.neuron, seeds.index[s])).join(' and ')
  if (!seeds.soft && seeds.label[first] !== seeds.label[second]) {
    const labels = [first, second].map((s) => String(seeds.labels[seeds.label[s]])).join("' and '")
    throw wrongValue(
      'ERR_WELDED_SEEDS',
      `${names} are at the same place and hold different labels, '${labels}'. Remove one of them`,
    )
  }
  if (alphas[first] !== alphas[second]) {
    throw wrongValue(
      'ERR_WELDED_SEEDS',
      `${names} are at the same place and have different \`alpha\`, ${alphas[first]} and ${alphas[second]}`,
    )
  }
}
