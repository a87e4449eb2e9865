import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createGunzip } from 'node:zlib'
import { errorCodes, type CodedError } from '../../lib/errors'
import { mutated } from './mutations'
import { Random } from './random'
import type { FuzzSeed } from './seed-files'

/** What a reader may take for inputs of up to 100 kB: so many times their length, and a constant. */
const memoryFactor = 10
const freeMemory = 16 * 2 ** 20

export interface Fault {
  kind: 'exception' | 'time' | 'memory'
  message: string
}

/** How executions are watched. */
export interface Watch {
  /** Told how an execution ended. */
  outcome?: (message: string) => void
  /** What an execution may take. Default: any time, so that tests are the same on every machine. */
  mostSeconds?: number
}

/** An input that a reader does not read as it should. */
export interface Find extends Fault {
  /** Number of the execution: with the random seed it makes the same input again. */
  execution: number
  seed: FuzzSeed
  bytes: Buffer
}

/** The input of an execution, the same for the same random seed. */
export function inputOf(
  seeds: readonly FuzzSeed[],
  randomSeed: number,
  execution: number,
): { seed: FuzzSeed; bytes: Buffer } {
  const random = new Random(randomSeed, execution)
  const seed = random.oneOf(seeds)
  const others = seeds.map(({ bytes }) => bytes)
  return { seed, bytes: mutated(seed.bytes, others, random) }
}

/** Reads the input once; what is wrong with that, if anything. */
export async function faultOf(
  { read }: FuzzSeed,
  bytes: Buffer,
  { outcome, mostSeconds = Infinity }: Watch = {},
): Promise<Fault | undefined> {
  const run = await measured(read, bytes)
  if (run.error !== undefined) {
    const { code, message, stack } = run.error as CodedError
    outcome?.(message)
    const isCoded = run.error instanceof Error && Object.hasOwn(errorCodes, code)
    if (!isCoded) return { kind: 'exception', message: stack ?? 'no Error was thrown' }
    if (message.includes('\n')) return { kind: 'exception', message: `two lines: ${message}` }
  } else {
    outcome?.('read')
  }
  return (await slowness(read, bytes, run, mostSeconds)) ?? (await excess(read, bytes, run))
}

interface Run {
  error: unknown
  seconds: number
  growth: number
}

async function measured(read: FuzzSeed['read'], bytes: Buffer): Promise<Run> {
  const before = memory()
  const began = performance.now()
  let error: unknown
  try {
    await read(bytes)
  } catch (thrown) {
    error = thrown ?? 'nothing'
  }
  return { error, seconds: (performance.now() - began) / 1000, growth: memory() - before }
}

/** Too much time, where it is so again: others use the machine too. */
async function slowness(
  read: FuzzSeed['read'],
  bytes: Buffer,
  first: Run,
  mostSeconds: number,
): Promise<Fault | undefined> {
  if (first.seconds <= mostSeconds) return undefined
  const { seconds } = await measured(read, bytes)
  if (seconds <= mostSeconds) return undefined
  return { kind: 'time', message: `${seconds.toFixed(1)} s for ${bytes.length} bytes` }
}

/** Too much memory, where it is so again and again. */
async function excess(
  read: FuzzSeed['read'],
  bytes: Buffer,
  first: Run,
): Promise<Fault | undefined> {
  if (first.growth <= freeMemory) return undefined
  const limit = memoryFactor * (await decompressedLength(bytes)) + freeMemory
  for (let times = 0; times < 3; times++) {
    collectGarbage()
    const { growth } = await measured(read, bytes)
    if (growth <= limit) return undefined
  }
  return { kind: 'memory', message: `more than ${limit} bytes for ${bytes.length} bytes` }
}

function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}

/** Also of damaged data, as far as they can be decompressed. */
async function decompressedLength(bytes: Buffer): Promise<number> {
  const gunzip = createGunzip()
  gunzip.end(bytes)
  let length = 0
  try {
    for await (const chunk of gunzip) length += (chunk as Buffer).length
  } catch {
    // The length up to here counts.
  }
  return Math.max(length, bytes.length)
}

/** Runs executions `from` to `to` - 1; every fault is a find. */
export async function* fuzz(
  seeds: readonly FuzzSeed[],
  { randomSeed, from, to }: { randomSeed: number; from: number; to: number },
  watch?: Watch,
): AsyncGenerator<Find> {
  for (let execution = from; execution < to; execution++) {
    const { seed, bytes } = inputOf(seeds, randomSeed, execution)
    const fault = await faultOf(seed, bytes, watch)
    if (fault) yield { ...fault, execution, seed, bytes }
  }
}

/**
 * A shorter input with a fault of the same kind: pieces are left out as long as it stays, and as
 * long as there is time.
 */
export async function minimised(
  find: Find,
  watch?: Watch,
  milliseconds = Infinity,
): Promise<Buffer> {
  let { bytes } = find
  const until = performance.now() + milliseconds
  for (let size = Math.ceil(bytes.length / 2); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let at = 0; at < bytes.length && performance.now() < until;) {
      const shorter = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)])
      const fault = await faultOf(find.seed, shorter, watch)
      if (fault?.kind === find.kind && firstWords(fault) === firstWords(find)) bytes = shorter
      else at += size
    }
  }
  return bytes
}

/** A message without its numbers, by which equal faults are recognised. */
export function firstWords({ kind, message }: Fault): string {
  return kind === 'exception' ? message.split('\n', 1)[0].replace(/\d+/g, '#').slice(0, 80) : kind
}
