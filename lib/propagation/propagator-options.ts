import { shown, wrongKind, wrongValue } from '../errors'
import type { Neuron } from '../neuron/neuron'
import { checkedOptions } from '../options'
import type { EdgeWeights } from '../topology/graph'

/** Options of {@link Propagator.create}: what the matrices depend on. */
export interface PropagatorOptions {
  /** Default `'length'`. */
  edgeWeights?: EdgeWeights
  /** Labels travel from parent to child only; skeletons only. Default false. */
  directed?: boolean
  /**
   * The lazy walk: a step goes half of the way. Default false; but true where solver `auto` takes
   * 10,000 steps because no seed is held.
   */
  lazy?: boolean
  /** Ends the call, which then rejects with the reason of the signal. */
  signal?: AbortSignal
}

export const propagatorOptionNames = ['edgeWeights', 'directed', 'lazy', 'signal'] as const

/** @throws TypeError, RangeError ERR_INVALID_OPTION, ERR_CONFLICTING_OPTIONS. */
export function checkedPropagatorOptions(
  options: PropagatorOptions | undefined,
  neuron: Neuron,
): PropagatorOptions & { edgeWeights: EdgeWeights; directed: boolean } {
  const given = checkedOptions(options, propagatorOptionNames, 'Propagator.create')
  const { edgeWeights = 'length', signal } = given
  const directed = checkedFlag(given.directed, 'directed') ?? false
  const lazy = checkedFlag(given.lazy, 'lazy')
  if (directed) checkDirected(neuron)
  return { edgeWeights, directed, lazy, signal }
}

function checkedFlag(value: unknown, name: string): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value
  throw wrongKind('ERR_INVALID_OPTION', `\`${name}\` must be true or false; got ${shown(value)}`)
}

function checkDirected(neuron: Neuron): void {
  if (neuron.kind === 'mesh') {
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      '`directed` needs a skeleton: the edges of a mesh have no direction',
    )
  }
  if (neuron.joins.gaps.length > 0) {
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      `\`directed\` needs a neuron without joins, which have no direction; got ${neuron.joins.gaps.length} joins. Leave joinFragments out`,
    )
  }
}
