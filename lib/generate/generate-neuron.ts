import type { Mesh } from '../neuron/mesh'
import { Skeleton } from '../neuron/skeleton'
import type { Synapses } from '../neuron/synapses'
import { Slices } from '../slices'
import { swcTypes, type Arbor } from './arbor'
import { checkedGenerateOptions, type GenerateOptions } from './generate-options'
import { grownArbor } from './grow-arbor'
import { placedSynapses } from './place-synapses'
import { tubeMesh } from './tube-mesh'

export type { GenerateOptions } from './generate-options'

/** A neuron made up from a seed, and what each part of it is. All numbers are in nm. */
export interface GeneratedNeuron {
  /**
   * Node ids 1 to #N, the soma first, parents before children; properties `type` (Int32Array, SWC
   * types) and `radius` (Float64Array, nm).
   */
  skeleton: Skeleton
  /** The surface; absent where `vertices` is 0. */
  mesh?: Mesh
  /** On the surface; node ids are the skeleton's; columns `roi`, `confidence`, `compartment`. */
  synapses: Synapses
  /**
   * SWC types: 1 soma, 2 axon, 3 dendrite, 0 linker and cell body fiber. A flake has the type of the
   * tube that it lies in.
   */
  truth: {
    /** #N */
    skeleton: Uint8Array
    /** #V */
    mesh?: Uint8Array
    /** #S */
    synapses: Uint8Array
  }
}

/**
 * Makes up a neuron of any size, for examples, tests and benchmarks: a branching cable with soma,
 * cell body fiber, dendrite, linker and one or more axons, as a skeleton, as a closed mesh of tubes
 * and with synapses. The same options give the same neuron, byte for byte, on every platform; mesh
 * and synapse options do not change the skeleton. Coordinates and radii are multiples of 0.01 nm,
 * those of synapses whole nm.
 *
 * Source: ours. Time and memory O(#N + #V + #S); the event loop is shared.
 *
 * @param options see {@link GenerateOptions}; without any, 1500 nodes, about 6000 vertices and 750
 *   synapses.
 * @throws TypeError ERR_UNKNOWN_OPTION; TypeError or RangeError ERR_INVALID_OPTION; the reason of
 *   `signal` when it is aborted.
 * @example
 * const { skeleton, mesh, synapses, truth } = await generateNeuron({ seed: 7, nodes: 10_000 })
 */
export async function generateNeuron(options?: GenerateOptions): Promise<GeneratedNeuron> {
  const checked = checkedGenerateOptions(options)
  const slices = new Slices(checked.signal)
  const arbor = await grownArbor(checked, slices)
  const surface = checked.vertices > 0 ? await tubeMesh(arbor, checked, slices) : undefined
  const placed = await placedSynapses(arbor, checked, slices)
  const types = swcTypes(arbor.regions)
  await slices.turn()
  return {
    skeleton: skeletonOf(arbor, types, checked.name),
    mesh: surface?.mesh,
    synapses: placed.synapses,
    truth: { skeleton: types, mesh: surface?.types, synapses: placed.types },
  }
}

function skeletonOf(arbor: Arbor, types: Uint8Array, name: string): Skeleton {
  return new Skeleton({
    name,
    positions: arbor.positions,
    parents: arbor.parents.map((parent) => (parent < 0 ? -1 : parent + 1)),
    nodeIds: Int32Array.from(arbor.parents, (_, node) => node + 1),
    properties: { type: Int32Array.from(types), radius: arbor.radii },
    units: 'nm',
  })
}
