import { clampingKind } from '../propagation/clamping'
import { propagateNeurons } from '../propagation/propagate-neurons'
import { withPreset } from '../propagation/run-options'
import { checkSolver, chosenSolver } from '../propagation/solver'
import { stopRules } from '../propagation/stop-rules'
import { neuronJobs } from './neuron-jobs'
import { libraryOptions, type PropagateCommandOptions } from './propagate-options'
import { readForPropagation } from './read-for-propagation'
import { seedsFromFiles } from './seeds-from-files'
import { Sources } from './sources'
import { summaryTable, type NeuronSummary } from './summary-table'
import { tellBatch } from './told-batch'

/**
 * Propagates the labels of many neurons: their files, a summary on standard output, failures as a
 * table on standard error. @throws SomeFailed where some neurons failed.
 */
export async function propagateMany(
  patterns: readonly string[],
  options: PropagateCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  checkBatch(options)
  const jobs = await neuronJobs(patterns, options)
  const jobOf = new Map(jobs.map((job) => [job.id, job]))
  const outcomes = propagateNeurons(
    jobs.map(({ id, file }) => ({
      id,
      neuron: () => readForPropagation(file, options, new Sources(), signal),
    })),
    (neuron, id) => seedsFromFiles(neuron, { ...options, ...jobOf.get(id) }, new Sources(), signal),
    { ...libraryOptions(options), concurrency: options.concurrency, signal },
  )
  const { probabilities, swcTypes, json, quiet } = options
  await tellBatch(outcomes, {
    ...{ jobs, quiet, signal },
    write: (result, path) => result.write(path, { probabilities, swcTypes, signal }),
    summaryOf: (id, { report, neuron: { kind } }): NeuronSummary => ({ id, kind, report }),
    summaryText: (summaries) => summaryTable(summaries, json === true),
  })
}

/** What is wrong for every neuron is said once, before any is read. */
function checkBatch(options: PropagateCommandOptions): void {
  const run = withPreset(libraryOptions(options))
  checkSolver(run.solver)
  stopRules(run)
  const kind = run.anchors === undefined ? clampingKind(run.clamping) : ('anchors' as const)
  const policy = { kind, hold: () => 0 }
  const { solver, preset, directed = false, lazy } = run
  const isHeld = kind !== 'none' && run.alpha !== 1
  chosenSolver({ solver, preset, rules: run, policy, isHeld, directed, lazy })
}
