/** Scores: Float32Array from the iterative solver, Float64Array from the exact ones. */
export type ScoreArray = Float32Array | Float64Array

/** `normalized`: scores over their row's sum; `softmax`: of the normalised scores; `raw`: as is. */
export type ProbabilityKind = 'raw' | 'normalized' | 'softmax'

/** Sums of rows in the order of the field's array library, rounded as the array's type rounds. */
class RowSums {
  /** Their stores round. */
  readonly #lanes: ScoreArray
  readonly #sum: ScoreArray

  constructor(private readonly scores: ScoreArray) {
    this.#lanes = scores instanceof Float32Array ? new Float32Array(8) : new Float64Array(8)
    this.#sum = scores instanceof Float32Array ? new Float32Array(1) : new Float64Array(1)
  }

  of(from: number, to: number): number {
    const count = to - from
    if (count > 128) {
      const half = Math.floor(count / 2) - (Math.floor(count / 2) % 8)
      return this.#rounded(this.of(from, from + half) + this.of(from + half, to))
    }
    const tail = from + (count - (count % 8))
    let sum = tail > from ? this.#ofEights(from, tail) : 0
    for (let i = tail; i < to; i++) sum = this.#rounded(sum + this.scores[i])
    return sum
  }

  /** In eight lanes; at least 8 scores, a multiple of 8. */
  #ofEights(from: number, to: number): number {
    const lanes = this.#lanes
    for (let lane = 0; lane < 8; lane++) lanes[lane] = this.scores[from + lane]
    for (let i = from + 8; i < to; i += 8) {
      for (let lane = 0; lane < 8; lane++) lanes[lane] += this.scores[i + lane]
    }
    for (let step = 1; step < 8; step *= 2) {
      for (let lane = 0; lane < 8; lane += 2 * step) lanes[lane] += lanes[lane + step]
    }
    return lanes[0]
  }

  #rounded(value: number): number {
    this.#sum[0] = value
    return this.#sum[0]
  }
}

/**
 * Scores (#N by #L) divided by the sum of their row; NaN for a row of zeros. Sums and quotients are
 * rounded to the array's own type.
 */
export function normalizedScores<Scores extends ScoreArray>(scores: Scores, width: number): Scores {
  const sums = new RowSums(scores)
  const normalized = scores.slice() as Scores
  for (let from = 0; from < scores.length; from += width) {
    const sum = sums.of(from, from + width)
    for (let i = from; i < from + width; i++) normalized[i] = sum === 0 ? NaN : scores[i] / sum
  }
  return normalized
}

/** Softmax of every row of normalised scores; NaN where these are NaN. Computed in float64. */
export function softmaxScores<Scores extends ScoreArray>(
  normalized: Scores,
  width: number,
): Scores {
  const softmax = normalized.slice() as Scores
  const exponentials = new Float64Array(width)
  for (let from = 0; from < normalized.length; from += width) {
    let sum = 0
    for (let l = 0; l < width; l++) sum += exponentials[l] = Math.exp(normalized[from + l])
    for (let l = 0; l < width; l++) softmax[from + l] = exponentials[l] / sum
  }
  return softmax
}

/**
 * Best minus second best normalised score of every row, from 0 (a tie) to 1 (one label alone); NaN
 * for a row of zeros. From the raw scores in float64, rounded once to the array's type.
 */
export function margins<Scores extends ScoreArray>(scores: Scores, width: number): Scores {
  return perRow(scores, width, (from, sum) => {
    let best = 0
    let second = 0
    for (let i = from; i < from + width; i++) {
      if (scores[i] > best) [best, second] = [scores[i], best]
      else if (scores[i] > second) second = scores[i]
    }
    return (best - second) / sum
  })
}

/**
 * Entropy of every row's normalised scores in bits, from 0 (one label alone) to log2 #L; NaN for a
 * row of zeros. From the raw scores in float64, rounded once to the array's type.
 */
export function entropies<Scores extends ScoreArray>(scores: Scores, width: number): Scores {
  return perRow(scores, width, (from, sum) => {
    let entropy = 0
    for (let i = from; i < from + width; i++) {
      const share = scores[i] / sum
      if (share > 0) entropy -= share * Math.log2(share)
    }
    return Math.max(0, entropy)
  })
}

function perRow<Scores extends ScoreArray>(
  scores: Scores,
  width: number,
  value: (from: number, sum: number) => number,
): Scores {
  const rows = scores.length / width
  const values = (
    scores instanceof Float32Array ? new Float32Array(rows) : new Float64Array(rows)
  ) as Scores
  for (let row = 0; row < rows; row++) {
    let sum = 0
    for (let i = row * width; i < (row + 1) * width; i++) sum += scores[i]
    values[row] = sum === 0 ? NaN : value(row * width, sum)
  }
  return values
}
