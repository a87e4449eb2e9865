import { convergenceSentence } from '../propagation/report'
import type { CompartmentReport, SplitReport } from './split-report'

const integer = new Intl.NumberFormat('en-US')

/** The report for people: a dozen lines. */
export function splitText(report: SplitReport): string {
  const { synapses, segregationIndex: index, flowAgreement, propagation } = report
  const gap = report.longestJoin === null ? '' : `, the longest ${report.longestJoin.toFixed(0)} nm`
  const lines: [string, string][] = [
    [report.neuron ?? 'neuron', `${report.kind}, ${integer.format(report.nodes)} nodes`],
    ['status', report.status],
    ['segregation index', index === null ? 'none' : index.toFixed(3)],
    [
      'synapses',
      `${integer.format(synapses.pre)} pre, ${integer.format(synapses.post)} post, ${integer.format(synapses.dropped)} dropped`,
    ],
    ...Object.entries(report.compartments).map(([name, one]): [string, string] => [
      name,
      compartmentText(one),
    ]),
    ['borders', integer.format(report.borders)],
  ]
  if (report.joins > 0) lines.push(['joins', `${integer.format(report.joins)}${gap}`])
  if (report.fromNearest > 0)
    lines.push(['from nearest', `${integer.format(report.fromNearest)} nodes`])
  if (report.islands > 0) lines.push(['islands', `${integer.format(report.islands)} removed`])
  if (report.soma !== null) lines.push(['soma', `node ${report.soma}`])
  if (typeof flowAgreement?.synapses === 'number') {
    lines.push([
      'flow split',
      `agrees at ${(100 * flowAgreement.synapses).toFixed(2)} % of synapses`,
    ])
  }
  const sentence = propagation === null ? '' : `${convergenceSentence(propagation)} `
  lines.push(['method', `${report.method}. ${sentence}${report.seconds.toFixed(3)} s`])
  for (const { code, message } of report.warnings) lines.push(['warning', `${message} (${code})`])
  const width = Math.max(...lines.map(([name]) => name.length))
  return lines.map(([name, text]) => `${name.padEnd(width)}  ${text}`).join('\n')
}

function compartmentText({ nodes, pre, post, cableLength, area }: CompartmentReport): string {
  const parts = [
    `${integer.format(nodes)} nodes, ${integer.format(pre)} pre, ${integer.format(post)} post`,
  ]
  if (cableLength !== undefined) parts.push(`${cableLength.toFixed(1)} um`)
  if (area !== undefined) parts.push(`${area.toFixed(1)} um^2`)
  return parts.join(', ')
}
