import { availableParallelism } from 'node:os'
import { shown, wrongKind, wrongValue } from '../errors'
import type { ClampingOptions } from './clamping'
import { checkedInteger, type StopRuleOptions } from './stop-rules'

/** How far a run has come. */
export interface Progress {
  /** Steps done. */
  done: number
  /** Steps at most. */
  total: number
}

export interface RunOptions extends ClampingOptions, StopRuleOptions {
  /** `'iterative'`: step by step in float32, bit for bit the published arithmetic. */
  solver?: 'iterative'
  /**
   * `'navis'`: the published defaults (iterative, `length` weights, hard clamping, patience 1,
   * 10,000 steps); options given beside it override, and `tolerance` replaces its patience.
   */
  preset?: 'navis'
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
  'maxIterations',
  'tolerance',
  'patience',
  'changeNorm',
  'solver',
  'preset',
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

/** @throws RangeError ERR_MISSING_OPTION, ERR_INVALID_OPTION. */
export function checkedSolver(solver: unknown): 'iterative' {
  if (solver === 'iterative') return solver
  if (solver === undefined) {
    throw wrongValue(
      'ERR_MISSING_OPTION',
      "`solver` must be named: 'iterative', or `preset` 'navis' for the published defaults",
    )
  }
  throw (typeof solver === 'string' ? wrongValue : wrongKind)(
    'ERR_INVALID_OPTION',
    `\`solver\` must be 'iterative'; got ${shown(solver)}`,
  )
}

export function checkedThreads(threads: unknown): number {
  if (threads === undefined) return availableParallelism()
  return Math.min(checkedInteger(threads, 'threads', 1), 1024)
}

/** @throws TypeError ERR_INVALID_OPTION. */
export function checkedCallback(callback: unknown): ((progress: Progress) => void) | undefined {
  if (callback === undefined || typeof callback === 'function') {
    return callback as ((progress: Progress) => void) | undefined
  }
  throw wrongKind('ERR_INVALID_OPTION', `\`onProgress\` must be a function; got ${shown(callback)}`)
}
