/**
 * Dumps the published tutorial run (a mesh of 6,309 vertices, two labels) for propagate_scipy.py:
 * S, the seed scores, and the scores after some steps, which the script can be checked against.
 *
 *     node --import tsx bench/scipy/dump-tutorial.ts <folder> [steps]
 *
 * Needs the neurons and golden results of ../shared, beside the repository.
 */
import { goldenCases, goldenFile, goldenProblem } from '../../test/reference/golden'
import { propagateReference } from '../../test/reference/propagate'
import { writeProblemFolder } from './problem-folder'

const [folder, steps = '100'] = process.argv.slice(2)
const golden = goldenCases().find(({ id }) => id === '1734350788-mesh-tutorial')
if (!folder) throw new Error('usage: dump-tutorial.ts <folder> [steps]')
if (!golden) throw new Error(`the tutorial case needs ${goldenFile}`)

const problem = goldenProblem(golden)
const maxIterations = Number(steps)
const expected = propagateReference({ ...problem, maxIterations, tolerance: undefined })
writeProblemFolder(folder, problem, expected)
