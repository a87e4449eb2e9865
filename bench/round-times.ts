/** Seconds of one round. */
export interface Round {
  /** neuroprop: the steps in the kernel, to be compared with scipy's loop. */
  kernel: number
  /** neuroprop: from the neuron and its seeds to the decoded result, building the matrix too. */
  call: number
  /** scipy: the loop; building the matrix and decoding are not in it. */
  scipy: number
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** A line of the table. */
interface Times {
  medianSeconds: number
  leastSeconds: number
  microsecondsPerStep: number
  /** Median over the rounds of scipy's seconds over these. */
  scipyOver: number
}

/** Medians of the rounds. */
export function summary(rounds: readonly Round[], steps: number): Record<keyof Round, Times> {
  const row = (name: keyof Round): Times => {
    const seconds = rounds.map((round) => round[name])
    return {
      medianSeconds: median(seconds),
      leastSeconds: Math.min(...seconds),
      microsecondsPerStep: (1e6 * median(seconds)) / steps,
      scipyOver: median(rounds.map((round) => round.scipy / round[name])),
    }
  }
  return { kernel: row('kernel'), call: row('call'), scipy: row('scipy') }
}

/** The medians as lines of text. */
export function tableText(rows: Record<keyof Round, Times>): string {
  const titles = {
    kernel: 'neuroprop, the steps',
    call: 'neuroprop, whole call',
    scipy: 'scipy, the loop',
  }
  const line = (cells: string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(24) : cell.padStart(14))).join('')
  const lines = Object.entries(rows).map(([name, row]) =>
    line([
      titles[name as keyof Round],
      row.medianSeconds.toFixed(3),
      row.leastSeconds.toFixed(3),
      row.microsecondsPerStep.toFixed(1),
      row.scipyOver.toFixed(2),
    ]),
  )
  return [line(['', 'median s', 'least s', 'µs per step', 'scipy / this']), ...lines].join('\n')
}
