import type { PropagationResult } from 'neuroprop'
import type { Outcome, Row } from '../protocol'

/** Rows of the table that are shown. */
const shownRows = 50

/** What the page shows of a result: the whole picture, and the beginning of the table. */
export function outcomeOf(result: PropagationResult): Outcome {
  const { report } = result
  return {
    report: String(result),
    labels: report.labels,
    counts: report.labels.map((label) => report.counts[label]),
    unlabelled: report.unlabelled,
    rows: firstRows(result),
    points: planePoints(result.neuron.positions),
    labelIndex: result.labelIndex,
  }
}

function firstRows(result: PropagationResult): Row[] {
  const width = result.labels.length
  const shares = result.probabilities('normalized')
  const count = Math.min(shownRows, result.labelIndex.length)
  return Array.from({ length: count }, (_, node) => {
    const column = result.labelIndex[node]
    return {
      node: String(result.neuron.nodeIds.at(node)),
      label: column < 0 ? null : String(result.labels[column]),
      shares: Array.from(shares.subarray(node * width, (node + 1) * width)),
    }
  })
}

/**
 * The two axes along which a neuron is longest, its own proportions kept, from -1 to 1 and 0 in its
 * middle.
 *
 * @param positions #N by 3, row-major.
 * @returns #N by 2, row-major, the longer axis first.
 */
export function planePoints(positions: Float64Array): Float32Array {
  const count = positions.length / 3
  const least = [Infinity, Infinity, Infinity]
  const most = [-Infinity, -Infinity, -Infinity]
  for (let i = 0; i < positions.length; i++) {
    least[i % 3] = Math.min(least[i % 3], positions[i])
    most[i % 3] = Math.max(most[i % 3], positions[i])
  }
  const length = (axis: number): number => most[axis] - least[axis]
  const [u, v] = [0, 1, 2].sort((a, b) => length(b) - length(a))
  // A neuron of one place has no length to divide by.
  const half = length(u) / 2 || 1
  const points = new Float32Array(2 * count)
  for (let node = 0; node < count; node++) {
    points[2 * node] = (positions[3 * node + u] - (least[u] + most[u]) / 2) / half
    points[2 * node + 1] = (positions[3 * node + v] - (least[v] + most[v]) / 2) / half
  }
  return points
}
