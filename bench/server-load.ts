/**
 * examples/server under load: many clients that send neurons of mixed sizes, break off, leave and
 * send garbage. The server is a process of its own.
 *
 *     npm run build && node --import tsx bench/server-load.ts [--clients 100] [--seconds 60]
 *       [--running 2] [--waiting 16]
 *
 * Prints what came of the requests, the delay of the server's event loop, the time of the core for
 * which it was held (which other work on the machine does not change), the server's memory over
 * time, then the same as JSON. Ends with 1 where the server crashed, printed an error, kept something, or
 * an answer was not what the library makes; a time never fails.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ServerProcess, type Health } from '../test/examples/server-process'
import { Client, noTally } from './server-load/client'
import { knownRequests } from './server-load/requests'

function settings(): Record<'clients' | 'seconds' | 'running' | 'waiting', number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: { clients: text, seconds: text, running: text, waiting: text },
  })
  return {
    clients: Number(values.clients ?? 100),
    seconds: Number(values.seconds ?? 60),
    running: Number(values.running ?? 2),
    waiting: Number(values.waiting ?? 16),
  }
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Resident memory of the server, every second, and how long `/health` took to answer. */
async function watched(
  server: ServerProcess,
  isOver: () => boolean,
): Promise<{ megabytes: number[]; healthMs: number[] }> {
  const megabytes: number[] = []
  const healthMs: number[] = []
  while (!isOver()) {
    const began = performance.now()
    const { memoryBytes } = await server.health()
    healthMs.push(Math.round(performance.now() - began))
    megabytes.push(Math.round(memoryBytes.rss / 1e6))
    await delay(1000)
  }
  return { megabytes, healthMs }
}

const greatest = (values: readonly number[]): number => Math.max(...values)

async function ended(server: ServerProcess): Promise<{ health: Health; code: number | null }> {
  const idle = await server.until(
    ({ jobs }) => jobs.uploading + jobs.waiting + jobs.running === 0,
    'idle after the load',
  )
  server.child.kill('SIGTERM')
  return { health: idle, code: await server.ended }
}

async function main(): Promise<void> {
  const { clients, seconds, running, waiting } = settings()
  const requests = await knownRequests()
  const folder = mkdtempSync(join(tmpdir(), 'neuroprop-load-'))
  const entry = 'bench/server-load/watched-server.ts'
  const server = await ServerProcess.started(
    {
      RUNNING: running,
      WAITING: waiting,
      // The compiled library, as users have it.
      TSX_TSCONFIG_PATH: require.resolve('./server-load/tsconfig.json'),
      HELD_TIME: join(folder, 'held.json'),
    },
    entry,
  )
  const tally = noTally()
  const over = performance.now() + 1000 * seconds
  const isOver = (): boolean => performance.now() > over
  const all = Array.from({ length: clients }, (_, i) =>
    new Client(server.url, requests, randomOf(i + 1), tally).run(isOver),
  )
  try {
    const [{ megabytes, healthMs }] = await Promise.all([watched(server, isOver), ...all])
    const { health, code } = await ended(server)
    const half = megabytes.length >> 1
    const faults = [
      ...tally.different,
      ...(code === 0 ? [] : [`the server ended with ${String(code)}`]),
      ...(server.errors === '' ? [] : [server.errors]),
      ...server.files.map((name) => `left on disk: ${name}`),
    ]
    const { different, ...counts } = tally
    const figures = {
      ...{ clients, seconds, running, waiting },
      requests: { ...counts, different: different.length },
      jobs: health.jobs,
      eventLoopDelayMs: health.eventLoopDelayMs,
      eventLoopHeldMs: JSON.parse(readFileSync(join(folder, 'held.json'), 'utf8')) as object,
      healthMs: {
        median: healthMs.toSorted((a, b) => a - b)[healthMs.length >> 1],
        greatest: greatest(healthMs),
      },
      residentMB: {
        greatestInFirstHalf: greatest(megabytes.slice(0, half)),
        greatestInSecondHalf: greatest(megabytes.slice(half)),
        overTime: megabytes,
      },
      faults: faults.length,
      machine: {
        cores: cpus().length,
        model: cpus()[0].model,
        load: loadavg(),
        node: process.version,
      },
    }
    console.log(figures)
    console.log(JSON.stringify(figures))
    for (const fault of faults.slice(0, 10)) console.error(fault)
    if (faults.length > 0) process.exitCode = 1
  } finally {
    await server.end()
    rmSync(folder, { recursive: true })
  }
}

void main()
