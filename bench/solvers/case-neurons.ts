import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  generateNeuron,
  readNeuron,
  readSynapses,
  seedsFromSynapses,
  type Neuron,
  type Seeds,
} from '../../lib/index'
import { tutorialCase } from '../tutorial-case'
import { caseArrays, type CaseArrays } from './case-folder'

const published = resolve(__dirname, '../../../shared/data/hemibrain')

/** One of so many nodes of a generated neuron is labelled. */
const seedEvery = 97

/** The mesh of the published tutorial, or of examples/neuron where ../shared is absent. */
export async function tutorialArrays(): Promise<CaseArrays> {
  const { neuron, seeds } = await tutorialCase()
  return labelledBySeeds(neuron, seeds)
}

/** What that mesh is. */
export function tutorialName(): string {
  return existsSync(published) ? 'mesh of the tutorial' : 'mesh of examples/neuron'
}

/** Names of the published skeletons; none where ../shared is absent. */
export function publishedSkeletons(): string[] {
  const folder = join(published, 'swc')
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((file) => (file.endsWith('.swc') ? [file.slice(0, -4)] : []))
}

export async function skeletonArrays(name: string): Promise<CaseArrays> {
  const neuron = await readNeuron(join(published, `swc/${name}.swc`))
  const synapses = await readSynapses(join(published, `synapses/${name}.csv`))
  return labelledBySeeds(neuron, await seedsFromSynapses(neuron, synapses))
}

/**
 * A generated neuron of about so many nodes. Its nodes are numbered along the arbor, so that every
 * label has stretches of neurite of its own.
 */
export async function generatedArrays(
  kind: CaseArrays['kind'],
  nodes: number,
  labelCount: number,
): Promise<CaseArrays> {
  const neuron = await generated(kind, nodes)
  const count = neuron.nodeCount
  const labels = new Int32Array(count).fill(-1)
  for (let i = 0; i < count; i += seedEvery) labels[i] = Math.floor((i * labelCount) / count)
  return caseArrays(neuron, labels, labelCount)
}

async function generated(kind: CaseArrays['kind'], nodes: number): Promise<Neuron> {
  if (kind === 'skeleton') {
    return (await generateNeuron({ nodes, vertices: 0, synapses: 0 })).skeleton
  }
  const { mesh } = await generateNeuron({ nodes: nodes / 4, vertices: nodes, synapses: 0 })
  return mesh as Neuron
}

/** Fails where the seeds are more than one plain label per node: the peers take no weights. */
function labelledBySeeds(neuron: Neuron, seeds: Seeds): CaseArrays {
  const labelCount = seeds.labels.length
  const labels = new Int32Array(neuron.nodeCount).fill(-1)
  seeds.index.forEach((node, s) => {
    const row = seeds.scores.subarray(s * labelCount, (s + 1) * labelCount)
    const column = seeds.label[s]
    if (!row.every((score, c) => score === (c === column ? 1 : 0))) {
      throw new Error(`the seed of node ${node} is not one label of weight 1`)
    }
    labels[node] = column
  })
  return caseArrays(neuron, labels, labelCount)
}
