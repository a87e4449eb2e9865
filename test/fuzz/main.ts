import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { inputOf } from './fuzz'
import type { FuzzMessage, FuzzWork } from './fuzz-worker'
import { readerNames, seedFiles, type ReaderName } from './seed-files'

/** An execution that takes longer is ended. */
const hangMilliseconds = 30_000
const findsFolder = join(tmpdir(), 'neuroprop-fuzz')

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Fuzzes one reader; gives the number of finds. A reader that hangs is ended, and begun anew. */
async function fuzzReader(reader: ReaderName, milliseconds: number, randomSeed: number) {
  const until = performance.now() + milliseconds
  let [from, finds, executions] = [0, 0, 0]
  while (performance.now() < until) {
    const progress = new Int32Array(new SharedArrayBuffer(4))
    const rest = until - performance.now()
    const work = { reader, randomSeed, from, milliseconds: rest, progress, findsFolder }
    const hung = await runWorker(work, (message) => {
      if ('find' in message) {
        finds++
        print(`${reader}: FIND ${message.path}\n  ${message.find.split('\n', 3).join('\n  ')}`)
        return
      }
      executions += message.executions
      print(`${reader}: ${message.read} read without error, ${message.outcomes} kinds of errors`)
    })
    if (!hung) break
    finds++
    executions += progress[0] - from
    print(`${reader}: FIND ${saveHang(work)} (no end after ${hangMilliseconds / 1000} s)`)
    from = progress[0] + 1
  }
  print(`${reader}: seed ${randomSeed}, ${executions} executions, ${finds} finds`)
  return finds
}

/** Runs the worker to its end; true where it had to be ended because it made no progress. */
function runWorker(work: FuzzWork, listen: (message: FuzzMessage) => void): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const script = JSON.stringify(join(__dirname, 'fuzz-worker.ts'))
    // TypeScript has to be registered in every thread.
    const code = `require('tsx/cjs'); require(${script})`
    const worker = new Worker(code, { eval: true, workerData: work })
    let [last, since] = [-1, performance.now()]
    const watch = setInterval(() => {
      if (work.progress[0] !== last) [last, since] = [work.progress[0], performance.now()]
      // The finds of a reader are minimised for some time.
      if (performance.now() - since < 3 * hangMilliseconds) return
      void worker.terminate().then(() => resolve(true))
    }, 1000)
    worker.on('message', listen)
    worker.on('error', reject)
    worker.on('exit', () => {
      clearInterval(watch)
      resolve(false)
    })
  })
}

function saveHang({ reader, randomSeed, progress }: FuzzWork): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  const { bytes } = inputOf(seedFiles(reader, folder), randomSeed, progress[0])
  rmSync(folder, { recursive: true })
  const path = join(findsFolder, `${reader}-time-${progress[0]}`)
  writeFileSync(path, bytes)
  return path
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      reader: { type: 'string', multiple: true, default: [...readerNames] },
      seed: { type: 'string', default: '1' },
    },
  })
  const wrong = values.reader.find((name) => !readerNames.some((known) => known === name))
  const minutes = Number(values.minutes)
  const seed = Number(values.seed)
  if (wrong !== undefined)
    throw new Error(`--reader must be one of ${readerNames.join(', ')}; got ${wrong}`)
  if (!(minutes > 0)) throw new Error(`--minutes must be greater than 0; got ${values.minutes}`)
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed must be an integer; got ${values.seed}`)
  mkdirSync(findsFolder, { recursive: true })
  let finds = 0
  for (const reader of values.reader as ReaderName[]) {
    finds += await fuzzReader(reader, minutes * 60_000, seed)
  }
  if (finds > 0) process.exitCode = 1
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
})
