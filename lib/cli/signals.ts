/** Signals that end a command, and their exit codes. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const

export interface Interruption {
  /** Aborted when a signal comes. */
  signal: AbortSignal
  /** Exit code of the signal that came. */
  readonly code?: number
  /** Leaves the signals to Node again. */
  end(): void
}

/** Turns SIGINT and SIGTERM into an abort; a second one ends the process at once. */
export function signalled(): Interruption {
  const controller = new AbortController()
  let code: number | undefined
  const listen = (name: NodeJS.Signals): void => {
    code = codes[name as keyof typeof codes]
    controller.abort(new Error(`interrupted by ${name}`))
  }
  const names = Object.keys(codes) as (keyof typeof codes)[]
  for (const name of names) process.once(name, listen)
  return {
    signal: controller.signal,
    get code() {
      return code
    },
    end: () => {
      for (const name of names) process.removeListener(name, listen)
    },
  }
}
