import assert from 'node:assert/strict'
import type { PropagationResult, Report } from '../../lib/index'

/** A result without its time. */
type Told = Pick<PropagationResult, 'scores' | 'labelIndex'> & { report: Partial<Report> }

/** What a result says, but for its time: what equal runs say alike. */
export function told(result: PropagationResult): Told {
  const { scores, labelIndex } = result
  const { seconds, ...report } = result.report
  assert.ok(seconds >= 0)
  return { scores, labelIndex, report }
}
