import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What a process holds, in bytes. */
export interface Memory {
  rss: number
  heapUsed: number
  /** Outside of the heap, but known to V8: array buffers, and what the addon tells of. */
  external: number
}

export const memoryKinds = ['rss', 'heapUsed', 'external'] as const

/** The garbage collector, also where Node was started without --expose-gc. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

/** Memory after some rounds of garbage collection, finalizers included. */
async function collectedMemory(): Promise<Memory> {
  const collect = collector()
  for (let round = 0; round < 3; round++) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, heapUsed, external }
}

/** Samples of memory, and how fast it grew from sample to sample. */
export class MemoryCourse {
  readonly #done: number[] = []
  readonly #samples: Memory[] = []

  async sample(done: number): Promise<void> {
    this.#done.push(done)
    this.#samples.push(await collectedMemory())
  }

  /** Bytes per unit of `done` over the last half of the samples. */
  growth(): Memory {
    const from = this.#done.length >> 1
    const done = this.#done.slice(from)
    const of = (kind: keyof Memory): number =>
      slope(
        done,
        this.#samples.slice(from).map((sample) => sample[kind]),
      )
    return { rss: of('rss'), heapUsed: of('heapUsed'), external: of('external') }
  }

  /** The last sample. */
  get last(): Memory {
    return this.#samples[this.#samples.length - 1]
  }
}

/** The kinds of memory that grow by more than allowed, one line each. */
export function growthFaults(growth: Memory, most: Memory, unit: string): string[] {
  return memoryKinds
    .filter((kind) => !(growth[kind] <= most[kind]))
    .map(
      (kind) =>
        `${kind} grows by ${Math.round(growth[kind])} bytes per ${unit}; allowed: ${most[kind]}`,
    )
}

/** The least squares slope of y over x. */
export function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanX, meanY] = [mean(x), mean(y)]
  let [covariance, variance] = [0, 0]
  for (const [i, value] of x.entries()) {
    covariance += (value - meanX) * (y[i] - meanY)
    variance += (value - meanX) ** 2
  }
  return covariance / variance
}
