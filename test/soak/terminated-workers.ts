import { existsSync, readdirSync } from 'node:fs'
import { Random } from '../../lib/generate/random'
import { courseWorker } from './exit-ways'
import { MemoryCourse } from './memory-course'
import { runningCases } from './running-cases'

export interface TerminatedWorkersPlan {
  workers: number
  /** The moments of termination follow from it. */
  seed: number
  /** How often memory is looked at; each time all workers have ended. */
  samples: number
  /** Told after each sample. */
  sampled?: (workers: number, memory: MemoryCourse) => void
}

export interface TerminatedWorkers {
  /** Terminated amid their runs; the others while they started. */
  inMidRun: number
  faults: string[]
  memory: MemoryCourse
}

/** Workers at a time. */
const lanes = 3

/** Workers of every case, terminated at random moments. */
export async function terminatedWorkers(plan: TerminatedWorkersPlan): Promise<TerminatedWorkers> {
  const outcome: TerminatedWorkers = { inMidRun: 0, faults: [], memory: new MemoryCourse() }
  let held: ReturnType<typeof heldBySystem>
  let next = 0
  for (let s = 1; s <= plan.samples; s++) {
    const until = Math.round((plan.workers * s) / plan.samples)
    const lane = async (): Promise<void> => {
      while (next < until) await oneWorker(next++, plan.seed, outcome)
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    await outcome.memory.sample(until)
    // What the first workers made Node start, such as threads of its own, stays.
    held ??= heldBySystem()
    plan.sampled?.(until, outcome.memory)
  }
  outcome.faults.push(...heldFaults(held, heldBySystem()))
  return outcome
}

async function oneWorker(number: number, seed: number, outcome: TerminatedWorkers): Promise<void> {
  const random = new Random(seed, number)
  const { name } = runningCases[number % runningCases.length]
  const worker = courseWorker('endless', name)
  const fault = (what: unknown): void => {
    outcome.faults.push(`worker ${number}, ${name}: ${String(what)}`)
  }
  worker.on('error', fault)
  const exit = new Promise<number>((resolve) => worker.once('exit', resolve))
  const begun = new Promise<boolean>((resolve) => {
    worker.once('message', () => resolve(true))
    worker.once('exit', () => resolve(false))
  })
  const isEarly = random.below(8) === 0
  if (isEarly) {
    await elapsed(400 * random.unit())
  } else {
    if (await begun) outcome.inMidRun++
    else fault('ended before its runs began')
    await elapsed(30 * random.unit())
  }
  await worker.terminate()
  const code = await exit
  // A thread that is terminated before it runs ends with 0.
  if (code !== 1 && !(isEarly && code === 0)) fault(`exit code ${code}`)
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Threads and open files of this process, where the system tells. */
function heldBySystem(): { threads: number; files: number } | undefined {
  if (!existsSync('/proc/self/task')) return undefined
  const count = (folder: string): number => readdirSync(`/proc/self/${folder}`).length
  return { threads: count('task'), files: count('fd') }
}

function heldFaults(
  before: ReturnType<typeof heldBySystem>,
  after: ReturnType<typeof heldBySystem>,
): string[] {
  const kinds = ['threads', 'files'] as const
  if (before === undefined || after === undefined) return []
  return kinds
    .filter((kind) => after[kind] > before[kind])
    .map((kind) => `${after[kind]} ${kind} after all workers, ${before[kind]} after the first`)
}
