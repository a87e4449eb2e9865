import assert from 'node:assert/strict'
import {
  goldenCases,
  goldenNeuron,
  goldenProblem,
  goldenScores,
  goldenSeeds,
  itNeedsGolden,
  type GoldenCase,
} from './golden'
import { hardLabelsReference, propagateReference } from './propagate'

/** The longer runs take the reference some minutes in all. */
const stepsAtMost = 500

function count(columns: ArrayLike<number>, column: number): number {
  return Array.from(columns).filter((other) => other === column).length
}

function assertSeeds(golden: GoldenCase): void {
  const { columns } = goldenSeeds(golden, goldenNeuron(golden))
  golden.labels.forEach((label, c) => assert.equal(count(columns, c), golden.seedCounts[label]))
}

function assertScores(golden: GoldenCase): void {
  const { scores, iterations, stop, lastChange } = propagateReference(goldenProblem(golden))
  assert.deepEqual(scores, goldenScores(golden))
  assert.equal(iterations, golden.iterations)
  assert.equal(stop === 'maxIterations', golden.stop === 'max_iter')
  assert.ok(Math.abs(lastChange - golden.lastChange) <= 1e-3 * golden.lastChange)

  const hard = hardLabelsReference(scores, golden.labels.length)
  assert.equal(count(hard, -1), golden.unlabelled)
  golden.labels.forEach((label, c) => assert.equal(count(hard, c), golden.counts[label] ?? 0))
}

describe('reference: golden results', () => {
  itNeedsGolden()

  const cases = goldenCases()
  for (const golden of cases) {
    const isTutorial = golden.id === '1734350788-mesh-tutorial'
    if (golden.iterations > stepsAtMost && !isTutorial) continue
    it(`makes ${golden.id} bit for bit`, () => assertScores(golden))
  }

  if (cases.length > 0) {
    it('finds the seeds of every case', () => cases.forEach(assertSeeds))
  }
})
