import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { asHttpError, HttpError } from './http-error'
import { Job, type JobResult } from './job'
import { Places } from './places'
import type { Settings } from './settings'

export interface JobCounts {
  /** Now: uploads that arrive, jobs that wait, that run, that are kept. */
  uploading: number
  waiting: number
  running: number
  kept: number
  /** Since the start. */
  done: number
  failed: number
  cancelled: number
  refused: number
}

/** All jobs of the service: how many there may be, which of them run, and how long they are kept. */
export class Jobs {
  readonly #jobs = new Map<string, Job>()
  readonly #open = new Set<Job>()
  readonly #kept: Job[] = []
  readonly #places: Places
  readonly #counts = { done: 0, failed: 0, cancelled: 0, refused: 0 }
  #made = 0
  #closing = false
  /** Of a run, in seconds: a moving average. */
  #meanSeconds = 1

  constructor(
    /** Where the folders of the jobs are. */
    private readonly folder: string,
    private readonly settings: Settings,
  ) {
    this.#places = new Places(settings.running)
  }

  get counts(): JobCounts {
    const { running, waiting } = this.#places
    const uploading = this.#open.size - running - waiting
    return { uploading, waiting, running, kept: this.#kept.length, ...this.#counts }
  }

  get closing(): boolean {
    return this.#closing
  }

  /** A new job, before its first byte is read. @throws HttpError 503 where there is no room. */
  admitted(): Job {
    const { running, waiting } = this.settings
    if (this.#closing) throw this.#refusal('ERR_SHUTTING_DOWN', 'the service is ending', 5)
    if (this.#open.size >= running + waiting) {
      const turns = Math.ceil(this.#open.size / running)
      const seconds = Math.min(60, Math.max(1, Math.ceil(this.#meanSeconds * turns)))
      const rule = `the service has ${this.#open.size} jobs at work and waiting, and takes no more`
      throw this.#refusal('ERR_BUSY', rule, seconds)
    }
    const job: Job = new Job(join(this.folder, String(++this.#made)))
    this.#jobs.set(job.id, job)
    this.#open.add(job)
    return job
  }

  /** The job with this id. @throws HttpError 404. */
  find(id: string): Job {
    const job = this.#jobs.get(id)
    if (job !== undefined) return job
    throw new HttpError(404, 'ERR_UNKNOWN_JOB', 'there is no such job, or it is no longer kept')
  }

  /** Runs the work once there is a place. Never rejects: how it ended is in the job. */
  async run(job: Job, work: () => Promise<JobResult>): Promise<void> {
    job.wait()
    try {
      await this.#places.enter(job)
      try {
        this.#end(job, await this.#timed(job, work))
      } finally {
        this.#places.leave()
      }
    } catch (error) {
      this.fail(job, error)
    }
  }

  /** Ends a job that has not come as far as its work. */
  fail(job: Job, error: unknown): void {
    if (!job.ended) this.#end(job, asHttpError(job.signal.aborted ? job.signal.reason : error))
  }

  /** Keeps an ended job for a while. */
  keep(job: Job): void {
    this.#kept.push(job)
    setTimeout(() => this.forget(job), this.settings.resultMs).unref()
    const alike = this.#kept.filter(({ state }) => (state === 'done') === (job.state === 'done'))
    if (alike.length > this.settings.results) this.forget(alike[0])
  }

  /** Nobody can ask for the job any more; its files go as soon as it has ended. */
  forget(job: Job): void {
    if (!this.#jobs.delete(job.id)) return
    const at = this.#kept.indexOf(job)
    if (at >= 0) this.#kept.splice(at, 1)
    if (job.ended) removeFolder(job)
  }

  /** Takes no more jobs, gives those at work some time, and ends what is left. */
  async close(): Promise<void> {
    this.#closing = true
    const ending = new HttpError(503, 'ERR_SHUTTING_DOWN', 'the service is ending', 5)
    for (const job of this.#open) if (job.state !== 'running') job.cancel(ending)
    const latest = performance.now() + this.settings.shutdownMs
    for (const job of [...this.#open]) {
      while (!job.ended && performance.now() < latest) {
        await job.changeWithin(latest - performance.now())
      }
      job.cancel(ending)
    }
    for (const job of [...this.#open]) while (!job.ended) await job.changeWithin(1000)
  }

  async #timed(job: Job, work: () => Promise<JobResult>): Promise<JobResult> {
    const { runMs } = this.settings
    const rule = `the work took longer than ${runMs / 1000} s and was ended; ask for fewer steps, a smaller neuron or \`downsample\``
    const limit = new HttpError(422, 'ERR_TIME_LIMIT', rule)
    const timer = setTimeout(() => job.cancel(limit), runMs)
    const began = performance.now()
    try {
      return await work()
    } finally {
      clearTimeout(timer)
      this.#meanSeconds += 0.2 * ((performance.now() - began) / 1000 - this.#meanSeconds)
    }
  }

  #end(job: Job, outcome: JobResult | HttpError): void {
    if (outcome instanceof HttpError) job.fail(outcome)
    else job.succeed(outcome)
    this.#counts[job.state as 'done' | 'failed' | 'cancelled']++
    this.#open.delete(job)
    if (!this.#jobs.has(job.id)) removeFolder(job)
  }

  #refusal(code: string, message: string, retryAfter: number): HttpError {
    this.#counts.refused++
    return new HttpError(503, code, message, retryAfter)
  }
}

/** Tries again where a file that was still being written appears meanwhile. */
function removeFolder({ folder }: Job): void {
  rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch((error: unknown) =>
    console.error(`${folder} stays until the service ends:`, error),
  )
}
