/** What a node of a neuron belongs to. */
export type Compartment = 'axon' | 'dendrite' | 'soma' | 'cell body fiber' | 'linker' | 'mixed'

/** Names by code; code 0 is a node without a compartment. */
export const compartmentNames: readonly (Compartment | null)[] = [
  null,
  'axon',
  'dendrite',
  'soma',
  'cell body fiber',
  'linker',
  'mixed',
]

/** The code that stands for a compartment in arrays: Uint8Array, #N. */
export const codeOf = {
  none: 0,
  axon: 1,
  dendrite: 2,
  soma: 3,
  cellBodyFiber: 4,
  linker: 5,
  mixed: 6,
} as const

/** True for the two compartments that synapses tell apart. */
export function isAxonOrDendrite(code: number): boolean {
  return code === codeOf.axon || code === codeOf.dendrite
}
