import { availableParallelism } from 'node:os'
import { checkedNeuron, isNeuron, type Neuron } from '../neuron/neuron'
import { checkedInteger } from './stop-rules'

/** A neuron of a batch: itself, or its id with a way to read it when its turn comes. */
export type NeuronOfBatch =
  | Neuron
  | {
      /** Names the neuron in its outcome. */
      id: string
      /** The neuron, or what reads it. */
      neuron: Neuron | (() => Promise<Neuron>)
    }

/** How far a batch has come. */
export interface BatchProgress {
  /** Neurons done, with or without success. */
  done: number
  /** Those of them that failed. */
  failed: number
}

/** How a batch is worked on. */
export interface BatchRules {
  /** Neurons at work at a time, from 1. Default: the cores. */
  concurrency?: number
  /** Called after every neuron; what it throws ends the batch. */
  onProgress?: (progress: BatchProgress) => void
  signal?: AbortSignal
}

/** What became of one neuron: a result, or the error that it failed with. */
export type BatchOutcome<Result> =
  | {
      /** As given, or the neuron's name, or its number. */
      id: string
      /** What the work made of it. */
      result: Result
      /** None: it did not fail. */
      error?: undefined
    }
  | {
      /** As given, or the neuron's name, or its number. */
      id: string
      /** None: it failed. */
      result?: undefined
      /** Why it failed. */
      error: Error
    }

/** What the work on one neuron is given beside it. */
export interface BatchCall {
  /** 1 where other neurons are at work; undefined where there is one neuron only. */
  threads?: number
  /** Aborted with the batch, and where nobody wants its outcomes any more. */
  signal: AbortSignal
}

/** Results that wait for an earlier neuron, per neuron at work. */
const waitingPerWorker = 3

/**
 * Does the same with many neurons, several at a time. Outcomes come in the order of the neurons; one
 * that cannot be read or worked on is an outcome with an `error`, an abort is thrown. Neurons that
 * are given as functions are in memory only while at work. Neurons without a name get their number
 * as id.
 *
 * @throws TypeError, RangeError ERR_INVALID_OPTION; the reason of the signal.
 */
export async function* neuronBatch<Result>(
  neurons: Iterable<NeuronOfBatch> | AsyncIterable<NeuronOfBatch>,
  work: (neuron: Neuron, id: string, call: BatchCall) => Promise<Result>,
  { concurrency = availableParallelism(), onProgress, signal }: BatchRules,
): AsyncGenerator<BatchOutcome<Result>> {
  checkedInteger(concurrency, 'concurrency', 1)
  const ended = new AbortController()
  const either = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal
  const places = new Places(concurrency)
  const waiting: Promise<BatchOutcome<Result>>[] = []
  const progress = { done: 0, failed: 0 }
  const begin = (item: NeuronOfBatch, number: number, threads?: number): void => {
    const call = { threads, signal: either }
    const outcome = places.use(() => outcomeOf(item, number, work, call))
    outcome.catch(() => undefined) // it is awaited below, or nobody wants it any more
    waiting.push(outcome)
  }
  const next = async (): Promise<BatchOutcome<Result>> => {
    const outcome = await (waiting.shift() as Promise<BatchOutcome<Result>>)
    progress.done++
    if (outcome.error) progress.failed++
    onProgress?.({ ...progress })
    return outcome
  }
  try {
    let held: NeuronOfBatch | undefined
    let number = 0
    for await (const item of neurons) {
      if (held !== undefined) begin(held, number++, 1)
      held = item
      if (waiting.length >= concurrency * waitingPerWorker) yield await next()
    }
    if (held !== undefined) begin(held, number, number === 0 ? undefined : 1)
    while (waiting.length > 0) yield await next()
  } finally {
    ended.abort(new Error('the batch was left'))
  }
}

async function outcomeOf<Result>(
  item: NeuronOfBatch,
  number: number,
  work: (neuron: Neuron, id: string, call: BatchCall) => Promise<Result>,
  call: BatchCall,
): Promise<BatchOutcome<Result>> {
  const id = isNeuron(item) ? (item.name ?? String(number)) : (item.id ?? String(number))
  try {
    call.signal.throwIfAborted()
    const source = isNeuron(item) ? item : item.neuron
    const neuron = checkedNeuron(typeof source === 'function' ? await source() : source)
    return { id, result: await work(neuron, id, call) }
  } catch (error) {
    call.signal.throwIfAborted()
    return { id, error: error instanceof Error ? error : new Error(String(error)) }
  }
}

/** So many pieces of work at a time; the others wait in line. */
class Places {
  #free: number
  readonly #line: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#line.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.#line.shift()
      if (next) next()
      else this.#free++
    }
  }
}
