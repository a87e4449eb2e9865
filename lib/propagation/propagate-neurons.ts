import { shown, wrongKind } from '../errors'
import type { Neuron } from '../neuron/neuron'
import { checkedOptions } from '../options'
import type { NodeLabels } from '../seeds/label-seeds'
import type { Seeds } from '../seeds/seeds'
import {
  neuronBatch,
  type BatchOutcome,
  type BatchProgress,
  type NeuronOfBatch,
} from './neuron-batch'
import { propagateLabels, propagateOptionNames, type PropagateOptions } from './propagate-labels'
import type { PropagationResult } from './result'

export { type BatchProgress, type NeuronOfBatch } from './neuron-batch'

/** The seeds of a neuron of a batch, in any form that `propagateLabels` takes. */
export type SeedsOf = (
  neuron: Neuron,
  id: string,
) => Seeds | NodeLabels | Promise<Seeds | NodeLabels>

/** Options of {@link propagateNeurons}: those of every run, and of the batch. */
export interface BatchOptions extends Omit<PropagateOptions, 'onProgress'> {
  /** Neurons at work at a time, from 1. Default: the cores. */
  concurrency?: number
  /** Called after every neuron; what it throws ends the batch. */
  onProgress?: (progress: BatchProgress) => void
}

/** What became of one neuron: a result, or the error that it failed with. */
export type NeuronOutcome = BatchOutcome<PropagationResult>

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
  const { concurrency, onProgress, signal, ...chosen } = given
  if (typeof seedsOf !== 'function') {
    throw wrongKind('ERR_INVALID_ARGUMENT', `\`seedsOf\` must be a function; got ${shown(seedsOf)}`)
  }
  yield* neuronBatch(
    neurons,
    async (neuron, id, call) =>
      propagateLabels(neuron, await seedsOf(neuron, id), {
        ...{ threads: call.threads, ...chosen, signal: call.signal },
      }),
    { concurrency, onProgress, signal },
  )
}
