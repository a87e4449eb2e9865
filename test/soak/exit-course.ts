/**
 * Runs without an end in a process or a worker of its own, which is ended in the midst of them. The
 * words on the command line, or the worker's data: the way it ends, and the name of the case.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { Propagator, seeds, Skeleton } from '../../lib/index'
import type { CourseName } from './exit-ways'
import { runningCases } from './running-cases'

const words = (isMainThread ? process.argv.slice(2) : workerData) as [CourseName, string]

/** Tells the process or thread that waits. */
function tell(message: string): void {
  if (parentPort) parentPort.postMessage(message)
  else process.stdout.write(`${message}\n`)
}

const chain = new Skeleton({
  positions: Array.from({ length: 6000 }, (_, i) => [i + (i % 7) / 10, i % 3, 0]).flat(),
  parents: Array.from({ length: 6000 }, (_, i) => i - 1),
})

/** Two runs at a time, each begun anew as it ends, until `signal`; `begun` when the first is. */
async function running(name: string, begun: () => void, signal?: AbortSignal): Promise<void> {
  const found = runningCases.find((one) => one.name === name)!
  const propagator = await Propagator.create(chain, found.matrices)
  const ends = await seeds(chain, new Map([0, 2000, 5999].map((node, l) => [node, `l${l}`])))
  let round = 0
  const lane = async (): Promise<never> => {
    for (;;) await found.run(propagator, ends, round++, signal)
  }
  const lanes = [lane(), lane()]
  setTimeout(begun, 20)
  await Promise.all(lanes)
}

/** Calls `end` once runs are under way; what `end` throws is thrown from the event loop. */
function ends(end: () => void): Promise<void> {
  return running(words[1], () => {
    tell('begun')
    end()
  })
}

/** Fills the heap of a worker until V8 ends it. */
function fillHeap(): void {
  const held: number[][] = []
  for (;;) held.push(Array.from({ length: 10_000 }, (_, i) => i + Math.random()))
}

const courses: Record<CourseName, () => void> = {
  endless: () => void ends(() => undefined),
  exit: () => void ends(() => process.exit(7)),
  exitInHandler: () => {
    process.on('exit', () => process.exit(9))
    void ends(() => process.exit(7))
  },
  thrown: () =>
    void ends(() => {
      throw new Error('thrown in mid-run')
    }),
  thrownTwice: () => {
    process.on('uncaughtException', () => {
      throw new Error('thrown in the handler')
    })
    void ends(() => {
      throw new Error('thrown in mid-run')
    })
  },
  rejected: () => void ends(() => void Promise.reject(new Error('rejected in mid-run'))),
  progressThrows: () =>
    void Propagator.create(chain).then(async (propagator) =>
      propagator.run(await seeds(chain, new Map([[0, 'a']])), {
        ...{ solver: 'iterative', maxIterations: 2 ** 40 },
        onProgress: () => {
          tell('begun')
          throw new Error('thrown in progress')
        },
      }),
    ),
  killsItself: () => void ends(() => process.kill(process.pid, 'SIGTERM')),
  exitAtSignal: () => {
    process.once('SIGINT', () => process.exit(130))
    void ends(() => undefined)
  },
  endOfMain: () => {
    const control = new AbortController()
    process.exitCode = 3
    const begun = (): void => {
      tell('begun')
      control.abort()
    }
    running(words[1], begun, control.signal).catch(() => tell('aborted'))
  },
  exitBesideWorker: () => {
    const code = [require.resolve('tsx/cjs'), __filename].map((file) => JSON.stringify(file))
    const worker = new Worker(code.map((file) => `require(${file})`).join('\n'), {
      ...{ eval: true, workerData: ['endless', words[1]] },
    })
    worker.once('message', () => void ends(() => process.exit(7)))
  },
  outOfMemory: () => void ends(fillHeap),
}

courses[words[0]]()
