import { denseDegrees } from './dense'

export interface DenseAnchoredInput {
  /** n by n, row-major; symmetric or not. */
  adjacency: Float64Array
  n: number
  /** g per row: 0 free, Infinity held at Y. */
  anchors: ArrayLike<number>
  /** Y: n by #L, row-major. */
  seedScores: ArrayLike<number>
  labels: number
}

/**
 * F of (L + diag(g)) F = diag(g) Y with L = diag(A 1) - A, #n by #L, in float64. Rows with infinite
 * g are moved to the right-hand side. Rows from which no entry of A leads to an anchor are left out:
 * 0, and `reached` is false there.
 */
export function denseAnchored(input: DenseAnchoredInput): {
  scores: Float64Array
  reached: boolean[]
} {
  const { adjacency, n, anchors, seedScores, labels } = input
  const reached = reachesAnchor(adjacency, n, anchors)
  const isFree = (row: number) => reached[row] && anchors[row] !== Infinity
  const free = reached.map((_, row) => row).filter(isFree)
  const place = new Map(free.map((row, at) => [row, at]))

  const matrix = new Float64Array(free.length * free.length)
  const right = new Float64Array(free.length * labels)
  free.forEach((row, at) => {
    matrix[at * free.length + at] = anchors[row]
    for (let c = 0; c < labels; c++) {
      right[at * labels + c] = anchors[row] * seedScores[row * labels + c]
    }
    for (let j = 0; j < n; j++) {
      const weight = adjacency[row * n + j]
      matrix[at * free.length + at] += weight
      const column = place.get(j)
      if (column !== undefined) {
        matrix[at * free.length + column] -= weight
      } else if (reached[j]) {
        for (let c = 0; c < labels; c++)
          right[at * labels + c] += weight * seedScores[j * labels + c]
      }
    }
  })

  const solution = denseSolution(matrix, right, free.length)
  const scores = new Float64Array(n * labels)
  for (let row = 0; row < n; row++) {
    for (let c = 0; c < labels; c++) {
      const at = place.get(row)
      if (at !== undefined) scores[row * labels + c] = solution[at * labels + c]
      else if (reached[row]) scores[row * labels + c] = seedScores[row * labels + c]
    }
  }
  return { scores, reached }
}

/** X of M X = B, by Gaussian elimination with partial pivoting; M is n by n, B is n by k. */
export function denseSolution(matrix: Float64Array, right: Float64Array, n: number): Float64Array {
  const m = matrix.slice()
  const x = right.slice()
  const k = n === 0 ? 0 : right.length / n
  for (let pivot = 0; pivot < n; pivot++) {
    let best = pivot
    for (let row = pivot + 1; row < n; row++) {
      if (Math.abs(m[row * n + pivot]) > Math.abs(m[best * n + pivot])) best = row
    }
    if (m[best * n + pivot] === 0) throw new Error(`the matrix is singular (column ${pivot})`)
    swapRows(m, n, pivot, best)
    swapRows(x, k, pivot, best)
    for (let row = pivot + 1; row < n; row++) {
      const factor = m[row * n + pivot] / m[pivot * n + pivot]
      for (let j = pivot; j < n; j++) m[row * n + j] -= factor * m[pivot * n + j]
      for (let c = 0; c < k; c++) x[row * k + c] -= factor * x[pivot * k + c]
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let c = 0; c < k; c++) {
      for (let j = row + 1; j < n; j++) x[row * k + c] -= m[row * n + j] * x[j * k + c]
      x[row * k + c] /= m[row * n + row]
    }
  }
  return x
}

function swapRows(matrix: Float64Array, width: number, a: number, b: number): void {
  for (let j = 0; j < width; j++) {
    const kept = matrix[a * width + j]
    matrix[a * width + j] = matrix[b * width + j]
    matrix[b * width + j] = kept
  }
}

/** Does a path along the entries of A lead from the row to a row with g > 0? */
function reachesAnchor(adjacency: Float64Array, n: number, anchors: ArrayLike<number>): boolean[] {
  const reached = Array.from({ length: n }, (_, row) => anchors[row] > 0)
  for (let changed = true; changed;) {
    changed = false
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n && !reached[i]; j++) {
        if (adjacency[i * n + j] > 0 && reached[j]) reached[i] = changed = true
      }
    }
  }
  return reached
}

/** g of a clamping: d (1 - alpha) / alpha, twice that for the lazy walk; d as in S. */
export function denseAnchors(
  adjacency: Float64Array,
  n: number,
  alpha: ArrayLike<number>,
  lazy: boolean,
): Float64Array {
  return denseDegrees(adjacency, n).map((degree, row) => {
    if (alpha[row] === 0) return Infinity
    return ((lazy ? 2 : 1) * degree * (1 - alpha[row])) / alpha[row]
  })
}
