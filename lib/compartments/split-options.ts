import { shown, wrongKind, wrongValue } from '../errors'
import { checkedOptions } from '../options'
import { clampingKind, type ClampingOptions } from '../propagation/clamping'
import {
  checkedCallback,
  checkedFactorBytes,
  checkedThreads,
  type RunOptions,
} from '../propagation/run-options'
import { checkedInteger, stopRules, type StopRuleOptions } from '../propagation/stop-rules'
import type { SynapseSnapOptions } from '../seeds/snapped-synapses'

/** How axon and dendrite are told apart; see {@link splitAxonDendrite}. */
export type SplitMethod = 'anchored' | 'propagation'

/** What becomes of parts of the neuron that are not connected to the rest. */
export type FragmentRule = 'join' | 'nearest' | 'leave'

/** Options of method `anchored` alone. */
export interface AnchoredOptions {
  /** Neurite in nm over which a synapse holds its surroundings; above 0. Default 8e6, 8 mm. */
  anchorLength?: number
  /** As for propagateLabels. Default 2 GiB. */
  maxFactorBytes?: number
}

/** Options of method `propagation` alone. */
export interface SteppedOptions
  extends Pick<ClampingOptions, 'clamping' | 'alpha'>, StopRuleOptions {
  /** Weighs presynapses by #post / #pre, so that both sides weigh the same. Default true. */
  balance?: boolean
}

export interface SplitOptions
  extends
    AnchoredOptions,
    SteppedOptions,
    SynapseSnapOptions,
    Pick<RunOptions, 'threads' | 'signal' | 'onProgress'> {
  /** Default `'anchored'`. */
  method?: SplitMethod
  /**
   * `'join'`: joined to the rest first (see {@link joinFragments}, any gap); `'nearest'`: nodes that
   * no synapse reaches take what the nearest node has that one does; `'leave'`: these have nothing.
   * Default `'join'`, and `'leave'` with method `propagation`, as published.
   */
  fragments?: FragmentRule
  /** Node id of the soma; vertex index of a mesh. Default: see {@link SplitResult.soma}. */
  soma?: number
  /** Nodes whose probability is below this, from 0.5 to 1, are `mixed`. Default 0.5: none. */
  mixedBelow?: number
  /**
   * Pieces of axon, dendrite or mixed with less cable (skeleton, nm) than this take the compartment
   * around them; from 0. Default 0: none.
   */
  minIslandLength?: number
  /** The same for pieces of fewer nodes. Default 0: none. */
  minIslandNodes?: number
  /** Below this segregation index, from 0 to 1, a neuron is `not-separable`. Default 0.05. */
  minSegregation?: number
}

const anchoredNames = ['anchorLength', 'maxFactorBytes'] as const
const steppedNames = [
  'balance',
  'clamping',
  'alpha',
  'maxIterations',
  'tolerance',
  'patience',
  'changeNorm',
] as const

export const splitOptionNames = [
  'method',
  'fragments',
  'snap',
  'maxSynapseDistance',
  'soma',
  'mixedBelow',
  'minIslandLength',
  'minIslandNodes',
  'minSegregation',
  ...anchoredNames,
  ...steppedNames,
  'threads',
  'signal',
  'onProgress',
] as const

/** The options with their defaults. */
export interface CheckedSplitOptions
  extends SynapseSnapOptions, Pick<RunOptions, 'threads' | 'signal' | 'onProgress'> {
  method: SplitMethod
  fragments: FragmentRule
  anchored: { anchorLength: number; maxFactorBytes?: number }
  stepped: RunOptions & { balance: boolean }
  soma?: number
  mixedBelow: number
  minIslandLength: number
  minIslandNodes: number
  minSegregation: number
}

/**
 * The options, checked without a neuron, so that what is wrong for all neurons of a batch is known
 * before any is read.
 *
 * @throws TypeError, RangeError ERR_UNKNOWN_OPTION, ERR_INVALID_OPTION, ERR_CONFLICTING_OPTIONS.
 */
export function checkedSplitOptions(options?: SplitOptions): CheckedSplitOptions {
  const given: SplitOptions = checkedOptions(options, splitOptionNames, 'splitAxonDendrite')
  const method = oneOf(given.method, 'method', ['anchored', 'propagation'])
  const ofOther = method === 'anchored' ? steppedNames : anchoredNames
  const alien = ofOther.find((name) => given[name] !== undefined)
  if (alien !== undefined) {
    const other = method === 'anchored' ? 'propagation' : 'anchored'
    throw conflict(`\`${alien}\` goes with \`method\` '${other}'; got \`method\` '${method}'`)
  }
  const rules: readonly FragmentRule[] =
    method === 'anchored' ? ['join', 'nearest', 'leave'] : ['leave', 'join', 'nearest']
  const { soma, snap, maxSynapseDistance, threads, signal, onProgress, maxFactorBytes } = given
  if (given.minIslandLength !== undefined && given.minIslandNodes !== undefined) {
    throw conflict('`minIslandLength` and `minIslandNodes` are two limits; give one of them')
  }
  checkedThreads(threads)
  checkedFactorBytes(maxFactorBytes)
  checkedCallback(onProgress)
  return {
    ...{ method, snap, maxSynapseDistance, soma, threads, signal, onProgress },
    fragments: oneOf(given.fragments, 'fragments', rules),
    anchored: { anchorLength: checkedAnchorLength(given.anchorLength), maxFactorBytes },
    stepped: steppedOptions(given),
    mixedBelow: numberFrom(given.mixedBelow ?? 0.5, 'mixedBelow', 0.5, 1),
    minIslandLength: numberFrom(given.minIslandLength ?? 0, 'minIslandLength', 0, Infinity),
    minIslandNodes: checkedInteger(given.minIslandNodes ?? 0, 'minIslandNodes', 0),
    minSegregation: numberFrom(given.minSegregation ?? 0.05, 'minSegregation', 0, 1),
  }
}

/** The published run, unless told otherwise: no clamping, one settled step, 10,000 steps. */
function steppedOptions(given: SplitOptions): CheckedSplitOptions['stepped'] {
  const { balance = true, clamping = 'none', alpha, tolerance, changeNorm } = given
  if (typeof balance !== 'boolean') {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`balance\` must be true or false; got ${shown(balance)}`,
    )
  }
  const { maxIterations = 10_000, patience = tolerance === undefined ? 1 : undefined } = given
  stopRules({ maxIterations, patience, tolerance, changeNorm })
  clampingKind(clamping)
  return { balance, clamping, alpha, maxIterations, patience, tolerance, changeNorm }
}

function checkedAnchorLength(length: unknown = 8e6): number {
  const rule = `\`anchorLength\` must be a number of nm above 0; got ${shown(length)}`
  if (typeof length !== 'number') throw wrongKind('ERR_INVALID_OPTION', rule)
  if (!(length > 0) || length === Infinity) throw wrongValue('ERR_INVALID_OPTION', rule)
  return length
}

/** One of the names, the first where none is given. */
function oneOf<Name extends string>(
  value: Name | undefined,
  option: string,
  names: readonly Name[],
): Name {
  if (value === undefined) return names[0]
  if (names.includes(value)) return value
  throw (typeof value === 'string' ? wrongValue : wrongKind)(
    'ERR_INVALID_OPTION',
    `\`${option}\` must be ${names.map((name) => `'${name}'`).join(' or ')}; got ${shown(value)}`,
  )
}

function numberFrom(value: unknown, name: string, least: number, most: number): number {
  const range = most === Infinity ? `${least} or greater` : `from ${least} to ${most}`
  const rule = `\`${name}\` must be a number, ${range}; got ${shown(value)}`
  if (typeof value !== 'number') throw wrongKind('ERR_INVALID_OPTION', rule)
  if (!(value >= least && value <= most)) throw wrongValue('ERR_INVALID_OPTION', rule)
  return value
}

function conflict(message: string): Error {
  return wrongValue('ERR_CONFLICTING_OPTIONS', message)
}
