import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { NeuronDataError, shown, wrongKind } from '../errors'

/** Bytes that gunzip hands over at a time; its default of 16 KiB makes a file of chunks. */
const gunzipChunkBytes = 256 * 1024

/** Whether bytes start with the two that every gzip file starts with. */
export function isGzip(start: ArrayLike<number>): boolean {
  return start.length >= 2 && start[0] === 0x1f && start[1] === 0x8b
}

/**
 * The chunks of a stream, each checked to be bytes. An abort ends the wait for a chunk that may
 * never come, and closes the stream.
 */
export async function* byteChunks(
  source: AsyncIterable<unknown>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  const abortion = rejectionOnAbort(signal)
  let ended = false
  try {
    for (;;) {
      const next = await Promise.race([chunks.next(), abortion.rejection])
      ended = next.done === true
      if (ended) return
      if (!(next.value instanceof Uint8Array)) {
        throw wrongKind(
          'ERR_INVALID_ARGUMENT',
          `\`source\` must be a stream of bytes (no encoding set); got a chunk that is ${shown(next.value)}`,
        )
      }
      yield next.value
    }
  } finally {
    abortion.forget()
    if (!ended) leave(source, chunks)
  }
}

function rejectionOnAbort(signal?: AbortSignal): { rejection: Promise<never>; forget(): void } {
  let reject: (reason: unknown) => void
  const rejection = new Promise<never>((_, rejecting) => (reject = rejecting))
  // Aborted between two chunks: nobody waits yet, and the next wait still rejects.
  rejection.catch(() => undefined)
  const onAbort = (): void => reject(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  if (signal?.aborted) onAbort()
  return { rejection, forget: () => signal?.removeEventListener('abort', onAbort) }
}

/** Closes a stream that was not read to its end, without waiting: its next chunk may never come. */
function leave(source: AsyncIterable<unknown>, chunks: AsyncIterator<unknown>): void {
  if (source instanceof Readable) source.destroy()
  chunks.return?.()?.catch(() => undefined)
}

/** Bytes in pieces that are short enough to look at a signal between them. */
export async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += gunzipChunkBytes) {
    yield bytes.subarray(from, from + gunzipChunkBytes)
  }
}

/**
 * The chunks as they are, or decompressed where the first two bytes are those of gzip. Several
 * gzip members follow each other as in one file.
 *
 * @throws NeuronDataError ERR_FILE_FORMAT for gzip data that is damaged or ends early.
 */
export async function* decompressed(
  chunks: AsyncGenerator<Uint8Array>,
  file?: string,
): AsyncGenerator<Uint8Array> {
  const first: Uint8Array[] = []
  const start: number[] = []
  while (start.length < 2) {
    const next = await chunks.next()
    if (next.done === true) break
    first.push(next.value)
    start.push(...next.value.subarray(0, 2))
  }
  const all = (async function* () {
    yield* first
    yield* chunks
  })()
  if (!isGzip(start)) return yield* all

  const gunzip = createGunzip({ chunkSize: gunzipChunkBytes })
  // Its errors destroy gunzip, and are thrown by the loop.
  pipeline(all, gunzip).catch(() => undefined)
  try {
    yield* gunzip
  } catch (error) {
    throw gzipError(error, file)
  }
}

function gzipError(error: unknown, file?: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR') {
    return new NeuronDataError('ERR_FILE_FORMAT', 'the gzip data end too early', { file })
  }
  if (code?.startsWith('Z_')) {
    return new NeuronDataError('ERR_FILE_FORMAT', `damaged gzip data (${message})`, { file })
  }
  return error
}
