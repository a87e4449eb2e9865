import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  readNeuron,
  readSynapses,
  type Neuron,
  type SplitResult,
  type Synapses,
} from '../../lib/index'
import { codeOf } from '../../lib/compartments/compartments'

const data = resolve(__dirname, '../../../shared/data/hemibrain')
const ids = ['1734350788', '722817260', '754534424']

export interface SharedNeuron {
  /** Such as `swc 1734350788`. */
  name: string
  neuron: Neuron
  synapses: Synapses
}

/** Three neurons of the hemibrain as skeleton, coarse mesh and fine mesh; none where absent. */
export async function* sharedNeurons(): AsyncGenerator<SharedNeuron> {
  if (!existsSync(data)) return
  for (const kind of ['swc', 'obj', 'ply']) {
    for (const id of ids) {
      yield {
        name: `${kind} ${id}`,
        neuron: await readNeuron(join(data, kind, `${id}.${kind}`), { voxelSize: 8 }),
        synapses: await readSynapses(join(data, `synapses/${id}.csv`)),
      }
    }
  }
}

/** The compartment that a region means: its only use is to judge what was labelled without it. */
function truth(region: unknown): number {
  const name = String(region)
  return /^(LH|CA|SCL)/.test(name) ? codeOf.axon : /^AL/.test(name) ? codeOf.dendrite : codeOf.none
}

/** Mean of the shares of the synapses in axon and in dendrite that have the code of their region. */
export function balancedAccuracy(
  codes: Uint8Array,
  { synapseNodes }: SplitResult,
  synapses: Synapses,
): number {
  const regions = synapses.columns.get('roi') ?? []
  const right = [0, 0, 0]
  const all = [0, 0, 0]
  synapseNodes.forEach((node, s) => {
    const wanted = truth(regions[s])
    all[wanted]++
    if (codes[node] === wanted) right[wanted]++
  })
  const { axon, dendrite } = codeOf
  return (right[axon] / all[axon] + right[dendrite] / all[dendrite]) / 2
}
