import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { healthOf } from './health'
import { asHttpError, HttpError } from './http-error'
import type { Job, JobResult } from './job'
import { jobEvents } from './job-events'
import type { Jobs } from './jobs'
import { propagationRun } from './propagation-run'
import { requestOptions } from './request-options'
import type { Settings } from './settings'
import { receivedUpload } from './upload'

/** Time in which a client whose request was refused may send the rest of it, which is thrown away. */
const restMs = 10_000

/** The service: its routes, not yet listening. */
export async function server(jobs: Jobs, settings: Settings): Promise<FastifyInstance> {
  const app = fastify({
    // Longer than an upload may take, so that a client that is too slow is told why.
    requestTimeout: settings.uploadMs + 10_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  })
  app.server.maxConnections = settings.connections
  // Forms are read by hand, and nothing else has a body.
  app.removeAllContentTypeParsers()
  await app.register(multipart)
  app.setErrorHandler((error, request, reply) => answerWith(error, request, reply))
  app.setNotFoundHandler((request, reply) =>
    answerWith(new HttpError(404, 'ERR_NOT_FOUND', 'there is no such address'), request, reply),
  )
  app.addHook('onResponse', async (request) => discardRest(request))
  const health = healthOf(jobs)
  app.get('/health', health)
  jobRoutes(app, jobs, settings)
  return app
}

function jobRoutes(app: FastifyInstance, jobs: Jobs, settings: Settings): void {
  type ById = { Params: { id: string } }

  app.post('/propagate', async (request, reply) => {
    const job = jobs.admitted()
    // Forgotten however it ends, but not before the last byte of the result is out.
    reply.raw.once('close', () => jobs.forget(job))
    const work = await submitted(request, reply, job, jobs, settings)
    await jobs.run(job, work)
    return await sendResult(job, reply)
  })

  app.post('/jobs', async (request, reply) => {
    const job = jobs.admitted()
    const work = await submitted(request, reply, job, jobs, settings)
    void jobs.run(job, work).then(() => jobs.keep(job))
    const url = `/jobs/${job.id}`
    reply.code(202).header('location', url)
    return { ...job.status(), events: `${url}/events`, result: `${url}/result` }
  })

  app.get<ById>('/jobs/:id', ({ params }) => jobs.find(params.id).status())

  app.get<ById>('/jobs/:id/events', ({ params }, reply) => {
    const job = jobs.find(params.id)
    reply.header('cache-control', 'no-store').type('text/event-stream')
    return reply.send(Readable.from(jobEvents(job)))
  })

  app.get<ById>('/jobs/:id/result', async ({ params }, reply) => {
    return await sendResult(jobs.find(params.id), reply)
  })

  app.delete<ById>('/jobs/:id', async ({ params }, reply) => {
    const job = jobs.find(params.id)
    job.cancel(new HttpError(410, 'ERR_CANCELLED', 'the job was cancelled'))
    if (job.ended) jobs.forget(job)
    return reply.code(204).send()
  })
}

/**
 * Receives the upload of a job. A client that leaves before its request is answered ends the job.
 *
 * @returns the job's work.
 */
async function submitted(
  request: FastifyRequest,
  reply: FastifyReply,
  job: Job,
  jobs: Jobs,
  settings: Settings,
): Promise<() => Promise<JobResult>> {
  const left = new HttpError(499, 'ERR_CLIENT_LEFT', 'the client left')
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) job.cancel(left)
  })
  const rule = `the upload took longer than ${settings.uploadMs / 1000} s`
  const slow = new HttpError(408, 'ERR_UPLOAD_TIME_LIMIT', rule)
  const timer = setTimeout(() => job.cancel(slow), settings.uploadMs)
  try {
    const upload = await receivedUpload(request, job.folder, settings, job.signal)
    const options = requestOptions(upload.fields, request.headers.accept)
    return () => propagationRun(job, upload, options, settings)
  } catch (error) {
    // The parser of the form may be the first to notice.
    if (request.raw.destroyed && !request.raw.complete) job.cancel(left)
    jobs.fail(job, error)
    jobs.forget(job)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** Answers with the file that the job has made, or with what became of it. */
async function sendResult(job: Job, reply: FastifyReply): Promise<FastifyReply> {
  if (job.error !== undefined) throw job.error
  if (job.result === undefined) {
    throw new HttpError(409, 'ERR_NOT_READY', `the job is ${job.state}`, 1)
  }
  const { path, mediaType, report } = job.result
  const file = await open(path)
  const { size } = await file.stat()
  reply.header('neuroprop-converged', String(report.converged))
  reply.header('content-length', size).type(mediaType)
  return reply.send(file.createReadStream())
}

async function answerWith(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { status, code, message, retryAfter } = asHttpError(error)
  if (status >= 500 && status !== 503) console.error(`${request.method} ${request.url}`, error)
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  reply.removeHeader('content-length')
  return reply.code(status).type('application/json; charset=utf-8').send({ code, message })
}

/**
 * Reads and drops what is left of a request that was answered early. To close the connection at once
 * would often cost the client the answer, because it is still sending.
 */
function discardRest({ raw }: FastifyRequest): void {
  if (raw.complete || raw.destroyed) return
  raw.unpipe()
  raw.resume()
  const timer = setTimeout(() => raw.socket.destroy(), restMs)
  raw.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer))
}
