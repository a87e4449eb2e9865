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
      : yield* weldedRows(seeds, graph.welds, holds, isAnchored)
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

function* weldedRows(
  seeds: Seeds,
  welds: Welds,
  holds: Float64Array,
  isAnchored: boolean,
): Steps<Rows> {
  const width = seeds.labels.length
  const firstOf = new Map<number, number>() // weld -> first of its seeds
  const merged = seeds.scores.slice() // the row and the hold of the first stand for the weld
  const held = holds.slice()
  yield* eachIn(seeds.index.length, (s) => {
    const weld = welds.of[seeds.index[s]]
    const first = firstOf.get(weld)
    if (first === undefined) {
      firstOf.set(weld, s)
      return
    }
    if (isAnchored) return addAnchored(merged, held, width, first, s)
    rejectConflict(seeds, first, s, holds)
    for (let l = 0; l < width; l++) merged[first * width + l] += seeds.scores[s * width + l]
  })
  const nodes = Int32Array.from(firstOf.keys()).sort()
  const scores = new Float32Array(nodes.length * width)
  const ofWelds = new Float64Array(nodes.length)
  yield* eachIn(nodes.length, (n) => {
    const first = firstOf.get(nodes[n]) as number
    scores.set(merged.subarray(first * width, (first + 1) * width), n * width)
    ofWelds[n] = held[first]
  })
  return { nodes, scores, holds: ofWelds }
}

/** Two anchors on one node pull like their sum on the mean of their rows. */
function addAnchored(
  scores: Float32Array,
  anchors: Float64Array,
  width: number,
  first: number,
  second: number,
): void {
  const [a, b] = [anchors[first], anchors[second]]
  const sum = a + b
  const part = sum === 0 ? 0 : b === Infinity ? (a === Infinity ? 0.5 : 1) : b / sum
  for (let l = 0; l < width; l++) {
    const own = scores[first * width + l]
    scores[first * width + l] = own + part * (scores[second * width + l] - own)
  }
  anchors[first] = sum
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
