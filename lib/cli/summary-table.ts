import type { Report } from '../propagation/report'

/** What the summary says of one neuron. */
export interface NeuronSummary {
  id: string
  kind: 'skeleton' | 'mesh'
  report: Report
}

/** The neurons as an aligned table, or their reports as JSON. */
export function summaryTable(summaries: readonly NeuronSummary[], json: boolean): string {
  if (json) {
    const reports = summaries.map(({ id, kind, report }) => ({ file: id, kind, ...report }))
    return `${JSON.stringify(reports, null, 2)}\n`
  }
  if (summaries.length === 0) return ''
  const labels = [...new Set(summaries.flatMap(({ report }) => report.labels))]
  const head = ['neuron', 'kind', 'nodes', 'components']
  for (const label of labels) head.push(`seeds ${label}`, label, `% ${label}`)
  head.push('unlabelled', 'iterations', 'converged', 'seconds')
  return aligned([head, ...summaries.map((summary) => row(summary, labels))])
}

function row({ id, kind, report }: NeuronSummary, labels: readonly string[]): string[] {
  const cells = [id, kind, String(report.nodes), String(report.components)]
  for (const label of labels) {
    const count = report.counts[label] ?? 0
    const share = ((100 * count) / report.nodes).toFixed(1)
    cells.push(String(report.seeds[label] ?? 0), String(count), share)
  }
  cells.push(String(report.unlabelled), String(report.iterations))
  cells.push(report.converged ? 'yes' : 'no', report.seconds.toFixed(3))
  return cells
}

/** The failed neurons: file, code, message. */
export function failureTable(failures: readonly { id: string; error: Error }[]): string {
  const rows = failures.map(({ id, error }) => {
    const { code = '' } = error as NodeJS.ErrnoException
    return [id, code, error.message.replace(/\s+/g, ' ')]
  })
  return aligned([['failed', 'code', 'reason'], ...rows], [])
}

/** Columns side by side: the first to the left, numbers to the right. */
function aligned(rows: readonly string[][], right?: readonly number[]): string {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((cells) => cells[c].length)))
  const toRight = (c: number): boolean => right?.includes(c) ?? c > 1
  const lines = rows.map((cells) =>
    cells
      .map((cell, c) => (toRight(c) ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}
