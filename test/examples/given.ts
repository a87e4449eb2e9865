import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import {
  Propagator,
  readNeuron,
  readSynapses,
  seedsFromSynapses,
  splitAxonDendrite,
  type Mesh,
  type Neuron,
  type PropagationResult,
  type Seeds,
  type SeedsOf,
  type Skeleton,
  type SplitResult,
  type Synapses,
} from '../../lib/index'
import { skeletonFile } from '../formats/precomputed-files'

/** What the examples take for granted, by the names that they call it. */
export interface Given {
  neuron: Neuron
  mesh: Mesh
  skeleton: Skeleton
  neurons: Neuron[]
  synapses: Synapses
  someSeeds: Seeds
  labelsOf: SeedsOf
  propagator: Propagator
  result: PropagationResult
  split: SplitResult
  console: { log: (...values: unknown[]) => void }
  process: { stdout: { write: (chunk: string | Uint8Array) => void } }
}

const folder = join(__dirname, '../../examples/neuron')

/** The files that examples read, under the names that they give them. */
export function writeGivenFiles(to: string): void {
  writeFileSync(join(to, 'n12.swc.gz'), gzipSync(readFileSync(join(folder, 'neuron.swc'))))
  writeFileSync(join(to, 'n12.csv'), readFileSync(join(folder, 'synapses.csv')))
  const skeletons = join(to, 'flywire/skeletons')
  mkdirSync(skeletons, { recursive: true })
  const info = { '@type': 'neuroglancer_skeletons', vertex_attributes: [] }
  writeFileSync(join(skeletons, 'info'), JSON.stringify(info))
  const chain = skeletonFile({ positions: [0, 0, 0, 1, 0, 0], edges: [0, 1] })
  writeFileSync(join(skeletons, '720575940623934801'), chain)
}

/** `printed` is called with what an example prints. */
export async function given(printed: (value: unknown) => void): Promise<Given> {
  const units = { units: 'voxel', voxelSize: [8, 8, 8] } as const
  const skeleton = (await readNeuron(join(folder, 'neuron.swc'), units)) as Skeleton
  const mesh = (await readNeuron(join(folder, 'neuron.obj'), units)) as Mesh
  const synapses = await readSynapses(join(folder, 'synapses.csv'))
  const someSeeds = await seedsFromSynapses(skeleton, synapses)
  const propagator = await Propagator.create(skeleton)
  return {
    ...{ neuron: skeleton, skeleton, mesh, neurons: [skeleton, mesh], synapses, someSeeds },
    labelsOf: async (neuron) => await seedsFromSynapses(neuron, synapses),
    propagator,
    result: await propagator.run(someSeeds),
    split: await splitAxonDendrite(skeleton, synapses),
    console: { log: printed },
    process: { stdout: { write: printed } },
  }
}
