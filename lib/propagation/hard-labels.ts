import type { Slices } from '../slices'
import type { ScoreArray } from './probabilities'

export interface HardLabels {
  /** #N: column of the best score, the first of equals; -1 for a row of zeros. */
  labelIndex: Int32Array
  /** #L: nodes per label. */
  counts: number[]
  unlabelled: number
  /** Labelled nodes whose best score is shared. */
  ties: number
}

/**
 * The label of every row of the scores (#N by #L). Scores that differ by no more than `tolerance`
 * times the row's greatest are equal.
 */
export async function hardLabels(
  scores: ScoreArray,
  width: number,
  tolerance: number,
  slices: Slices,
): Promise<HardLabels> {
  const labelIndex = new Int32Array(scores.length / width)
  const counts = new Array<number>(width).fill(0)
  let unlabelled = 0
  let ties = 0
  await slices.each(labelIndex.length, Math.ceil(16384 / width), (from, to) => {
    for (let node = from; node < to; node++) {
      const row = node * width
      let greatest = scores[row]
      for (let l = 1; l < width; l++) {
        if (scores[row + l] > greatest) greatest = scores[row + l]
      }
      const least = greatest * (1 - tolerance)
      let best = 0
      while (scores[row + best] < least) best++
      let shared = false
      for (let l = best + 1; l < width; l++) if (scores[row + l] >= least) shared = true
      const reached = greatest > 0
      labelIndex[node] = reached ? best : -1
      if (!reached) unlabelled++
      else {
        counts[best]++
        if (shared) ties++
      }
    }
  })
  return { labelIndex, counts, unlabelled, ties }
}
