/**
 * Every error that this package throws on purpose, by its stable `code`.
 *
 * Wrong kind of value: TypeError. Wrong value, shape or index: RangeError. A file or its data:
 * NeuronDataError. An aborted call rejects with the reason of its AbortSignal instead.
 */
export const errorCodes = {
  ERR_UNKNOWN_OPTION: 'an option that does not exist',
  ERR_INVALID_OPTION: 'an option of the wrong kind or with a value outside its range',
  ERR_MISSING_OPTION: 'an option that is needed here was not given',
  ERR_CONFLICTING_OPTIONS: 'two options that contradict each other',
  ERR_INVALID_ARGUMENT: 'an argument of the wrong kind',
  ERR_INVALID_LENGTH: 'an array whose length does not fit the neuron or its fellow arrays',
  ERR_INVALID_POSITION:
    'a coordinate that is not a finite number, or too far out for float32 edges',
  ERR_INVALID_FACE: 'a face that names a vertex that does not exist',
  ERR_INVALID_PARENT: 'parent links that are no forest: a cycle, or a node that is its own parent',
  ERR_INVALID_NODE_ID: 'a node id that is not an integer below 2^53, or occurs twice',
  ERR_UNKNOWN_NODE_ID: 'a node id or vertex index that the neuron does not have',
  ERR_UNKNOWN_PROPERTY: 'the name of a property or column that is not there',
  ERR_INVALID_LABEL: 'labels of mixed types, or a label that is no string, number or boolean',
  ERR_UNKNOWN_LABEL: 'a label that is not among the labels',
  ERR_INVALID_WEIGHT: 'a weight or soft seed that is negative or not finite',
  ERR_NO_SEEDS: 'no node carries a label',
  ERR_WELDED_SEEDS: 'nodes at the same place that hold different hard seeds or alphas',
  ERR_EMPTY_NEURON: 'a neuron without any node',
  ERR_UNITS: 'physical units are needed and not known',
  ERR_FILE_FORMAT: 'a file that does not follow its format',
  ERR_FILE_TOO_LARGE: 'a file that is, or decompresses to, more than `maxBytes`',
  ERR_DISPOSED: 'a propagator used after dispose()',
  ERR_TOO_LARGE: 'more nodes, edges or scores than the kernel can index',
  ERR_KERNEL: 'the native kernel failed; a bug, or no memory',
  ERR_ADDON_NOT_FOUND: 'the native addon is not built for this platform',
} as const

/** The `code` of an error that this package throws on purpose; see {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes

/** An error of this package: it has a `code`. */
export interface CodedError extends Error {
  /** Stable; messages may change. */
  code: ErrorCode
}

/**
 * A file, or the data in it, is wrong. `message` starts with `file:line:` where these are known.
 *
 * @example
 * await readNeuron(Buffer.from('1 0 0 0 0 1')).catch((error) => {
 *   if (error instanceof NeuronDataError) console.log(error.code, error.line)
 * })
 */
export class NeuronDataError extends Error implements CodedError {
  /** Stable; the message may change. */
  readonly code: ErrorCode
  /** Name of the file, where there is one. */
  readonly file?: string
  /** Line of the file, from 1, where the format has lines. */
  readonly line?: number

  constructor(code: ErrorCode, message: string, where: { file?: string; line?: number } = {}) {
    const place = [where.file, where.line].filter((part) => part !== undefined).join(':')
    super(place === '' ? message : `${place}: ${message}`)
    this.name = 'NeuronDataError'
    this.code = code
    this.file = where.file
    this.line = where.line
  }
}

/** A value of the wrong kind. */
export function wrongKind(code: ErrorCode, message: string): TypeError & CodedError {
  return Object.assign(new TypeError(message), { code })
}

/** A value, shape or index that is wrong. */
export function wrongValue(code: ErrorCode, message: string): RangeError & CodedError {
  return Object.assign(new RangeError(message), { code })
}

/** How a value is shown in a message: short, with its type where that helps. */
export function shown(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? value.slice(0, 57) + '...' : value)
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return `${value} (${typeof value})`
  if (typeof value !== 'object') return `a ${typeof value}`
  if (ArrayBuffer.isView(value))
    return `a ${value.constructor.name} of ${(value as Uint8Array).length}`
  if (Array.isArray(value)) return `an array of ${value.length}`
  return `an object (${value.constructor?.name ?? 'no class'})`
}
