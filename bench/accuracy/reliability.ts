/** What was said, and whether it was so. */
export interface Prediction {
  /** From 0.5 to 1. */
  probability: number
  isRight: boolean
}

export interface ReliabilityBin {
  from: number
  to: number
  count: number
  /** Mean of what was said, and the share that was so. */
  said: number
  right: number
}

/** Predictions in ten bins from 0.5 to 1; bins without any are left out. */
export function reliability(predictions: readonly Prediction[], bins = 10): ReliabilityBin[] {
  const width = 0.5 / bins
  return Array.from({ length: bins }, (_, b) => {
    const inside = predictions.filter(
      ({ probability }) => Math.min(bins - 1, Math.floor((probability - 0.5) / width)) === b,
    )
    const sum = (of: (one: Prediction) => number): number =>
      inside.reduce((total, one) => total + of(one), 0)
    return {
      from: 0.5 + b * width,
      to: 0.5 + (b + 1) * width,
      count: inside.length,
      said: sum((one) => one.probability) / inside.length,
      right: sum((one) => Number(one.isRight)) / inside.length,
    }
  }).filter(({ count }) => count > 0)
}

/** The mean distance of what was said from what was so, bins weighed by their predictions. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const all = bins.reduce((sum, { count }) => sum + count, 0)
  return bins.reduce((sum, { count, said, right }) => sum + count * Math.abs(said - right), 0) / all
}

export function reliabilityText(bins: readonly ReliabilityBin[]): string {
  const rows = bins.map(({ from, to, count, said, right }) =>
    [`${from.toFixed(2)} to ${to.toFixed(2)}`, count, said.toFixed(3), right.toFixed(3)].join('  '),
  )
  return ['probability   nodes  said  right', ...rows].join('\n')
}
