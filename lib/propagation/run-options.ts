import { availableParallelism } from 'node:os'
import { shown, wrongKind, wrongValue } from '../errors'
import { isArrayLike } from '../neuron/node-properties'
import type { ClampingOptions } from './clamping'
import type { Solver } from './solver'
import { checkedInteger, type StopRuleOptions } from './stop-rules'

/** How far a run has come. */
export interface Progress {
  /** Steps done; multiplications with `accelerated`, stages with `direct`. */
  done: number
  /** At most. */
  total: number
}

/** Options of {@link Propagator.run}. */
export interface RunOptions extends ClampingOptions, StopRuleOptions {
  /**
   * Default `'auto'`: `iterative` where a stop rule is named, else the converged answer: `direct`
   * where seeds are held, and 10,000 lazy steps, `accelerated`, where none is.
   */
  solver?: Solver | 'auto'
  /**
   * `'navis'`: the published defaults (iterative, `length` weights, hard clamping, patience 1,
   * 10,000 steps); options given beside it override, and `tolerance` replaces its patience.
   */
  preset?: 'navis'
  /**
   * Most memory for the factor of solver `direct`, in bytes: above it, conjugate gradients to a
   * residual of 1e-10. From 0. Default 2 GiB.
   */
  maxFactorBytes?: number
  /** Most threads for this call, from 1. The result does not depend on it. Default: the cores. */
  threads?: number
  /** Rejects the call at once with the signal's reason. */
  signal?: AbortSignal
  /** Called now and then during the steps; what it throws rejects the call. */
  onProgress?: (progress: Progress) => void
}

export const runOptionNames = [
  'clamping',
  'alpha',
  'anchors',
  'maxIterations',
  'tolerance',
  'patience',
  'changeNorm',
  'solver',
  'preset',
  'maxFactorBytes',
  'threads',
  'signal',
  'onProgress',
] as const

/** Options of {@link Propagator.at}. */
export type AtOptions = ClampingOptions &
  Pick<RunOptions, 'maxFactorBytes' | 'threads' | 'signal' | 'onProgress'>

export const atOptionNames = [
  'clamping',
  'alpha',
  'anchors',
  'maxFactorBytes',
  'threads',
  'signal',
  'onProgress',
] as const

/** The options with those of the preset filled in. */
export function withPreset<Options extends RunOptions>(options: Options): Options {
  const { preset } = options
  if (preset === undefined) return options
  if (preset !== 'navis') {
    throw (typeof preset === 'string' ? wrongValue : wrongKind)(
      'ERR_INVALID_OPTION',
      `\`preset\` must be 'navis'; got ${shown(preset)}`,
    )
  }
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  )
  return {
    solver: 'iterative',
    clamping: 'hard',
    maxIterations: 10_000,
    ...(options.tolerance === undefined ? { patience: 1 } : {}),
    ...(given as Options),
  }
}

export function checkedFactorBytes(bytes: unknown): number {
  return bytes === undefined ? 2 ** 31 : checkedInteger(bytes, 'maxFactorBytes', 0)
}

export function checkedThreads(threads: unknown): number {
  if (threads === undefined) return availableParallelism()
  return Math.min(checkedInteger(threads, 'threads', 1), 1024)
}

/** @throws TypeError, RangeError ERR_INVALID_ARGUMENT, ERR_INVALID_LENGTH, ERR_INVALID_OPTION. */
export function checkedSteps(steps: ArrayLike<number>): number[] {
  if (!isArrayLike(steps)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`steps\` must be an array of integers from 1; got ${shown(steps)}`,
    )
  }
  if (steps.length === 0) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      '`steps` must hold at least one number of steps; got none',
    )
  }
  return Array.from(steps, (count, i) => checkedInteger(count, `steps[${i}]`, 1))
}

/** @throws TypeError ERR_INVALID_OPTION. */
export function checkedCallback(callback: unknown): ((progress: Progress) => void) | undefined {
  if (callback === undefined || typeof callback === 'function') {
    return callback as ((progress: Progress) => void) | undefined
  }
  throw wrongKind('ERR_INVALID_OPTION', `\`onProgress\` must be a function; got ${shown(callback)}`)
}
