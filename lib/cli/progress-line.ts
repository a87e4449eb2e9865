import type { Progress } from '../propagation/run-options'

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** A line on standard error that is written over and over; none where that is no terminal. */
export class ProgressLine {
  readonly #shown = process.stderr.isTTY
  readonly #began = performance.now()

  /** Steps of one run. */
  steps(progress: Progress): void {
    const { done, total } = progress
    this.#write(`${number.format(done)} of at most ${number.format(total)} iterations`, progress)
  }

  /** Neurons of a batch, and how many of them failed. */
  neurons(progress: Progress & { failed: number }): void {
    const { done, total, failed } = progress
    const rate = done / this.#seconds
    const failures = failed > 0 ? `, ${number.format(failed)} failed` : ''
    const count = `${number.format(done)} of ${number.format(total)} neurons${failures}`
    this.#write(`${count}, ${number.format(rate)} per s`, progress)
  }

  clear(): void {
    if (this.#shown) process.stderr.write('\r\x1b[K')
  }

  get #seconds(): number {
    return (performance.now() - this.#began) / 1000
  }

  #write(text: string, { done, total }: Progress): void {
    if (!this.#shown) return
    const left = (this.#seconds / Math.max(1, done)) * (total - done)
    process.stderr.write(`\r\x1b[K${text}, ${left.toFixed(0)} s left`)
  }
}
