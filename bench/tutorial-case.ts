import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readNeuron, readSynapses, seedsFromSynapses, type Mesh, type Seeds } from '../lib/index'
import { meshEdges } from '../test/reference/propagate'
import type { Problem } from './scipy/problem-folder'

const root = resolve(__dirname, '..')
const published = resolve(root, '../shared/data/hemibrain')
const example = join(root, 'examples/neuron')

export interface TutorialCase {
  name: string
  neuron: Mesh
  seeds: Seeds
}

/**
 * The published tutorial case (a mesh of 6,309 vertices and its synapses); where ../shared is
 * absent, the mesh of examples/neuron, which has about as many.
 */
export async function tutorialCase(): Promise<TutorialCase> {
  const isThere = existsSync(published)
  const [mesh, table] = isThere
    ? [join(published, 'obj/1734350788.obj'), join(published, 'synapses/1734350788.csv')]
    : [join(example, 'neuron.obj'), join(example, 'synapses.csv')]
  const neuron = (await readNeuron(mesh, { format: 'obj' })) as Mesh
  const seeds = await seedsFromSynapses(neuron, await readSynapses(table))
  return { name: isThere ? 'published tutorial' : 'examples/neuron', neuron, seeds }
}

/** The case as the slow reference of the tests takes it. */
export function problemOf({ neuron, seeds }: TutorialCase): Problem {
  const { positions, nodeCount: nodes, faces } = neuron
  const labels = seeds.labels.length
  const seedScores = new Float32Array(nodes * labels)
  seeds.index.forEach((node, s) => {
    seedScores.set(seeds.scores.subarray(s * labels, (s + 1) * labels), node * labels)
  })
  const edges = meshEdges(Array.from(faces))
  return { nodes, edges, positions, edgeWeights: 'length', directed: false, seedScores, labels }
}
