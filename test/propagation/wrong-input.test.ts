import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import {
  propagateLabels,
  Propagator,
  seeds,
  type ErrorCode,
  type PropagateOptions,
} from '../../lib/index'
import { chainNeuron, shapeNeuron } from '../neuron/shape-neuron'
import { deepCopy, itRefuses, type Refusal } from '../neuron/wrong-input'
import { shape } from '../shapes'

const chain = chainNeuron(3)
const labels = ['a', null, 'b']
const iterative = { solver: 'iterative', maxIterations: 3 } as const

type Case = readonly [options: object, message: string | RegExp]

const refused = (name: Refusal[2], code: ErrorCode, cases: readonly Case[]): Refusal[] =>
  cases.map(([options, message]) => [
    inspect(options, { breakLength: Infinity }),
    () => propagateLabels(chain, labels, { ...iterative, ...options }),
    name,
    code,
    message,
  ])

describe('propagateLabels: wrong clamping', () => {
  const rule = "`clamping` must be 'hard', 'soft', 'none', true, false or 'soft:ALPHA'; got "
  const alphaRule = '`alpha` must be a number from 0 to 1'
  const soft = { clamping: 'soft' }
  itRefuses([
    ...refused('RangeError', 'ERR_INVALID_OPTION', [
      ...['Hard', 'clamped', '', 'soft:', 'soft 0.5', 'true'].map((clamping): Case => [
        { clamping },
        `${rule}"${clamping}"`,
      ]),
      ...[1.5, -0.1, 'x', 'Infinity', 'NaN', '0.5.5', '0x1'].map((alpha): Case => [
        { clamping: `soft:${alpha}` },
        new RegExp(`^the alpha of \`clamping\` "soft:${alpha}" must be a number from 0 to 1; got `),
      ]),
      ...[1.5, -0.1, NaN, Infinity].map((alpha): Case => [
        { ...soft, alpha },
        `${alphaRule}; got ${alpha} (number)`,
      ]),
      ...[1.5, -1e-9, NaN].map((alpha): Case => [
        { ...soft, alpha: [0.1, 0.2, alpha] },
        `\`alpha\` of node 2 must be a number from 0 to 1; got ${alpha} (number)`,
      ]),
    ]),
    ...refused('TypeError', 'ERR_INVALID_OPTION', [
      [{ clamping: null }, `${rule}null`],
      [{ clamping: 0.5 }, `${rule}0.5 (number)`],
      [{ clamping: ['hard'] }, `${rule}an array of 1`],
      [{ ...soft, alpha: '0.5' }, `${alphaRule}, or an array of one per node; got "0.5"`],
      [{ ...soft, alpha: null }, `${alphaRule}, or an array of one per node; got null`],
      [{ ...soft, alpha: [0.1, '0.2', 0.3] }, /^`alpha` of node 1 must be .*; got "0.2"$/],
    ]),
    ...refused('RangeError', 'ERR_INVALID_LENGTH', [
      [{ ...soft, alpha: [0.5] }, '`alpha` must have a number for each of the 3 nodes; got 1'],
    ]),
    ...refused('RangeError', 'ERR_CONFLICTING_OPTIONS', [
      ...[undefined, 'hard', 'none', true, false].map((clamping): Case => [
        { clamping, alpha: 0.5 },
        /^`alpha` goes with `clamping` 'soft'; got `clamping` /,
      ]),
      [
        { clamping: 'soft:0.9', alpha: 0.8 },
        '`clamping` "soft:0.9" and `alpha` 0.8 (number) are two different alphas; give one',
      ],
      [{ clamping: 'soft:0.9', alpha: [0.9, 0.9, 0.9] }, /are two different alphas; give one$/],
    ]),
  ])
})

describe('propagateLabels: wrong stop rules', () => {
  const tolerance = '`tolerance` must be a number above 0 and below 1; got '
  const integers: [name: string, least: number][] = [
    ['maxIterations', 1],
    ['patience', 0],
    ['threads', 1],
  ]
  itRefuses([
    ...integers.flatMap(([name, least]) => {
      const rule = `\`${name}\` must be an integer, ${least} or greater; got `
      const wrong = [least - 1, -1, 1.5, NaN, Infinity, 2 ** 53]
      return [
        ...refused(
          'RangeError',
          'ERR_INVALID_OPTION',
          [...new Set(wrong)].map((value): Case => [{ [name]: value }, `${rule}${value} (number)`]),
        ),
        ...refused('TypeError', 'ERR_INVALID_OPTION', [
          [{ [name]: '5' }, `${rule}"5"`],
          [{ [name]: null }, `${rule}null`],
        ]),
      ]
    }),
    ...refused('RangeError', 'ERR_INVALID_OPTION', [
      ...[1, 5, Infinity].map((value): Case => [
        { tolerance: value },
        `${tolerance}${value} (number). For a number of settled steps give \`patience\``,
      ]),
      ...[0, -1e-4, NaN].map((value): Case => [
        { tolerance: value },
        `${tolerance}${value} (number)`,
      ]),
      [{ changeNorm: 'l2' }, "`changeNorm` must be 'max' or 'frobenius'; got \"l2\""],
    ]),
    ...refused('TypeError', 'ERR_INVALID_OPTION', [
      [{ tolerance: '1e-4' }, `${tolerance}"1e-4"`],
      [{ tolerance: null }, `${tolerance}null`],
      [{ changeNorm: 2 }, /^`changeNorm` must be 'max' or 'frobenius'; got 2 \(number\)$/],
    ]),
  ])
})

describe('propagateLabels: wrong options', () => {
  itRefuses([
    ...refused('RangeError', 'ERR_MISSING_OPTION', [
      [{ solver: undefined }, /^`solver` must be named: /],
    ]),
    ...refused('RangeError', 'ERR_INVALID_OPTION', [
      [{ solver: 'iterativ' }, /^`solver` must be .*'iterative'.*; got "iterativ"/],
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
