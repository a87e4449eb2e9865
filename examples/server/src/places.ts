import type { Job } from './job'

/** The places at work: so many jobs run, the others wait in the order in which they came. */
export class Places {
  #running = 0
  #waiting: { job: Job; begin: () => void }[] = []

  constructor(private readonly most: number) {}

  get running(): number {
    return this.#running
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /**
   * Resolves when the job has a place, which it has to give back with `leave`.
   *
   * @throws the reason of the job's signal where that comes first.
   */
  async enter(job: Job): Promise<void> {
    job.signal.throwIfAborted()
    if (this.#running < this.most) {
      this.#running++
      return
    }
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ job, begin: resolve })
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((other) => other.job !== job)
        this.#tell()
        reject(job.signal.reason as Error)
      }
      job.signal.addEventListener('abort', leave, { once: true })
      this.#tell()
    })
  }

  leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#running--
    else next.begin() // the place goes from one job to the next
    this.#tell()
  }

  #tell(): void {
    for (const [i, { job }] of this.#waiting.entries()) job.wait(i + 1)
  }
}
