import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  adjacencyReference,
  transitionReference,
  type ReferenceInput,
} from '../../test/reference/propagate'

/** What is propagated, and where. */
export type Problem = Pick<
  ReferenceInput,
  'nodes' | 'edges' | 'positions' | 'edgeWeights' | 'directed' | 'seedScores' | 'labels'
>

/**
 * Writes S and the seed scores as propagate_scipy.py reads them; the folder is made where it is
 * missing. S comes from the slow reference of the tests, in ascending columns, as every scipy user
 * has them.
 *
 * @param expected scores after so many steps, for `--check`.
 */
export function writeProblemFolder(
  folder: string,
  problem: Problem,
  expected?: { scores: Float32Array; iterations: number },
): void {
  const { starts, columns, values } = transitionReference(adjacencyReference(problem).rows)
  // The reference holds the rows descending.
  for (let i = 0; i < problem.nodes; i++) {
    columns.subarray(starts[i], starts[i + 1]).reverse()
    values.subarray(starts[i], starts[i + 1]).reverse()
  }
  mkdirSync(folder, { recursive: true })
  const files: Record<string, Int32Array | Float32Array> = {
    'indptr.i32': starts,
    'indices.i32': columns,
    'data.f32': values,
    'seed_scores.f32': problem.seedScores,
  }
  if (expected) files['expected.f32'] = expected.scores
  for (const [name, array] of Object.entries(files)) writeFileSync(join(folder, name), array)
  const shape = {
    nodes: problem.nodes,
    labels: problem.labels,
    nonzeros: values.length,
    expectedIterations: expected?.iterations,
  }
  writeFileSync(join(folder, 'problem.json'), JSON.stringify(shape, null, 2) + '\n')
}
