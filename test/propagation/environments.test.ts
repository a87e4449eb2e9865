import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ended, iterations, type Course } from './fixtures/run'

const script = join(__dirname, 'fixtures/run.ts')

/** A worker does not read TypeScript by what its parent was started with. */
const workerCode = [require.resolve('tsx/cjs'), script]
  .map((file) => `require(${JSON.stringify(file)})`)
  .join('\n')

interface Ending {
  code: number | null
  signal: NodeJS.Signals | null
  out: string[]
  error: string
}

/** A child process; `whenBegun` is called when its steps are under way. It is given a minute. */
async function endingOf(
  course: Course,
  whenBegun?: (child: ChildProcess) => void,
): Promise<Ending> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, course], {
    cwd: join(__dirname, '../..'),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  const text = { out: '', error: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    text.out += chunk.toString()
    if (text.out.includes('begun')) whenBegun?.(child)
  })
  child.stderr.on('data', (chunk: Buffer) => (text.error += chunk.toString()))
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { code, signal, out: text.out.trim().split('\n'), error: text.error }
}

describe('a process', () => {
  it('lasts until its run has ended, and not longer', async () => {
    const { code, out, error } = await endingOf('ended')
    assert.deepEqual([code, out, error], [0, [String(iterations)], ''])
  })

  it('ends where nothing is pending, a propagator not given back', async () => {
    const { code, out, error } = await endingOf('idle')
    assert.deepEqual([code, out, error], [0, ['idle'], ''])
  })

  it('ends after an abort, though the run had no end', async () => {
    const { code, out, error } = await endingOf('aborted')
    assert.deepEqual([code, out, error], [0, ['begun', 'AbortError'], ''])
  })

  it('ends at process.exit() in mid-run, with its code', async () => {
    const { code, signal, error } = await endingOf('exit')
    assert.deepEqual([code, signal, error], [7, null, ''])
  })

  it('ends at SIGTERM in mid-run', async () => {
    const { code, signal } = await endingOf('endless', (child) => child.kill('SIGTERM'))
    assert.deepEqual([code, signal], [null, 'SIGTERM'])
  })

  it('ends at an uncaught exception in mid-run, and tells it', async () => {
    const { code, signal, error } = await endingOf('thrown')
    assert.deepEqual([code, signal], [1, null])
    assert.match(error, /Error: thrown in mid-run/)
  })
})

describe('a worker', () => {
  const workers: Worker[] = []
  const worker = (course: Course): Worker => {
    const made = new Worker(workerCode, { eval: true, workerData: course })
    workers.push(made)
    return made
  }
  const message = async (from: Worker): Promise<unknown> =>
    ((await once(from, 'message')) as unknown[])[0]
  const exitCode = async (from: Worker): Promise<unknown> =>
    ((await once(from, 'exit')) as unknown[])[0]

  afterEach(async () => {
    await Promise.all(workers.map((each) => each.terminate()))
    workers.length = 0
  })

  it('makes the same as the main thread, several at once, and ends by itself', async () => {
    const { scores } = await ended()
    const several = [1, 2, 3, 4].map(() => worker('ended'))
    const results = await Promise.all(
      several.map((each) => Promise.all([message(each), exitCode(each)])),
    )
    assert.deepEqual(
      results,
      [1, 2, 3, 4].map(() => [scores, 0]),
    )
  })

  it('can be terminated in mid-run, again and again, and others go on', async () => {
    for (let round = 0; round < 2; round++) {
      const several = [1, 2].map(() => worker('endless'))
      const beside = ended()
      assert.deepEqual(await Promise.all(several.map(message)), ['begun', 'begun'])
      const other = worker('ended')
      const scores = message(other)
      assert.deepEqual(await Promise.all(several.map((each) => each.terminate())), [1, 1])
      assert.deepEqual(await scores, (await beside).scores)
    }
  })

  it('ends at process.exit() in mid-run, with its code', async () => {
    assert.equal(await exitCode(worker('exit')), 7)
  })

  it('ends at an uncaught exception in mid-run', async () => {
    const [error] = (await once(worker('thrown'), 'error')) as [Error]
    assert.equal(error.message, 'thrown in mid-run')
  })

  it('ends after an abort, and where nothing is pending', async () => {
    const codes = await Promise.all([exitCode(worker('aborted')), exitCode(worker('idle'))])
    assert.deepEqual(codes, [0, 0])
  })
})
