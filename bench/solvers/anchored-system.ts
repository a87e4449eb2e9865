import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Slices } from '../../lib/slices'
import { neuronGraph, type Graph } from '../../lib/topology/graph'
import { neuronOf, type CaseArrays } from './case-folder'

/** Alpha of the soft system: the default. */
const alpha = 0.5

/** For every node of the graph its row in the system, -1 where it has none. */
function systemRows(graph: Graph, { labels }: CaseArrays, hard: boolean): Int32Array {
  const { count, of } = graph.components
  const isAnchored = new Uint8Array(count)
  labels.forEach((column, node) => {
    if (column >= 0) isAnchored[of[node]] = 1
  })
  let rows = 0
  // A hard node is known, and a component without an anchor has no answer.
  return labels.map((column, node) =>
    isAnchored[of[node]] === 0 || (hard && column >= 0) ? -1 : rows++,
  )
}

/** Row sums of A, in float64. */
function degrees({ nodeCount, edges, weights }: Graph): Float64Array {
  const sums = new Float64Array(nodeCount)
  weights.forEach((weight, e) => {
    sums[edges[2 * e]] += weight
    sums[edges[2 * e + 1]] += weight
  })
  return sums
}

/** Where every column of K starts: its diagonal, and its neighbours that have a row. */
function columnStarts({ edges, weights }: Graph, rowOf: Int32Array, rows: number): Int32Array {
  const starts = new Int32Array(rows + 1).fill(1, 1)
  weights.forEach((weight, e) => {
    const [a, b] = [rowOf[edges[2 * e]], rowOf[edges[2 * e + 1]]]
    if (weight === 0 || a < 0 || b < 0) return
    starts[a + 1]++
    starts[b + 1]++
  })
  for (let row = 0; row < rows; row++) starts[row + 1] += starts[row]
  return starts
}

/**
 * Writes FOLDER/system-hard or FOLDER/system-soft: system.bin, the system (L + diag(g)) F = diag(g) Y
 * of SEMANTICS in float64 with hard nodes on the right-hand side (its form: see ldlt_amd.cpp), and
 * rows.i32, the node of every row. Weights are float32 lengths, as for every other contestant.
 *
 * Columns hold their diagonal first and are not sorted otherwise; both readers sort, untimed.
 */
export async function writeAnchoredSystem(
  folder: string,
  arrays: CaseArrays,
  clamping: 'hard' | 'soft',
): Promise<void> {
  const { labels, labelCount } = arrays
  const graph = await neuronGraph(neuronOf(arrays), 'length', new Slices())
  const { edges, weights } = graph
  const isHard = clamping === 'hard'
  const rowOf = systemRows(graph, arrays, isHard)
  const nodes = Int32Array.from(rowOf.keys()).filter((node) => rowOf[node] >= 0)
  const starts = columnStarts(graph, rowOf, nodes.length)
  const indices = new Int32Array(starts[nodes.length])
  const values = new Float64Array(indices.length)
  const right = new Float64Array(nodes.length * labelCount)
  const next = starts.slice(0, -1)
  const enter = (column: number, row: number, value: number): void => {
    indices[next[column]] = row
    values[next[column]++] = value
  }

  const sums = degrees(graph)
  nodes.forEach((node, row) => {
    const anchor = labels[node] < 0 ? 0 : (sums[node] * (1 - alpha)) / alpha
    enter(row, row, sums[node] + anchor)
    if (anchor > 0) right[labels[node] * nodes.length + row] = anchor
  })
  /** What edge (from, to) means for the row of `to`. */
  const link = (from: number, to: number, weight: number): void => {
    if (rowOf[to] < 0) return
    if (rowOf[from] >= 0) enter(rowOf[from], rowOf[to], -weight)
    else right[labels[from] * nodes.length + rowOf[to]] += weight
  }
  weights.forEach((weight, e) => {
    if (weight === 0) return
    link(edges[2 * e], edges[2 * e + 1], weight)
    link(edges[2 * e + 1], edges[2 * e], weight)
  })

  const into = join(folder, `system-${clamping}`)
  mkdirSync(into, { recursive: true })
  writeFileSync(join(into, 'rows.i32'), nodes)
  const sizes = BigInt64Array.of(
    ...[nodes.length, indices.length, labelCount].map((size) => BigInt(size)),
  )
  const file = join(into, 'system.bin')
  for (const part of [sizes, starts, indices, values, right]) {
    writeFileSync(file, part, { flag: part === sizes ? 'w' : 'a' })
  }
}
