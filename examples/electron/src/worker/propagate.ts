import { basename } from 'node:path'
import {
  propagateLabels,
  readNeuron,
  readSynapses,
  seedsFromSynapses,
  type Progress,
  type PropagateOptions,
  type PropagationResult,
} from 'neuroprop'
import { checkedRequest, ProtocolError, shownError, type JobEvent, type Request } from '../protocol'
import { outcomeOf } from './outcome'

/** The worker's end of a job's port; the page has the other. */
export interface JobPort {
  postMessage(event: JobEvent): void
  on(event: 'close', listener: () => void): unknown
  start(): void
}

interface Job {
  /** Sends an event to the page; nothing once it has left. */
  post: (event: JobEvent) => void
  abort: AbortController
  result?: PropagationResult
}

type Propagate = Extract<Request, { type: 'propagate' }>

/** Least time between two reports of progress, in ms: more often than the eye follows helps none. */
const progressMs = 50

/**
 * The work of the utility process: any number of jobs at a time, as the windows ask for them. The
 * result of a job is kept here, for saving, until the job is cancelled or its port closes; a window
 * that is closed, reloads or crashes closes the port.
 */
export class Propagations {
  readonly #jobs = new Map<number, Job>()

  /** Jobs that are at work or whose result is kept. */
  get size(): number {
    return this.#jobs.size
  }

  /**
   * Takes a message of the main process. What goes wrong in a job is an event of its port.
   *
   * @throws ProtocolError for what is no request, or lacks its port.
   */
  take(message: unknown, ports: readonly JobPort[] = []): void {
    const request = checkedRequest(message)
    switch (request.type) {
      case 'propagate':
        if (ports.length !== 1) throw new ProtocolError('request propagate needs a port')
        void this.#propagate(request, ports[0])
        break
      case 'save':
        void this.#save(request.job, request.path)
        break
      case 'cancel':
        this.#end(request.job)
    }
  }

  async #propagate(request: Propagate, port: JobPort): Promise<void> {
    const job = this.#begun(request.job, port)
    const { signal } = job.abort
    try {
      job.result = await resultOf(request, job)
      signal.throwIfAborted()
      job.post({ type: 'done', outcome: outcomeOf(job.result) })
    } catch (error) {
      if (signal.aborted) job.post({ type: 'cancelled' })
      else job.post({ type: 'failed', during: 'propagation', error: shownError(error) })
    }
  }

  #begun(id: number, port: JobPort): Job {
    let open = true
    const post = (event: JobEvent): void => {
      if (open) port.postMessage(event)
    }
    const job: Job = { post, abort: new AbortController() }
    this.#jobs.set(id, job)
    port.on('close', () => {
      open = false
      this.#end(id)
    })
    port.start()
    return job
  }

  async #save(id: number, path: string): Promise<void> {
    const job = this.#jobs.get(id)
    if (job === undefined) return // its window has left
    const { result, abort } = job
    try {
      if (result === undefined) throw new Error('there is no result to save')
      await result.write(path, { signal: abort.signal })
      job.post({ type: 'saved', file: basename(path) })
    } catch (error) {
      if (abort.signal.aborted) return
      job.post({ type: 'failed', during: 'saving', error: shownError(error) })
    }
  }

  #end(id: number): void {
    const job = this.#jobs.get(id)
    this.#jobs.delete(id)
    job?.abort.abort()
  }
}

async function resultOf(request: Propagate, { post, abort }: Job): Promise<PropagationResult> {
  const { signal } = abort
  const neuron = await readNeuron(request.neuron, { signal })
  const synapses = await readSynapses(request.synapses, { signal })
  const seeds = await seedsFromSynapses(neuron, synapses, { signal })
  const options = request.options as PropagateOptions
  return propagateLabels(neuron, seeds, { ...options, signal, onProgress: reports(post) })
}

/** Sends progress on, the first at once and then now and then. */
function reports(post: Job['post']): (progress: Progress) => void {
  let last = -Infinity
  return ({ done, total }) => {
    const now = performance.now()
    if (now - last < progressMs) return
    last = now
    post({ type: 'progress', done, total })
  }
}
