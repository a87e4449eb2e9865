import { wrongValue } from '../errors'
import { isArrayLike, taken } from '../neuron/node-properties'
import { checkedNeuron, type Neuron } from '../neuron/neuron'
import { checkedOptions } from '../options'
import {
  labelSeedOptionNames,
  seeds as labelSeeds,
  type LabelSeedOptions,
  type NodeLabels,
} from '../seeds/label-seeds'
import { Seeds } from '../seeds/seeds'
import { propagateDownsampled, propagateOn } from './propagate-downsampled'
import { propagatorOptionNames, type PropagatorOptions } from './propagator-options'
import type { PropagationResult } from './result'
import { runOptionNames, type RunOptions } from './run-options'

/** Options of {@link propagateLabels}. */
export interface PropagateOptions extends PropagatorOptions, RunOptions, LabelSeedOptions {
  /**
   * Propagates on a neuron so many times coarser (see {@link downsample}; seeds stay) and gives
   * every node the scores of its nearest node that stayed. From 1, the default: the neuron itself.
   */
  downsample?: number
}

export const propagateOptionNames: readonly string[] = [
  ...new Set([...propagatorOptionNames, ...runOptionNames, ...labelSeedOptionNames, 'downsample']),
]

/**
 * Spreads labels over a neuron. One call for one run; see {@link Propagator} for several runs on
 * one neuron.
 *
 * @param seeds Seeds (a promise of them will do), or anything that `seeds()` takes; then
 *   `labelWeights`, `nodeWeights`, `seedWeights` and `labelOrder` may be given here.
 * @throws TypeError, RangeError with `code`: see {@link errorCodes}; the reason of the signal once
 *   it is aborted.
 * @example
 * const result = await propagateLabels(neuron, new Map([[1, 'axon'], [9, 'dendrite']]))
 */
export async function propagateLabels(
  neuron: Neuron,
  seeds: Seeds | Promise<Seeds> | NodeLabels,
  options?: PropagateOptions,
): Promise<PropagationResult> {
  checkedNeuron(neuron)
  const given = { ...checkedOptions(options, propagateOptionNames, 'propagateLabels') }
  if (isArrayLike(given.alpha)) given.alpha = taken(given.alpha)
  const only = (known: readonly string[]): object =>
    Object.fromEntries(Object.entries(given).filter(([name]) => known.includes(name)))

  const areMade = seeds instanceof Seeds || seeds instanceof Promise
  if (areMade) rejectSeedOptions(given)
  const value = await (areMade ? seeds : labelSeeds(neuron, seeds, only(labelSeedOptionNames)))
  const { downsample: factor = 1 } = given
  return factor === 1
    ? propagateOn(neuron, value, only(propagatorOptionNames), only(runOptionNames))
    : propagateDownsampled(value, factor, only(propagatorOptionNames), only(runOptionNames))
}

function rejectSeedOptions(given: PropagateOptions): void {
  for (const name of labelSeedOptionNames) {
    if (name === 'signal' || given[name] === undefined) continue
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      `\`${name}\` belongs to the making of seeds; these seeds are made already`,
    )
  }
}
