import type { DenseAnchoredInput } from './dense-solve'

/**
 * The scores of denseAnchored once more, by elimination without any subtraction: a node hands its
 * edges, its anchor and its seed scores on to its neighbours, all of them sums of numbers >= 0. So
 * every digit but the last few is right, however far weights and anchors are apart, where LU loses
 * as many as the matrix is ill-conditioned. For symmetric adjacencies; 0 where no anchor reaches.
 */
export function denseEliminated(input: DenseAnchoredInput): Float64Array {
  const { n, labels, anchors, seedScores } = input
  const edges = input.adjacency.slice()
  const pull = Float64Array.from(anchors) // of what is outside of the nodes that are left
  const right = new Float64Array(n * labels) // that pull times what it pulls to
  const isFree = (i: number): boolean => anchors[i] !== Infinity
  const free = Array.from({ length: n }, (_, i) => i).filter(isFree)
  for (const i of free) {
    for (let c = 0; c < labels; c++) {
      right[i * labels + c] = anchors[i] * seedScores[i * labels + c]
    }
    for (let j = 0; j < n; j++) {
      if (isFree(j)) continue
      const weight = edges[i * n + j]
      pull[i] += weight
      for (let c = 0; c < labels; c++) right[i * labels + c] += weight * seedScores[j * labels + c]
    }
  }

  const sums = new Float64Array(n)
  free.forEach((k, at) => {
    const left = free.slice(at + 1)
    sums[k] = left.reduce((sum, j) => sum + edges[k * n + j], pull[k])
    for (const i of left) {
      const share = edges[i * n + k] / sums[k]
      if (!(share > 0)) continue
      pull[i] += share * pull[k]
      for (let c = 0; c < labels; c++) right[i * labels + c] += share * right[k * labels + c]
      for (const j of left) if (j !== i) edges[i * n + j] += share * edges[k * n + j]
    }
  })

  const scores = Float64Array.from({ length: n * labels }, (_, at) =>
    isFree(Math.floor(at / labels)) ? 0 : seedScores[at],
  )
  for (let at = free.length - 1; at >= 0; at--) {
    const k = free[at]
    if (sums[k] === 0) continue
    for (let c = 0; c < labels; c++) {
      let score = right[k * labels + c]
      for (const j of free.slice(at + 1)) score += edges[k * n + j] * scores[j * labels + c]
      scores[k * labels + c] = score / sums[k]
    }
  }
  return scores
}
