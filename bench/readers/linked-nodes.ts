import type { Neuron } from '../../dist/index.js'

/** What a reader found in a file, in one form for all readers. */
export interface LinkedNodes {
  kind: Neuron['kind']
  /** #N by 3, row-major. */
  positions: Float32Array
  /** Skeleton: #N, index of the parent or -1. Mesh: #F by 3, indices of a face's vertices. */
  links: Int32Array
}

export function linkedNodes(neuron: Neuron): LinkedNodes {
  const links = neuron.kind === 'mesh' ? neuron.faces : neuron.parents
  return {
    kind: neuron.kind,
    positions: Float32Array.from(neuron.positions),
    links: Int32Array.from(links),
  }
}

/** The links of one of `count` nodes to another, as LinkedNodes has them. */
export type Links = Pick<LinkedNodes, 'kind' | 'links'>

/**
 * Every pair of different nodes that a face or a parent link joins, once, as ascending numbers
 * `first * count + second`: child and parent of a skeleton, lesser and greater vertex of a mesh.
 */
export function edgeKeys({ kind, links }: Links, count: number): Float64Array {
  const keys = kind === 'mesh' ? sideKeys(links, count) : parentKeys(links, count)
  keys.sort()
  return keys.filter((key, i) => i === 0 || key !== keys[i - 1])
}

function parentKeys(parents: Int32Array, count: number): Float64Array {
  const children = Array.from(parents.keys()).filter((node) => parents[node] >= 0)
  return Float64Array.from(children, (node) => node * count + parents[node])
}

function sideKeys(faces: Int32Array, count: number): Float64Array {
  const keys = Float64Array.from(faces, (vertex, i) => {
    const next = faces[i % 3 === 2 ? i - 2 : i + 1]
    return Math.min(vertex, next) * count + Math.max(vertex, next)
  })
  // A side between a vertex and itself is no edge.
  return keys.filter((key) => Math.floor(key / count) !== key % count)
}
