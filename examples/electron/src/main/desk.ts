import { basename } from 'node:path'
import { isOptions, type ShownError } from '../protocol'
import type { Client, Jobs } from './jobs'

/** The dialogs of a window; null where they were cancelled. */
export interface Dialogs {
  open(what: 'neuron' | 'synapses'): Promise<string | null>
  save(suggestion: string): Promise<string | null>
}

/**
 * What one window has before it: the files that were chosen in dialogs, and its job. Paths stay
 * here: a page can ask for a dialog and see a file's name, but cannot name a file itself. Nothing
 * here throws, because Electron takes the code off an error on its way to the page.
 */
export class Desk<Port> {
  readonly #jobs: Jobs<Port>
  readonly #client: Client<Port>
  readonly #dialogs: Dialogs
  readonly #files: { neuron?: string; synapses?: string } = {}

  constructor(jobs: Jobs<Port>, client: Client<Port>, dialogs: Dialogs) {
    this.#jobs = jobs
    this.#client = client
    this.#dialogs = dialogs
  }

  /** @returns the name of the chosen file, null where none was chosen */
  async open(what: unknown): Promise<string | null> {
    if (what !== 'neuron' && what !== 'synapses') return null
    const path = await this.#dialogs.open(what)
    if (path === null) return null
    this.#files[what] = path
    return basename(path)
  }

  /** @returns null where the job has begun */
  propagate(options: unknown): ShownError | null {
    const { neuron, synapses } = this.#files
    if (neuron === undefined || synapses === undefined) {
      const missing = neuron === undefined ? 'a neuron' : 'its synapses'
      return { code: 'ERR_NO_FILE', message: `open ${missing} first` }
    }
    if (!isOptions(options)) {
      return { code: 'ERR_PROTOCOL', message: 'options must be strings, numbers and booleans' }
    }
    const work = { neuron, synapses, options: options as Record<string, string> }
    this.#jobs.start(this.#client, work)
    return null
  }

  /** @returns null where saving has begun, or no file was chosen */
  async save(): Promise<ShownError | null> {
    const path = await this.#dialogs.save('labels.csv')
    if (path === null || this.#jobs.save(this.#client, path)) return null
    return { code: 'ERR_NO_RESULT', message: 'there is no result to save; propagate first' }
  }

  cancel(): void {
    this.#jobs.cancel(this.#client)
  }
}
