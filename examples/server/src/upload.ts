import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Multipart } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { HttpError } from './http-error'
import type { Settings } from './settings'

/** A file that has arrived. */
export interface UploadedFile {
  path: string
  /** As the client calls it, for messages and for the ending. */
  name: string
}

export interface Upload {
  neuron: UploadedFile
  synapses: UploadedFile
  fields: ReadonlyMap<string, string>
}

const fileNames = ['neuron', 'synapses'] as const

/** Fields are short: whole tables go into files. */
const fieldLimits = { fields: 64, fieldNameSize: 100, fieldSize: 64 * 1024, headerPairs: 20 }

/**
 * Writes the files of a multipart request into the folder while they arrive, so that none is ever
 * held in memory, and collects its fields.
 *
 * @throws HttpError: 415, 413 beyond a limit, 400 for anything that is no such form. The reason of
 *   the signal once it is aborted.
 */
export async function receivedUpload(
  request: FastifyRequest,
  folder: string,
  limits: Settings,
  signal: AbortSignal,
): Promise<Upload> {
  if (!request.isMultipart()) {
    throw new HttpError(415, 'ERR_MEDIA_TYPE', 'expected a form as multipart/form-data')
  }
  const tooLarge = new HttpError(
    413,
    'ERR_FILE_TOO_LARGE',
    `the request has more than the ${limits.requestBytes} bytes that are accepted`,
  )
  if (Number(request.headers['content-length'] ?? 0) > limits.requestBytes) throw tooLarge
  await mkdir(folder)
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  // Everything counts, what lies before, between and behind the parts too.
  let bytes = 0
  const count = (chunk: Buffer): void => {
    bytes += chunk.length
    if (bytes > limits.requestBytes) failed.abort(tooLarge)
  }
  try {
    request.raw.on('data', count)
    // In the same turn: the parser must not miss what the line above has set flowing.
    return await Promise.race([partsOf(request, folder, limits, either), rejectedBy(either)])
  } catch (error) {
    throw either.aborted ? either.reason : formError(error)
  } finally {
    request.raw.off('data', count)
    failed.abort(tooLarge)
  }
}

async function partsOf(
  request: FastifyRequest,
  folder: string,
  limits: Settings,
  signal: AbortSignal,
): Promise<Upload> {
  const files = new Map<string, UploadedFile>()
  const fields = new Map<string, string>()
  // One byte more than is accepted, so that the excess is seen below and named.
  const fileSize = limits.fileBytes + 1
  const parts = request.parts({ limits: { ...fieldLimits, files: 3, parts: 67, fileSize } })
  for await (const part of parts) {
    const { fieldname: name } = part
    if (files.has(name) || fields.has(name)) {
      throw new HttpError(400, 'ERR_CONFLICTING_OPTIONS', `\`${name}\` was sent twice`)
    }
    if (part.type === 'file') files.set(name, await writtenFile(part, folder, limits, signal))
    else fields.set(name, fieldText(part))
  }
  const [neuron, synapses] = fileNames.map((name) => {
    const file = files.get(name)
    if (file !== undefined) return file
    throw new HttpError(400, 'ERR_MISSING_OPTION', `the form lacks the file \`${name}\``)
  })
  return { neuron, synapses, fields }
}

type FilePart = Extract<Multipart, { type: 'file' }>
type FieldPart = Extract<Multipart, { type: 'field' }>

async function writtenFile(
  { fieldname, filename, file }: FilePart,
  folder: string,
  { fileBytes }: Settings,
  signal: AbortSignal,
): Promise<UploadedFile> {
  if (!fileNames.some((name) => name === fieldname)) {
    const rule = `expected the files \`neuron\` and \`synapses\`; got \`${fieldname}\``
    throw new HttpError(400, 'ERR_UNKNOWN_OPTION', rule)
  }
  const path = join(folder, fieldname)
  async function* counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > fileBytes) {
        const rule = `\`${fieldname}\` has more than the ${fileBytes} bytes that are accepted`
        throw new HttpError(413, 'ERR_FILE_TOO_LARGE', rule)
      }
      yield chunk
    }
  }
  await pipeline(file, counted, createWriteStream(path), { signal })
  return { path, name: shownName(filename, fieldname) }
}

/** The client's name of the file without folders and signs that could disturb a log. */
function shownName(name: string | undefined, otherwise: string): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/\p{Cc}/gu, '').slice(-100)
  return plain === '' ? otherwise : plain
}

function fieldText({ fieldname, value, valueTruncated, fieldnameTruncated }: FieldPart): string {
  if (fileNames.some((name) => name === fieldname)) {
    throw new HttpError(400, 'ERR_INVALID_OPTION', `\`${fieldname}\` must be a file with a name`)
  }
  if (valueTruncated || fieldnameTruncated) {
    const rule = `a field has at most ${fieldLimits.fieldSize} bytes, and its name 100`
    throw new HttpError(413, 'ERR_TOO_LARGE', `${rule}; got more in \`${fieldname}\``)
  }
  // A part that calls itself JSON arrives parsed.
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What the parser of the form throws is a fault of the form. */
function formError(error: unknown): unknown {
  const { code, statusCode, message } = error as Partial<Record<string, unknown>>
  const isSystems = typeof code === 'string' && /^E[A-Z]+$/.test(code)
  if (error instanceof HttpError || isSystems) return error
  const isTooLarge = statusCode === 413
  return new HttpError(
    isTooLarge ? 413 : 400,
    isTooLarge ? 'ERR_TOO_LARGE' : 'ERR_MULTIPART',
    `the form cannot be read: ${String(message)}`,
  )
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = (): void => reject(signal.reason as Error)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}
