/**
 * A generated mesh of a million vertices from file to table: the time of each stage, the greatest
 * delay of the event loop meanwhile, the memory, and how soon an abort is honoured.
 *
 *   npm run bench:large-mesh [-- VERTICES]
 */
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  generateNeuron,
  objText,
  plyBytes,
  Propagator,
  readNeuron,
  seeds,
  seedsFromSynapses,
  type Mesh,
  type Neuron,
  type PropagationResult,
  type Seeds,
  type Synapses,
} from '../dist/index.js'

interface Stage {
  stage: string
  ms: number
  greatestDelayMs: number
}

const stages: Stage[] = []

/** Runs one stage and notes its time and the greatest delay of the event loop. */
async function timed<T>(stage: string, work: () => Promise<T>): Promise<T> {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  await new Promise((resolve) => setTimeout(resolve, 30))
  const began = performance.now()
  const value = await work()
  const ms = performance.now() - began
  await new Promise((resolve) => setTimeout(resolve, 30))
  delay.disable()
  // The histogram holds whole intervals; what exceeds the resolution is delay.
  stages.push({ stage, ms, greatestDelayMs: delay.max / 1e6 - 10 })
  return value
}

/** One stage after the other; aborting `signal` ends whichever is at work. */
async function everything(
  files: { ply: string; obj: string; table: string },
  synapses: Synapses,
  signal?: AbortSignal,
  run: typeof timed = (_, work) => work(),
): Promise<PropagationResult> {
  await run('read OBJ', () => readNeuron(files.obj, { units: 'nm', signal }))
  const mesh: Neuron = await run('read PLY', () => readNeuron(files.ply, { units: 'nm', signal }))
  const every = Array.from({ length: mesh.nodeCount }, (_, i) => (i % 97 === 0 ? i % 2 : null))
  await run('seeds of an array', () => seeds(mesh, every, { signal }))
  const found: Seeds = await run('seeds of synapses', () =>
    seedsFromSynapses(mesh, synapses, { signal }),
  )
  const propagator = await run('topology and matrix', () => Propagator.create(mesh, { signal }))
  const result = await run('100 steps, decoded', () =>
    propagator.run(found, { solver: 'iterative', maxIterations: 100, signal }),
  )
  propagator.dispose()
  await run('table written', () => result.write(files.table, { signal }))
  return result
}

/** How long after an abort the call rejects, at random moments of the whole. */
async function abortDelays(
  count: number,
  totalMs: number,
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<number[]> {
  const delays: number[] = []
  for (let i = 0; i < count; i++) {
    const controller = new AbortController()
    let abortedAt = Infinity
    const timer = setTimeout(
      () => {
        abortedAt = performance.now()
        controller.abort()
      },
      totalMs * ((i + Math.random()) / count),
    )
    await work(controller.signal).catch(() => delays.push(performance.now() - abortedAt))
    clearTimeout(timer)
  }
  return delays
}

async function main(): Promise<void> {
  const vertices = Number(process.argv[2] ?? 1_000_000)
  const folder = await mkdtemp(join(tmpdir(), 'neuroprop-bench-'))
  const files = {
    ply: join(folder, 'n.ply'),
    obj: join(folder, 'n.obj'),
    table: join(folder, 'n.csv'),
  }
  try {
    let synapses: Synapses
    {
      const generated = await generateNeuron({ nodes: Math.round(vertices / 4), vertices })
      const mesh = generated.mesh as Mesh
      synapses = generated.synapses
      await pipeline(Readable.from(objText(mesh)), createWriteStream(files.obj))
      await pipeline(Readable.from(plyBytes(mesh)), createWriteStream(files.ply))
    }
    globalThis.gc?.()
    const began = performance.now()
    await everything(files, synapses, undefined, timed)
    const totalMs = performance.now() - began
    const memory = process.resourceUsage().maxRSS / 1024
    const aborts = await abortDelays(10, totalMs, (signal) => everything(files, synapses, signal))

    console.log(`${vertices} vertices, Node ${process.versions.node}, ${cpus()[0].model}`)
    console.table(
      stages.map(({ stage, ms, greatestDelayMs }) => ({
        stage,
        ms: Math.round(ms),
        'greatest delay, ms': Math.round(greatestDelayMs),
      })),
    )
    console.log(`greatest resident memory: ${Math.round(memory)} MB`)
    console.log(
      `aborted ${aborts.length} of 10 times; greatest time to reject: ${Math.max(...aborts).toFixed(1)} ms`,
    )
    console.log(JSON.stringify({ vertices, stages, memoryMB: memory, aborts }))
  } finally {
    await rm(folder, { recursive: true })
  }
}

void main()
