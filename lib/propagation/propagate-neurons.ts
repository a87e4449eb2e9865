import { availableParallelism } from 'node:os'
import { shown, wrongKind } from '../errors'
import { checkedNeuron, isNeuron, type Neuron } from '../neuron/neuron'
import { checkedOptions } from '../options'
import type { NodeLabels } from '../seeds/label-seeds'
import type { Seeds } from '../seeds/seeds'
import { propagateLabels, propagateOptionNames, type PropagateOptions } from './propagate-labels'
import type { PropagationResult } from './result'
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

/** The seeds of a neuron of a batch, in any form that `propagateLabels` takes. */
export type SeedsOf = (
  neuron: Neuron,
  id: string,
) => Seeds | NodeLabels | Promise<Seeds | NodeLabels>

/** How far a batch has come. */
export interface BatchProgress {
  /** Neurons done, with or without success. */
  done: number
  /** Those of them that failed. */
  failed: number
}

/** Options of {@link propagateNeurons}: those of every run, and of the batch. */
export interface BatchOptions extends Omit<PropagateOptions, 'onProgress'> {
  /** Neurons at work at a time, from 1. Default: the cores. */
  concurrency?: number
  /** Called after every neuron; what it throws ends the batch. */
  onProgress?: (progress: BatchProgress) => void
}

/** What became of one neuron: a result, or the error that it failed with. */
export type NeuronOutcome =
  | {
      /** As given, or the neuron's name, or its number. */
      id: string
      /** What the run made of it. */
      result: PropagationResult
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

/** Results that wait for an earlier neuron, per neuron at work. */
const waitingPerWorker = 3

/**
 * Propagates the labels of many neurons, several at a time, each on one kernel thread (all threads
 * where there is one neuron only, `threads` where given). Outcomes come in the order of the
 * neurons. A neuron that cannot be read or propagated is an outcome with an `error`; an unknown
 * option and an abort are thrown. Neurons that are given as functions are in memory only while at work.
 *
 * @param neurons an iterable, or an async one; neurons without a name get their number as id.
 * @throws TypeError, RangeError with `code` for wrong options; the reason of the signal.
 * @example
 * for await (const { id, result, error } of propagateNeurons(neurons, labelsOf, { preset: 'navis' })) {
 *   console.log(id, error ? error.message : result.report.counts)
 * }
 */
export async function* propagateNeurons(
  neurons: Iterable<NeuronOfBatch> | AsyncIterable<NeuronOfBatch>,
  seedsOf: SeedsOf,
  options?: BatchOptions,
): AsyncGenerator<NeuronOutcome> {
  const given = checkedOptions(
    options,
    [...propagateOptionNames, 'concurrency'],
    'propagateNeurons',
  )
  const { concurrency = availableParallelism(), onProgress, signal, ...chosen } = given
  checkedInteger(concurrency, 'concurrency', 1)
  if (typeof seedsOf !== 'function') {
    throw wrongKind('ERR_INVALID_ARGUMENT', `\`seedsOf\` must be a function; got ${shown(seedsOf)}`)
  }
  const ended = new AbortController()
  const either = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal
  const places = new Places(concurrency)
  const waiting: Promise<NeuronOutcome>[] = []
  const progress = { done: 0, failed: 0 }
  const begin = (item: NeuronOfBatch, number: number, threads?: number): void => {
    const run = { threads, ...chosen, signal: either }
    const outcome = places.use(() => outcomeOf(item, number, seedsOf, run))
    outcome.catch(() => undefined) // it is awaited below, or nobody wants it any more
    waiting.push(outcome)
  }
  const next = async (): Promise<NeuronOutcome> => {
    const outcome = await (waiting.shift() as Promise<NeuronOutcome>)
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

async function outcomeOf(
  item: NeuronOfBatch,
  number: number,
  seedsOf: SeedsOf,
  options: PropagateOptions & { signal: AbortSignal },
): Promise<NeuronOutcome> {
  const id = isNeuron(item) ? (item.name ?? String(number)) : (item.id ?? String(number))
  try {
    options.signal.throwIfAborted()
    const source = isNeuron(item) ? item : item.neuron
    const neuron = checkedNeuron(typeof source === 'function' ? await source() : source)
    const result = await propagateLabels(neuron, await seedsOf(neuron, id), options)
    return { id, result }
  } catch (error) {
    options.signal.throwIfAborted()
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
