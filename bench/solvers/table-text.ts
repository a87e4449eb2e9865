import type { Row, Times } from './rows'
import type { Bandwidth } from './read-bandwidth'

/** What the steps of `iterative` read and write, and how fast. */
export interface Throughput {
  case: string
  bytesPerStep: number
  bytesPerSecond: number
}

const nothing = ''

/** Lines of a Markdown table, columns padded: texts to the right, numbers to the left. */
function markdown(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, c) =>
    Math.max(title.length, ...rows.map((row) => row[c].length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, c) => cell.padEnd(widths[c])).join(' | ')} |`
  const ruler = line(widths.map((width) => '-'.repeat(width)))
  return [line(titles), ruler, ...rows.map(line)].join('\n')
}

/** Three digits, or all of a larger number. */
function digits(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)
}

/** In the unit that suits. */
function duration(seconds: number | null): string {
  if (seconds === null) return nothing
  const [value, unit] = seconds < 1 ? [seconds * 1000, 'ms'] : [seconds, 's']
  return `${digits(value)} ${unit}`
}

/** A scaled time is marked. */
function timesCells(times: Times): string[] {
  const mark = times.scaledFrom === undefined ? nothing : '~'
  const kernel = duration(times.kernelSeconds)
  return [
    mark + duration(times.seconds),
    kernel === nothing ? nothing : mark + kernel,
    Math.round(times.peakMB).toLocaleString('en-US'),
  ]
}

function sideCells(side: Row['peer']): string[] {
  if (side === undefined) return [nothing, nothing, nothing, nothing]
  if ('missing' in side) return [side.name, 'none', nothing, nothing]
  return [side.name, ...timesCells(side)]
}

function ratio(value: number | undefined): string {
  return value === undefined ? nothing : digits(value)
}

/** The rows of one case. */
export function rowsText(rows: readonly Row[]): string {
  const titles = [
    ...['neuroprop', 'call', 'kernel', 'peak MB', 'growth'],
    ...['peer', 'its call', 'its kernel', 'its peak MB'],
    ...['call ratio', 'kernel ratio', 'same labels'],
  ]
  const cells = rows.map((row) => {
    const same = row.sameLabels === undefined ? nothing : `${(100 * row.sameLabels).toFixed(2)} %`
    const ratios = [ratio(row.callRatio), ratio(row.kernelRatio), same]
    return [...sideCells(row.ours), ratio(row.growth), ...sideCells(row.peer), ...ratios]
  })
  return [markdown(titles, cells), ...missingLines(rows)].join('\n')
}

/** Why contestants have no times, a line for each reason. */
function missingLines(rows: readonly Row[]): string[] {
  const names = new Map<string, Set<string>>()
  for (const side of rows.flatMap(({ ours, peer }) => [ours, peer ?? ours])) {
    if (!('missing' in side)) continue
    names.set(side.missing, (names.get(side.missing) ?? new Set()).add(side.name))
  }
  return [...names].map(([reason, those]) => `\n${[...those].join('; ')}: ${reason}`)
}

export function throughputText(throughputs: readonly Throughput[], bandwidth: Bandwidth): string {
  const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1)
  const cells = throughputs.map((one) => [
    one.case,
    (one.bytesPerStep / 1e6).toFixed(1),
    gigabytes(one.bytesPerSecond),
    `${((100 * one.bytesPerSecond) / bandwidth.bytesPerSecond).toFixed(0)} %`,
  ])
  const read = `Two threads read ${gigabytes(bandwidth.bytesPerSecond)} GB/s (${bandwidth.by}).`
  const titles = ['iterative, 2 threads', 'MB per step', 'GB/s', 'of what is read']
  return `${read}\n\n${markdown(titles, cells)}`
}
