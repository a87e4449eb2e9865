import { shown, wrongKind, wrongValue } from '../errors'

/** When steps end; the first rule that is met ends them. With solver `direct` none may be named. */
export interface StopRuleOptions {
  /** Steps at most, from 1. Default 10,000. */
  maxIterations?: number
  /**
   * Stop when a step changes less than this: above 0 and below 1, measured by `changeNorm`.
   * Default: no such rule.
   */
  tolerance?: number
  /**
   * Stop when more than this many steps, over the whole run, have left every hard label unchanged;
   * an integer from 0. Published behaviour, and wrong: it can end before labels have crossed the
   * neuron. Default: no such rule.
   */
  patience?: number
  /**
   * How `tolerance` measures a step: `'max'`, the greatest change of a score relative to the
   * greatest seed score, or `'frobenius'`, the Frobenius norm of the change, where the result is the
   * state before the last step. Default `'max'`.
   */
  changeNorm?: 'max' | 'frobenius'
}

/** Stop rules as the kernel takes them. */
export interface StopRules {
  maxIterations: number
  /** 0: no such rule. */
  tolerance: number
  /** -1: no such rule. */
  patience: number
  changeNorm: 'max' | 'frobenius'
}

/** @throws TypeError, RangeError ERR_INVALID_OPTION. */
export function stopRules(options: StopRuleOptions): StopRules {
  const { maxIterations = 10_000, tolerance, patience, changeNorm = 'max' } = options
  if (changeNorm !== 'max' && changeNorm !== 'frobenius') {
    throw (typeof changeNorm === 'string' ? wrongValue : wrongKind)(
      'ERR_INVALID_OPTION',
      `\`changeNorm\` must be 'max' or 'frobenius'; got ${shown(changeNorm)}`,
    )
  }
  return {
    maxIterations: checkedInteger(maxIterations, 'maxIterations', 1),
    tolerance: tolerance === undefined ? 0 : checkedTolerance(tolerance),
    patience: patience === undefined ? -1 : checkedInteger(patience, 'patience', 0),
    changeNorm,
  }
}

/** A value checked to be an integer from `least` to 2^53 - 1. `name` is the option's. */
export function checkedInteger(value: unknown, name: string, least: number): number {
  const rule = `\`${name}\` must be an integer, ${least} or greater; got ${shown(value)}`
  if (typeof value !== 'number') throw wrongKind('ERR_INVALID_OPTION', rule)
  if (!Number.isSafeInteger(value) || value < least) throw wrongValue('ERR_INVALID_OPTION', rule)
  return value
}

function checkedTolerance(tolerance: unknown): number {
  const rule = `\`tolerance\` must be a number above 0 and below 1; got ${shown(tolerance)}`
  if (typeof tolerance !== 'number') throw wrongKind('ERR_INVALID_OPTION', rule)
  if (tolerance >= 1) {
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `${rule}. For a number of settled steps give \`patience\``,
    )
  }
  if (!(tolerance > 0)) throw wrongValue('ERR_INVALID_OPTION', rule)
  return tolerance
}
