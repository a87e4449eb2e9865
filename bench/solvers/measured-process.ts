import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** What a contestant says of one run. */
export interface Answer {
  /** The whole: from plain arrays to the label and the probabilities of every node. */
  seconds: number
  /** The steps, or ordering, factorisation and solution; null where it cannot be told. */
  kernelSeconds: number | null
  /** Of these, what grows with the number of steps; all where it is not said. */
  stepSeconds?: number
  /** Greatest resident memory of the process so far. */
  peakMB: number
  /** Entries of the transition matrix. */
  nonzeros?: number
  /** Steps done. */
  iterations?: number
  /** What else it says, kept for the JSON. */
  [detail: string]: unknown
}

/** Its first line: versions, and resident memory once the case has been read. */
export interface Introduction {
  baseMB: number
  [version: string]: unknown
}

/**
 * A program that has read its case, and runs once for every line of standard input: an empty line,
 * or the path of a file for the labels. It answers with a line of JSON, an {@link Answer} or
 * {"error": ..}. Each has a process of its own, so that its peak of memory is its own.
 */
export class MeasuredProcess {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>
  introduction: Introduction = { baseMB: NaN }

  private constructor([command, ...args]: readonly string[]) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]()
    let said = ''
    this.#child.stderr!.on('data', (text: Buffer) => (said = (said + String(text)).slice(-2000)))
    this.#lastWords = () => said.trim().split('\n').at(-1) ?? ''
    // A program that is not there, or has ended, shows as the end of its lines.
    this.#child.on('error', (error) => (said = error.message))
    this.#child.stdin!.on('error', () => undefined)
  }

  readonly #lastWords: () => string

  /** @param command the program and its arguments. */
  static async started(command: readonly string[]): Promise<MeasuredProcess> {
    const made = new MeasuredProcess(command)
    made.introduction = await made.#next<Introduction>()
    return made
  }

  /** Runs once. @throws Error where the program refuses or ends. */
  async run(labelFile = ''): Promise<Answer> {
    this.#child.stdin!.write(`${labelFile}\n`)
    const answer = await this.#next<Answer | { error: string }>()
    if ('error' in answer) throw new Error(String(answer.error))
    return answer
  }

  /** Ends the program, whatever it is at. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const closed = once(this.#child, 'close')
    this.#child.kill('SIGKILL')
    await closed
  }

  async #next<T>(): Promise<T> {
    const line = await this.#lines.next()
    if (line.done) throw new Error(`ended: ${this.#lastWords()}`)
    return JSON.parse(line.value) as T
  }
}
