import { shown, wrongKind, wrongValue } from '../errors'
import { isArrayLike, taken } from '../neuron/node-properties'
import { nodeName, type Neuron } from '../neuron/neuron'

/**
 * How labelled nodes are held at their seeds: not moving (`hard`), pulled back (`soft`), or not at
 * all (`none`). The published spellings `true` (hard), `false` (none), `'soft'` (alpha 0.5) and
 * `'soft:0.9'` (alpha 0.9) are accepted.
 */
export type Clamping = 'hard' | 'soft' | 'none' | boolean | `soft:${number}`

export interface ClampingOptions {
  /** Default `'hard'`. */
  clamping?: Clamping
  /**
   * With soft clamping: the part of its own score that a labelled node keeps, from 0 (hard) to 1
   * (no clamping); a number, or one per node (#N, index order). Default 0.5.
   */
  alpha?: number | ArrayLike<number>
}

/** The clamping policy in one form: alpha of every node; 0 is hard, 1 is no clamping. */
export interface ClampingPolicy {
  kind: 'hard' | 'soft' | 'none'
  alpha: (index: number) => number
}

/** @throws TypeError, RangeError ERR_INVALID_OPTION, ERR_CONFLICTING_OPTIONS, ERR_INVALID_LENGTH. */
export function clampingPolicy(
  { clamping = 'hard', alpha }: ClampingOptions,
  neuron: Neuron,
): ClampingPolicy {
  const { kind, spelled } = parsedClamping(clamping)
  if (alpha !== undefined && kind !== 'soft') {
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      `\`alpha\` goes with \`clamping\` 'soft'; got \`clamping\` ${shown(clamping)}`,
    )
  }
  if (kind === 'hard') return { kind, alpha: () => 0 }
  if (kind === 'none') return { kind, alpha: () => 1 }
  if (alpha === undefined || typeof alpha === 'number') {
    const one = checkedAlpha(alpha ?? spelled ?? 0.5, '`alpha`')
    if (spelled !== undefined && one !== spelled) throw twoAlphas(clamping, one)
    return { kind, alpha: () => one }
  }
  const perNode = checkedAlphas(alpha, neuron)
  if (spelled !== undefined) throw twoAlphas(clamping, alpha)
  return { kind, alpha: (index) => perNode[index] }
}

/** How labelled nodes are held. @throws TypeError, RangeError ERR_INVALID_OPTION. */
export function clampingKind(clamping: Clamping = 'hard'): ClampingPolicy['kind'] {
  return parsedClamping(clamping).kind
}

function parsedClamping(clamping: unknown): { kind: ClampingPolicy['kind']; spelled?: number } {
  if (clamping === true || clamping === 'hard') return { kind: 'hard' }
  if (clamping === false || clamping === 'none') return { kind: 'none' }
  if (clamping === 'soft') return { kind: 'soft' }
  if (typeof clamping === 'string' && clamping.length > 5 && clamping.startsWith('soft:')) {
    const text = clamping.slice('soft:'.length)
    const alpha = /^\d*\.?\d+(e[-+]?\d+)?$|^\d+\.$/i.test(text) ? Number(text) : text
    const what = `the alpha of \`clamping\` ${shown(clamping)}`
    if (typeof alpha === 'number') return { kind: 'soft', spelled: checkedAlpha(alpha, what) }
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `${what} must be a number from 0 to 1; got ${shown(text)}`,
    )
  }
  const make = typeof clamping === 'string' ? wrongValue : wrongKind
  throw make(
    'ERR_INVALID_OPTION',
    `\`clamping\` must be 'hard', 'soft', 'none', true, false or 'soft:ALPHA'; got ${shown(clamping)}`,
  )
}

function checkedAlpha(alpha: unknown, what: string): number {
  if (typeof alpha !== 'number') {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `${what} must be a number from 0 to 1; got ${shown(alpha)}`,
    )
  }
  if (!(alpha >= 0 && alpha <= 1)) {
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `${what} must be a number from 0 to 1; got ${shown(alpha)}`,
    )
  }
  return alpha
}

function checkedAlphas(alpha: unknown, neuron: Neuron): ArrayLike<number> {
  if (!isArrayLike(alpha)) {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`alpha\` must be a number from 0 to 1, or an array of one per node; got ${shown(alpha)}`,
    )
  }
  if (alpha.length !== neuron.nodeCount) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`alpha\` must have a number for each of the ${neuron.nodeCount} nodes; got ${alpha.length}`,
    )
  }
  const own = taken(alpha as ArrayLike<number>)
  for (let node = 0; node < own.length; node++) {
    if (own[node] >= 0 && own[node] <= 1 && typeof own[node] === 'number') continue
    checkedAlpha(own[node], `\`alpha\` of ${nodeName(neuron, node)}`)
  }
  return own
}

function twoAlphas(clamping: unknown, alpha: unknown): Error {
  return wrongValue(
    'ERR_CONFLICTING_OPTIONS',
    `\`clamping\` ${shown(clamping)} and \`alpha\` ${shown(alpha)} are two different alphas; give one`,
  )
}
