import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { endless, form, ServerProcess } from './server-process'

interface Status {
  id: string
  state: string
  position?: number
  phase?: string
  progress?: { done: number; total: number }
  report?: { nodes: number; iterations: number }
  error?: { code: string; message: string }
}

interface JobEvent {
  id: number
  event: string
  data: Status
}

const navis = { preset: 'navis' }
const soon = { solver: 'iterative', maxIterations: 3000 }

/** The server-sent events of a job, as they arrive. */
async function* eventsOf(server: ServerProcess, id: string): AsyncGenerator<JobEvent> {
  const answer = await fetch(`${server.url}/jobs/${id}/events`)
  assert.equal(answer.headers.get('content-type'), 'text/event-stream')
  let text = ''
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n')
      text = text.slice(end + 2)
      const value = (name: string): string =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? ''
      if (value('event') === '') continue
      const data = JSON.parse(value('data')) as Status
      yield { id: Number(value('id')), event: value('event'), data }
    }
  }
}

async function lastEvent(server: ServerProcess, id: string): Promise<JobEvent> {
  let last: JobEvent | undefined
  for await (const event of eventsOf(server, id)) last = event
  return last!
}

async function submitted(
  server: ServerProcess,
  fields: Record<string, string | number>,
): Promise<string> {
  const answer = await server.post('/jobs', form(fields))
  assert.equal(answer.status, 202, await answer.clone().text())
  const { id, state } = (await answer.json()) as Status
  assert.ok(state === 'waiting' || state === 'running', state)
  assert.equal(answer.headers.get('location'), `/jobs/${id}`)
  return id
}

async function statusOf(server: ServerProcess, id: string): Promise<Status> {
  return (await (await fetch(`${server.url}/jobs/${id}`)).json()) as Status
}

async function answerOf(
  server: ServerProcess,
  id: string,
): Promise<{ status: number; code?: string; text: string }> {
  const answer = await fetch(`${server.url}/jobs/${id}/result`)
  const text = await answer.text()
  const { code } = answer.ok ? {} : (JSON.parse(text) as { code: string })
  return { status: answer.status, code, text }
}

async function cancelled(server: ServerProcess, id: string): Promise<number> {
  return (await fetch(`${server.url}/jobs/${id}`, { method: 'DELETE' })).status
}

describe('jobs of examples/server', () => {
  let server: ServerProcess

  before(async () => {
    server = await ServerProcess.started({ RUNNING: 1, WAITING: 2, RUN_MS: 4000, RESULTS: 2 })
  })
  after(() => server.end())

  it('tell their progress in order, and end with the report', async () => {
    const id = await submitted(server, soon)
    const events: JobEvent[] = []
    for await (const event of eventsOf(server, id)) events.push(event)
    const ids = events.map((event) => event.id)
    assert.deepEqual(
      ids,
      [...ids].sort((a, b) => a - b),
    )
    assert.equal(new Set(ids).size, ids.length)
    const order = ['waiting', 'reading', 'propagating', 'writing', 'done']
    const stages = events.map(({ event, data }) => order.indexOf(data.phase ?? event))
    assert.ok(stages.every((stage) => stage >= 0))
    assert.deepEqual(
      stages,
      [...stages].sort((a, b) => a - b),
    )
    const steps = events.flatMap(({ data }) => data.progress?.done ?? [])
    assert.deepEqual(
      steps,
      [...steps].sort((a, b) => a - b),
    )
    for (const { data } of events) assert.equal(data.progress?.total ?? 3000, 3000)
    const last = events.at(-1)!
    assert.equal(last.event, 'done')
    assert.equal(last.data.report?.iterations, 3000)
  })

  it('tell steps while they work', async () => {
    const id = await submitted(server, endless)
    const steps: number[] = []
    for await (const { data } of eventsOf(server, id)) {
      if (data.progress) steps.push(data.progress.done)
      if (steps.length === 3) break
    }
    assert.ok(steps[0] < steps[1] && steps[1] < steps[2], String(steps))
    assert.equal(await cancelled(server, id), 204)
    assert.equal((await lastEvent(server, id)).event, 'cancelled')
    assert.equal((await answerOf(server, id)).code, 'ERR_CANCELLED')
  })

  it('give their result as often as it is asked for, the same as /propagate', async () => {
    const id = await submitted(server, navis)
    await lastEvent(server, id)
    const expected = await (await server.post('/propagate', form(navis))).text()
    assert.deepEqual(await answerOf(server, id), { status: 200, code: undefined, text: expected })
    assert.equal((await answerOf(server, id)).text, expected)
    assert.equal((await statusOf(server, id)).state, 'done')
    assert.equal(await cancelled(server, id), 204)
    assert.equal((await answerOf(server, id)).code, 'ERR_UNKNOWN_JOB')
  })

  it('fail with the code of the library', async () => {
    const id = await submitted(server, { ...navis, clampng: 'hard' })
    const { event, data } = await lastEvent(server, id)
    assert.equal(event, 'failed')
    assert.equal(data.error?.code, 'ERR_UNKNOWN_OPTION')
    assert.match(data.error.message, /did you mean `clamping`/)
    const { status, code } = await answerOf(server, id)
    assert.deepEqual([status, code], [400, 'ERR_UNKNOWN_OPTION'])
  })

  it('that take longer than the limit are ended', async () => {
    const id = await submitted(server, endless)
    assert.equal((await answerOf(server, id)).code, 'ERR_NOT_READY')
    const { event, data } = await lastEvent(server, id)
    assert.deepEqual([event, data.error?.code], ['failed', 'ERR_TIME_LIMIT'])
    assert.match(data.error!.message, /longer than 4 s/)
    assert.equal((await answerOf(server, id)).status, 422)
  })

  it('wait their turn, and beyond that are refused with a time to come back', async () => {
    const ids = [await submitted(server, endless)]
    await server.until(({ jobs }) => jobs.running === 1, 'running')
    for (let i = 0; i < 2; i++) ids.push(await submitted(server, navis))
    assert.equal((await statusOf(server, ids[1])).position, 1)
    assert.equal((await statusOf(server, ids[2])).position, 2)
    for (const path of ['/jobs', '/propagate']) {
      const refused = await server.post(path, form(navis))
      assert.equal(refused.status, 503)
      assert.ok(Number(refused.headers.get('retry-after')) >= 1)
      assert.equal(((await refused.json()) as { code: string }).code, 'ERR_BUSY')
    }
    // One that leaves the queue lets the next move up; one that ends lets it begin.
    await cancelled(server, ids[1])
    await server.until(({ jobs }) => jobs.waiting === 1, 'moved up')
    assert.equal((await statusOf(server, ids[2])).position, 1)
    await cancelled(server, ids[0])
    assert.equal((await lastEvent(server, ids[2])).event, 'done')
    assert.equal((await server.health()).jobs.running, 0)
  })

  it('are kept in a limited number', async () => {
    const ids: string[] = []
    for (let i = 0; i < 4; i++) {
      ids.push(await submitted(server, navis))
      await lastEvent(server, ids[i])
    }
    const codes = await Promise.all(ids.map(async (id) => (await answerOf(server, id)).status))
    assert.deepEqual(codes, [404, 404, 200, 200])
    const isResult = (name: string): boolean => name.includes('result.')
    await server.until((_, { files }) => files.filter(isResult).length === 2, 'two results on disk')
  })

  it('are kept for a limited time', async () => {
    const brief = await ServerProcess.started({ RESULT_MS: 300 })
    try {
      const id = await submitted(brief, navis)
      await lastEvent(brief, id)
      assert.equal((await answerOf(brief, id)).status, 200)
      await brief.until(({ jobs }) => jobs.kept === 0, 'forgotten')
      assert.equal((await answerOf(brief, id)).status, 404)
      await brief.until((_, { files }) => files.length === 1, 'removed')
    } finally {
      await brief.end()
    }
  })
})

describe('the end of examples/server', () => {
  it('finishes what runs, refuses what is new and what waits, and leaves nothing', async () => {
    const server = await ServerProcess.started({ RUNNING: 1 })
    try {
      const answer = server.post('/propagate', form({ ...soon, maxIterations: 20_000 }))
      await server.until(({ jobs }) => jobs.running === 1, 'running')
      const waiting = server.post('/propagate', form(navis))
      await server.until(({ jobs }) => jobs.waiting === 1, 'waiting')
      server.child.kill('SIGTERM')
      const refused = await waiting
      assert.equal(refused.status, 503)
      assert.equal(((await refused.json()) as { code: string }).code, 'ERR_SHUTTING_DOWN')
      assert.equal((await server.health()).status, 'closing')
      const late = await server.post('/propagate', form(navis))
      assert.equal(late.status, 503)
      await late.body!.cancel()
      const { status, headers } = await answer.then(async (one) => {
        await one.text()
        return one
      })
      assert.equal(status, 200)
      assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8')
      assert.equal(await server.ended, 0)
      assert.deepEqual(server.files, [])
      assert.equal(server.errors, '')
    } finally {
      await server.end()
    }
  })

  it('does not wait longer than its limit', async () => {
    const server = await ServerProcess.started({ SHUTDOWN_MS: 200 })
    try {
      const answer = server.post('/propagate', form(endless))
      await server.until(({ jobs }) => jobs.running === 1, 'running')
      const job = await server.post('/jobs', form(endless))
      const { id } = (await job.json()) as Status
      const last = lastEvent(server, id)
      await server.until(({ jobs }) => jobs.running + jobs.waiting === 2, 'both at work')
      server.child.kill('SIGTERM')
      assert.equal((await answer).status, 503)
      assert.equal((await last).data.error?.code, 'ERR_SHUTTING_DOWN')
      assert.equal(await server.ended, 0)
    } finally {
      await server.end()
    }
  })

  it('comes at once where a setting is wrong, and says so', async () => {
    await assert.rejects(
      ServerProcess.started({ RUN_MS: 'soon' }),
      /RUN_MS must be an integer, 1 or greater; got "soon"/,
    )
  })
})
