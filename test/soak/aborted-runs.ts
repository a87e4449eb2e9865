import { Propagator, type PropagationResult } from '../../lib/index'
import { Random } from '../../lib/generate/random'
import { MemoryCourse } from './memory-course'
import {
  ranCase,
  runCases,
  seededNeuron,
  type CallOptions,
  type RunCase,
  type SeededNeuron,
} from './run-cases'

/** A case on a neuron, with what an undisturbed run of it gave and took. */
interface Ground {
  runCase: RunCase
  /** Propagators are shared by the cases whose matrices are the same. */
  key: string
  of: SeededNeuron
  expected: Buffer
  milliseconds: number
}

export interface AbortedRunsPlan {
  runs: number
  /** The choice of cases and moments follows from it. */
  seed: number
  /** Nodes of the neurons. */
  sizes: readonly number[]
  /** How often memory is looked at; each time all that runs is waited for. */
  samples: number
  /** Told after each sample. */
  sampled?: (runs: number, memory: MemoryCourse) => void
}

export interface AbortedRuns {
  aborted: number
  completed: number
  /** Runs that gave another result or error than they should. */
  faults: string[]
  memory: MemoryCourse
}

/** Runs at a time. */
const lanes = 4

/** Propagators that are kept from run to run, by their keys. */
type Kept = Map<string, Propagator>

/** Runs of every case, aborted at random moments, several at a time. */
export async function abortedRuns(plan: AbortedRunsPlan): Promise<AbortedRuns> {
  const grounds = await measuredGrounds(plan.sizes)
  const kept: Kept = new Map()
  const outcome: AbortedRuns = { aborted: 0, completed: 0, faults: [], memory: new MemoryCourse() }
  let next = 0
  for (let s = 1; s <= plan.samples; s++) {
    const until = Math.round((plan.runs * s) / plan.samples)
    const lane = async (): Promise<void> => {
      while (next < until) await oneRun(new Random(plan.seed, next++), grounds, kept, outcome)
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    await outcome.memory.sample(until)
    plan.sampled?.(until, outcome.memory)
  }
  for (const propagator of kept.values()) propagator.dispose()
  return outcome
}

async function measuredGrounds(sizes: readonly number[]): Promise<Ground[]> {
  const grounds: Ground[] = []
  for (const size of sizes) {
    const of = await seededNeuron(size)
    for (const runCase of runCases) {
      const { kind, matrices } = runCase
      const { neuron, seeds } = of[kind]
      const began = performance.now()
      const propagator = await Propagator.create(neuron, matrices)
      const expected = scoreBytes(await ranCase(runCase, propagator, seeds, {}))
      const milliseconds = performance.now() - began
      propagator.dispose()
      const key = JSON.stringify([size, kind, matrices])
      grounds.push({ runCase, key, of, expected, milliseconds })
    }
  }
  return grounds
}

async function oneRun(
  random: Random,
  grounds: Ground[],
  kept: Kept,
  outcome: AbortedRuns,
): Promise<void> {
  const ground = grounds[random.below(grounds.length)]
  const control = new AbortController()
  const reason = new Error('enough')
  const moment = abortion(random, ground.milliseconds, () => control.abort(reason))
  const call = { signal: control.signal, onProgress: moment.onProgress }
  try {
    const result = await ranOn(ground, random, kept, call)
    if (scoreBytes(result).equals(ground.expected)) outcome.completed++
    else outcome.faults.push(`${ground.runCase.name}: another result than before`)
  } catch (error) {
    if (error === reason) outcome.aborted++
    else outcome.faults.push(`${ground.runCase.name}: ${String(error)}`)
  } finally {
    moment.forget()
  }
}

/** On a propagator of its own every fourth time, else on a kept one, which sometimes is renewed. */
async function ranOn(
  { runCase, key, of }: Ground,
  random: Random,
  kept: Kept,
  call: CallOptions,
): Promise<PropagationResult> {
  const { neuron, seeds } = of[runCase.kind]
  const isOwn = random.below(4) === 0
  if (random.below(40) === 0) {
    kept.get(key)?.dispose() // runs that have begun go on
    kept.delete(key)
  }
  const there = isOwn ? undefined : kept.get(key)
  const { signal } = call
  const propagator = there ?? (await Propagator.create(neuron, { ...runCase.matrices, signal }))
  if (!isOwn && !kept.has(key)) kept.set(key, propagator)
  try {
    return await ranCase(runCase, propagator, seeds, call)
  } finally {
    // Some are left to the garbage collector.
    if (propagator !== kept.get(key) && there === undefined && random.below(2) === 0)
      propagator.dispose()
  }
}

interface Abortion {
  onProgress?: () => void
  /** Nothing is aborted any more. */
  forget: () => void
}

/** Aborts at a random moment of a run that takes about so long: before, during, after, or never. */
function abortion(random: Random, milliseconds: number, abort: () => void): Abortion {
  const way = random.below(10)
  if (way === 0) abort()
  if (way <= 1) return { forget: () => undefined }
  if (way === 2) return { onProgress: abort, forget: () => undefined }
  const delay = 1.3 * milliseconds * random.unit()
  if (delay > 2) {
    const timer = setTimeout(abort, delay)
    return { forget: () => clearTimeout(timer) }
  }
  let turns = random.below(16) // timers are too coarse for short runs
  const turn = (): void => {
    if (turns-- > 0) next = setImmediate(turn)
    else abort()
  }
  let next = setImmediate(turn)
  return { forget: () => clearImmediate(next) }
}

function scoreBytes({ scores }: PropagationResult): Buffer {
  return Buffer.from(scores.buffer, scores.byteOffset, scores.byteLength)
}
