/** Links between parts of a neuron that its own edges do not connect; see {@link joinFragments}. */
export interface Joins {
  /** #J by 2, row-major: indices of the two nodes, the lower first. */
  edges: Int32Array
  /** #J: distance of the two nodes, in the neuron's own numbers; nm where voxel sides differ. */
  gaps: Float64Array
}

/** The joins of a neuron as it was made. */
export const noJoins: Joins = { edges: new Int32Array(0), gaps: new Float64Array(0) }
