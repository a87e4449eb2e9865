import { randomBytes } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { Slices } from '../slices'

/**
 * Writes a file beside its place and moves it there when it is whole: nothing is left of what fails
 * or is aborted.
 *
 * @param chunks begins the text or the bytes; called once the signal is known to be good.
 * @throws the system's error; the reason of `signal` when it is aborted.
 */
export async function writeWhole(
  path: string,
  chunks: () => AsyncIterable<string | Uint8Array>,
  given?: AbortSignal,
): Promise<void> {
  const { signal } = new Slices(given) // which fails where it is none, or is aborted
  const unfinished = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await writeFile(unfinished, chunks(), { flag: 'wx', signal })
    signal?.throwIfAborted()
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw signal?.aborted ? signal.reason : error
  }
}
