/**
 * The steps in float64, one after the other, on graphs too large for dense matrices; and by how much
 * scores miss the equations of the converged state.
 */
import type { Entry } from './adjacency'

/** A with its rows one after the other. */
export interface SparseRows {
  /** #N + 1: where each row starts. */
  starts: Int32Array
  columns: Int32Array
  weights: Float64Array
}

/** The rows of A from its entries, row by row. */
export function sparseRows(rows: readonly (readonly Entry[])[]): SparseRows {
  const entries = rows.flatMap((row, i) => row.map(({ column }) => [i, column]))
  const weights = rows.flatMap((row) => row.map(({ weight }) => weight))
  return sparseRowsOf(rows.length, entries.flat(), weights, false)
}

/** The rows of A from edges (#E by 2): the entry (first, second), and its mirror if symmetric. */
export function sparseRowsOf(
  n: number,
  edges: ArrayLike<number>,
  weights: ArrayLike<number>,
  symmetric = true,
): SparseRows {
  const starts = new Int32Array(n + 1)
  for (let i = 0; i < edges.length; i += symmetric ? 1 : 2) starts[edges[i] + 1]++
  for (let i = 0; i < n; i++) starts[i + 1] += starts[i]
  const next = starts.slice(0, n)
  const columns = new Int32Array(starts[n])
  const values = new Float64Array(starts[n])
  const put = (row: number, column: number, weight: number): void => {
    columns[next[row]] = column
    values[next[row]++] = weight
  }
  for (let e = 0; e < weights.length; e++) {
    put(edges[2 * e], edges[2 * e + 1], weights[e])
    if (symmetric) put(edges[2 * e + 1], edges[2 * e], weights[e])
  }
  return { starts, columns, weights: values }
}

/** A problem in exact terms: alpha is 0 for hard, 1 for a node that nothing holds. */
export interface SparseProblem {
  rows: SparseRows
  /** Y: #N by #L, row-major. */
  seedScores: ArrayLike<number>
  labels: number
  /** #N */
  alpha: ArrayLike<number>
  lazy: boolean
}

/** The state after one more step. */
export function sparseStep(problem: SparseProblem, scores: Float64Array): Float64Array {
  const { rows, seedScores, labels, alpha, lazy } = problem
  const { starts, columns, weights } = rows
  const stepped = new Float64Array(scores.length)
  const walked = new Float64Array(labels)
  for (let i = 0; i < alpha.length; i++) {
    walked.fill(0)
    let sum = 0
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      sum += weights[at]
      const from = columns[at] * labels
      for (let c = 0; c < labels; c++) walked[c] += weights[at] * scores[from + c]
    }
    for (let c = 0; c < labels; c++) {
      const at = i * labels + c
      const move = sum === 0 ? 0 : walked[c] / sum
      const free = lazy ? (move + scores[at]) / 2 : move
      stepped[at] = alpha[i] * free + (1 - alpha[i]) * seedScores[at]
    }
  }
  return stepped
}

/** The states after each of these numbers of steps (ascending), from F0 = Y. */
export function sparseStates(problem: SparseProblem, steps: readonly number[]): Float64Array[] {
  let state: Float64Array = Float64Array.from(problem.seedScores)
  let done = 0
  return steps.map((wanted) => {
    for (; done < wanted; done++) {
      const next = sparseStep(problem, state)
      // A state that a step leaves as it is stays for ever.
      if (done % 64 === 0 && next.every((score, at) => score === state[at])) return state
      state = next
    }
    return state
  })
}

/** The greatest difference of two arrays of numbers. */
export function greatestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let greatest = 0
  for (let i = 0; i < a.length; i++) {
    const off = Math.abs(a[i] - b[i])
    if (!(off <= greatest)) greatest = off // NaN as well
  }
  return greatest
}

/**
 * max|K F - b| / (max row sum of |K| max|F| + max|b|) of (L + diag(g)) F = diag(g) Y over the rows
 * that are not hard (g below infinity).
 */
export function backwardError(
  { rows: { starts, columns, weights }, seedScores, labels }: SparseProblem,
  anchors: ArrayLike<number>,
  scores: ArrayLike<number>,
): number {
  let [residual, norm, right, greatest] = [0, 0, 0, 0]
  for (let i = 0; i < anchors.length; i++) {
    for (let c = 0; c < labels; c++) {
      greatest = Math.max(greatest, Math.abs(scores[i * labels + c]))
    }
    if (anchors[i] === Infinity) continue
    let sum = anchors[i]
    for (let at = starts[i]; at < starts[i + 1]; at++) sum += 2 * weights[at]
    norm = Math.max(norm, sum)
    for (let c = 0; c < labels; c++) {
      const own = scores[i * labels + c]
      const wanted = anchors[i] * seedScores[i * labels + c]
      let off = anchors[i] * own - wanted
      for (let at = starts[i]; at < starts[i + 1]; at++) {
        off += weights[at] * (own - scores[columns[at] * labels + c])
      }
      right = Math.max(right, wanted)
      residual = Math.max(residual, Math.abs(off))
    }
  }
  return residual / (norm * greatest + right)
}
