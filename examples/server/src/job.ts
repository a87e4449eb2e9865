import { randomUUID } from 'node:crypto'
import type { Progress, Report } from 'neuroprop'
import type { HttpError } from './http-error'

export type JobState = 'uploading' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
export type JobPhase = 'reading' | 'propagating' | 'writing'

/** What a client is told about a job. */
export interface JobStatus {
  id: string
  state: JobState
  /** While waiting: 1 is next. */
  position?: number
  phase?: JobPhase
  progress?: Progress
  report?: Report
  error?: { code: string; message: string }
}

/** The file that a job has made. */
export interface JobResult {
  path: string
  mediaType: string
  report: Report
}

/** Codes of the errors that end a job as cancelled, and not as failed. */
const cancelling = ['ERR_CANCELLED', 'ERR_CLIENT_LEFT', 'ERR_SHUTTING_DOWN']

/** Progress is told this often at most: clients watch it, and do not count it. */
const progressMs = 100

/** One request for a propagation, from its first byte until it is forgotten. */
export class Job {
  /** Nobody guesses it: to know it is the right to read and to end the job. */
  readonly id = randomUUID()
  state: JobState = 'uploading'
  result?: JobResult
  error?: HttpError
  #position?: number
  #phase?: JobPhase
  #progress?: Progress
  #progressTold = 0
  #version = 0
  #wake: (() => void)[] = []
  readonly #abortion = new AbortController()

  constructor(
    /** Folder of its files, which need not exist. */
    readonly folder: string,
  ) {}

  get signal(): AbortSignal {
    return this.#abortion.signal
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version
  }

  get ended(): boolean {
    return this.state === 'done' || this.state === 'failed' || this.state === 'cancelled'
  }

  /** Ends what the job is doing, with this error. Nothing happens where it has ended. */
  cancel(reason: HttpError): void {
    if (!this.ended) this.#abortion.abort(reason)
  }

  /** @param position 1 is next; not given where the job need not wait. */
  wait(position?: number): void {
    this.state = 'waiting'
    this.#position = position
    this.#changed()
  }

  enter(phase: JobPhase): void {
    this.state = 'running'
    this.#position = undefined
    this.#phase = phase
    this.#progress = undefined
    this.#changed()
  }

  advance(progress: Progress): void {
    const now = performance.now()
    if (progress.done < progress.total && now - this.#progressTold < progressMs) return
    this.#progressTold = now
    this.#progress = progress
    this.#changed()
  }

  succeed(result: JobResult): void {
    this.result = result
    this.#end('done')
  }

  fail(error: HttpError): void {
    this.error = error
    this.#end(cancelling.includes(error.code) ? 'cancelled' : 'failed')
  }

  /** Resolves at the next change, or after so many milliseconds. */
  async changeWithin(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.#wake.push(resolve)
      timer = setTimeout(resolve, ms)
    })
    clearTimeout(timer)
  }

  status(): JobStatus {
    const { id, state, result, error } = this
    return {
      id,
      state,
      position: this.#position,
      phase: this.#phase,
      progress: this.#progress,
      report: result?.report,
      error: error && { code: error.code, message: error.message },
    }
  }

  #end(state: JobState): void {
    this.state = state
    this.#position = undefined
    this.#phase = undefined
    this.#progress = undefined
    this.#changed()
  }

  #changed(): void {
    this.#version++
    const wake = this.#wake
    this.#wake = []
    for (const resolve of wake) resolve()
  }
}
