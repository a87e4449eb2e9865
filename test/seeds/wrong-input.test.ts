import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { seeds, type ErrorCode, type LabelSeedOptions } from '../../lib/index'
import { itRefuses, type Refusal } from '../neuron/wrong-input'
import { mesh, skeleton } from './neurons'

type Case = readonly [given: unknown, message: string | RegExp]

const withLabels = (name: Refusal[2], code: ErrorCode, cases: readonly Case[]): Refusal[] =>
  cases.map(([labels, message]) => [
    `labels ${inspect(labels)}`,
    () => seeds(skeleton, labels as never),
    name,
    code,
    message,
  ])

const withOptions = (name: Refusal[2], code: ErrorCode, cases: readonly Case[]): Refusal[] =>
  cases.map(([options, message]) => [
    `options ${inspect(options)}`,
    () => seeds(skeleton, ['a', null, 'b'], options as LabelSeedOptions),
    name,
    code,
    message,
  ])

const formRule =
  '`labels` must be an array, a Map from node id, the name of a property or { scores, labels }; got '

describe('seeds: wrong labels', () => {
  itRefuses([
    ...withLabels('TypeError', 'ERR_INVALID_ARGUMENT', [
      [undefined, `${formRule}undefined`],
      [null, `${formRule}null`],
      [5, `${formRule}5 (number)`],
      [{ 10: 'a' }, `${formRule}an object (Object)`],
      [() => 'a', `${formRule}a function`],
      [new Map([['10', 'a']]), '`labels`: a node id must be a number; got "10"'],
      [{ scores: [1, 0, 0], labels: [] }, /^`labels` of soft seeds must be .* an array of 0$/],
      [{ scores: [1, 0, 0], labels: 'a' }, /^`labels` of soft seeds must be .* "a"$/],
      [{ scores: 1, labels: ['a'] }, /^`scores` of soft seeds must be .* 1 \(number\)$/],
    ]),
    ...withLabels('RangeError', 'ERR_INVALID_LENGTH', [
      [['a', 'b'], '`labels` must have an entry for each of the 3 nodes; got 2'],
      [[], '`labels` must have an entry for each of the 3 nodes; got 0'],
      [{ scores: [1, 0], labels: ['a'] }, /^`scores` .* #N by #L, 3 by 1; got an array of 2$/],
      [{ scores: [1, 0, 0], labels: ['a', 'b'] }, /^`scores` .* 3 by 2; got an array of 3$/],
    ]),
    ...withLabels('TypeError', 'ERR_INVALID_LABEL', [
      [['a', 1, null], 'labels must be of one type; got "a" and 1 (number)'],
      [[1, true, null], 'labels must be of one type; got 1 (number) and true (boolean)'],
      ['mixed', 'labels must be of one type; got "a" and 1 (number)'],
      [[{}, null, null], /^labels must be strings, numbers or booleans; got an object \(Object\)$/],
      [[1n, null, null], /^labels must be strings, numbers or booleans; got 1 \(bigint\)$/],
      [[Symbol('a'), null, null], /^labels must be strings, .*; got .*symbol/i],
      [{ scores: [1, 0, 0, 0, 0, 0], labels: ['a', 1] }, /^labels must be of one type; /],
    ]),
    ...withLabels('RangeError', 'ERR_INVALID_OPTION', [
      [{ scores: [1, 0, 0, 0, 0, 0], labels: ['a', 'a'] }, /^`labels` .*"a" twice$/],
      [{ scores: [1, 0, 0], labels: [''] }, /^`labels` .*""$/],
    ]),
    ...withLabels('RangeError', 'ERR_UNKNOWN_PROPERTY', [
      [
        'knd',
        '`labels` names property `knd`, but the neuron has `kind`, `size`, `mixed`, `radius`',
      ],
    ]),
    ...withLabels('RangeError', 'ERR_UNKNOWN_NODE_ID', [
      [new Map([[0, 'a']]), '`labels`: the neuron has no node id 0'],
      [new Map([[7, null]]), '`labels`: the neuron has no node id 7'],
      [new Map([[NaN, 'a']]), '`labels`: the neuron has no node id NaN'],
      [new Map([[10.5, 'a']]), '`labels`: the neuron has no node id 10.5'],
    ]),
    ...withLabels('RangeError', 'ERR_INVALID_WEIGHT', [
      ...[-1, NaN, Infinity].map((entry): Case => [
        { scores: [1, entry, 0], labels: ['a'] },
        `\`scores\` of node 20 must be finite and not negative; got ${entry}`,
      ]),
      [{ scores: [1e300, 0, 0], labels: ['a'] }, /^the weights of node 10 multiply to more than /],
    ]),
    ...withLabels('RangeError', 'ERR_NO_SEEDS', [
      [[null, '', NaN], 'neuron n12 has no seeds: no node carries a label'],
      [new Map(), 'neuron n12 has no seeds: no node carries a label'],
      [{ scores: [0, 0, 0], labels: ['a'] }, 'neuron n12 has no seeds: no node carries a label'],
    ]),
    [
      'a vertex that is not there',
      () => seeds(mesh, new Map([[3, 'a']])),
      'RangeError',
      'ERR_UNKNOWN_NODE_ID',
      '`labels`: the neuron has no vertex 3, only 3 vertices',
    ],
    [
      'no labels, on a neuron without a name',
      () => seeds(mesh, [null, null, null]),
      'RangeError',
      'ERR_NO_SEEDS',
      'the neuron has no seeds: no node carries a label',
    ],
    [
      'what is no neuron',
      () => seeds({ kind: 'mesh' } as never, ['a']),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      /^`neuron` must be a Skeleton or a Mesh /,
    ],
  ])
})

const negativeRule = 'must be finite and not negative; got '
const wrongNumbers = [-1, -1e-300, NaN, Infinity]

describe('seeds: wrong options', () => {
  itRefuses([
    ...withOptions('TypeError', 'ERR_UNKNOWN_OPTION', [
      [{ labelWeigths: {} }, 'unknown option `labelWeigths`; did you mean `labelWeights`?'],
      [{ weights: [1] }, /^unknown option `weights`; /],
    ]),
    ...withOptions('TypeError', 'ERR_INVALID_ARGUMENT', [
      [5, 'the options of seeds must be an object; got 5 (number)'],
    ]),
    ...withOptions('TypeError', 'ERR_INVALID_OPTION', [
      [{ labelWeights: [1, 2] }, /^`labelWeights` must be an object or a Map .* an array of 2$/],
      [{ labelWeights: 5 }, /^`labelWeights` must be an object or a Map .* 5 \(number\)$/],
      [{ nodeWeights: 5 }, /^`nodeWeights` must be an array, a Map .* 5 \(number\)$/],
      [{ seedWeights: { a: 1 } }, /^`seedWeights` must be an array .* an object \(Object\)$/],
      [{ labelOrder: 'ab' }, '`labelOrder` must be an array of labels; got "ab"'],
      [{ signal: 5 }, /^`signal` must be an AbortSignal; got 5 \(number\)$/],
    ]),
    ...withOptions('RangeError', 'ERR_INVALID_OPTION', [
      [{ labelOrder: ['b', 'a', 'b'] }, '`labelOrder` must name every label once; got "b" twice'],
      [{ labelOrder: ['b', 'a', ''] }, '`labelOrder` must name every label once; got ""'],
    ]),
    ...withOptions('RangeError', 'ERR_UNKNOWN_LABEL', [
      [{ labelOrder: ['b'] }, '`labelOrder` must name every label; "a" is missing'],
      [{ labelOrder: [] }, '`labelOrder` must name every label; "a" is missing'],
    ]),
    ...withOptions('TypeError', 'ERR_INVALID_LABEL', [
      [{ labelOrder: ['b', 'a', 1] }, 'labels must be of one type; got "b" and 1 (number)'],
    ]),
    ...withOptions('RangeError', 'ERR_INVALID_LENGTH', [
      [{ seedWeights: [1] }, '`seedWeights` must have a number for each of the 2 seeds; got 1'],
      [{ seedWeights: [1, 1, 1] }, /^`seedWeights` must have .* the 2 seeds; got 3$/],
      [{ nodeWeights: [1, 1] }, /^`nodeWeights` must have .* the 3 nodes; got 2$/],
    ]),
    ...withOptions('RangeError', 'ERR_UNKNOWN_PROPERTY', [
      [{ nodeWeights: 'siz' }, /^`nodeWeights` names property `siz`, but the neuron has `kind`/],
    ]),
    ...withOptions('RangeError', 'ERR_UNKNOWN_NODE_ID', [
      [{ nodeWeights: new Map([[7, 1]]) }, '`nodeWeights`: the neuron has no node id 7'],
    ]),
    ...withOptions(
      'RangeError',
      'ERR_INVALID_WEIGHT',
      wrongNumbers.flatMap((weight): Case[] => [
        [{ labelWeights: { a: weight } }, `\`labelWeights\` of "a" ${negativeRule}${weight}`],
        [{ labelWeights: { soma: weight } }, `\`labelWeights\` of "soma" ${negativeRule}${weight}`],
        [{ nodeWeights: [1, 1, weight] }, `\`nodeWeights\` of node 30 ${negativeRule}${weight}`],
        [
          { nodeWeights: new Map([[30, weight]]) },
          `\`nodeWeights\` of node 30 ${negativeRule}${weight}`,
        ],
        [{ seedWeights: [1, weight] }, `\`seedWeights\` of seed 1 ${negativeRule}${weight}`],
      ]),
    ),
    ...withOptions('TypeError', 'ERR_INVALID_WEIGHT', [
      [{ labelWeights: { a: '2' } }, '`labelWeights` of "a" must be a number; got "2"'],
      [{ labelWeights: { a: null } }, '`labelWeights` of "a" must be a number; got null'],
      [{ nodeWeights: ['2', 1, 1] }, '`nodeWeights` of node 10 must be a number; got "2"'],
      [{ nodeWeights: 'kind' }, '`nodeWeights` of node 10 must be a number; got "a"'],
      [{ seedWeights: [1, 2n] }, '`seedWeights` of seed 1 must be a number; got 2 (bigint)'],
    ]),
    ...withOptions('RangeError', 'ERR_INVALID_WEIGHT', [
      [{ labelWeights: { a: 1e39 } }, /^the weights of node 10 multiply to more than float32 /],
      [{ labelWeights: { b: 1e30 }, nodeWeights: [1, 1, 1e30] }, /^the weights of node 30 /],
    ]),
    ...withOptions('RangeError', 'ERR_NO_SEEDS', [
      [{ seedWeights: [0, 0] }, 'neuron n12 has no seeds: all 2 labelled nodes have weight 0'],
      [{ labelWeights: { a: 0, b: 0 } }, /: all 2 labelled nodes have weight 0$/],
    ]),
    [
      'a vertex weight, by the name of a vertex',
      () => seeds(mesh, ['a', null, null], { nodeWeights: [-1, 1, 1] }),
      'RangeError',
      'ERR_INVALID_WEIGHT',
      '`nodeWeights` of vertex 0 must be finite and not negative; got -1',
    ],
  ])

  it('rejects with the reason of an aborted signal', async () => {
    const reason = new Error('enough')
    const options = { signal: AbortSignal.abort(reason) }
    await assert.rejects(seeds(skeleton, 'kind', options), (error) => error === reason)
  })
})
