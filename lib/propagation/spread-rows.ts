import { eachIn, type Steps } from '../slices'
import type { ScoreArray } from './probabilities'

/** Row rowOf[i] of `scores` for every i. */
export function* spreadRows<Scores extends ScoreArray>(
  scores: Scores,
  width: number,
  rowOf: Int32Array,
): Steps<Scores> {
  const all = new (scores.constructor as new (length: number) => Scores)(rowOf.length * width)
  yield* eachIn(rowOf.length, (i) => {
    for (let l = 0; l < width; l++) all[i * width + l] = scores[rowOf[i] * width + l]
  })
  return all
}
