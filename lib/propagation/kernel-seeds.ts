import { wrongValue } from '../errors'
import { nodeName } from '../neuron/neuron'
import type { Seeds } from '../seeds/seeds'
import { eachIn, type Steps } from '../slices'
import type { GraphFacts } from '../topology/graph'
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
export function* kernelSeeds(
  seeds: Seeds,
  graph: GraphFacts,
  policy: ClampingPolicy,
): Steps<KernelSeeds> {
  const alphas = new Float64Array(seeds.index.length)
  yield* eachIn(alphas.length, (s) => (alphas[s] = policy.alpha(seeds.index[s])))
  if (graph.welds === undefined) return yield* withAlphas(seeds.index, seeds.scores, alphas)
  return yield* weldedSeeds(seeds, graph.welds, alphas)
}

function* withAlphas(
  nodes: Int32Array,
  scores: Float32Array,
  alphas: Float64Array,
): Steps<KernelSeeds> {
  const pull = new Float32Array(alphas.length)
  yield* eachIn(alphas.length, (s) => (pull[s] = 1 - alphas[s]))
  return { nodes, scores, keep: new Float32Array(alphas), pull }
}

function* weldedSeeds(seeds: Seeds, welds: Welds, alphas: Float64Array): Steps<KernelSeeds> {
  const width = seeds.labels.length
  const firstOf = new Map<number, number>() // weld -> first of its seeds
  const sums = seeds.scores.slice() // the row of the first holds the sum
  yield* eachIn(seeds.index.length, (s) => {
    const weld = welds.of[seeds.index[s]]
    const first = firstOf.get(weld)
    if (first === undefined) {
      firstOf.set(weld, s)
      return
    }
    rejectConflict(seeds, first, s, alphas)
    for (let l = 0; l < width; l++) sums[first * width + l] += seeds.scores[s * width + l]
  })
  const nodes = Int32Array.from(firstOf.keys()).sort()
  const scores = new Float32Array(nodes.length * width)
  const held = new Float64Array(nodes.length)
  yield* eachIn(nodes.length, (n) => {
    const first = firstOf.get(nodes[n]) as number
    scores.set(sums.subarray(first * width, (first + 1) * width), n * width)
    held[n] = alphas[first]
  })
  return yield* withAlphas(nodes, scores, held)
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
