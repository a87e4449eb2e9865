import { setTimeout as delay } from 'node:timers/promises'
import { RawUpload } from '../../test/examples/raw-upload'
import type { KnownRequest } from './requests'

/** What came of the requests. */
export interface Tally {
  answered: number
  /** Answers that were not what the library makes: must be 0. */
  different: string[]
  /** 503, to be tried again after Retry-After. */
  refused: number
  /** Connections that ended without an answer: of clients that sent on after a refusal. */
  lost: number
  aborted: number
  left: number
  garbage: number
  jobs: number
}

export const noTally = (): Tally => ({
  answered: 0,
  different: [],
  refused: 0,
  lost: 0,
  aborted: 0,
  left: 0,
  garbage: 0,
  jobs: 0,
})

/** A client that sends one request after the other until it is told to end. */
export class Client {
  constructor(
    private readonly url: string,
    private readonly requests: readonly KnownRequest[],
    /** From 0 to 1. */
    private readonly random: () => number,
    private readonly tally: Tally,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      try {
        await this.#next()
      } catch (error) {
        if (!(error instanceof TypeError)) throw error // what fetch makes of a broken connection
        this.tally.lost++
      }
    }
  }

  async #next(): Promise<void> {
    const request = this.#chosen()
    const dice = this.random()
    if (dice < 0.1) return await this.#abortedUpload(request)
    if (dice < 0.15) return await this.#leaving(request)
    if (dice < 0.25) return await this.#garbage()
    if (dice < 0.4) return await this.#job(request)
    const answer = await this.#post('/propagate', request)
    if (answer) this.#compare(await answer.text(), request)
  }

  /** Mostly small ones. */
  #chosen(): KnownRequest {
    const dice = this.random()
    return this.requests[dice < 0.5 ? 0 : dice < 0.8 ? 1 : dice < 0.95 ? 2 : 3]
  }

  async #post(
    path: string,
    { neuron, neuronName, synapses, fields }: KnownRequest,
    signal?: AbortSignal,
  ): Promise<Response | undefined> {
    const body = new FormData()
    body.set('neuron', new Blob([new Uint8Array(neuron)]), neuronName)
    body.set('synapses', new Blob([new Uint8Array(synapses)]), 'synapses.csv')
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const answer = await fetch(this.url + path, { method: 'POST', body, signal })
    if (answer.ok) return answer
    const text = await answer.text()
    if (answer.status !== 503) {
      this.tally.different.push(`${answer.status} ${text}`)
      return undefined
    }
    this.tally.refused++
    await delay(1000 * Number(answer.headers.get('retry-after')) * (0.5 + this.random()))
    return undefined
  }

  async #job(request: KnownRequest): Promise<void> {
    const answer = await this.#post('/jobs', request)
    if (!answer) return
    const { events, result } = (await answer.json()) as { events: string; result: string }
    const told = await (await fetch(this.url + events)).text()
    if (!told.includes('event: done')) this.tally.different.push(told)
    this.#compare(await (await fetch(this.url + result)).text(), request)
    this.tally.jobs++
  }

  #compare(text: string, { title, expected }: KnownRequest): void {
    this.tally.answered++
    if (text !== expected) this.tally.different.push(`${title}: ${text.slice(0, 200)}`)
  }

  /** Half of an upload, then nothing more. */
  async #abortedUpload({ neuron }: KnownRequest): Promise<void> {
    const upload = new RawUpload(`${this.url}/propagate`)
    upload.request.on('error', () => undefined)
    await Promise.race([
      upload.send(neuron.subarray(0, neuron.length / 2)),
      upload.answer.catch(() => undefined),
    ])
    await delay(20 * this.random())
    upload.request.destroy()
    this.tally.aborted++
  }

  /** A whole upload, and away before the answer. */
  async #leaving(request: KnownRequest): Promise<void> {
    const signal = AbortSignal.timeout(Math.round(20 + 400 * this.random()))
    try {
      const answer = await this.#post('/propagate', request, signal)
      if (answer) this.#compare(await answer.text(), request)
    } catch (error) {
      if (!signal.aborted) throw error
      this.tally.left++
    }
  }

  async #garbage(): Promise<void> {
    const bytes = Uint8Array.from({ length: 5000 }, () => 256 * this.random())
    const kinds = ['multipart/form-data; boundary=x', 'multipart/form-data', 'text/plain']
    const headers = { 'content-type': kinds[Math.floor(3 * this.random())] }
    const answer = await fetch(`${this.url}/jobs`, { method: 'POST', body: bytes, headers })
    const text = await answer.text()
    this.tally.garbage++
    if (![400, 415, 503].includes(answer.status)) this.tally.different.push(`garbage: ${text}`)
  }
}
