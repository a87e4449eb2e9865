/** Seconds of one round on one file; three reads no skeletons, and may be absent. */
export interface Round {
  /** neuroprop, from the path. */
  read: number
  /** navis, from the path. */
  navis: number
  /** neuroprop, from the bytes in memory. */
  parse?: number
  /** three, from the bytes in memory. */
  three?: number
}

/** Medians over the rounds on one file, and the rounds. */
export interface Times extends Round {
  title: string
  megabytes: number
  nodes: number
  /** Median over the rounds of navis' seconds over ours. */
  navisOver: number
  /** Median over the rounds of three's seconds over ours. */
  threeOver?: number
  rounds: readonly Round[]
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Median over the rounds; undefined where a round lacks the value. */
function medianOf(
  rounds: readonly Round[],
  value: (round: Round) => number | undefined,
): number | undefined {
  const values = rounds.map(value).filter((number) => number !== undefined)
  return values.length === rounds.length ? median(values) : undefined
}

export function summary(
  file: Pick<Times, 'title' | 'megabytes' | 'nodes'>,
  rounds: readonly Round[],
): Times {
  return {
    ...file,
    read: median(rounds.map(({ read }) => read)),
    navis: median(rounds.map(({ navis }) => navis)),
    parse: medianOf(rounds, ({ parse }) => parse),
    three: medianOf(rounds, ({ three }) => three),
    navisOver: median(rounds.map(({ read, navis }) => navis / read)),
    threeOver: medianOf(rounds, ({ parse, three }) =>
      parse === undefined || three === undefined ? undefined : three / parse,
    ),
    rounds,
  }
}

/** The medians as lines of text. */
export function tableText(files: readonly Times[]): string {
  const line = (cells: string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(22) : cell.padStart(14))).join('')
  const ms = (seconds?: number): string =>
    seconds === undefined ? '-' : (1000 * seconds).toFixed(1)
  const lines = files.map((file) =>
    line([
      file.title,
      file.megabytes.toFixed(1),
      String(file.nodes),
      ms(file.read),
      ms(file.navis),
      file.navisOver.toFixed(1),
      ms(file.parse),
      ms(file.three),
      file.threeOver?.toFixed(1) ?? '-',
    ]),
  )
  const head = ['', 'MB', 'nodes', 'read ms', 'navis ms', 'navis / read']
  return [line([...head, 'parse ms', 'three ms', 'three / parse']), ...lines].join('\n')
}
