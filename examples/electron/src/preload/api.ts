import { channels } from '../channels'
import { checkedEvent, shownError, type JobEvent, type Options, type ShownError } from '../protocol'

/** All that the page can do outside itself. */
export interface Api {
  /** Asks for a file. @returns its name, null where none was chosen */
  open(what: 'neuron' | 'synapses'): Promise<string | null>
  /** Begins a propagation, whose events follow. @returns null where it has begun */
  propagate(options: Options): Promise<ShownError | null>
  /** Asks for a file and writes the result to it. @returns null where there is no error yet */
  save(): Promise<ShownError | null>
  cancel(): Promise<void>
  /** The one listener to the events of this window's jobs. */
  onEvent(listener: (event: JobEvent) => void): void
}

/** The page's end of a job's port. */
export interface EventPort {
  /** The listener is given an event with `data`. */
  addEventListener(type: 'message', listener: (event: unknown) => void): void
  start(): void
  close(): void
}

/** `ipcRenderer`, as far as it is needed. */
export interface Ipc<Port extends EventPort> {
  invoke(channel: string, ...values: unknown[]): Promise<unknown>
  on(
    channel: string,
    listener: (event: { readonly ports: readonly Port[] }, value: unknown) => void,
  ): unknown
}

/** The API on top of `ipcRenderer`, of which the page sees nothing. */
export function apiOf<Port extends EventPort>(ipc: Ipc<Port>): Api {
  let listener: (event: JobEvent) => void = () => undefined
  let port: Port | undefined

  ipc.on(channels.begun, ({ ports: [next] }) => {
    port?.close()
    port = next
    next.addEventListener('message', (event) => {
      // What the former job has sent can arrive even after its port was closed.
      if (port === next) listener(eventOf((event as { data: unknown }).data))
    })
    next.start()
  })
  ipc.on(channels.lost, (_, error) =>
    listener(eventOf({ type: 'failed', during: 'propagation', error })),
  )

  return {
    open: (what) => ipc.invoke(channels.open, what) as Promise<string | null>,
    propagate: (options) => ipc.invoke(channels.propagate, options) as Promise<ShownError | null>,
    save: () => ipc.invoke(channels.save) as Promise<ShownError | null>,
    cancel: () => ipc.invoke(channels.cancel) as Promise<void>,
    onEvent(next) {
      listener = next
    },
  }
}

/** The event; a message that is none is shown as a failure. */
function eventOf(message: unknown): JobEvent {
  try {
    return checkedEvent(message)
  } catch (error) {
    return { type: 'failed', during: 'propagation', error: shownError(error) }
  }
}
