import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { propagateLabels, type PropagateOptions } from '../../lib/index'
import { chainNeuron } from '../neuron/shape-neuron'
import { itRefuses, type Refusal } from '../neuron/wrong-input'
import { greatestDifference } from '../reference/sparse-steps'

const chain = chainNeuron(5)
const names = ['a', null, null, null, 'b']
const run = (options?: PropagateOptions) => propagateLabels(chain, names, options)

type Choice = [options: PropagateOptions, solver: string, reason: RegExp | string]

const free = { clamping: 'none' } as const
const held = /clamped seeds/
const soft = { clamping: 'soft' } as const

const chosen: Choice[] = [
  [{}, 'direct', held],
  [{ clamping: 'hard' }, 'direct', held],
  [{ clamping: true }, 'direct', held],
  [soft, 'direct', held],
  [{ clamping: 'soft:0.9', lazy: true }, 'direct', held],
  [{ ...soft, alpha: [1, 1, 1, 1, 0.5] }, 'direct', held],
  [{ directed: true }, 'direct', held],
  [{ ...soft, directed: true, lazy: false }, 'direct', held],
  [{ anchors: 2 }, 'direct', /`anchors`/],
  [{ anchors: [0, 0, 0, 0, 1], directed: true }, 'direct', /`anchors`/],
  [free, 'accelerated', 'nothing is held; 10,000 lazy steps'],
  [{ clamping: false, lazy: true }, 'accelerated', 'nothing is held; 10,000 lazy steps'],
  [{ ...free, lazy: false }, 'accelerated', 'nothing is held; 10,000 steps'],
  [{ ...soft, alpha: 1 }, 'accelerated', /nothing is held/],
  [{ ...soft, alpha: [1, 0, 0, 0, 1] }, 'accelerated', /nothing is held/],
  [{ maxIterations: 3 }, 'iterative', '`maxIterations` is named'],
  [{ tolerance: 0.1 }, 'iterative', '`tolerance` is named'],
  [{ patience: 1 }, 'iterative', '`patience` is named'],
  [{ changeNorm: 'max' }, 'iterative', '`changeNorm` is named'],
  [{ ...free, maxIterations: 3 }, 'iterative', '`maxIterations` is named'],
  [{ ...free, directed: true, maxIterations: 3 }, 'iterative', '`maxIterations` is named'],
  [{ lazy: true, directed: true, maxIterations: 3 }, 'iterative', '`maxIterations` is named'],
  [{ preset: 'navis' }, 'iterative', /preset/],
  [{ preset: 'navis', clamping: 'none', tolerance: 0.1 }, 'iterative', /preset/],
]

const named: Choice[] = [
  [{ solver: 'iterative' }, 'iterative', 'named by the caller'],
  [{ solver: 'direct' }, 'direct', 'named by the caller'],
  [{ solver: 'direct', directed: true }, 'direct', 'named by the caller'],
  [{ solver: 'direct', anchors: 1 }, 'direct', 'named by the caller'],
  [{ solver: 'accelerated' }, 'accelerated', 'named by the caller'],
  [{ solver: 'accelerated', tolerance: 0.1, changeNorm: 'max' }, 'accelerated', /^named/],
  [{ solver: 'accelerated', ...free, directed: true }, 'accelerated', 'named by the caller'],
  [{ solver: 'iterative', lazy: true, directed: true }, 'iterative', 'named by the caller'],
]

describe('the choice of a solver', () => {
  for (const [options, solver, reason] of chosen) {
    for (const auto of [{}, { solver: 'auto' } as const]) {
      if (options.preset !== undefined && auto.solver) continue // names another than the preset's
      const given = { ...auto, ...options }
      it(`is ${solver} for ${inspect(given, { breakLength: Infinity })}`, async () => {
        const { report, scores } = await run(given)
        assert.equal(report.solver, solver)
        if (typeof reason === 'string') assert.equal(report.solverReason, reason)
        else assert.match(report.solverReason, reason)
        assert.equal(scores instanceof Float32Array, solver === 'iterative')
      })
    }
  }
  for (const [options, solver, reason] of named) {
    it(`is the named one for ${inspect(options, { breakLength: Infinity })}`, async () => {
      const { report } = await run(options)
      assert.equal(report.solver, solver)
      assert.match(report.solverReason, new RegExp(reason))
    })
  }

  it('walks lazily where nothing is held, and plainly where told', async () => {
    const steps = { ...free, solver: 'accelerated', maxIterations: 10_000 } as const
    const [lazy, plain] = [await run(free), await run({ ...free, lazy: false })]
    for (const [auto, told] of [
      [lazy, await run({ ...steps, lazy: true })],
      [plain, await run({ ...steps, lazy: false })],
    ]) {
      assert.deepEqual(auto.scores, told.scores)
      assert.equal(auto.report.iterations, 10_000)
    }
    assert.deepEqual(plain.scores, (await run(steps)).scores)
    assert.ok(greatestDifference(lazy.scores, plain.scores) > 0.1)
  })

  it('takes alpha 1 on every seed for no clamping', async () => {
    const [ones, none] = [await run({ ...soft, alpha: 1 }), await run(free)]
    assert.deepEqual(ones.scores, none.scores)
    assert.equal(ones.report.iterations, none.report.iterations)
  })

  it('makes the same of auto and of the solver that it chooses', async () => {
    const soon = { maxIterations: 7, clamping: 'soft' } as const
    assert.deepEqual((await run(soon)).scores, (await run({ ...soon, solver: 'iterative' })).scores)
    assert.deepEqual((await run(soft)).scores, (await run({ ...soft, solver: 'direct' })).scores)
  })
})

type Wrong = [options: PropagateOptions, message: RegExp]

const refusals = (code: Refusal[3], cases: Wrong[]): Refusal[] =>
  cases.map(([options, message]) => [
    inspect(options, { breakLength: Infinity }),
    () => run(options),
    'RangeError',
    code,
    message,
  ])

const direct = { solver: 'direct' } as const
const accelerated = { solver: 'accelerated' } as const

describe('a solver that cannot do what is asked', () => {
  itRefuses([
    ...refusals('ERR_MISSING_OPTION', [
      [{ ...free, directed: true }, /`directed`.*`clamping`.*`maxIterations`/],
      [{ ...soft, alpha: 1, directed: true }, /`directed`.*`clamping`.*`maxIterations`/],
    ]),
    ...refusals('ERR_CONFLICTING_OPTIONS', [
      [{ ...direct, maxIterations: 5 }, /^`maxIterations` .*'direct'/],
      [{ ...direct, tolerance: 0.1 }, /^`tolerance` .*'direct'/],
      [{ ...direct, patience: 0 }, /^`patience` .*'direct'/],
      [{ ...direct, changeNorm: 'max' }, /^`changeNorm` .*'direct'/],
      [{ ...direct, ...free }, /^`clamping` 'none' .*'direct'/],
      [{ ...direct, clamping: false }, /^`clamping` .*'direct'/],
      [{ ...direct, ...soft, alpha: 1 }, /^`alpha` 1 .*'direct'/],
      [{ ...direct, clamping: 'soft:1' }, /^`alpha` 1 .*'direct'/],
      [{ ...direct, ...soft, alpha: [1, 0, 0, 0, 1] }, /^`alpha` 1 .*'direct'/],
      [{ ...direct, anchors: 0 }, /^`anchors` 0 /],
      [{ anchors: [0, 1, 1, 1, 0] }, /^`anchors` 0 /],
      [{ anchors: 1, maxIterations: 5 }, /`maxIterations`.*'direct'/],
      [{ anchors: 1, tolerance: 0.1 }, /`tolerance`.*'direct'/],
      [{ anchors: 1, clamping: 'hard' }, /^`anchors` .*`clamping`/],
      [{ anchors: 1, alpha: 0.5 }, /^`anchors` .*`alpha`/],
      [{ anchors: 1, solver: 'iterative' }, /^`anchors` .*'direct'.*'iterative'/],
      [{ anchors: 1, ...accelerated }, /^`anchors` .*'direct'.*'accelerated'/],
      [{ ...accelerated, patience: 1 }, /^`patience` .*'iterative'/],
      [{ ...accelerated, changeNorm: 'frobenius', tolerance: 0.1 }, /^`changeNorm` .*'iterative'/],
      ...[{}, soft, direct, accelerated, { ...accelerated, ...free }, { anchors: 1 }].map(
        (options): Wrong => [
          { ...options, lazy: true, directed: true },
          /^`lazy` .*`directed` .*'iterative'/,
        ],
      ),
      ...[direct, accelerated].map((options): Wrong => [
        { ...options, preset: 'navis' },
        /^`preset` .*`solver` 'iterative'/,
      ]),
      [{ preset: 'navis', anchors: 1 }, /^`anchors` /],
    ]),
    ...refusals('ERR_INVALID_OPTION', [
      [{ solver: 'Direct' as never }, /^`solver` must be 'auto', .*; got "Direct"$/],
      [{ anchors: -1 }, /^`anchors` must be a number from 0 to Infinity; got -1 /],
      [{ anchors: NaN }, /^`anchors` must be .*; got NaN /],
      [{ anchors: [1, 1, 1, 1, -2] }, /^`anchors` of node 4 must be .*; got -2 /],
      [{ maxFactorBytes: -1 }, /^`maxFactorBytes` must be an integer, 0 or greater; got -1 /],
    ]),
    ...refusals('ERR_INVALID_LENGTH', [[{ anchors: [1, 2] }, /^`anchors` must have .* 5 nodes; /]]),
  ])
})
