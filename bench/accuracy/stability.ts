import {
  downsample,
  splitAxonDendrite,
  Synapses,
  type Neuron,
  type SplitResult,
  type SynapseType,
} from '../../lib/index'
import { Random } from '../../lib/generate/random'
import { refined } from './refined'
import type { SharedNeuron } from './shared-neurons'

/** Share of the synapses whose compartment is the same in both splits. */
function kept(one: SplitResult, other: SplitResult): number {
  const same = one.synapseNodes.filter(
    (node, s) => one.compartment[node] === other.compartment[other.synapseNodes[s]],
  )
  return same.length / one.synapseNodes.length
}

export interface Sampling {
  how: string
  nodes: number
  kept: number
}

/** What becomes of the compartments where the neuron is sampled otherwise. */
export async function samplings({ neuron, synapses }: SharedNeuron): Promise<Sampling[]> {
  const whole = await splitAxonDendrite(neuron, synapses)
  const once = refined(neuron)
  const others: [how: string, other: Neuron][] = [
    ['twice refined', refined(once)],
    ['refined', once],
  ]
  for (const factor of [2, 4, 8]) {
    others.push([`downsampled ${factor}`, (await downsample(neuron, factor)).neuron])
  }
  const rows: Sampling[] = []
  for (const [how, other] of others) {
    const split = await splitAxonDendrite(other, synapses)
    rows.push({ how, nodes: other.nodeCount, kept: kept(whole, split) })
  }
  return rows
}

/** Shares of all synapses that keep their compartment where a random half is not there, ten times. */
export async function withHalf({ neuron, synapses }: SharedNeuron): Promise<number[]> {
  const whole = await splitAxonDendrite(neuron, synapses)
  const shares: number[] = []
  for (let seed = 1; seed <= 10; seed++) {
    const random = new Random(seed, 1)
    const left = [...synapses.isPre.keys()].filter(() => random.unit() < 0.5)
    const half = new Synapses({
      positions: left.flatMap((s) => [...synapses.positions.subarray(3 * s, 3 * s + 3)]),
      types: left.map((s): SynapseType => (synapses.isPre[s] === 1 ? 'pre' : 'post')),
    })
    const { compartment } = await splitAxonDendrite(neuron, half)
    const same = whole.synapseNodes.filter((node) => compartment[node] === whole.compartment[node])
    shares.push(same.length / synapses.count)
  }
  return shares
}
