/**
 * The messages of the app. Requests go from the main process to the utility process; events go from
 * there to the page, by a port of the job's own. Both are checked where they arrive: a message that
 * is not one of these ends as an error that says so.
 */

/** Options of `propagateLabels` as the page gives them; the library judges them. */
export type Options = Record<string, string | number | boolean>

export type Request =
  | { type: 'propagate'; job: number; neuron: string; synapses: string; options: Options }
  | { type: 'save'; job: number; path: string }
  /** Ends the job's work, and drops its result. */
  | { type: 'cancel'; job: number }

/** An error for people: one line, and the code where it has one. */
export interface ShownError {
  code?: string
  message: string
}

/** A row of the table: node id, label, normalised scores. */
export interface Row {
  node: string
  label: string | null
  shares: number[]
}

/** What the page shows of a result. */
export interface Outcome {
  /** The report, readable. */
  report: string
  /** #L: the labels in column order. */
  labels: string[]
  /** #L: nodes per label. */
  counts: number[]
  unlabelled: number
  /** The first rows of the table. */
  rows: Row[]
  /** #N by 2, row-major: positions in the plane, from -1 to 1. */
  points: Float32Array
  /** #N: column of the node's label, -1 for none. */
  labelIndex: Int32Array
}

export type JobEvent =
  | { type: 'progress'; done: number; total: number }
  | { type: 'done'; outcome: Outcome }
  | { type: 'saved'; file: string }
  | { type: 'failed'; during: 'propagation' | 'saving'; error: ShownError }
  | { type: 'cancelled' }

/** A message that is none of the protocol's. */
export class ProtocolError extends Error {
  readonly code = 'ERR_PROTOCOL'
}

type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const isList: Check = (value) => Array.isArray(value)
const isRecord: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isOptions: Check = (value) =>
  isRecord(value) &&
  Object.values(value as object).every((one) =>
    ['string', 'number', 'boolean'].includes(typeof one),
  )

const isError: Check = (value) =>
  isRecord(value) &&
  isText((value as ShownError).message) &&
  ['string', 'undefined'].includes(typeof (value as ShownError).code)

const isOutcome: Check = (value) => {
  if (!isRecord(value)) return false
  const { report, labels, counts, unlabelled, rows, points, labelIndex } = value as Outcome
  return (
    isText(report) &&
    [labels, counts, rows].every(isList) &&
    isCount(unlabelled) &&
    points instanceof Float32Array &&
    labelIndex instanceof Int32Array &&
    points.length === 2 * labelIndex.length
  )
}

const requests: Record<Request['type'], Record<string, Check>> = {
  propagate: { job: isCount, neuron: isText, synapses: isText, options: isOptions },
  save: { job: isCount, path: isText },
  cancel: { job: isCount },
}

const events: Record<JobEvent['type'], Record<string, Check>> = {
  progress: { done: isCount, total: isCount },
  done: { outcome: isOutcome },
  saved: { file: isText },
  failed: { during: (value) => value === 'propagation' || value === 'saving', error: isError },
  cancelled: {},
}

/** @throws ProtocolError for what is no request. */
export function checkedRequest(message: unknown): Request {
  return checked(message, requests, 'request') as Request
}

/** @throws ProtocolError for what is no event. */
export function checkedEvent(message: unknown): JobEvent {
  return checked(message, events, 'event') as JobEvent
}

function checked(
  message: unknown,
  known: Record<string, Record<string, Check>>,
  noun: string,
): unknown {
  const given = (isRecord(message) ? message : {}) as Record<string, unknown>
  const type = String(given.type)
  if (!Object.hasOwn(known, type)) {
    throw new ProtocolError(`\`type\` must be that of a known ${noun}; got ${type}`)
  }
  const fields = known[type]
  for (const [name, check] of Object.entries(fields)) {
    if (!check(given[name])) throw new ProtocolError(`\`${name}\` of ${noun} ${type} is wrong`)
  }
  const foreign = Object.keys(given).find((name) => name !== 'type' && !Object.hasOwn(fields, name))
  if (foreign !== undefined) throw new ProtocolError(`${noun} ${type} has no \`${foreign}\``)
  return message
}

/** An error as it is shown: of the library, the system or this app; one line. */
export function shownError(error: unknown): ShownError {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code } = error as NodeJS.ErrnoException
  const message = error.message.replace(/\s*[\r\n]+\s*/g, ' ')
  return code === undefined ? { message } : { code, message }
}
