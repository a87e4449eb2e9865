import { constants } from 'node:buffer'
import { open, type FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { NeuronDataError, shown, wrongKind, wrongValue } from '../errors'
import { Slices } from '../slices'
import { byteChunks, decompressed, isGzip, pieces } from './source-chunks'

/**
 * Where bytes come from: the path of a file (a string or a file: URL), the bytes themselves, or a
 * stream of bytes. What gzip has compressed is recognised by its first bytes, and decompressed.
 */
export type Source = string | URL | Uint8Array | Readable | AsyncIterable<Uint8Array>

export interface SourceOptions {
  /** Most bytes that are accepted, counted after decompression. Default 8 GiB. */
  maxBytes?: number
  /** Ends the call, which then rejects with the reason of the signal. */
  signal?: AbortSignal
  /** Name for messages where the source is not a path. */
  name?: string
}

export interface SourceBytes {
  bytes: Uint8Array
  /** The path as it was given, else the `name` of the options. */
  name?: string
}

const defaultMaxBytes = 8 * 2 ** 30
/** Bytes of a file that are read before the signal is looked at again. */
const stepBytes = 4 * 2 ** 20

/** Checks `maxBytes`, `signal` and `name`: for readers, before they begin. */
export function checkSourceOptions({ maxBytes, signal, name }: SourceOptions): void {
  if (maxBytes !== undefined && typeof maxBytes !== 'number') {
    throw wrongKind('ERR_INVALID_OPTION', `\`maxBytes\` must be a number; got ${shown(maxBytes)}`)
  }
  if (maxBytes !== undefined && !(maxBytes > 0)) {
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `\`maxBytes\` must be greater than 0; got ${shown(maxBytes)}`,
    )
  }
  if (signal !== undefined && typeof signal?.throwIfAborted !== 'function') {
    throw wrongKind('ERR_INVALID_OPTION', `\`signal\` must be an AbortSignal; got ${shown(signal)}`)
  }
  if (name !== undefined && typeof name !== 'string') {
    throw wrongKind('ERR_INVALID_OPTION', `\`name\` must be a string; got ${shown(name)}`)
  }
}

/**
 * All bytes of a source, decompressed. Bytes that are handed in uncompressed are not copied. An
 * empty source gives no bytes, which is no error here.
 *
 * @throws NeuronDataError ERR_FILE_TOO_LARGE as soon as there are more than `maxBytes`;
 *   ERR_FILE_FORMAT for gzip data that is damaged or ends early. TypeError ERR_INVALID_ARGUMENT for
 *   a source of another kind, or a stream of anything but bytes. Errors of the system (ENOENT,
 *   EISDIR ..) and of a stream come as they are.
 * @example
 * const { bytes, name } = await readSource('n12.swc.gz', { maxBytes: 1e9 })
 */
export async function readSource(
  source: Source,
  options: SourceOptions = {},
): Promise<SourceBytes> {
  checkSourceOptions(options)
  const slices = new Slices(options.signal)
  if (typeof source === 'string' || source instanceof URL) {
    const name = typeof source === 'string' ? source : fileURLToPath(source)
    return { bytes: await bytesOfFile(name, new Limit(name, options.maxBytes), slices), name }
  }
  const { name } = options
  const limit = new Limit(name, options.maxBytes)
  if (source instanceof Uint8Array) {
    if (isGzip(source)) return { bytes: await bytesOfChunks(pieces(source), limit, slices), name }
    limit.check(source.length)
    return { bytes: source, name }
  }
  if (typeof source !== 'object' || source === null || !(Symbol.asyncIterator in source)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`source\` must be a path, a file: URL, a Buffer, a Uint8Array or a stream of bytes; got ${shown(source)}`,
    )
  }
  const bytes = await bytesOfChunks(byteChunks(source, options.signal), limit, slices)
  return { bytes, name }
}

/** The most bytes that are taken, and the error beyond. */
class Limit {
  readonly #most: number
  readonly #maxBytes: number

  constructor(
    readonly name: string | undefined,
    maxBytes = defaultMaxBytes,
  ) {
    this.#maxBytes = maxBytes
    this.#most = Math.min(maxBytes, constants.MAX_LENGTH)
  }

  /** Throws where `bytes` are too many. */
  check(bytes: number): void {
    if (bytes <= this.#most) return
    const rule =
      this.#most === this.#maxBytes
        ? 'the limit that `maxBytes` sets'
        : 'the most that one Buffer holds in this Node.js; `maxBytes` cannot be greater'
    throw new NeuronDataError('ERR_FILE_TOO_LARGE', `more than ${this.#most} bytes, ${rule}`, {
      file: this.name,
    })
  }
}

async function bytesOfFile(path: string, limit: Limit, slices: Slices): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const status = await file.stat()
    // The size of a pipe, a device or a file in /proc is 0, and says nothing.
    const sizeKnown = status.isFile() && status.size > 0
    if (sizeKnown && !(await startsAsGzip(file))) {
      limit.check(status.size)
      return await bytesOfSize(file, status.size, limit, slices)
    }
    // A small file does not need a large buffer, of which the stream makes two.
    const highWaterMark = sizeKnown ? Math.min(stepBytes, status.size) : stepBytes
    const stream = file.createReadStream({ autoClose: false, highWaterMark })
    return await bytesOfChunks(byteChunks(stream, slices.signal), limit, slices)
  } finally {
    await file.close()
  }
}

async function startsAsGzip(file: FileHandle): Promise<boolean> {
  const start = new Uint8Array(2)
  const { bytesRead } = await file.read(start, 0, 2, 0)
  return isGzip(start.subarray(0, bytesRead))
}

/** Reads a file of known size into one buffer. */
async function bytesOfSize(
  file: FileHandle,
  size: number,
  limit: Limit,
  slices: Slices,
): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(size)
  let length = 0
  while (length < size) {
    slices.signal?.throwIfAborted()
    const left = Math.min(stepBytes, size - length)
    const { bytesRead } = await file.read(bytes, length, left, length)
    if (bytesRead === 0) throw changed(size, limit.name)
    length += bytesRead
  }
  const { bytesRead } = await file.read(new Uint8Array(1), 0, 1, size)
  if (bytesRead > 0) throw changed(size, limit.name)
  return bytes
}

function changed(size: number, file?: string): Error {
  return new NeuronDataError(
    'ERR_FILE_FORMAT',
    `the file changed while it was read; it had ${size} bytes at first`,
    { file },
  )
}

/** All chunks, decompressed where they are gzip, in one array. */
async function bytesOfChunks(
  chunks: AsyncGenerator<Uint8Array>,
  limit: Limit,
  slices: Slices,
): Promise<Uint8Array> {
  const kept: Uint8Array[] = []
  let length = 0
  for await (const chunk of decompressed(chunks, limit.name)) {
    slices.signal?.throwIfAborted()
    length += chunk.length
    limit.check(length)
    kept.push(chunk)
  }
  if (kept.length === 1) return kept[0]
  const bytes = Buffer.allocUnsafeSlow(length)
  let at = 0
  for (const chunk of kept) {
    if (slices.over) await slices.turn()
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
