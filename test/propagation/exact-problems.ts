import type { EdgeWeights, PropagateOptions } from '../../lib/index'
import { adjacencyReference, type Adjacency } from '../reference/adjacency'
import { denseAlpha } from '../reference/dense'
import { sparseRows, type SparseProblem } from '../reference/sparse-steps'
import type { ReferenceInput } from '../reference/propagate'
import { problemOf, type Choice, type Problem, type Topology } from './problems'

/** What a problem of the exact solvers varies. */
export type ExactChoice = Pick<Choice, 'edgeWeights' | 'clamping' | 'lazy' | 'soft' | 'directed'>

/** A problem for the package, and in exact terms on the rows of A. */
export interface ExactProblem extends SparseProblem {
  adjacency: Adjacency
  seeds: Problem['seeds']
  /** Per row: carries it a seed? */
  labelled: boolean[]
  options: PropagateOptions
}

/** Labels of the problems. */
export const labels = 3

export const edgeWeightKinds: readonly EdgeWeights[] = ['length', 'uniform', 'inverse-length']

/** Every clamping plain and, undirected, lazy, with hard labels and matrices. */
export function choicesOf(
  clampings: readonly ExactChoice['clamping'][],
  directed: boolean,
): Omit<ExactChoice, 'edgeWeights'>[] {
  return clampings.flatMap((clamping) =>
    (directed ? [false] : [false, true]).flatMap((lazy) =>
      [false, true].map((soft) => ({ clamping, lazy, soft, directed })),
    ),
  )
}

/** A problem with node weights, three labels and a seed on a third of the nodes, node 0 too. */
export async function exactProblem(
  topology: Topology,
  choice: ExactChoice,
  seed: number,
): Promise<ExactProblem> {
  const weights = { labelWeights: false, nodeWeights: true, seedWeights: false }
  const full: Choice = { ...choice, ...weights, labels, stop: {} }
  const { input, seeds, alpha } = await problemOf(topology, full, seed)
  const adjacency = adjacencyReference(input)
  const { edgeWeights, directed, lazy } = choice
  const options = { edgeWeights, directed, lazy, clamping: choice.clamping.clamping, alpha }
  const onRows = weldedSeeds(input, adjacency)
  return { ...onRows, rows: sparseRows(adjacency.rows), adjacency, seeds, labels, lazy, options }
}

/** Seeds on the rows of A: those of a weld add up, in float32 and in the order of the nodes. */
function weldedSeeds(
  input: ReferenceInput,
  { rows, rowOf }: Adjacency,
): Pick<ExactProblem, 'seedScores' | 'labelled' | 'alpha'> {
  const seedScores = new Float32Array(rows.length * labels)
  const labelled = rows.map(() => false)
  const alpha = rows.map(() => 1)
  const alphas = denseAlpha(input.clamping, input.labelled, input.alpha)
  rowOf.forEach((row, node) => {
    for (let c = 0; c < labels; c++) {
      seedScores[row * labels + c] += input.seedScores[node * labels + c]
    }
    if (!input.labelled[node]) return
    labelled[row] = true
    alpha[row] = alphas[node]
  })
  return { seedScores, labelled, alpha }
}

/** Scores of the rows of A, given to all of their nodes. */
export function onNodes(scores: Float64Array, { rowOf }: Adjacency): Float64Array {
  const spread = new Float64Array(rowOf.length * labels)
  rowOf.forEach((row, node) => {
    spread.set(scores.subarray(row * labels, (row + 1) * labels), node * labels)
  })
  return spread
}

/** The greatest of Y. */
export function greatestSeed({ seedScores }: SparseProblem): number {
  let greatest = 0
  for (let i = 0; i < seedScores.length; i++) greatest = Math.max(greatest, seedScores[i])
  return greatest
}
