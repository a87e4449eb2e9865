/**
 * Writes text to standard output and waits where its reader is slow.
 *
 * @throws the system's error, EPIPE where the reader has gone; the reason of the signal.
 */
export async function writeOut(
  text: string | AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  for await (const chunk of typeof text === 'string' ? [text] : text) await written(chunk, signal)
}

function written(chunk: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    process.stdout.write(chunk, (error) => {
      signal.removeEventListener('abort', abort)
      if (error) reject(Object.assign(error, { path: 'standard output' }))
      else resolve()
    })
  })
}

/** Keeps Node from ending the process with a stack where the reader of a stream has gone. */
export function forgiveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}
