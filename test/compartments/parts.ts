import { codeOf } from '../../lib/compartments/compartments'
import type { SynapseSides } from '../../lib/compartments/synapse-counts'
import { isSkeleton, type Skeleton } from '../../lib/neuron/skeleton'
import { Slices } from '../../lib/slices'
import { shapeNeuron } from '../neuron/shape-neuron'
import { random, shapes } from '../shapes'

/** A new share of the event loop. */
export const slices = (): Slices => new Slices()

/** The named shapes that are skeletons, with their names. */
export const skeletonShapes: [name: string, skeleton: Skeleton][] = shapes.flatMap((shape) => {
  const neuron = shapeNeuron(shape)
  return isSkeleton(neuron) ? [[shape.name, neuron]] : []
})

/** Synapses as every part takes them. */
export interface Counts {
  pre: Uint32Array
  post: Uint32Array
  total: SynapseSides
}

export function countsOf(pre: ArrayLike<number>, post: ArrayLike<number>): Counts {
  const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0)
  return {
    pre: Uint32Array.from(pre),
    post: Uint32Array.from(post),
    total: { pre: sum(pre), post: sum(post) },
  }
}

/** None on half of the nodes, 1 to 3 of either kind on the others. */
export function randomCounts(nodeCount: number, seed: number): Counts {
  const next = random(seed)
  const some = (): number[] =>
    Array.from({ length: nodeCount }, () => (next() < 0.5 ? 0 : 1 + Math.floor(3 * next())))
  return countsOf(some(), some())
}

const letters: Record<string, number> = {
  '.': codeOf.none,
  a: codeOf.axon,
  d: codeOf.dendrite,
  s: codeOf.soma,
  c: codeOf.cellBodyFiber,
  l: codeOf.linker,
  m: codeOf.mixed,
}

/** Codes from letters: axon, dendrite, soma, cell body fiber, linker, mixed; a dot is none. */
export function codes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letters[letter])
}

/** Letters of codes. */
export function lettersOf(values: Uint8Array): string {
  return Array.from(
    values,
    (code) => Object.keys(letters)[Object.values(letters).indexOf(code)],
  ).join('')
}
