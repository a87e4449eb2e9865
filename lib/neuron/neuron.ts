import { shown, wrongKind } from '../errors'
import { Mesh } from './mesh'
import { Skeleton } from './skeleton'
import { isIsotropic } from './units'

/** A neuron: a skeleton or a mesh. Its nodes are the skeleton's nodes or the mesh's vertices. */
export type Neuron = Skeleton | Mesh

export function isNeuron(value: unknown): value is Neuron {
  return value instanceof Skeleton || value instanceof Mesh
}

/** The argument, checked to be a neuron. */
export function checkedNeuron(value: unknown): Neuron {
  if (isNeuron(value)) return value
  throw wrongKind(
    'ERR_INVALID_ARGUMENT',
    `\`neuron\` must be a Skeleton or a Mesh (see readNeuron); got ${shown(value)}`,
  )
}

/** How a node is named to the user: `node 41` or `vertex 812`. */
export function nodeName(neuron: Neuron, index: number): string {
  return `${neuron.kind === 'mesh' ? 'vertex' : 'node'} ${neuron.nodeIds.at(index)}`
}

/** Nanometres per unit of the neuron's measured positions; 1 where its units are not known. */
export function nmPerMeasured({ nmPerUnit }: Neuron): number {
  return nmPerUnit !== undefined && isIsotropic(nmPerUnit) ? nmPerUnit[0] : 1
}
