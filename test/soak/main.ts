import { parseArgs } from 'node:util'
import { abortedRuns } from './aborted-runs'
import { exitFault, exitWays, workerExitFault, workerExitWays } from './exit-ways'
import { growthFaults, memoryKinds, type Memory, type MemoryCourse } from './memory-course'
import { runningCases } from './running-cases'
import { terminatedWorkers } from './terminated-workers'

/**
 * Bytes that may be added per run over the last half. A result of these runs is some 80 kB, so that
 * one kept in 40 is found; what RSS grows by without a leak is the allocator's.
 */
const mostPerRun: Memory = { rss: 2000, heapUsed: 200, external: 200 }

/**
 * The same per worker, whose isolate is some 5 MB: one kept in 10 is found. RSS goes up and down by
 * the 17 MB that V8 keeps for the next isolate.
 */
const mostPerWorker: Memory = { rss: 500_000, heapUsed: 5000, external: 5000 }

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function printed(what: string): (done: number, memory: MemoryCourse) => void {
  return (done, { last }) => {
    const sizes = memoryKinds.map((kind) => `${kind} ${(last[kind] / 1e6).toFixed(1)} MB`)
    print(`${done} ${what}: ${sizes.join(', ')}`)
  }
}

function printGrowth(growth: Memory, unit: string): void {
  const parts = memoryKinds.map((kind) => `${kind} ${Math.round(growth[kind])}`)
  print(`bytes per ${unit} over the last half: ${parts.join(', ')}`)
}

async function soakRuns(runs: number, seed: number): Promise<string[]> {
  const plan = { runs, seed, sizes: [200, 1000, 4000], samples: 40, sampled: printed('runs') }
  const { aborted, completed, faults, memory } = await abortedRuns(plan)
  print(`${runs} runs: ${aborted} aborted, ${completed} completed, ${faults.length} faults`)
  printGrowth(memory.growth(), 'run')
  return [...faults, ...growthFaults(memory.growth(), mostPerRun, 'run')]
}

async function soakWorkers(workers: number, seed: number): Promise<string[]> {
  const plan = { workers, seed, samples: 20, sampled: printed('workers') }
  const { inMidRun, faults, memory } = await terminatedWorkers(plan)
  print(`${workers} workers terminated, ${inMidRun} in mid-run, ${faults.length} faults`)
  printGrowth(memory.growth(), 'worker')
  return [...faults, ...growthFaults(memory.growth(), mostPerWorker, 'worker')]
}

async function soakExits(): Promise<string[]> {
  const faults: (string | undefined)[] = []
  for (const { name } of runningCases) {
    for (const way of exitWays) faults.push(await exitFault(way, name))
    for (const way of workerExitWays) faults.push(await workerExitFault(way, name))
    print(`${name}: ended in ${exitWays.length} ways, a worker in ${workerExitWays.length}`)
  }
  return faults.filter((fault) => fault !== undefined)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '10000' },
      workers: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      'no-exits': { type: 'boolean', default: false },
    },
  })
  const [runs, workers, seed] = [values.runs, values.workers, values.seed].map(Number)
  const faults: string[] = []
  if (runs > 0) faults.push(...(await soakRuns(runs, seed)))
  if (workers > 0) faults.push(...(await soakWorkers(workers, seed)))
  if (!values['no-exits']) faults.push(...(await soakExits()))
  for (const fault of faults) print(`FAULT ${fault}`)
  print(`${faults.length} faults`)
  process.exitCode = faults.length > 0 ? 1 : 0
}

void main()
