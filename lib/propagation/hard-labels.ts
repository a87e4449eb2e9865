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

/** The label of every row of the scores (#N by #L). */
export async function hardLabels(
  scores: ScoreArray,
  width: number,
  slices: Slices,
): Promise<HardLabels> {
  const labelIndex = new Int32Array(scores.length / width)
  const counts = new Array<number>(width).fill(0)
  let unlabelled = 0
  let ties = 0
  await slices.each(labelIndex.length, Math.ceil(16384 / width), (from, to) => {
    for (let node = from; node < to; node++) {
      const row = node * width
      let best = 0
      let shared = false
      for (let l = 1; l < width; l++) {
        if (scores[row + l] > scores[row + best]) {
          best = l
          shared = false
        } else if (scores[row + l] === scores[row + best]) shared = true
      }
      const reached = scores[row + best] > 0
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
