import type { Report } from '../propagation/report'
import { alignedTable } from './aligned-table'

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
  const rows = summaries.map((summary) => row(summary, labels))
  return alignedTable([head, ...rows], (column) => column > 1)
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
