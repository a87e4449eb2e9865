import { setImmediate as nextTurn } from 'node:timers/promises'

/** Longest time that work stays on the event loop before it lets others in, in ms. */
const sliceMs = 8

/**
 * Shares the event loop: `await turn()` at convenient points gives other work its turn once the
 * slice is used up, and throws the signal's reason when it is aborted.
 */
export class Slices {
  #began = performance.now()

  constructor(readonly signal?: AbortSignal) {
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
}
