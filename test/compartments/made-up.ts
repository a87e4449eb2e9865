import { Skeleton, Synapses, type SynapseType, type Skeleton as S } from '../../lib/index'

/**
 * A skeleton in a row, 1 um apart, dendrite on the left and axon on the right, with a synapse on
 * every node but the middle one.
 */
export function rowOf(count: number, options: { name?: string } = {}): S {
  return new Skeleton({
    ...options,
    units: 'nm',
    positions: Array.from({ length: count }, (_, i) => [1000 * i, 0, 0]).flat(),
    parents: Array.from({ length: count }, (_, i) => i - 1),
  })
}

/** Synapses on the x axis: places in um, and their sides. */
export function synapsesAt(places: readonly number[], types: readonly SynapseType[]): Synapses {
  return new Synapses({ positions: places.flatMap((x) => [1000 * x, 0, 0]), types })
}

/** Postsynapses on the left half of a row, presynapses on the right half. */
export function clearSynapses(count: number): Synapses {
  const places = Array.from({ length: count }, (_, i) => i).filter((i) => i !== (count - 1) / 2)
  return synapsesAt(
    places,
    places.map((i) => (i < count / 2 ? 'post' : 'pre')),
  )
}

export type { SynapseType }
