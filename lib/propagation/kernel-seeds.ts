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
  /** #S: 0 is hard, 1 no clamping; where there are anchors, 1 without and 0 with one. */
  alphas: Float64Array
  /** #S: the caller's anchors; Infinity is hard. */
  anchors?: Float64Array
}

/**
 * The seeds on the nodes of the graph. Rows on one weld add up, in float32 and in the order of the
 * nodes; hard seeds with different labels, or different alphas, on one weld are an error. Anchors on
 * one weld add up, and its row is the mean of theirs by anchor.
 */
export function* kernelSeeds(
  seeds: Seeds,
  graph: GraphFacts,
  policy: ClampingPolicy,
): Steps<KernelSeeds> {
  const holds = new Float64Array(seeds.index.length)
  yield* eachIn(holds.length, (s) => (holds[s] = policy.hold(seeds.index[s])))
  const isAnchored = policy.kind === 'anchors'
  const rows: Rows =
    graph.welds === undefined
      ? { nodes: seeds.index, scores: seeds.scores, holds }
      : yield* isAnchored
          ? anchoredRows(seeds, graph.welds, holds)
          : weldedRows(seeds, graph.welds, holds)
  const { nodes, scores } = rows
  if (!isAnchored) return { nodes, scores, alphas: rows.holds }
  const alphas = rows.holds.map((anchor) => (anchor > 0 ? 0 : 1))
  return { nodes, scores, alphas, anchors: rows.holds }
}

interface Rows {
  nodes: Int32Array
  scores: Float32Array
  /** Alphas or anchors. */
  holds: Float64Array
}

function* weldedRows(seeds: Seeds, welds: Welds, alphas: Float64Array): Steps<Rows> {
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
  const holds = new Float64Array(nodes.length)
  yield* eachIn(nodes.length, (n) => {
    const first = firstOf.get(nodes[n]) as number
    scores.set(sums.subarray(first * width, (first + 1) * width), n * width)
    holds[n] = alphas[first]
  })
  return { nodes, scores, holds }
}

/** Anchors on one node pull like their sum on the mean of their rows; infinite ones rule alone. */
function* anchoredRows(seeds: Seeds, welds: Welds, anchors: Float64Array): Steps<Rows> {
  const width = seeds.labels.length
  const seeded = Int32Array.from(seeds.index, (node) => welds.of[node])
  const nodes = Int32Array.from(new Set(seeded)).sort()
  const placeOf = new Map(Array.from(nodes, (weld, n) => [weld, n]))
  const places = seeded.map((weld) => placeOf.get(weld) as number)

  const isHard = new Uint8Array(nodes.length)
  yield* eachIn(places.length, (s) => {
    if (anchors[s] === Infinity) isHard[places[s]] = 1
  })
  const totals = new Float64Array(nodes.length)
  const sums = new Float64Array(nodes.length * width)
  yield* eachIn(places.length, (s) => {
    const n = places[s]
    const part = isHard[n] ? Number(anchors[s] === Infinity) : anchors[s]
    totals[n] += part
    for (let l = 0; l < width; l++) sums[n * width + l] += part * seeds.scores[s * width + l]
  })
  const scores = Float32Array.from(sums, (sum, i) => {
    const total = totals[Math.floor(i / width)]
    return total === 0 ? 0 : sum / total
  })
  return { nodes, scores, holds: totals.map((total, n) => (isHard[n] ? Infinity : total)) }
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
