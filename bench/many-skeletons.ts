/**
 * Axon-dendrite splits of many generated skeletons of 3,000 nodes and 1,500 synapses in one process.
 *
 *     npm run build && node --expose-gc --import tsx bench/many-skeletons.ts [--neurons 10000] [--distinct 50]
 *
 * Prints neurons per second and memory over time, then the time of each stage, one neuron at a time.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { generateNeuron, splitAxonDendrite, type Skeleton, type Synapses } from '../dist/index.js'
import { stageTimes } from './accuracy/stage-times'

interface Case {
  skeleton: Skeleton
  synapses: Synapses
}

async function cases(count: number): Promise<Case[]> {
  const made: Case[] = []
  for (let seed = 1; seed <= count; seed++) {
    const options = { seed, nodes: 3000, synapses: 1500, vertices: 0, axons: 1 + (seed % 3) }
    made.push(await generateNeuron(options))
  }
  return made
}

/** Megabytes in use, after a collection where the process may ask for one. */
function megabytes(): { heap: number; resident: number } {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
  return { heap: (heapUsed + arrayBuffers) / 1e6, resident: rss / 1e6 }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { neurons: { type: 'string' }, distinct: { type: 'string' } },
  })
  const neurons = Number(values.neurons ?? 10_000)
  const made = await cases(Number(values.distinct ?? 50))
  const workers = availableParallelism()
  let [next, seconds] = [0, 0]
  const work = async (end: number): Promise<void> => {
    while (next < end) {
      const { skeleton, synapses } = made[next++ % made.length]
      const { report } = await splitAxonDendrite(skeleton, synapses, { threads: 1 })
      if (report.status !== 'split') throw new Error(`neuron ${next}: ${report.status}`)
    }
  }
  console.log('neurons  per s  MB heap and arrays  MB resident')
  for (let part = 1; part <= 10; part++) {
    const end = Math.round((neurons * part) / 10)
    const began = performance.now()
    const before = next
    await Promise.all(Array.from({ length: workers }, () => work(end)))
    const took = (performance.now() - began) / 1000
    seconds += took
    const { heap, resident } = megabytes()
    const rate = ((end - before) / took).toFixed(1)
    console.log(`${end}  ${rate}  ${heap.toFixed(1)}  ${resident.toFixed(0)}`)
  }
  console.log(`\n${(neurons / seconds).toFixed(1)} neurons per second, ${workers} at a time\n`)
  const times = await stageTimes(made.map(({ skeleton, synapses }) => [skeleton, synapses]))
  for (const [stage, ms] of times) console.log(`${ms.toFixed(3).padStart(7)} ms  ${stage}`)
}

void main()
