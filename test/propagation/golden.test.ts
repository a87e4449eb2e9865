import assert from 'node:assert/strict'
import { join } from 'node:path'
import {
  propagateLabels,
  readNeuron,
  readSynapses,
  seedsFromSynapses,
  type Clamping,
  type Neuron,
  type Seeds,
  type SeedRule,
  type Synapses,
} from '../../lib/index'
import { goldenCases, goldenScores, itNeedsGolden, type GoldenCase } from '../reference/golden'
import { sharedFolder } from '../shared-folder'

const data = join(sharedFolder, 'data/hemibrain')

/** Keeps what has been read, by its file. */
function remembered<T>(read: (file: string) => Promise<T>): (file: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (file) => {
    const value = known.get(file) ?? read(file)
    known.set(file, value)
    return value
  }
}

const neuronOf = remembered<Neuron>((file) => readNeuron(join(data, file)))
const synapsesOf = remembered<Synapses>((file) => readSynapses(join(data, file)))

async function seedsOf(golden: GoldenCase): Promise<Seeds> {
  const { neuron, kind } = golden
  const rule: SeedRule = golden.seeds === 'roi' ? { column: 'roi' } : golden.seeds
  return seedsFromSynapses(
    await neuronOf(kind === 'mesh' ? `obj/${neuron}.obj` : `swc/${neuron}.swc`),
    await synapsesOf(`synapses/${neuron}.csv`),
    { rule, labelWeights: golden.labelWeights ?? undefined },
  )
}

async function assertCase(golden: GoldenCase, threads: number): Promise<void> {
  const seeds = await seedsOf(golden)
  const result = await propagateLabels(seeds.neuron, seeds, {
    solver: 'iterative',
    clamping: golden.clamping as Clamping,
    maxIterations: golden.maxIterations,
    ...(golden.tolerance < 1 ? { tolerance: golden.tolerance } : { patience: golden.tolerance }),
    changeNorm: golden.norm,
    directed: golden.directed,
    threads,
  })
  const { report } = result
  assert.deepEqual(result.scores, goldenScores(golden))
  assert.deepEqual(result.labels, golden.labels)
  assert.deepEqual(report.seeds, golden.seedCounts)
  assert.deepEqual(report.counts, { ...zeros(golden.labels), ...golden.counts })
  assert.equal(report.nodes, golden.nodes)
  assert.equal(report.unlabelled, golden.unlabelled)
  assert.equal(report.iterations, golden.iterations)
  assert.equal(report.converged, golden.stop === 'converged')
  assert.ok(Math.abs(report.lastChange - golden.lastChange) <= 1e-3 * golden.lastChange)
}

function zeros(labels: string[]): Record<string, number> {
  return Object.fromEntries(labels.map((label) => [label, 0]))
}

describe('golden results of the field, bit for bit', () => {
  itNeedsGolden()
  for (const golden of goldenCases()) {
    it(`makes ${golden.id} with one thread and with two`, async () => {
      await Promise.all([assertCase(golden, 1), assertCase(golden, 2)])
    })
  }
})
