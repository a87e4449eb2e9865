import { glob } from 'tinyglobby'
import { mkdir } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import { wrongValue } from '../errors'
import { withPreset } from '../propagation/run-options'
import { propagateNeurons, type NeuronOutcome } from '../propagation/propagate-neurons'
import { clampingKind } from '../propagation/clamping'
import { checkSolver, chosenSolver } from '../propagation/solver'
import { stopRules } from '../propagation/stop-rules'
import { naming, SomeFailed } from './errors'
import { writeOut } from './output'
import { ProgressLine } from './progress-line'
import { libraryOptions, type PropagateCommandOptions } from './propagate-options'
import { readForPropagation } from './read-for-propagation'
import { seedsFromFiles } from './seeds-from-files'
import { Sources } from './sources'
import { failureTable, summaryTable, type NeuronSummary } from './summary-table'

/** A neuron of the batch and its files. */
interface Job {
  id: string
  file: string
  synapses?: string
  labels?: string
  output?: string
}

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
  const jobs = jobsOf(await filesOf(patterns), options)
  const jobOf = new Map(jobs.map((job) => [job.id, job]))
  const line = new ProgressLine()
  const summaries: NeuronSummary[] = []
  const failures: { id: string; error: Error }[] = []
  const outcomes = propagateNeurons(
    jobs.map(({ id, file }) => ({
      id,
      neuron: () => readForPropagation(file, options, new Sources(), signal),
    })),
    (neuron, id) => seedsFromFiles(neuron, { ...options, ...jobOf.get(id) }, new Sources(), signal),
    { ...libraryOptions(options), concurrency: options.concurrency, signal },
  )
  try {
    for await (const outcome of outcomes) {
      const error = outcome.error ?? (await writeFailure(outcome, jobOf, options, signal))
      if (error) failures.push({ id: outcome.id, error })
      else if (outcome.result) summaries.push({ id: outcome.id, ...summaryOf(outcome.result) })
      const done = summaries.length + failures.length
      if (!options.quiet) line.neurons({ done, total: jobs.length, failed: failures.length })
    }
  } finally {
    line.clear()
  }
  if (!options.quiet) await writeOut(summaryTable(summaries, options.json === true), signal)
  if (failures.length > 0) {
    process.stderr.write(failureTable(failures))
    throw new SomeFailed(failures.length, jobs.length)
  }
}

function summaryOf({
  report,
  neuron,
}: NonNullable<NeuronOutcome['result']>): Omit<NeuronSummary, 'id'> {
  return { kind: neuron.kind, report }
}

/** Writes the file of a result; gives the error where that fails. */
async function writeFailure(
  { id, result }: NeuronOutcome,
  jobOf: ReadonlyMap<string, Job>,
  { probabilities, swcTypes }: PropagateCommandOptions,
  signal: AbortSignal,
): Promise<Error | undefined> {
  const output = jobOf.get(id)?.output
  if (output === undefined || result === undefined) return undefined
  try {
    await mkdir(dirname(output), { recursive: true })
    await naming(output, result.write(output, { probabilities, swcTypes, signal }))
    return undefined
  } catch (error) {
    signal.throwIfAborted()
    return error as Error
  }
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

async function filesOf(patterns: readonly string[]): Promise<string[]> {
  if (patterns.includes('-')) {
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      'standard input (-) holds one neuron; here are several',
    )
  }
  const found = await Promise.all(
    patterns.map(async (pattern) => {
      const files = await glob(pattern, { expandDirectories: false })
      // A name without a match stays: that the file is missing is said as of any other.
      return files.length > 0 ? files.sort() : [pattern]
    }),
  )
  return [...new Set(found.flat())]
}

/** The files of every neuron: `{name}` stands for its file's name, `{ext}` for the ending. */
function jobsOf(files: readonly string[], options: PropagateCommandOptions): Job[] {
  const jobs = files.map((file) => {
    const bare = basename(file).replace(/\.gz$/i, '')
    const ext = extname(bare).slice(1)
    const name = ext === '' ? bare : bare.slice(0, -ext.length - 1)
    const filled = (pattern?: string): string | undefined =>
      pattern?.replaceAll('{name}', name).replaceAll('{ext}', ext)
    const { synapses, labels, output } = options
    return {
      id: file,
      file,
      synapses: filled(synapses),
      labels: filled(labels),
      output: filled(output),
    }
  })
  rejectSharedOutputs(jobs)
  return jobs
}

function rejectSharedOutputs(jobs: readonly Job[]): void {
  const fileOf = new Map<string, string>()
  for (const { file, output } of jobs) {
    if (output === undefined) continue
    const other = fileOf.get(output)
    if (output === '-' || other !== undefined) {
      throw wrongValue(
        'ERR_CONFLICTING_OPTIONS',
        `\`output\` ${output} would be written for several neurons${other === undefined ? '' : `, ${other} and ${file}`}; name it with {name} and {ext}`,
      )
    }
    fileOf.set(output, file)
  }
}
