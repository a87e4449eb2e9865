import { shown, wrongKind, wrongValue } from '../errors'
import { isArrayLike, taken } from '../neuron/node-properties'
import { nodeName, type Neuron } from '../neuron/neuron'

/**
 * How labelled nodes are held at their seeds: not moving (`hard`), pulled back (`soft`), or not at
 * all (`none`). The published spellings `true` (hard), `false` (none), `'soft'` (alpha 0.5) and
 * `'soft:0.9'` (alpha 0.9) are accepted.
 */
export type Clamping = 'hard' | 'soft' | 'none' | boolean | `soft:${number}`

/** How labelled nodes are held at their seeds. */
export interface ClampingOptions {
  /** Default `'hard'`. */
  clamping?: Clamping
  /**
   * With soft clamping: the part of its own score that a labelled node keeps, from 0 (hard) to 1
   * (no clamping); a number, or one per node (#N, index order). Default 0.5.
   */
  alpha?: number | ArrayLike<number>
  /**
   * Instead of clamping, with solver `direct`: the anchors g of (L + diag(g)) F = diag(g) Y, how
   * strongly each labelled node is held at its seed scores, in units of an edge's weight; a number,
   * or one per node (#N, index order; of nodes without a label it does not count). From 0 (free) to
   * Infinity (hard). L is diag(A 1) - A of the adjacency A.
   */
  anchors?: number | ArrayLike<number>
}

/** The clamping policy in one form. */
export interface ClampingPolicy {
  kind: 'hard' | 'soft' | 'none' | 'anchors'
  /** Alpha of every node, 0 is hard, 1 is no clamping; with `anchors` the anchor. */
  hold: (index: number) => number
}

/** @throws TypeError, RangeError ERR_INVALID_OPTION, ERR_CONFLICTING_OPTIONS, ERR_INVALID_LENGTH. */
export function clampingPolicy(options: ClampingOptions, neuron: Neuron): ClampingPolicy {
  if (options.anchors !== undefined) return anchorPolicy(options, neuron)
  const { clamping = 'hard', alpha } = options
  const { kind, spelled } = parsedClamping(clamping)
  if (alpha !== undefined && kind !== 'soft') {
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      `\`alpha\` goes with \`clamping\` 'soft'; got \`clamping\` ${shown(clamping)}`,
    )
  }
  if (kind === 'hard') return { kind, hold: () => 0 }
  if (kind === 'none') return { kind, hold: () => 1 }
  if (alpha === undefined || typeof alpha === 'number') {
    const one = checkedHold(alpha ?? spelled ?? 0.5, '`alpha`', alphaRange)
    if (spelled !== undefined && one !== spelled) throw twoAlphas(clamping, one)
    return { kind, hold: () => one }
  }
  const perNode = checkedHolds(alpha, neuron, 'alpha', alphaRange)
  if (spelled !== undefined) throw twoAlphas(clamping, alpha)
  return { kind, hold: (index) => perNode[index] }
}

function anchorPolicy(options: ClampingOptions, neuron: Neuron): ClampingPolicy {
  const { anchors } = options
  for (const name of ['clamping', 'alpha'] as const) {
    if (options[name] === undefined) continue
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      `\`anchors\` say how nodes are held, and so does \`${name}\`; give one of them`,
    )
  }
  if (typeof anchors === 'number') {
    const one = checkedHold(anchors, '`anchors`', anchorRange)
    return { kind: 'anchors', hold: () => one }
  }
  const perNode = checkedHolds(anchors, neuron, 'anchors', anchorRange)
  return { kind: 'anchors', hold: (index) => perNode[index] }
}

/** How labelled nodes are held. @throws TypeError, RangeError ERR_INVALID_OPTION. */
export function clampingKind(clamping: Clamping = 'hard'): 'hard' | 'soft' | 'none' {
  return parsedClamping(clamping).kind
}

function parsedClamping(clamping: unknown): {
  kind: 'hard' | 'soft' | 'none'
  spelled?: number
} {
  if (clamping === true || clamping === 'hard') return { kind: 'hard' }
  if (clamping === false || clamping === 'none') return { kind: 'none' }
  if (clamping === 'soft') return { kind: 'soft' }
  if (typeof clamping === 'string' && clamping.length > 5 && clamping.startsWith('soft:')) {
    const text = clamping.slice('soft:'.length)
    const alpha = /^\d*\.?\d+(e[-+]?\d+)?$|^\d+\.$/i.test(text) ? Number(text) : text
    const what = `the alpha of \`clamping\` ${shown(clamping)}`
    if (typeof alpha === 'number')
      return { kind: 'soft', spelled: checkedHold(alpha, what, alphaRange) }
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

interface Range {
  text: string
  most: number
}

const alphaRange: Range = { text: 'a number from 0 to 1', most: 1 }
const anchorRange: Range = { text: 'a number from 0 to Infinity', most: Infinity }

function checkedHold(value: unknown, what: string, { text, most }: Range): number {
  if (typeof value === 'number' && value >= 0 && value <= most) return value
  throw (typeof value === 'number' ? wrongValue : wrongKind)(
    'ERR_INVALID_OPTION',
    `${what} must be ${text}; got ${shown(value)}`,
  )
}

function checkedHolds(
  values: unknown,
  neuron: Neuron,
  name: 'alpha' | 'anchors',
  range: Range,
): ArrayLike<number> {
  if (!isArrayLike(values)) {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`${name}\` must be ${range.text}, or an array of one per node; got ${shown(values)}`,
    )
  }
  if (values.length !== neuron.nodeCount) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`${name}\` must have a number for each of the ${neuron.nodeCount} nodes; got ${values.length}`,
    )
  }
  const own = taken(values as ArrayLike<number>)
  for (let node = 0; node < own.length; node++) {
    if (own[node] >= 0 && own[node] <= range.most && typeof own[node] === 'number') continue
    checkedHold(own[node], `\`${name}\` of ${nodeName(neuron, node)}`, range)
  }
  return own
}

function twoAlphas(clamping: unknown, alpha: unknown): Error {
  return wrongValue(
    'ERR_CONFLICTING_OPTIONS',
    `\`clamping\` ${shown(clamping)} and \`alpha\` ${shown(alpha)} are two different alphas; give one`,
  )
}
