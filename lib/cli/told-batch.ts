import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { BatchOutcome } from '../propagation/neuron-batch'
import { failureTable } from './aligned-table'
import { naming, SomeFailed } from './errors'
import type { NeuronJob } from './neuron-jobs'
import { writeOut } from './output'
import { ProgressLine } from './progress-line'

/** What is told of a batch, and how its files are written. */
export interface ToldBatch<Result, Summary> {
  jobs: readonly NeuronJob[]
  write: (result: Result, path: string) => Promise<void>
  /** What is kept of a result. */
  summaryOf: (id: string, result: Result) => Summary
  /** All of them as text for standard output. */
  summaryText: (summaries: readonly Summary[]) => string
  quiet?: boolean
  signal: AbortSignal
}

/**
 * Writes the files of a batch, a summary on standard output, and failures as a table on standard
 * error. @throws SomeFailed where some neurons failed.
 */
export async function tellBatch<Result, Summary>(
  outcomes: AsyncIterable<BatchOutcome<Result>>,
  batch: ToldBatch<Result, Summary>,
): Promise<void> {
  const { jobs, quiet = false, signal } = batch
  const outputOf = new Map(jobs.map(({ id, output }) => [id, output]))
  const line = new ProgressLine()
  const summaries: Summary[] = []
  const failures: { id: string; error: Error }[] = []
  try {
    for await (const { id, result, error } of outcomes) {
      if (error) failures.push({ id, error })
      else {
        const failure = await writeFailure(outputOf.get(id), result, batch.write, signal)
        if (failure) failures.push({ id, error: failure })
        else summaries.push(batch.summaryOf(id, result))
      }
      const done = summaries.length + failures.length
      if (!quiet) line.neurons({ done, total: jobs.length, failed: failures.length })
    }
  } finally {
    line.clear()
  }
  if (!quiet) await writeOut(batch.summaryText(summaries), signal)
  if (failures.length > 0) {
    process.stderr.write(failureTable(failures))
    throw new SomeFailed(failures.length, jobs.length)
  }
}

/** Writes the file of a result; gives the error where that fails. */
async function writeFailure<Result>(
  output: string | undefined,
  result: Result,
  write: (result: Result, path: string) => Promise<void>,
  signal: AbortSignal,
): Promise<Error | undefined> {
  if (output === undefined) return undefined
  try {
    await mkdir(dirname(output), { recursive: true })
    await naming(output, write(result, output))
    return undefined
  } catch (error) {
    signal.throwIfAborted()
    return error as Error
  }
}
