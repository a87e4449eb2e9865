import { errorCodes, type ErrorCode } from 'neuroprop'

/** An error with the status that answers it; `message` may be shown to anyone. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds after which it makes sense to ask again. */
    readonly retryAfter?: number,
  ) {
    super(message)
    this.name = 'HttpError'
  }
}

/** Codes of the library that are not answered by 400. */
const statusOf: Partial<Record<ErrorCode, number>> = {
  ERR_FILE_TOO_LARGE: 413,
  ERR_TOO_LARGE: 413,
  // The request is right, but what is in its files is not.
  ERR_EMPTY_NEURON: 422,
  ERR_FILE_FORMAT: 422,
  ERR_INVALID_FACE: 422,
  ERR_INVALID_NODE_ID: 422,
  ERR_INVALID_PARENT: 422,
  ERR_INVALID_POSITION: 422,
  ERR_NO_SEEDS: 422,
  ERR_UNKNOWN_NODE_ID: 422,
  ERR_WELDED_SEEDS: 422,
  // Not the client's fault.
  ERR_ADDON_NOT_FOUND: 500,
  ERR_DISPOSED: 500,
  ERR_KERNEL: 500,
}

/** Any error as one to answer with. What is not meant for clients becomes a 500 that says nothing. */
export function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error
  const { code, message, statusCode } = error as {
    code?: unknown
    message?: unknown
    statusCode?: unknown
  }
  if (typeof code === 'string' && Object.hasOwn(errorCodes, code)) {
    const status = statusOf[code as ErrorCode] ?? 400
    if (status < 500) return new HttpError(status, code, String(message))
  }
  // Fastify's own.
  if (statusCode === 415) {
    return new HttpError(415, 'ERR_MEDIA_TYPE', 'expected a form as multipart/form-data')
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new HttpError(
      statusCode,
      typeof code === 'string' ? code : 'ERR_REQUEST',
      String(message),
    )
  }
  return new HttpError(500, 'ERR_INTERNAL', 'the server failed; the fault is not in the request')
}
