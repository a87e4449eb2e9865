import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** How a course in exit-course.ts goes on once its runs are under way. */
export type CourseName =
  | 'endless'
  | 'exit'
  | 'exitInHandler'
  | 'thrown'
  | 'thrownTwice'
  | 'rejected'
  | 'progressThrows'
  | 'killsItself'
  | 'exitAtSignal'
  | 'endOfMain'
  | 'exitBesideWorker'
  | 'outOfMemory'

/** A way for a process to end, and how Node documents that it then does. */
export interface ExitWay {
  name: string
  course: CourseName
  /** Sent by the parent when runs are under way. */
  sent?: NodeJS.Signals
  code?: number
  signal?: NodeJS.Signals
  /** What stderr must hold; nothing at all where absent. */
  says?: RegExp
}

/** Every way that Node has, but those that are a crash: process.abort() and a full heap. */
export const exitWays: readonly ExitWay[] = [
  { name: 'process.exit()', course: 'exit', code: 7 },
  { name: 'process.exit() in a handler of exit', course: 'exitInHandler', code: 9 },
  { name: 'an uncaught exception', course: 'thrown', code: 1, says: /Error: thrown in mid-run/ },
  {
    name: 'an exception in the handler of exceptions',
    ...{ course: 'thrownTwice', code: 7, says: /Error: thrown in the handler/ },
  },
  {
    name: 'an unhandled rejection',
    ...{ course: 'rejected', code: 1, says: /Error: rejected in mid-run/ },
  },
  {
    name: 'an exception of the progress callback, unhandled',
    ...{ course: 'progressThrows', code: 1, says: /Error: thrown in progress/ },
  },
  { name: 'the end of all work, with an exit code', course: 'endOfMain', code: 3 },
  { name: 'process.exit() beside a worker in mid-run', course: 'exitBesideWorker', code: 7 },
  { name: 'process.kill() of itself', course: 'killsItself', signal: 'SIGTERM' },
  { name: 'process.exit() at a signal', course: 'exitAtSignal', sent: 'SIGINT', code: 130 },
  ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const).map((signal) => ({
    ...{ name: signal, course: 'endless' as const, sent: signal, signal },
  })),
]

/** A way for a worker thread to end. */
export interface WorkerExitWay {
  name: string
  course: CourseName
  /** The parent terminates it when runs are under way. */
  terminated?: boolean
  code: number
  /** What the error event says. */
  says?: RegExp
}

export const workerExitWays: readonly WorkerExitWay[] = [
  { name: 'worker.terminate()', course: 'endless', terminated: true, code: 1 },
  { name: 'process.exit()', course: 'exit', code: 7 },
  { name: 'an uncaught exception', course: 'thrown', code: 1, says: /thrown in mid-run/ },
  { name: 'an unhandled rejection', course: 'rejected', code: 1, says: /rejected in mid-run/ },
  {
    name: 'an exception of the progress callback, unhandled',
    ...{ course: 'progressThrows', code: 1, says: /thrown in progress/ },
  },
  { name: 'the end of all work, with an exit code', course: 'endOfMain', code: 3 },
  { name: 'a full heap', course: 'outOfMemory', code: 1, says: /memory/ },
]

const script = join(__dirname, 'exit-course.ts')

/** Most time for an exit; one that takes longer is killed, which is a fault. */
const patienceMs = 120_000

/** Lets a process end in this way amid runs of the case; what went otherwise, or undefined. */
export async function exitFault(way: ExitWay, caseName: string): Promise<string | undefined> {
  const args = ['--import', 'tsx', script, way.course, caseName]
  const child = spawn(process.execPath, args, {
    ...{ cwd: join(__dirname, '../..'), stdio: ['ignore', 'pipe', 'pipe'] },
    ...{ timeout: patienceMs, killSignal: 'SIGABRT' },
  })
  const text = { out: '', error: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    const wasBegun = text.out.includes('begun')
    text.out += chunk.toString()
    if (!wasBegun && text.out.includes('begun') && way.sent) child.kill(way.sent)
  })
  child.stderr.on('data', (chunk: Buffer) => (text.error += chunk.toString()))
  const ending = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  const wanted = [way.code ?? null, way.signal ?? null]
  const isSaid = way.says === undefined ? text.error === '' : way.says.test(text.error)
  const isCrash = /FATAL ERROR|terminate called|Assertion|Sanitizer|free\(\)/.test(text.error)
  const isBegun = text.out.includes('begun')
  if (String(ending) === String(wanted) && isSaid && !isCrash && isBegun) return undefined
  return `${way.name}, ${caseName}: wanted ${wanted.join()}, got ${ending.join()}; ${text.out}${text.error}`
}

/** TypeScript has to be registered in every thread. */
const workerCode = [require.resolve('tsx/cjs'), script]
  .map((file) => `require(${JSON.stringify(file)})`)
  .join('\n')

/** A worker amid runs of a case, and its errors. It goes on until it is ended. */
export function courseWorker(course: CourseName, caseName: string): Worker {
  const resourceLimits = course === 'outOfMemory' ? { maxOldGenerationSizeMb: 64 } : {}
  return new Worker(workerCode, { eval: true, workerData: [course, caseName], resourceLimits })
}

/** Lets a worker of this process end in this way; what went otherwise, or undefined. */
export async function workerExitFault(
  way: WorkerExitWay,
  caseName: string,
): Promise<string | undefined> {
  const worker = courseWorker(way.course, caseName)
  let [isBegun, said] = [false, '']
  worker.on('message', (message) => {
    if (message === 'begun') isBegun = true
    if (way.terminated) void worker.terminate()
  })
  worker.on('error', (error: Error) => (said += error.message))
  const code = await new Promise<number>((resolve) => worker.once('exit', resolve))
  const isSaid = way.says === undefined ? said === '' : way.says.test(said)
  if (isBegun && code === way.code && isSaid) return undefined
  return `worker, ${way.name}, ${caseName}: wanted ${way.code}, got ${code}; ${said}`
}
