import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { firstWords, fuzz, minimised, type Find } from './fuzz'
import { seedFiles, type ReaderName } from './seed-files'

/** What the main thread gives; `progress[0]` is the number of the execution that is under way. */
export interface FuzzWork {
  reader: ReaderName
  randomSeed: number
  from: number
  milliseconds: number
  progress: Int32Array
  findsFolder: string
}

export type FuzzMessage =
  { find: string; path: string } | { executions: number; read: number; outcomes: number }

const work = workerData as FuzzWork
const executionsPerLook = 50
/** What a reader may take for an input of up to 100 kB. */
const mostSeconds = 2
const minimisingMilliseconds = 30_000

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  const seeds = seedFiles(work.reader, folder)
  const until = performance.now() + work.milliseconds
  const known = new Set<string>()
  const outcomes = new Set<string>()
  let read = 0
  let execution = work.from
  const note = (message: string): void => {
    Atomics.add(work.progress, 0, 1)
    if (message === 'read') read++
    else outcomes.add(message.replace(/"(?:[^"\\]|\\.)*"|[-\d.e+]+/g, '#').slice(0, 120))
  }
  for (; performance.now() < until; execution += executionsPerLook) {
    const range = {
      randomSeed: work.randomSeed,
      from: execution,
      to: execution + executionsPerLook,
    }
    Atomics.store(work.progress, 0, execution)
    for await (const find of fuzz(seeds, range, { outcome: note, mostSeconds })) {
      if (known.has(firstWords(find))) continue
      known.add(firstWords(find))
      report({ find: find.message, path: await saved(find) })
    }
  }
  rmSync(folder, { recursive: true })
  report({ executions: execution - work.from, read, outcomes: outcomes.size })
}

async function saved(find: Find): Promise<string> {
  const path = join(work.findsFolder, `${work.reader}-${find.kind}-${find.execution}`)
  writeFileSync(path, find.bytes)
  // Minimising does not count as executions.
  const shorter = await minimised(find, { mostSeconds }, minimisingMilliseconds)
  writeFileSync(`${path}-min`, shorter)
  return `${path}-min (${shorter.length} bytes, of ${find.seed.name})`
}

function report(message: FuzzMessage): void {
  parentPort!.postMessage(message)
}

void main()
