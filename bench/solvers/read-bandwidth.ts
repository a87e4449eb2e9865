import { spawnSync } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { compiledProgram } from './compiled-program'

/** Bytes per second that two threads read from memory. */
export interface Bandwidth {
  bytesPerSecond: number
  /** What read it. */
  by: 'C++' | 'numpy' | 'JavaScript'
}

const doubles = 2 ** 26
const rounds = 5

/** Sums its half of a shared array for every message, and answers with nothing. */
const sumWorker = `
const { parentPort, workerData } = require('node:worker_threads')
const half = new Float64Array(workerData.buffer, workerData.from, workerData.length)
parentPort.on('message', () => {
  let a = 0, b = 0, c = 0, d = 0
  for (let i = 0; i < half.length; i += 4) {
    a += half[i]; b += half[i + 1]; c += half[i + 2]; d += half[i + 3]
  }
  parentPort.postMessage(a + b + c + d)
})`

const numpySum = `
import time
import numpy
array = numpy.ones(${doubles})
def read():
    began = time.perf_counter()
    array.sum()
    return time.perf_counter() - began
print(array.nbytes / min(read() for _ in range(${rounds})))`

/** A compiled loop, or else the better of two lower bounds: sums in numpy and in JavaScript. */
export async function readBandwidth(folder: string, python: string): Promise<Bandwidth> {
  const compiled = byProgram(folder)
  if (compiled !== undefined) return { bytesPerSecond: compiled, by: 'C++' }
  const script = await byWorkers()
  const { status, stdout } = spawnSync(python, ['-c', numpySum], { encoding: 'utf8' })
  const numpy = status === 0 ? Number(stdout) : 0
  return numpy > script
    ? { bytesPerSecond: numpy, by: 'numpy' }
    : { bytesPerSecond: script, by: 'JavaScript' }
}

function byProgram(folder: string): number | undefined {
  let program: string
  try {
    program = compiledProgram('bandwidth', folder, false)
  } catch {
    return undefined
  }
  const { status, stdout } = spawnSync(program, ['2'], { encoding: 'utf8' })
  return status === 0
    ? (JSON.parse(stdout) as { bytesPerSecond: number }).bytesPerSecond
    : undefined
}

async function byWorkers(): Promise<number> {
  const buffer = new SharedArrayBuffer(doubles * 8)
  new Float64Array(buffer).fill(1)
  const workers = [0, 1].map((half) => {
    const workerData = { buffer, from: half * doubles * 4, length: doubles / 2 }
    return new Worker(sumWorker, { eval: true, workerData })
  })
  let least = Infinity
  // One more, for the compiler to see the loop.
  for (let round = 0; round <= rounds; round++) {
    const began = performance.now()
    await Promise.all(workers.map(summed))
    least = Math.min(least, (performance.now() - began) / 1000)
  }
  await Promise.all(workers.map((worker) => worker.terminate()))
  return (doubles * 8) / least
}

function summed(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve())
    worker.once('error', reject)
    worker.postMessage('sum')
  })
}
