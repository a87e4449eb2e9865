import type { Progress } from '../propagation/run-options'

/** A line on standard error that is written over and over; none where that is no terminal. */
export class ProgressLine {
  readonly #shown = process.stderr.isTTY
  readonly #began = performance.now()

  show({ done, total }: Progress): void {
    if (!this.#shown) return
    const seconds = (performance.now() - this.#began) / 1000
    const left = (seconds / done) * (total - done)
    const text = `${done.toLocaleString('en-US')} of at most ${total.toLocaleString('en-US')} iterations, ${left.toFixed(0)} s left`
    process.stderr.write(`\r\x1b[K${text}`)
  }

  clear(): void {
    if (this.#shown) process.stderr.write('\r\x1b[K')
  }
}
