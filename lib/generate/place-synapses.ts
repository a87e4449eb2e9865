import { Synapses, type SynapseType } from '../neuron/synapses'
import type { Slices } from '../slices'
import { branchLength, region, type Arbor } from './arbor'
import { Centreline } from './centreline'
import type { CheckedGenerateOptions } from './generate-options'
import { Random } from './random'
import { addScaled, makePerpendicular, type Vector } from './vector'

const compartments = ['axon', 'dendrite', 'linker'] as const
type SynapticCompartment = (typeof compartments)[number]

/** The SWC types of the compartments that have synapses. */
const typeOf: Record<SynapticCompartment, number> = { axon: 2, dendrite: 3, linker: 0 }

/** Number of synapses of either side in one compartment. */
interface Sides {
  pre: number
  post: number
}

/**
 * Synapses on the surface of the cable, in small groups; see `balance` and `mixing` of
 * {@link GenerateOptions}. One in a hundred is on the linker, none on cell body fiber and soma. Node
 * ids count from 1. Also the SWC type of the compartment of every synapse. Time and memory
 * O(#N + #S).
 */
export async function placedSynapses(
  arbor: Arbor,
  options: CheckedGenerateOptions,
  slices: Slices,
): Promise<{ synapses: Synapses; types: Uint8Array }> {
  const places = new SynapsePlaces(arbor, options)
  const sides = sidesPerCompartment(options)
  for (const compartment of compartments) {
    await places.add(compartment, sides[compartment], slices)
  }
  return { synapses: places.synapses(options.name), types: places.truth }
}

function sidesPerCompartment({
  synapses,
  balance,
  mixing,
}: CheckedGenerateOptions): Record<SynapticCompartment, Sides> {
  const post = rounded((synapses * balance) / (1 + balance))
  const pre = synapses - post
  const linker = { pre: rounded(0.01 * pre), post: rounded(0.01 * post) }
  const dendritePre = rounded(mixing * (pre - linker.pre))
  const axonPost = rounded(mixing * (post - linker.post))
  return {
    axon: { pre: pre - linker.pre - dendritePre, post: axonPost },
    dendrite: { pre: dendritePre, post: post - linker.post - axonPost },
    linker,
  }
}

function rounded(value: number): number {
  return Math.floor(value + 0.5)
}

class SynapsePlaces {
  /** #S: SWC type of the compartment. */
  readonly truth: Uint8Array
  readonly #arbor: Arbor
  readonly #random: Random
  readonly #centreline: Centreline
  readonly #spoke: Vector = [0, 0, 0]
  readonly #positions: Float64Array
  readonly #nodeIds: Float64Array
  readonly #confidence: Float64Array
  readonly #types: SynapseType[] = []
  readonly #roi: string[] = []
  readonly #compartment: string[] = []

  constructor(arbor: Arbor, { seed, synapses }: CheckedGenerateOptions) {
    this.#arbor = arbor
    this.#random = new Random(seed, 2)
    this.#centreline = new Centreline(arbor)
    this.truth = new Uint8Array(synapses)
    this.#positions = new Float64Array(3 * synapses)
    this.#nodeIds = new Float64Array(synapses)
    this.#confidence = new Float64Array(synapses)
  }

  async add(compartment: SynapticCompartment, sides: Sides, slices: Slices): Promise<void> {
    const nodes = nodesOf(this.#arbor, compartment)
    let { pre } = sides
    let left = sides.pre + sides.post
    while (left > 0) {
      if (slices.over) await slices.turn()
      const middle = nodes[this.#random.below(nodes.length)]
      const group = Math.min(left, 1 + this.#random.below(5))
      for (let i = 0; i < group; i++, left--) {
        // Drawn without putting back, so that the numbers are met exactly.
        const isPre = this.#random.below(left) < pre
        if (isPre) pre--
        this.#addNear(middle, isPre ? 'pre' : 'post', compartment)
      }
    }
  }

  /** A synapse within three nodes of `middle`, on the same branch and in the same region. */
  #addNear(middle: number, type: SynapseType, compartment: SynapticCompartment): void {
    const { branches, firsts, regions } = this.#arbor
    const line = this.#centreline
    const branch = branches[middle]
    const centre = middle - firsts[branch] + 1
    const wanted = centre + 3 * this.#random.signed()
    let t = Math.min(branchLength(this.#arbor, branch), Math.max(line.start(branch), wanted))
    if (regions[line.nodeAt(branch, t)] !== regions[middle]) t = centre
    line.moveTo(branch, t)

    const index = this.#types.length
    this.#random.direction(this.#spoke)
    makePerpendicular(this.#spoke, line.tangent)
    // A ring's sides are nearer to the centreline than its vertices: 0.93 is the middle of a hexagon.
    addScaled(line.position, this.#spoke, 0.93 * line.radius + 30 * this.#random.unit())
    for (let axis = 0; axis < 3; axis++) {
      this.#positions[3 * index + axis] = rounded(line.position[axis])
    }
    const node = line.nodeAt(branch, t)
    this.#nodeIds[index] = node + 1
    this.#confidence[index] = (500 + this.#random.below(501)) / 1000
    this.#types.push(type)
    this.#roi.push(roiOf(regions[node]))
    this.#compartment.push(compartment)
    this.truth[index] = typeOf[compartment]
  }

  synapses(name: string): Synapses {
    return new Synapses({
      name,
      positions: this.#positions,
      types: this.#types,
      nodeIds: this.#nodeIds,
      columns: { roi: this.#roi, confidence: this.#confidence, compartment: this.#compartment },
      units: 'nm',
    })
  }
}

/** Indices of the nodes on which the compartment's synapses are. */
function nodesOf(arbor: Arbor, compartment: SynapticCompartment): Int32Array {
  const [from, to] = {
    axon: [region.firstAxon, 255],
    dendrite: [region.dendrite, region.dendrite],
    linker: [region.linker, region.linker],
  }[compartment]
  const isOf = (code: number): boolean => code >= from && code <= to
  const nodes = new Int32Array(arbor.regions.reduce((sum, code) => sum + (isOf(code) ? 1 : 0), 0))
  let count = 0
  arbor.regions.forEach((code, node) => {
    if (isOf(code)) nodes[count++] = node
  })
  return nodes
}

/** D for the dendrite, A1, A2, .. for the axons, empty for the linker. */
function roiOf(regionCode: number): string {
  if (regionCode >= region.firstAxon) return `A${regionCode - region.firstAxon + 1}`
  return regionCode === region.dendrite ? 'D' : ''
}
