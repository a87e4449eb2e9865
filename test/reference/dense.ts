/**
 * Dense float64 matrices as an oracle for small graphs: n by n arrays, row-major, and the textbook
 * methods, O(n^3).
 */
import type { Adjacency } from './adjacency'

/** A as a dense matrix, one row per row of the adjacency. */
export function denseAdjacency({ rows }: Pick<Adjacency, 'rows'>): Float64Array {
  const dense = new Float64Array(rows.length * rows.length)
  rows.forEach((row, i) => {
    for (const { column, weight } of row) dense[i * rows.length + column] = weight
  })
  return dense
}

/** Sums of the rows of A; 1 where the sum is 0. */
export function denseDegrees(adjacency: Float64Array, n: number): Float64Array {
  const degrees = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) degrees[i] += adjacency[i * n + j]
    if (degrees[i] === 0) degrees[i] = 1
  }
  return degrees
}

/** S = D^-1 A. */
export function denseTransition(adjacency: Float64Array, n: number): Float64Array {
  const degrees = denseDegrees(adjacency, n)
  return adjacency.map((weight, at) => weight / degrees[Math.floor(at / n)])
}

/** A B: n by m times m by k. */
export function denseProduct(a: Float64Array, b: Float64Array, m: number): Float64Array {
  const [n, k] = [a.length / m, b.length / m]
  const product = new Float64Array(n * k)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      for (let c = 0; c < k; c++) product[i * k + c] += a[i * m + j] * b[j * k + c]
    }
  }
  return product
}

/** M^t, n by n, by repeated squaring. */
export function densePower(matrix: Float64Array, n: number, t: number): Float64Array {
  let power: Float64Array = new Float64Array(n * n)
  for (let i = 0; i < n; i++) power[i * n + i] = 1
  let square: Float64Array = matrix
  for (let rest = t; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = denseProduct(power, square, n)
    square = denseProduct(square, square, n)
  }
  return power
}

export interface DenseStateInput {
  /** n by n. */
  adjacency: Float64Array
  n: number
  /** Y: n by #L, row-major. */
  seedScores: ArrayLike<number>
  labels: number
  /** Per row: 0 holds it at Y, 1 (or a node without a label) leaves it free. */
  alpha: ArrayLike<number>
  lazy: boolean
  iterations: number
}

/**
 * F after exactly `iterations` steps from F0 = Y, #n by #L. One step is F <- M F + B with
 * M = diag(alpha) S (or (S + I) / 2 for S) and B = diag(1 - alpha) Y, so all of them are a power of
 * [M B; 0 I].
 */
export function denseState(input: DenseStateInput): Float64Array {
  const { n, labels, alpha, seedScores } = input
  const size = n + labels
  const step = new Float64Array(size * size)
  const walk = denseTransition(input.adjacency, n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const stay = i === j ? 1 : 0
      const move = walk[i * n + j]
      step[i * size + j] = alpha[i] * (input.lazy ? (move + stay) / 2 : move)
    }
    for (let c = 0; c < labels; c++) {
      step[i * size + n + c] = (1 - alpha[i]) * seedScores[i * labels + c]
    }
  }
  for (let c = n; c < size; c++) step[c * size + c] = 1

  const start = new Float64Array(size * labels)
  start.set(seedScores)
  for (let c = 0; c < labels; c++) start[(n + c) * labels + c] = 1
  const state = denseProduct(densePower(step, size, input.iterations), start, size)
  return state.slice(0, n * labels)
}

/** Alpha per row as denseState takes it: 1 wherever the row is not labelled. */
export function denseAlpha(
  clamping: 'hard' | 'soft' | 'none',
  labelled: ArrayLike<boolean>,
  alpha: number | ArrayLike<number> = 0.5,
): number[] {
  return Array.from(labelled, (isLabelled, i) => {
    if (!isLabelled || clamping === 'none') return 1
    if (clamping === 'hard') return 0
    return typeof alpha === 'number' ? alpha : alpha[i]
  })
}
