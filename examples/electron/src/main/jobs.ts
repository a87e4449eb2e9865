import type { Request, ShownError, Options } from '../protocol'

/** The utility process, as far as jobs need it. */
export interface WorkProcess<Port> {
  postMessage(request: Request, ports: Port[]): void
  once(event: 'exit', listener: (code: number) => void): unknown
  kill(): unknown
}

/** Whoever asked for a job: a window. */
export interface Client<Port> {
  /** A job of this client has begun; its events arrive at the port. */
  begun(port: Port): void
  /** The process has ended, and with it the client's job or its kept result. */
  lost(error: ShownError): void
}

export interface JobsInit<Port> {
  /** Starts a utility process. */
  fork: () => WorkProcess<Port>
  /** Makes the two ends of a channel. */
  channel: () => { port1: Port; port2: Port }
}

/**
 * The jobs of all windows, at most one each, in one utility process: it is started by the first job
 * and, where it has crashed, by the next one, so that a crash at the start cannot go round in circles.
 */
export class Jobs<Port> {
  readonly #init: JobsInit<Port>
  readonly #jobs = new Map<Client<Port>, number>()
  #process?: WorkProcess<Port>
  #last = 0

  constructor(init: JobsInit<Port>) {
    this.#init = init
  }

  /** Begins a job; a former one of this client ends. */
  start(client: Client<Port>, work: { neuron: string; synapses: string; options: Options }): void {
    this.cancel(client)
    const job = ++this.#last
    const { port1, port2 } = this.#init.channel()
    const running = (this.#process ??= this.#started())
    this.#jobs.set(client, job)
    client.begun(port2)
    running.postMessage({ type: 'propagate', job, ...work }, [port1])
  }

  /** Ends the client's job and drops its result, where there is one. */
  cancel(client: Client<Port>): void {
    const job = this.#jobs.get(client)
    if (job === undefined) return
    this.#jobs.delete(client)
    this.#process?.postMessage({ type: 'cancel', job }, [])
  }

  /** Writes the result of the client's job. @returns false where it has none */
  save(client: Client<Port>, path: string): boolean {
    const job = this.#jobs.get(client)
    if (job === undefined || this.#process === undefined) return false
    this.#process.postMessage({ type: 'save', job, path }, [])
    return true
  }

  /** Ends all work; for the end of the app. */
  quit(): void {
    const running = this.#process
    this.#process = undefined
    this.#jobs.clear()
    running?.kill()
  }

  #started(): WorkProcess<Port> {
    const started = this.#init.fork()
    started.once('exit', (code) => {
      if (this.#process !== started) return // it was told to
      this.#process = undefined
      const clients = [...this.#jobs.keys()]
      this.#jobs.clear()
      for (const client of clients) client.lost(crash(code))
    })
    return started
  }
}

function crash(code: number): ShownError {
  return {
    code: 'ERR_PROCESS_GONE',
    message: `the process that propagates has ended (code ${code}); the next propagation starts a new one`,
  }
}
