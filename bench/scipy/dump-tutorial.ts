/**
 * Dumps the published tutorial run (a mesh of 6,309 vertices, two labels) for propagate_scipy.py:
 * S, the seed scores, and the scores after some steps, which the script can be checked against.
 *
 *     node --import tsx bench/scipy/dump-tutorial.ts <folder> [steps]
 *
 * Needs the neurons and golden results of ../shared, beside the repository.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { goldenCases, goldenFolder, goldenProblem } from '../../test/reference/golden'
import {
  adjacencyReference,
  propagateReference,
  transitionReference,
} from '../../test/reference/propagate'

const [folder, steps = '100'] = process.argv.slice(2)
const golden = goldenCases().find(({ id }) => id === '1734350788-mesh-tutorial')
if (!folder) throw new Error('usage: dump-tutorial.ts <folder> [steps]')
if (!golden) throw new Error(`the tutorial case needs ${goldenFolder} beside the repository`)

const problem = goldenProblem(golden)
const maxIterations = Number(steps)
const expected = propagateReference({ ...problem, maxIterations, tolerance: undefined })
const { starts, columns, values } = transitionReference(adjacencyReference(problem).rows)

// Ascending columns, as every scipy user has them; the reference holds the rows descending.
for (let i = 0; i < problem.nodes; i++) {
  columns.subarray(starts[i], starts[i + 1]).reverse()
  values.subarray(starts[i], starts[i + 1]).reverse()
}

mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'indptr.i32'), starts)
writeFileSync(join(folder, 'indices.i32'), columns)
writeFileSync(join(folder, 'data.f32'), values)
writeFileSync(join(folder, 'seed_scores.f32'), problem.seedScores)
writeFileSync(join(folder, 'expected.f32'), expected.scores)
const shape = {
  nodes: problem.nodes,
  labels: problem.labels,
  nonzeros: values.length,
  expectedIterations: expected.iterations,
}
writeFileSync(join(folder, 'problem.json'), JSON.stringify(shape, null, 2) + '\n')
