import type { Entry } from './adjacency'

/** S row by row; the entries of a row are in descending order of the column. */
export interface Transition {
  /** #rows + 1: where the entries of a row begin. */
  starts: Int32Array
  columns: Int32Array
  values: Float32Array
}

/** S[i, j] = float32(1 / sum of row i) * A[i, j]; zero entries are dropped. */
export function transitionReference(rows: readonly Entry[][]): Transition {
  const starts = [0]
  const columns: number[] = []
  const values: number[] = []
  for (const row of rows) {
    const inverse = Math.fround(1 / rowSum(row.map((entry) => entry.weight)))
    for (let e = row.length - 1; e >= 0; e--) {
      const value = Math.fround(inverse * row[e].weight)
      if (value === 0) continue
      columns.push(row[e].column)
      values.push(value)
    }
    starts.push(columns.length)
  }
  return {
    starts: Int32Array.from(starts),
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  }
}

/** The first entry plus the pairwise sum of the others; 1 where that is 0. */
export function rowSum(weights: readonly number[]): number {
  if (weights.length === 0) return 1
  const sum = Math.fround(weights[0] + pairwiseSum(weights.slice(1)))
  return sum === 0 ? 1 : sum
}

/** Sum in float32: in halves above 128 terms, in eight running sums from eight terms on. */
export function pairwiseSum(terms: readonly number[]): number {
  if (terms.length < 8) return addedTo(0, terms)
  if (terms.length <= 128) return sumOfBlocks(terms)
  const half = Math.floor(terms.length / 2)
  const split = half - (half % 8)
  return Math.fround(pairwiseSum(terms.slice(0, split)) + pairwiseSum(terms.slice(split)))
}

function sumOfBlocks(terms: readonly number[]): number {
  const r = terms.slice(0, 8)
  const whole = terms.length - (terms.length % 8)
  for (let i = 8; i < whole; i++) r[i % 8] = Math.fround(r[i % 8] + terms[i])
  const left = Math.fround(Math.fround(r[0] + r[1]) + Math.fround(r[2] + r[3]))
  const right = Math.fround(Math.fround(r[4] + r[5]) + Math.fround(r[6] + r[7]))
  return addedTo(Math.fround(left + right), terms.slice(whole))
}

function addedTo(start: number, terms: readonly number[]): number {
  let sum = start
  for (const term of terms) sum = Math.fround(sum + term)
  return sum
}
