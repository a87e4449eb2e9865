import { availableParallelism, tmpdir } from 'node:os'

/** What the service allows. Every number can be set by an environment variable of its name. */
export interface Settings {
  /** 0 takes any free port. */
  port: number
  /** Bytes of one uploaded file, as it arrives. */
  fileBytes: number
  /** Bytes of a whole request. */
  requestBytes: number
  /** Bytes of a neuron after decompression. */
  neuronBytes: number
  /** Bytes of a table after decompression; its fields become strings of many times their bytes. */
  tableBytes: number
  /** Nodes of a neuron. */
  nodes: number
  /** Different labels: the values of a column can be many. */
  labels: number
  /** Nodes times labels. */
  scores: number
  /** Time that an upload may take. */
  uploadMs: number
  /** Time that the work may take once it has begun. */
  runMs: number
  /** Jobs at work at the same time. */
  running: number
  /** Jobs that wait for that, those whose upload is still arriving included. */
  waiting: number
  /** Threads of the kernel for one job. */
  threads: number
  /** Finished jobs that are kept with a result, and as many without. */
  results: number
  /** Time that a finished job is kept. */
  resultMs: number
  /** Time that jobs at work are given when the service is told to end. */
  shutdownMs: number
  /** Connections at the same time. */
  connections: number
  host: string
  /** Folder in which uploads and results are files. */
  folder: string
}

const mebi = 2 ** 20
const cores = availableParallelism()

const numbers = {
  port: 8080,
  fileBytes: 64 * mebi,
  requestBytes: 96 * mebi,
  neuronBytes: 256 * mebi,
  tableBytes: 8 * mebi,
  nodes: 1_000_000,
  labels: 256,
  scores: 16_000_000,
  uploadMs: 60_000,
  runMs: 60_000,
  running: cores,
  waiting: 16,
  threads: Math.max(1, Math.ceil(cores / 2)),
  results: 64,
  resultMs: 600_000,
  shutdownMs: 10_000,
  connections: 1000,
} as const

/**
 * The settings that the environment makes: `fileBytes` is `FILE_BYTES`, and so on.
 *
 * @throws RangeError for a variable that is no integer, or less than 0.
 */
export function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
  const numberOf = (name: keyof typeof numbers): number => {
    const variable = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
    const text = environment[variable]
    if (text === undefined) return numbers[name]
    const least = name === 'port' || name === 'waiting' ? 0 : 1
    const value = Number(text)
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value
    throw new RangeError(`${variable} must be an integer, ${least} or greater; got "${text}"`)
  }
  const names = Object.keys(numbers) as (keyof typeof numbers)[]
  const chosen = Object.fromEntries(names.map((name) => [name, numberOf(name)]))
  return {
    ...(chosen as Record<keyof typeof numbers, number>),
    host: environment.HOST ?? '127.0.0.1',
    folder: environment.FOLDER ?? tmpdir(),
  }
}
