import { setImmediate as nextTurn } from 'node:timers/promises'
import { shown, wrongKind } from './errors'

/** Longest time that work stays on the event loop before it lets others in, in ms. */
const sliceMs = 8

/** @throws TypeError ERR_INVALID_OPTION where a `signal` is given and none. */
function checkSignal(signal: unknown): void {
  if (signal === undefined || signal instanceof AbortSignal) return
  throw wrongKind('ERR_INVALID_OPTION', `\`signal\` must be an AbortSignal; got ${shown(signal)}`)
}

/**
 * Shares the event loop: `await turn()` at convenient points gives other work its turn once the
 * slice is used up, and throws the signal's reason when it is aborted.
 */
export class Slices {
  #began = performance.now()

  constructor(readonly signal?: AbortSignal) {
    checkSignal(signal)
    signal?.throwIfAborted()
  }

  /** True when the slice is used up and `turn` should be awaited. Cheap, but not free. */
  get over(): boolean {
    return performance.now() - this.#began > sliceMs
  }

  async turn(): Promise<void> {
    this.signal?.throwIfAborted()
    if (!this.over) return
    await nextTurn()
    this.#began = performance.now()
    this.signal?.throwIfAborted()
  }

  /** Calls `body(from, to)` over [0, count) in blocks of `block`, sharing the event loop. */
  async each(
    count: number,
    block: number,
    body: (from: number, to: number) => void,
  ): Promise<void> {
    for (let from = 0; from < count; from += block) {
      if (this.over) await this.turn()
      body(from, Math.min(count, from + block))
    }
    this.signal?.throwIfAborted()
  }

  /** Runs the steps to their end, sharing the event loop between them. */
  async through<T>(steps: Steps<T>): Promise<T> {
    for (;;) {
      const step = steps.next()
      if (step.done) return step.value
      if (this.over) await this.turn()
    }
  }
}

/** Work that yields, every few milliseconds at most, where it may be interrupted. */
export type Steps<T> = Generator<undefined, T, undefined>

/** Runs the steps to their end at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Calls `body(i)` for i in [0, count), and yields now and then. */
export function* eachIn(count: number, body: (i: number) => void): Steps<void> {
  for (let from = 0; from < count; from += 65536) {
    const to = Math.min(count, from + 65536)
    for (let i = from; i < to; i++) body(i)
    yield
  }
}
