import { Mesh, Skeleton, type Neuron, type NodeProperty } from '../../lib/index'
import type { Shape } from '../shapes'

export interface ShapeNeuronOptions {
  units?: 'nm' | 'um' | 'voxel'
  voxelSize?: number | readonly number[]
  name?: string
  properties?: Record<string, NodeProperty>
}

/** The neuron of a named shape. */
export function shapeNeuron(shape: Shape, options: ShapeNeuronOptions = {}): Neuron {
  return shape.kind === 'mesh'
    ? new Mesh({ ...options, positions: shape.positions, faces: shape.faces })
    : new Skeleton({
        ...options,
        positions: shape.positions,
        parents: shape.parents,
        nodeIds: shape.nodeIds,
      })
}

/** A skeleton in a row along x, one unit apart unless told, ids 0, 1, 2, .. */
export function chainNeuron(count: number, options: ShapeNeuronOptions = {}): Skeleton {
  return new Skeleton({
    ...options,
    positions: Array.from({ length: count }, (_, i) => [i, 0, 0]).flat(),
    parents: Array.from({ length: count }, (_, i) => i - 1),
  })
}
