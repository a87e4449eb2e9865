import { native, type Addon, type NativeTask } from '../../lib/native'

/** Seconds in the kernel since the last reset, by the name of the addon's function. */
export class KernelClock {
  readonly #seconds = new Map<string, number>()
  /** When the last task began, in ms. */
  #began = NaN

  /** Makes every function of the addon that starts a task note how long it takes. */
  constructor() {
    const addon = native()
    for (const name of Object.keys(addon) as (keyof Addon)[]) {
      const original = addon[name].bind(addon) as (...args: unknown[]) => unknown
      const timed = (...args: unknown[]): unknown => this.#noted(name, () => original(...args))
      Object.assign(addon, { [name]: timed })
    }
  }

  reset(): void {
    this.#seconds.clear()
    this.#began = NaN
  }

  /** Since the last task began. */
  get secondsOfTask(): number {
    return (performance.now() - this.#began) / 1000
  }

  get byName(): Record<string, number> {
    return Object.fromEntries(this.#seconds)
  }

  /** All but the building of matrices, which the loops of the peers leave out as well. */
  get solving(): number {
    let sum = 0
    for (const [name, seconds] of this.#seconds) if (!/matrix$/i.test(name)) sum += seconds
    return sum
  }

  #noted(name: string, call: () => unknown): unknown {
    const began = performance.now()
    const task = call()
    if (!isTask(task)) return task
    this.#began = began
    const note = (): void => {
      const seconds = (performance.now() - began) / 1000
      this.#seconds.set(name, (this.#seconds.get(name) ?? 0) + seconds)
    }
    task.promise.then(note, note)
    return task
  }
}

function isTask(value: unknown): value is NativeTask<unknown> {
  return typeof value === 'object' && value !== null && 'promise' in value
}
