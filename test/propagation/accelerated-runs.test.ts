import assert from 'node:assert/strict'
import { generateNeuron, propagateLabels, Propagator, seeds, Skeleton } from '../../lib/index'
import { chainNeuron } from '../neuron/shape-neuron'
import { skeletonEdges } from '../reference/propagate'
import {
  greatestDifference,
  sparseRowsOf,
  sparseStates,
  sparseStep,
  type SparseProblem,
} from '../reference/sparse-steps'
import { exactProblem, greatestSeed, type ExactChoice } from './exact-problems'

/** Chain with edges of 1, and clicks of two labels. */
function chainProblem(count: number, clicks: [node: number, column: number][], lazy: boolean) {
  const edges = Array.from({ length: count - 1 }, (_, i) => [i + 1, i]).flat()
  const seedScores = new Float64Array(2 * count)
  for (const [node, column] of clicks) seedScores[2 * node + column] = 1
  const rows = sparseRowsOf(count, edges, new Float64Array(count - 1).fill(1))
  return { rows, seedScores, labels: 2, alpha: new Float64Array(count).fill(1), lazy }
}

/** Normalised scores within 1e-9 in every row that float64 holds, and no row of 0 but those. */
function assertRows(scores: ArrayLike<number>, expected: Float64Array): number {
  let compared = 0
  for (let at = 0; at < expected.length; at += 2) {
    const sum = expected[at] + expected[at + 1]
    const own = scores[at] + scores[at + 1]
    if (sum === 0) assert.equal(own, 0, `row ${at / 2}`)
    if (sum < 1e-290) continue
    compared++
    const apart = Math.abs(scores[at] / own - expected[at] / sum)
    assert.ok(apart <= 1e-9, `row ${at / 2} is off by ${apart}`)
    assert.ok(Math.abs(own / sum - 1) <= 1e-9, `row ${at / 2}: ${own} instead of ${sum}`)
  }
  return compared
}

describe('accelerated propagation of rows far from all seeds', () => {
  for (const lazy of [false, true]) {
    it(`is good in every row of two clicks on a chain of 3000, ${lazy ? 'lazy' : 'plain'}`, async () => {
      const problem = chainProblem(3000, [[700, 0], [2201, 1]], lazy) // prettier-ignore
      const clicks = new Map([[700, 'a'], [2201, 'b']]) // prettier-ignore
      const states = sparseStates(problem, [17, 999, 10_000])
      for (const [at, maxIterations] of [17, 999, 10_000].entries()) {
        const options = { solver: 'accelerated', clamping: 'none', lazy, maxIterations } as const
        const { scores } = await propagateLabels(chainNeuron(3000), clicks, options)
        const compared = assertRows(scores, states[at])
        assert.ok(compared >= (maxIterations === 10_000 ? 3000 : 17), `${compared} rows`)
      }
    })
  }

  it('is good on a chain of 100,000', async () => {
    const problem = chainProblem(100_000, [[0, 0], [1100, 1], [60_000, 1]], false) // prettier-ignore
    const clicks = new Map([[0, 'a'], [1100, 'b'], [60_000, 'b']]) // prettier-ignore
    const [expected] = sparseStates(problem, [999])
    const options = { solver: 'accelerated', clamping: 'none', maxIterations: 999 } as const
    const { scores } = await propagateLabels(chainNeuron(100_000), clicks, options)
    assert.ok(assertRows(scores, expected) > 1500)
  })
})

/** The first step that changes less than the tolerance, and all changes up to it. */
function steppedUntil(problem: SparseProblem, tolerance: number, most: number) {
  let state: Float64Array = Float64Array.from(problem.seedScores)
  const unit = greatestSeed(problem)
  const changes: number[] = []
  while (changes.length < most) {
    const next = sparseStep(problem, state)
    changes.push(greatestDifference(next, state) / unit)
    state = next
    if (changes[changes.length - 1] < tolerance) break
  }
  return { state, changes }
}

describe('the tolerance of accelerated propagation', () => {
  const clampings: ExactChoice['clamping'][] = [
    { clamping: 'none' },
    { clamping: 'hard' },
    { clamping: 'soft', alpha: 0.9 },
    { clamping: 'soft', alpha: 'per node' },
  ]
  for (const clamping of clampings) {
    it(`ends at the step that steps end at: ${JSON.stringify(clamping)}`, async () => {
      const { skeleton } = await generateNeuron({ seed: 6, nodes: 150 })
      const topology = { neuron: skeleton, edges: skeletonEdges(skeleton.parents) }
      const others = { edgeWeights: 'uniform', directed: false, soft: true } as const
      for (const lazy of [false, true]) {
        const problem = await exactProblem(topology, { ...others, clamping, lazy }, 12)
        for (const tolerance of [0.9, 0.1, 1e-3, 1e-5, 1e-12]) {
          const maxIterations = 3000
          const { state, changes } = steppedUntil(problem, tolerance, maxIterations)
          const { scores, report } = await propagateLabels(skeleton, problem.seeds, {
            ...problem.options,
            solver: 'accelerated',
            tolerance,
            maxIterations,
          })
          const last = changes[changes.length - 1]
          const met = last < tolerance
          const where = `lazy ${lazy}, ${tolerance}: ${report.iterations}, not ${changes.length}`
          if (report.iterations !== changes.length) {
            // Steps that differ from the tolerance by less than rounding may be taken for others.
            const near = Math.abs(changes[report.iterations - 1] / tolerance - 1) <= 1e-9
            assert.ok(near || tolerance <= 1e-12, where)
            continue
          }
          assert.equal(report.stop, met ? 'tolerance' : 'maxIterations', where)
          assert.equal(report.converged, met, where)
          assert.ok(Math.abs(report.lastChange - last) <= 1e-9 * last + 2e-13, where)
          const off = greatestDifference(scores, state)
          assert.ok(off <= 1e-9 * greatestSeed(problem), `${where}, off by ${off}`)
        }
      }
    })
  }
})

describe('report of accelerated propagation', () => {
  const count = 3000
  const clicks = Array.from({ length: count }, (_, i) => (i % 60 === 0 ? 'a' : i % 31 === 0 ? 'b' : null)) // prettier-ignore

  it('counts far fewer multiplications than steps', async () => {
    const most = { lazy: 600, plain: 850 }
    for (const [name, multiplications] of Object.entries(most)) {
      const { report } = await propagateLabels(chainNeuron(count), clicks, {
        ...{ solver: 'accelerated', clamping: 'none', lazy: name === 'lazy' },
        maxIterations: 10_000,
      } as const)
      assert.deepEqual([report.iterations, report.stop], [10_000, 'maxIterations'])
      assert.equal(report.converged, false)
      assert.ok(report.multiplications > 300, `${report.multiplications}`)
      assert.ok(report.multiplications < multiplications, `${report.multiplications}`)
    }
  })

  it('says what it took, also where seeds are clamped', async () => {
    const propagator = await Propagator.create(chainNeuron(count))
    const made = await seeds(propagator.neuron, clicks)
    const run = { solver: 'accelerated', clamping: 'soft', maxIterations: 10_000 } as const
    const { report } = await propagator.run(made, run)
    assert.ok(report.multiplications < 1000, `${report.multiplications}`)
    assert.deepEqual([report.solver, report.solverReason], ['accelerated', 'named by the caller'])
    assert.deepEqual([report.warnings, report.unlabelled], [[], 0])
    const { report: none } = await propagator.run(made, { ...run, clamping: 'none' })
    assert.deepEqual(
      none.warnings.map(({ code }) => code),
      ['no-clamping'],
    )
    propagator.dispose()
  })

  it('takes 10,000 steps where no number is named', async () => {
    const chain = new Skeleton({ positions: [0, 0, 0, 1, 0, 0], parents: [-1, 0] })
    for (const solver of ['accelerated', undefined] as const) {
      const { report } = await propagateLabels(chain, ['a', null], { solver, clamping: 'none' })
      assert.deepEqual([report.solver, report.iterations], ['accelerated', 10_000])
    }
  })
})
