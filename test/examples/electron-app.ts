import assert from 'node:assert/strict'
import { once } from 'node:events'
import { join } from 'node:path'
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import { channels } from '../../examples/electron/src/channels'
import { Desk } from '../../examples/electron/src/main/desk'
import { Jobs, type WorkProcess } from '../../examples/electron/src/main/jobs'
import { apiOf, type Api, type Ipc } from '../../examples/electron/src/preload/api'
import type { JobEvent } from '../../examples/electron/src/protocol'

type Listener = Parameters<Ipc<MessagePort>['on']>[1]

/** One window of the app: what a page sees, on top of everything but Electron. */
export class TestWindow {
  readonly api: Api
  readonly events: JobEvent[] = []
  /** What the dialogs answer. */
  readonly chosen: { neuron?: string; synapses?: string; result?: string } = {}
  readonly #desk: Desk<MessagePort>
  readonly #listeners = new Map<string, Listener>()
  #port?: MessagePort
  #arrived = (): void => undefined

  constructor(jobs: Jobs<MessagePort>) {
    const client = {
      begun: (port: MessagePort) => {
        this.#port = port
        this.#listeners.get(channels.begun)!({ ports: [port] }, null)
      },
      lost: (error: unknown) => this.#listeners.get(channels.lost)!({ ports: [] }, error),
    }
    this.#desk = new Desk(jobs, client, {
      open: async (what) => this.chosen[what] ?? null,
      save: async () => this.chosen.result ?? null,
    })
    this.api = apiOf<MessagePort>({
      invoke: async (channel, value) => structuredClone(await this.#answer(channel, value)),
      on: (channel, listener) => this.#listeners.set(channel, listener),
    })
    this.api.onEvent((event) => {
      this.events.push(event)
      this.#arrived()
    })
  }

  /** Opens both files, and propagates. */
  async propagate(neuron: string, synapses: string, options: object): Promise<void> {
    Object.assign(this.chosen, { neuron, synapses })
    await this.api.open('neuron')
    await this.api.open('synapses')
    this.events.length = 0
    assert.equal(await this.api.propagate(options as never), null)
  }

  /** The next event of this type that has not been waited for. */
  async event<Type extends JobEvent['type']>(
    type: Type,
  ): Promise<Extract<JobEvent, { type: Type }>> {
    for (;;) {
      const at = this.events.findIndex((event) => event.type === type)
      if (at >= 0) return this.events.splice(at, 1)[0] as Extract<JobEvent, { type: Type }>
      const ended = this.events.find(({ type: other }) => other === 'failed' || other === 'done')
      if (ended) assert.fail(`expected ${type}; got ${JSON.stringify(ended)}`)
      await new Promise<void>((resolve) => (this.#arrived = resolve))
    }
  }

  /** What `main.ts` does when a window is closed. */
  close(): void {
    this.#port?.close()
    this.#desk.cancel()
  }

  /** A message at the port of this window's job, whoever sent it. */
  receive(message: unknown): void {
    this.#port!.dispatchEvent(new MessageEvent('message', { data: message }))
  }

  async #answer(channel: string, value: unknown): Promise<unknown> {
    const given: unknown = structuredClone(value)
    switch (channel) {
      case channels.open:
        return this.#desk.open(given)
      case channels.propagate:
        return this.#desk.propagate(given)
      case channels.save:
        return this.#desk.save()
      case channels.cancel:
        return this.#desk.cancel()
      default:
        return assert.fail(channel)
    }
  }
}

/** The app without Electron: threads stand in for utility processes. */
export class TestApp {
  /** Every process that was started. */
  readonly threads: Worker[] = []
  /** What the processes said of messages that are none. */
  readonly refusals: string[] = []
  readonly jobs = new Jobs<MessagePort>({
    fork: () => this.#forked(),
    channel: () => new MessageChannel(),
  })

  window(): TestWindow {
    return new TestWindow(this.jobs)
  }

  async quit(): Promise<void> {
    const running = this.threads.filter(({ threadId }) => threadId > 0)
    this.jobs.quit()
    await Promise.all(running.map((thread) => once(thread, 'exit')))
  }

  #forked(): WorkProcess<MessagePort> {
    const file = JSON.stringify(join(__dirname, 'propagation-thread.ts'))
    const thread = new Worker(`require('tsx/cjs'); require(${file})`, { eval: true })
    thread.on('message', (text: string) => this.refusals.push(text))
    this.threads.push(thread)
    return {
      postMessage: (data, ports) => thread.postMessage({ data, ports }, ports),
      once: (event, listener) => thread.once(event, listener),
      kill: () => thread.terminate(),
    }
  }
}
