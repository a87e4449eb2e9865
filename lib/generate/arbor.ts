/** Radius of the soma in nm. */
export const somaRadius = 2500

/** What a node of the generated arbor belongs to. The axons are `firstAxon`, `firstAxon` + 1, .. */
export const region = { soma: 0, cellBodyFiber: 1, linker: 2, dendrite: 3, firstAxon: 4 } as const

/**
 * The cable from which skeleton, mesh and synapses are made: nodes that are `spacing` apart, in
 * branches whose nodes follow each other. Node 0 is the soma, node 1 the start of the cell body
 * fiber at `somaRadius` + `spacing` from it; both are in no branch. A parent comes before its
 * children, and a node has two children at most.
 */
export interface Arbor {
  /** nm between the nodes of a branch, and from its origin to its first node. */
  spacing: number
  /** #N by 3, row-major, nm, multiples of 0.01. */
  positions: Float64Array
  /** #N: index of the parent, -1 for the soma. */
  parents: Int32Array
  /** #N, nm, multiples of 0.01. */
  radii: Float64Array
  /** #N, see {@link region}. */
  regions: Uint8Array
  /** #N: index of the branch, -1 for nodes 0 and 1. */
  branches: Int32Array
  branchCount: number
  /** #B + 1: first node of every branch, then #N. */
  firsts: Int32Array
  /** #B: the node of another branch from which the branch starts; node 1 for branch 0. */
  origins: Int32Array
}

/** Number of nodes of a branch, its origin not counted. */
export function branchLength(arbor: Arbor, branch: number): number {
  return arbor.firsts[branch + 1] - arbor.firsts[branch]
}

/** The SWC type of a region: 1 soma, 2 axon, 3 dendrite, 0 for cell body fiber and linker. */
export function swcType(regionCode: number): number {
  if (regionCode >= region.firstAxon) return 2
  if (regionCode === region.dendrite) return 3
  return regionCode === region.soma ? 1 : 0
}

/** The SWC type of every node. */
export function swcTypes(regions: Uint8Array): Uint8Array {
  return regions.map(swcType)
}
