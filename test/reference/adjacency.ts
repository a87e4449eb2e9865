import type { Edge } from './topology'

export type EdgeWeights = 'length' | 'uniform' | 'inverse-length'

/** An entry of a row of the adjacency matrix A. */
export interface Entry {
  column: number
  /** float32; 0 for an edge of length zero under `length`. */
  weight: number
}

/** A, and how its rows belong to the nodes. */
export interface Adjacency {
  /** Per row its entries, in ascending order of the column. */
  rows: Entry[][]
  /** Row of every node: the node itself, or its weld under `inverse-length`. */
  rowOf: number[]
  /** Edges whose length is 0 in float32, or that are welded under `inverse-length`. */
  zeroLengthEdges: number
}

export interface AdjacencyInput {
  nodes: number
  edges: readonly Edge[]
  /** #N by 3, row-major. */
  positions: ArrayLike<number>
  edgeWeights: EdgeWeights
  /** Edges are [child, parent], and A has the entry (child, parent) alone. */
  directed: boolean
}

/** A, in float32, from edges and positions; see the conventions on each function below. */
export function adjacencyReference(input: AdjacencyInput): Adjacency {
  return input.edgeWeights === 'inverse-length' ? weldedAdjacency(input) : plainAdjacency(input)
}

/** Euclidean length in float64: the squares of x and y are added first. */
export function edgeLength(positions: ArrayLike<number>, [u, v]: Edge): number {
  const dx = positions[3 * u] - positions[3 * v]
  const dy = positions[3 * u + 1] - positions[3 * v + 1]
  const dz = positions[3 * u + 2] - positions[3 * v + 2]
  return Math.sqrt(dx * dx + dy * dy + dz * dz)
}

/** Weight: the length rounded to float32, or 1. */
function plainAdjacency(input: AdjacencyInput): Adjacency {
  const rows: Entry[][] = Array.from({ length: input.nodes }, () => [])
  let zeroLengthEdges = 0
  for (const edge of input.edges) {
    const length = Math.fround(edgeLength(input.positions, edge))
    if (length === 0) zeroLengthEdges++
    const weight = input.edgeWeights === 'uniform' ? 1 : length
    rows[edge[0]].push({ column: edge[1], weight })
    if (!input.directed) rows[edge[1]].push({ column: edge[0], weight })
  }
  for (const row of rows) row.sort((a, b) => a.column - b.column)
  return { rows, rowOf: rows.map((_, node) => node), zeroLengthEdges }
}

/**
 * Nodes that an edge of length 0 joins become one row, numbered by ascending smallest member. The
 * 1/length of all edges between two rows are added in float64, in ascending order of the edge's
 * (lower index, higher index), and rounded to float32 once.
 */
function weldedAdjacency(input: AdjacencyInput): Adjacency {
  const isWeld = (edge: Edge) =>
    !Number.isFinite(Math.fround(1 / edgeLength(input.positions, edge)))
  const zeroEdges = input.edges.filter(isWeld)
  const { rowOf, count } = welds(input.nodes, zeroEdges)

  const low = (edge: Edge) => Math.min(edge[0], edge[1])
  const high = (edge: Edge) => Math.max(edge[0], edge[1])
  const ordered = [...input.edges].sort((a, b) => low(a) - low(b) || high(a) - high(b))

  const sums = Array.from({ length: count }, () => new Map<number, number>())
  const add = (row: number, column: number, conductance: number) =>
    sums[row].set(column, (sums[row].get(column) ?? 0) + conductance)
  for (const edge of ordered) {
    const [row, column] = [rowOf[edge[0]], rowOf[edge[1]]]
    if (row === column) continue
    const conductance = 1 / edgeLength(input.positions, edge)
    add(row, column, conductance)
    if (!input.directed) add(column, row, conductance)
  }
  const rows = sums.map((row) =>
    [...row]
      .map(([column, sum]) => ({ column, weight: Math.fround(sum) }))
      .sort((a, b) => a.column - b.column),
  )
  return { rows, rowOf, zeroLengthEdges: zeroEdges.length }
}

/** The smallest member is passed on along the edges until nothing changes, then numbered. */
function welds(nodes: number, zeroEdges: readonly Edge[]): { rowOf: number[]; count: number } {
  const smallest = Array.from({ length: nodes }, (_, node) => node)
  for (let changed = true; changed;) {
    changed = false
    for (const [u, v] of zeroEdges) {
      if (smallest[u] === smallest[v]) continue
      smallest[u] = smallest[v] = Math.min(smallest[u], smallest[v])
      changed = true
    }
  }
  const heads = smallest.filter((head, node) => head === node)
  const number = new Map(heads.map((head, row) => [head, row]))
  return { rowOf: smallest.map((head) => number.get(head) ?? -1), count: heads.length }
}
