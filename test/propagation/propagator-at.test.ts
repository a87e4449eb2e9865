import assert from 'node:assert/strict'
import {
  generateNeuron,
  Propagator,
  seeds,
  type AtOptions,
  type Mesh,
  type RunOptions,
  type Seeds,
} from '../../lib/index'
import { chainNeuron } from '../neuron/shape-neuron'
import { itRefuses } from '../neuron/wrong-input'
import { greatestDifference } from '../reference/sparse-steps'
import { told } from './told'

const threeClicks = new Map([[0, 'a'], [150, 'b'], [299, 'a']]) // prettier-ignore

describe('Propagator.at', () => {
  let mesh: Mesh
  let clicks: Seeds
  let propagator: Propagator
  before(async () => {
    const generated = await generateNeuron({ seed: 11, nodes: 300, vertices: 2000 })
    assert.ok(generated.mesh)
    mesh = generated.mesh
    clicks = await seeds(mesh, threeClicks)
    propagator = await Propagator.create(mesh)
  })
  after(() => propagator.dispose())

  const optionsOfAll: AtOptions[] = [
    { clamping: 'none' },
    { clamping: 'hard' },
    { clamping: 'soft', alpha: 0.9 },
    { clamping: 'soft', alpha: 1 },
  ]
  for (const options of optionsOfAll) {
    it(`gives what single runs give: ${JSON.stringify(options)}`, async () => {
      const steps = [17, 10_000, 1, 999, 17]
      const states = await propagator.at(clicks, steps, options)
      assert.equal(states.length, steps.length)
      for (const [at, maxIterations] of steps.entries()) {
        const run: RunOptions = { ...options, solver: 'accelerated', maxIterations }
        const single = await propagator.run(clicks, run)
        const { report, scores, labelIndex } = states[at]
        assert.ok(greatestDifference(scores, single.scores) <= 1e-12, `${maxIterations} steps`)
        assert.deepEqual(labelIndex, single.labelIndex)
        assert.deepEqual(
          [report.iterations, report.stop, report.solver],
          [maxIterations, 'maxIterations', 'accelerated'],
        )
        assert.deepEqual(report.warnings, single.report.warnings)
        assert.ok(report.multiplications >= single.report.multiplications)
      }
      assert.deepEqual(states[0].scores, states[4].scores)
      assert.ok(greatestDifference(states[0].scores, states[1].scores) > 1e-6)
    })
  }

  it('takes one pass for all of them', async () => {
    const [alone] = await propagator.at(clicks, [10_000], { clamping: 'none' })
    const all = await propagator.at(clicks, [5000, 7000, 10_000], { clamping: 'none' })
    assert.ok(all[0].report.multiplications < 2 * alone.report.multiplications)
  })

  it('takes any array of numbers, and clamps hard unless told', async () => {
    const plain = await propagator.at(clicks, [3, 2])
    const typed = await propagator.at(clicks, Int32Array.of(3, 2), { clamping: 'hard' })
    assert.deepEqual(plain.map(told), typed.map(told))
  })

  it('follows parents on directed skeletons', async () => {
    const chain = chainNeuron(5)
    const directed = await Propagator.create(chain, { directed: true })
    const made = await seeds(chain, ['a', null, 'b', null, null])
    const [two, one] = await directed.at(made, [2, 1], { clamping: 'none' })
    assert.deepEqual(two.decode(), [null, null, 'a', null, 'b'])
    assert.deepEqual(one.decode(), [null, 'a', null, 'b', null])
    directed.dispose()
  })

  const at = (steps: unknown, options?: object) => () =>
    propagator.at(clicks, steps as number[], options)
  itRefuses([
    ...[5, null, '17', {}].map(
      (steps) =>
        [
          `${JSON.stringify(steps)} for steps`,
          at(steps),
          'TypeError',
          'ERR_INVALID_ARGUMENT',
          /^`steps` must be an array of integers from 1; got /,
        ] as const,
    ),
    ['no steps', at([]), 'RangeError', 'ERR_INVALID_LENGTH', /^`steps` must hold /],
    ['0 steps', at([3, 0]), 'RangeError', 'ERR_INVALID_OPTION', /^`steps\[1\]` must be an integer/],
    ['half a step', at([0.5]), 'RangeError', 'ERR_INVALID_OPTION', /^`steps\[0\]` must be /],
    ['a text', at([1, '2']), 'TypeError', 'ERR_INVALID_OPTION', /^`steps\[1\]` must be .*got "2"/],
    [
      'a stop rule',
      at([1], { tolerance: 0.1 }),
      'TypeError',
      'ERR_UNKNOWN_OPTION',
      /^unknown option `tolerance`/,
    ],
    [
      'anchors',
      at([1], { anchors: 1 }),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      /^`anchors` .*'direct'/,
    ],
    [
      'other seeds',
      () => propagator.at({} as never, [1]),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      /^`seeds`/,
    ],
  ])

  it('refuses a lazy directed walk, and work after dispose()', async () => {
    const chain = chainNeuron(3)
    const lazy = await Propagator.create(chain, { directed: true, lazy: true })
    const made = await seeds(chain, ['a', null, 'b'])
    const message = /^`lazy` .*`directed` /
    await assert.rejects(lazy.at(made, [1]), { code: 'ERR_CONFLICTING_OPTIONS', message })
    lazy.dispose()
    await assert.rejects(lazy.at(made, [1]), { code: 'ERR_DISPOSED' })
  })
})
