import { generateNeuron, splitAxonDendrite, type SplitResult } from '../../lib/index'
import { codeOf } from '../../lib/compartments/compartments'
import { synapseSpread } from '../../lib/compartments/confidence'
import { synapseCounts } from '../../lib/compartments/synapse-counts'
import { Random } from '../../lib/generate/random'
import { Slices } from '../../lib/slices'

/** A generated neuron, split, beside its truth. */
export interface GeneratedCase {
  seed: number
  mixing: number
  axons: number
  split: SplitResult
  /** z and the truth of some of its nodes of axon and dendrite. */
  nodes: { z: number; probability: number; isRight: boolean }[]
  /** Of all nodes of axon and dendrite: share that is right. */
  accuracy: number
}

const nodesPerNeuron = 50
/** SWC types of the truth. */
const truthOf: Readonly<Record<number, number>> = { 2: codeOf.axon, 3: codeOf.dendrite }

/**
 * Generated neurons of all kinds: 1 to 3 axons, 300 to 6000 nodes, 10 synapses to one per node, 0.5
 * to 8 post- per presynapse, and mixing from cleanly separated (0) to half and half (0.5). Nothing is
 * held back as not separable, so that the probability has to say it.
 *
 * @param seeds each seed makes one neuron.
 */
export async function* generatedCases(seeds: Iterable<number>): AsyncGenerator<GeneratedCase> {
  for (const seed of seeds) {
    const random = new Random(seed, 99)
    const axons = 1 + random.below(3)
    const nodes = Math.round(300 * 20 ** random.unit())
    const synapses = Math.round(10 * (nodes / 10) ** random.unit())
    const mixing = 0.5 * random.unit()
    const balance = 0.5 * 16 ** random.unit()
    const made = await generateNeuron({
      ...{ seed, axons, nodes, synapses, mixing, balance, vertices: 0 },
    })
    const split = await splitAxonDendrite(made.skeleton, made.synapses, { minSegregation: 0 })
    yield {
      ...{ seed, mixing, axons, split },
      ...(await comparison(split, made.synapses, made.truth.skeleton, random)),
    }
  }
}

async function comparison(
  { neuron, share, probability }: SplitResult,
  synapses: Awaited<ReturnType<typeof generateNeuron>>['synapses'],
  truth: Uint8Array,
  random: Random,
): Promise<Pick<GeneratedCase, 'nodes' | 'accuracy'>> {
  const slices = new Slices()
  const counts = await synapseCounts(neuron, synapses, {}, slices)
  const spread = await synapseSpread(share, counts, slices)
  const known = [...truth.keys()].filter((node) => truth[node] in truthOf)
  const isRight = (node: number): boolean => share[node] > 0.5 === (truth[node] === 2)
  const sample = Array.from({ length: nodesPerNeuron }, () => known[random.below(known.length)])
  return {
    nodes: sample.map((node) => ({
      z: Math.abs(share[node] - 0.5) / spread,
      probability: probability[node],
      isRight: isRight(node),
    })),
    accuracy: known.filter(isRight).length / known.length,
  }
}
