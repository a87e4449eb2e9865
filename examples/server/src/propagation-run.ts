import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  propagateLabels,
  readNeuron,
  readSynapses,
  seedsFromSynapses,
  type Neuron,
  type NodeProperty,
  type SeedRule,
  type Synapses,
} from 'neuroprop'
import { HttpError } from './http-error'
import type { Job, JobResult } from './job'
import { mediaType, type RequestOptions } from './request-options'
import type { Settings } from './settings'
import type { Upload, UploadedFile } from './upload'

/**
 * The work of a job: its files are read and removed, the labels propagated, and the result written
 * into the job's folder. Every call shares the event loop and ends when the job is cancelled.
 */
export async function propagationRun(
  job: Job,
  { neuron: neuronFile, synapses: synapsesFile }: Upload,
  options: RequestOptions,
  limits: Settings,
): Promise<JobResult> {
  const { signal } = job
  job.enter('reading')
  const neuron = await readNeuron(await taken(neuronFile, signal), {
    ...options.neuron,
    name: neuronFile.name,
    maxBytes: limits.neuronBytes,
    signal,
  })
  if (neuron.nodeCount > limits.nodes) {
    throw tooLarge(`the neuron has ${neuron.nodeCount} nodes; at most ${limits.nodes} are accepted`)
  }
  // Known before the work, and in words that name no path of the server.
  if (options.output === 'swc' && neuron.kind === 'mesh') {
    const rule = '`output` swc holds a skeleton, and the neuron is a mesh; ply holds both'
    throw new HttpError(400, 'ERR_INVALID_OPTION', rule)
  }
  const synapses = await readSynapses(await taken(synapsesFile, signal), {
    ...options.synapses,
    name: synapsesFile.name,
    maxBytes: limits.tableBytes,
    signal,
  })
  checkLabels(neuron, synapses, options.seeds.rule, limits)
  const seeds = await seedsFromSynapses(neuron, synapses, { ...options.seeds, signal })
  job.enter('propagating')
  const result = await propagateLabels(neuron, seeds, {
    ...options.run,
    threads: threadsOf(options.run.threads, limits.threads),
    signal,
    onProgress: (progress) => job.advance(progress),
  })
  job.enter('writing')
  const path = join(job.folder, `result.${options.output}`)
  await result.write(path, { ...options.write, signal })
  return { path, mediaType: mediaType(options.output), report: result.report }
}

/** The bytes of a file, which is needed no more. */
async function taken({ path }: UploadedFile, signal: AbortSignal): Promise<Buffer> {
  const bytes = await readFile(path, { signal })
  await rm(path)
  return bytes
}

/** What was asked for where it is fewer; a wrong value goes on to the library, which names it. */
function threadsOf(asked: number | undefined, most: number): number {
  if (asked === undefined) return most
  return typeof asked === 'number' ? Math.min(asked, most) : asked
}

/** Before there are seeds: a small table with many different labels would make huge ones. */
function checkLabels(
  neuron: Neuron,
  synapses: Synapses,
  rule: SeedRule | undefined,
  limits: Settings,
): void {
  const column = typeof rule === 'object' ? rule?.column : undefined
  const labels = column === undefined ? 2 : countedTo(limits.labels, synapses.columns.get(column))
  if (labels > limits.labels) {
    throw tooLarge(`\`${column}\` has more than the ${limits.labels} labels that are accepted`)
  }
  const scores = neuron.nodeCount * labels
  if (scores > limits.scores) {
    const rule = `${neuron.nodeCount} nodes times ${labels} labels make ${scores} scores`
    throw tooLarge(`${rule}; at most ${limits.scores} are accepted`)
  }
}

/** How many different values there are; one more than `most` stands for any more. */
function countedTo(most: number, values: NodeProperty = []): number {
  const found = new Set<unknown>()
  for (let i = 0; i < values.length && found.size <= most; i++) found.add(values[i])
  return found.size
}

function tooLarge(message: string): HttpError {
  return new HttpError(413, 'ERR_TOO_LARGE', message)
}
