import { checkedNeuron, type Neuron } from '../neuron/neuron'
import { isSkeleton, type Skeleton } from '../neuron/skeleton'
import type { Mesh } from '../neuron/mesh'
import type { NmPerUnit } from '../neuron/units'
import { checkedOptions } from '../options'
import { Slices } from '../slices'
import { connectedComponents } from './components'
import { edgeLengths } from './edge-lengths'
import { neuronEdges, edgesAndJoins } from './graph'

/** What a neuron consists of. Lengths and bounds are in the neuron's own numbers. */
export interface NeuronInfo {
  /** Null where it has none. */
  name: string | null
  /** What its nodes are: those of a skeleton, or vertices. */
  kind: 'skeleton' | 'mesh'
  /** Nodes or vertices. */
  nodes: number
  /** Each counted once, joins apart. */
  edges: number
  /** Sets of nodes that edges or joins connect. */
  components: number
  /** Nodes in the largest of them. */
  largestComponent: number
  /** Nodes without an edge or a join. */
  isolatedNodes: number
  /** Edges whose length is 0 in float32. */
  zeroLengthEdges: number
  /** Sum of the edges of a skeleton (nm where a voxel has different sides); null for a mesh. */
  cableLength: number | null
  /** Skeleton only; null for a mesh. */
  roots: number | null
  /** Nodes of a skeleton without a child; null for a mesh. */
  leaves: number | null
  /** Nodes of a skeleton with several children; null for a mesh. */
  branchPoints: number | null
  /** Mesh only; null for a skeleton. */
  faces: number | null
  /** Faces that name a vertex twice. */
  degenerateFaces: number | null
  /** Faces whose three vertices are those of an earlier face. */
  duplicateFaces: number | null
  /** The box around the nodes. */
  bounds: {
    /** Least x, y, z. */
    least: [number, number, number]
    /** Greatest x, y, z. */
    greatest: [number, number, number]
  }
  /** Named values per node. */
  properties: string[]
  /** Null where the units are not known. */
  nmPerUnit: NmPerUnit | null
}

/**
 * Counts what a neuron consists of, and what is degenerate in it. O(nodes + edges).
 *
 * @throws TypeError ERR_INVALID_ARGUMENT; RangeError ERR_INVALID_POSITION where an edge is too long
 *   for float32; the signal's reason once it is aborted.
 * @example
 * const { components, bounds } = await neuronInfo(neuron)
 */
export async function neuronInfo(
  neuron: Neuron,
  options?: { signal?: AbortSignal },
): Promise<NeuronInfo> {
  checkedNeuron(neuron)
  const { signal } = checkedOptions(options, ['signal'], 'neuronInfo')
  const slices = new Slices(signal)
  const edges = await neuronEdges(neuron, slices)
  const lengths = await edgeLengths(neuron, edges, slices)
  const links = edgesAndJoins(edges, neuron)
  const components = await connectedComponents(neuron.nodeCount, links, () => true, slices)
  const sizes = histogram(components.of, components.count)
  const degrees = histogram(links, neuron.nodeCount)
  return {
    name: neuron.name ?? null,
    kind: neuron.kind,
    nodes: neuron.nodeCount,
    edges: lengths.length,
    components: components.count,
    largestComponent: sizes.reduce((a, b) => Math.max(a, b), 0),
    isolatedNodes: count(degrees, (degree) => degree === 0),
    zeroLengthEdges: count(lengths, (length) => Math.fround(length) === 0),
    cableLength: isSkeleton(neuron) ? lengths.reduce((sum, length) => sum + length, 0) : null,
    ...(isSkeleton(neuron) ? skeletonInfo(neuron) : noSkeletonInfo),
    ...(isSkeleton(neuron) ? noMeshInfo : await meshInfo(neuron, slices)),
    bounds: boundsOf(neuron.positions),
    properties: [...neuron.properties.keys()],
    nmPerUnit: neuron.nmPerUnit ?? null,
  }
}

const noSkeletonInfo = { roots: null, leaves: null, branchPoints: null }
const noMeshInfo = { faces: null, degenerateFaces: null, duplicateFaces: null }

function skeletonInfo({ parents }: Skeleton): Record<keyof typeof noSkeletonInfo, number> {
  const children = new Int32Array(parents.length)
  for (const parent of parents) if (parent >= 0) children[parent]++
  return {
    roots: count(parents, (parent) => parent < 0),
    leaves: count(children, (n) => n === 0),
    branchPoints: count(children, (n) => n > 1),
  }
}

async function meshInfo(
  { faces, nodeCount }: Mesh,
  slices: Slices,
): Promise<Record<keyof typeof noMeshInfo, number>> {
  const faceCount = faces.length / 3
  let degenerateFaces = 0
  // Faces by their smallest vertex; those of one vertex are few, and compared as sorted triples.
  const facesAt = new Map<number, Set<number>>()
  let duplicateFaces = 0
  await slices.each(faceCount, 4096, (from, to) => {
    for (let f = from; f < to; f++) {
      const [a, b, c] = faces.subarray(3 * f, 3 * f + 3).toSorted()
      if (a === b || b === c) degenerateFaces++
      const others = b * nodeCount + c
      const known = facesAt.get(a)
      if (known === undefined) facesAt.set(a, new Set([others]))
      else if (known.has(others)) duplicateFaces++
      else known.add(others)
    }
  })
  return { faces: faceCount, degenerateFaces, duplicateFaces }
}

function histogram(values: Int32Array, size: number): Int32Array {
  const counts = new Int32Array(size)
  for (const value of values) counts[value]++
  return counts
}

function count(values: Int32Array | Float64Array, counts: (value: number) => boolean): number {
  let sum = 0
  for (const value of values) if (counts(value)) sum++
  return sum
}

function boundsOf(positions: Float64Array): NeuronInfo['bounds'] {
  const least: [number, number, number] = [Infinity, Infinity, Infinity]
  const greatest: [number, number, number] = [-Infinity, -Infinity, -Infinity]
  for (let i = 0; i < positions.length; i++) {
    least[i % 3] = Math.min(least[i % 3], positions[i])
    greatest[i % 3] = Math.max(greatest[i % 3], positions[i])
  }
  return { least, greatest }
}
