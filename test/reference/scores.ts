import { pairwiseSum } from './transition'

/**
 * Every row divided by its float32 sum, in float32; NaN for a row of zeros. The row is summed as
 * numpy sums the rows of a dense float32 matrix: in eight running sums from eight columns on.
 */
export function normalizedReference(scores: Float32Array, labels: number): Float32Array {
  const normalized = new Float32Array(scores.length)
  for (let i = 0; i < scores.length / labels; i++) {
    const row = Array.from(scores.subarray(i * labels, (i + 1) * labels))
    const sum = pairwiseSum(row)
    for (let c = 0; c < labels; c++) normalized[i * labels + c] = Math.fround(row[c] / sum)
  }
  return normalized
}

/** Column of the greatest score of every row, the first of equals; -1 for a row of zeros. */
export function hardLabelsReference(scores: ArrayLike<number>, labels: number): Int32Array {
  const hard = new Int32Array(scores.length / labels)
  for (let i = 0; i < hard.length; i++) {
    hard[i] = firstGreatest(scores, i * labels, labels)
    if (scores[i * labels + hard[i]] === 0) hard[i] = -1
  }
  return hard
}

/** Which of `count` numbers from `start` on is the greatest; the first of equals. */
export function firstGreatest(scores: ArrayLike<number>, start: number, count: number): number {
  let best = 0
  for (let c = 1; c < count; c++) if (scores[start + c] > scores[start + best]) best = c
  return best
}
