import { splitAxonDendrite } from '../compartments/split-axon-dendrite'
import type { SplitReport } from '../compartments/split-report'
import { neuronBatch } from '../propagation/neuron-batch'
import { alignedTable } from './aligned-table'
import { readNeuronArgument } from './neuron-argument'
import { neuronJobs } from './neuron-jobs'
import { Sources } from './sources'
import { splitLibraryOptions, type SplitCommandOptions } from './split-command-options'
import { synapsesFromFile } from './synapses-from-file'
import { tellBatch } from './told-batch'

interface SplitSummary {
  id: string
  report: SplitReport
}

/**
 * Splits many neurons: their files, a summary on standard output, failures as a table on standard
 * error. @throws SomeFailed where some neurons failed.
 */
export async function splitMany(
  patterns: readonly string[],
  options: SplitCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const jobs = await neuronJobs(patterns, options)
  const synapsesOf = new Map(jobs.map(({ id, synapses }) => [id, synapses as string]))
  const { concurrency, swcTypes, json, quiet } = options
  const outcomes = neuronBatch(
    jobs.map(({ id, file }) => ({
      id,
      neuron: () => readNeuronArgument(file, options, new Sources(), signal),
    })),
    async (neuron, id, call) => {
      const file = synapsesOf.get(id) as string
      const synapses = await synapsesFromFile(file, options, new Sources(), call.signal)
      const given = splitLibraryOptions(options)
      const { threads = call.threads } = given
      return splitAxonDendrite(neuron, synapses, { ...given, threads, signal: call.signal })
    },
    { concurrency, signal },
  )
  await tellBatch(outcomes, {
    ...{ jobs, quiet, signal },
    write: (split, path) => split.write(path, { swcTypes, signal }),
    summaryOf: (id, { report }): SplitSummary => ({ id, report }),
    summaryText: (summaries) => (json ? jsonText(summaries) : tableText(summaries)),
  })
}

function jsonText(summaries: readonly SplitSummary[]): string {
  return `${JSON.stringify(
    summaries.map(({ id, report }) => ({ file: id, ...report })),
    null,
    2,
  )}\n`
}

const head = [
  ...['neuron', 'kind', 'status', 'index', 'nodes', 'axon', 'dendrite', 'mixed', 'pre', 'post'],
  ...['borders', 'agreement', 'warnings', 'seconds'],
]

function tableText(summaries: readonly SplitSummary[]): string {
  if (summaries.length === 0) return ''
  return alignedTable([head, ...summaries.map(row)], (column) => column > 2)
}

function row({ id, report }: SplitSummary): string[] {
  const { compartments, synapses, segregationIndex, flowAgreement } = report
  const fixed = (value: number | null | undefined): string => value?.toFixed(3) ?? ''
  return [
    ...[id, report.kind, report.status, fixed(segregationIndex), String(report.nodes)],
    ...(['axon', 'dendrite', 'mixed'] as const).map((name) =>
      String(compartments[name]?.nodes ?? 0),
    ),
    ...[String(synapses.pre), String(synapses.post), String(report.borders)],
    ...[fixed(flowAgreement?.synapses), String(report.warnings.length), fixed(report.seconds)],
  ]
}
