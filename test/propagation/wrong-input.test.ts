import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { propagateLabels, Propagator, seeds } from '../../lib/index'
import { chainNeuron, shapeNeuron } from '../neuron/shape-neuron'
import { deepCopy, itRefuses, type Refusal } from '../neuron/wrong-input'
import { shape } from '../shapes'
import { chain, iterative, labels, refused } from './refusals'

describe('propagateLabels: wrong options', () => {
  itRefuses([
    ...refused('RangeError', 'ERR_INVALID_OPTION', [
      [{ solver: 'iterativ' }, /^`solver` must be 'auto', 'iterative', .*; got "iterativ"/],
      [{ preset: 'Navis' }, '`preset` must be \'navis\'; got "Navis"'],
      [
        { edgeWeights: 'lengths' },
        "`edgeWeights` must be 'length', 'uniform' or 'inverse-length'; got \"lengths\"",
      ],
    ]),
    ...refused('TypeError', 'ERR_INVALID_OPTION', [
      [{ solver: 5 }, /^`solver` must be .*'iterative'.*; got 5 \(number\)/],
      [{ preset: true }, /^`preset` must be 'navis'; got true \(boolean\)$/],
      [{ edgeWeights: 1 }, /^`edgeWeights` must be .*; got 1 \(number\)$/],
      [{ directed: 'yes' }, '`directed` must be true or false; got "yes"'],
      [{ directed: null }, '`directed` must be true or false; got null'],
      [{ lazy: 1 }, '`lazy` must be true or false; got 1 (number)'],
      [{ signal: {} }, '`signal` must be an AbortSignal; got an object (Object)'],
      [{ onProgress: 5 }, '`onProgress` must be a function; got 5 (number)'],
    ]),
    ...refused('TypeError', 'ERR_UNKNOWN_OPTION', [
      [{ clampng: 'hard' }, 'unknown option `clampng`; did you mean `clamping`?'],
      [{ tol: 1e-4 }, /^unknown option `tol`; /],
      [{ max_iterations: 5 }, 'unknown option `max_iterations`; did you mean `maxIterations`?'],
    ]),
    ...refused('RangeError', 'ERR_INVALID_WEIGHT', [[{ seedWeights: [1, -1] }, /^`seedWeights` /]]),
  ])

  const noOptions = [5, 'hard', null, ['hard']]
  itRefuses(
    noOptions.map((options) => [
      `${inspect(options)} for options`,
      () => propagateLabels(chain, labels, options as never),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      /^the options of propagateLabels must be an object; got /,
    ]),
  )

  const meshShape = shapeNeuron(shape('tetrahedron'))
  const made = () => seeds(chain, labels)
  itRefuses([
    [
      'a directed mesh',
      () => propagateLabels(meshShape, ['a', null, null, 'b'], { ...iterative, directed: true }),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      '`directed` needs a skeleton: the edges of a mesh have no direction',
    ],
    [
      'what is no neuron',
      () => propagateLabels({ kind: 'skeleton' } as never, labels, iterative),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      '`neuron` must be a Skeleton or a Mesh (see readNeuron); got an object (Object)',
    ],
    [
      'no labels',
      () => propagateLabels(chain, undefined as never, iterative),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      /^`labels` must be an array, .*; got undefined$/,
    ],
    [
      'seeds of another neuron',
      async () => propagateLabels(chainNeuron(3), await made(), iterative),
      'RangeError',
      'ERR_INVALID_ARGUMENT',
      '`seeds` were made for another neuron than the propagator',
    ],
    ...['labelWeights', 'nodeWeights', 'seedWeights', 'labelOrder'].map((name): Refusal => [
      `${name} beside seeds that are made`,
      async () => propagateLabels(chain, await made(), { ...iterative, [name]: ['a'] }),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      `\`${name}\` belongs to the making of seeds; these seeds are made already`,
    ]),
    [
      'seeds that failed to be made',
      () => propagateLabels(chain, seeds(chain, [null, null, null]), iterative),
      'RangeError',
      'ERR_NO_SEEDS',
      'the neuron has no seeds: no node carries a label',
    ],
  ])
})

describe('Propagator: wrong input', () => {
  const create = (options?: unknown) => Propagator.create(chain, options as never)
  const run = async (given: unknown, options: unknown = iterative) =>
    (await create()).run(given as never, options as never)
  itRefuses([
    [
      'labels in place of seeds',
      () => run(labels),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      '`seeds` must be Seeds (see seeds, seedsFromSynapses, seedsFromPoints); got an array of 3',
    ],
    [
      'options of a run where it is made',
      () => create({ clamping: 'hard' }),
      'TypeError',
      'ERR_UNKNOWN_OPTION',
      'unknown option `clamping`; there are `edgeWeights`, `directed`, `lazy`, `signal`',
    ],
    [
      'options of its making in a run',
      async () => run(await seeds(chain, labels), { ...iterative, edgeWeights: 'length' }),
      'TypeError',
      'ERR_UNKNOWN_OPTION',
      /^unknown option `edgeWeights`; /,
    ],
    [
      'a run after dispose()',
      async () => {
        const propagator = await create()
        propagator.dispose()
        propagator.dispose()
        return propagator.run(await seeds(chain, labels), iterative)
      },
      'RangeError',
      'ERR_DISPOSED',
      'the propagator was disposed; create another one',
    ],
  ])
})

describe('propagateLabels', () => {
  it('changes nothing that it is given', async () => {
    const neuron = shapeNeuron(shape('one zero-length edge'), {
      properties: { size: [1, 2, 3, 4, 5, 6] },
    })
    const entries = ['b', null, 'b', '', 'a', NaN]
    const options = {
      ...iterative,
      clamping: 'soft' as const,
      alpha: [0, 0.5, 0.5, 1, 0.25, 1],
      labelWeights: { a: 2, c: 3 },
      nodeWeights: 'size',
      seedWeights: Float64Array.of(1, 2, 3),
      labelOrder: ['b', 'a'],
      edgeWeights: 'inverse-length' as const,
    }
    const made = await seeds(neuron, entries, { labelWeights: options.labelWeights })
    const given = { neuron, entries, options, made, seedNeuron: made.neuron }
    const before = deepCopy(given)
    await propagateLabels(neuron, entries, options)
    await propagateLabels(neuron, made, { ...iterative, edgeWeights: 'inverse-length' })
    assert.deepEqual(given, before)
  })

  it('takes options that are undefined for options that are not given', async () => {
    const all = ['clamping', 'alpha', 'maxIterations', 'tolerance', 'patience', 'changeNorm']
    const others = ['preset', 'threads', 'signal', 'onProgress', 'edgeWeights', 'directed', 'lazy']
    const seedOptions = ['labelWeights', 'nodeWeights', 'seedWeights', 'labelOrder']
    const none = Object.fromEntries(
      [...all, ...others, ...seedOptions].map((name) => [name, undefined]),
    )
    const made = await seeds(chain, labels)
    for (const source of [labels, made]) {
      const { report, scores } = await propagateLabels(chain, source, {
        ...none,
        solver: 'iterative',
      })
      assert.equal(report.iterations, 10_000)
      assert.deepEqual(scores, Float32Array.of(1, 0, 0.5, 0.5, 0, 1))
    }
  })
})
