import assert from 'node:assert/strict'
import {
  propagateLabels,
  seeds,
  Seeds,
  type Label,
  type LabelSeedOptions,
  type NodeLabels,
} from '../../lib/index'
import { chainNeuron } from '../neuron/shape-neuron'
import { mesh, skeleton } from './neurons'

/** [index, label] of every seed. */
const pairs = ({ index, label, labels }: Seeds): [number, Label][] =>
  Array.from(index, (node, s) => [node, labels[label[s]]])

describe('seeds: forms of labels', () => {
  const two: [number, Label][] = [
    [0, 'a'],
    [2, 'b'],
  ]
  const forms: [string, NodeLabels][] = [
    ['an array with null', ['a', null, 'b']],
    ['an array with undefined', ['a', undefined, 'b']],
    ['an array with an empty string', ['a', '', 'b']],
    ['an array with NaN', ['a', NaN, 'b']],
    [
      'a Map from node id',
      new Map([
        [30, 'b'],
        [10, 'a'],
      ]),
    ],
    [
      'a Map with an entry of none',
      new Map<number, string | null>([
        [10, 'a'],
        [20, null],
        [30, 'b'],
      ]),
    ],
    ['the name of a property', 'kind'],
  ]
  for (const [what, labels] of forms) {
    it(`takes ${what}`, async () => {
      const made = await seeds(skeleton, labels)
      assert.ok(made instanceof Seeds)
      assert.equal(made.neuron, skeleton)
      assert.equal(made.soft, false)
      assert.deepEqual(pairs(made), two)
      assert.deepEqual(made.labels, ['a', 'b'])
      assert.deepEqual(made.scores, Float32Array.of(1, 0, 0, 1))
      assert.deepEqual(made.weight, Float32Array.of(1, 1))
      assert.deepEqual({ ...made.counts }, { a: 1, b: 1 })
      assert.deepEqual([made.droppedSynapses, made.warnings], [0, []])
      assert.deepEqual([made.distance, made.distances], [undefined, undefined])
    })

    it(`takes ${what} in propagateLabels as well`, async () => {
      const { report } = await propagateLabels(skeleton, labels, { solver: 'iterative' })
      assert.deepEqual(report.seeds, { a: 1, b: 1 })
    })
  }

  it('takes vertex indices and properties of a mesh', async () => {
    assert.deepEqual(
      pairs(
        await seeds(
          mesh,
          new Map([
            [2, 'b'],
            [0, 'a'],
          ]),
        ),
      ),
      two,
    )
    assert.deepEqual(pairs(await seeds(mesh, 'kind')), [
      [0, true],
      [2, false],
    ])
  })

  it('takes typed arrays, NaN for none', async () => {
    for (const labels of [Float32Array.of(2, NaN, 1), Float64Array.of(2, NaN, 1)]) {
      const made = await seeds(skeleton, labels)
      assert.deepEqual(made.labels, [1, 2])
      assert.deepEqual(pairs(made), [
        [0, 2],
        [2, 1],
      ])
    }
    assert.deepEqual((await seeds(skeleton, Uint8Array.of(0, 7, 0))).labels, [0, 7])
  })

  it('takes a promise of seeds in propagateLabels', async () => {
    const options = { solver: 'iterative', maxIterations: 2 } as const
    const { scores } = await propagateLabels(skeleton, seeds(skeleton, 'kind'), options)
    assert.deepEqual(scores, (await propagateLabels(skeleton, 'kind', options)).scores)
  })
})

describe('seeds: column order', () => {
  const orders: [string, Label[], Label[]][] = [
    ['numbers by value', [10, 9, -1, 0.5, 100], [-1, 0.5, 9, 10, 100]],
    ['infinite numbers too', [Infinity, 0, -Infinity], [-Infinity, 0, Infinity]],
    ['false before true', [true, false], [false, true]],
    ['strings by code point', ['b', 'B', 'a', 'ab', 'é', 'z'], ['B', 'a', 'ab', 'b', 'z', 'é']],
    [
      'characters beyond U+FFFF last',
      ['\u{1F600}', '\uFFFD', '\uE000', 'a\u{10000}', 'a\uFF5E'],
      ['a\uFF5E', 'a\u{10000}', '\uE000', '\uFFFD', '\u{1F600}'],
    ],
    ['numerals as text', ['10', '9', '1'], ['1', '10', '9']],
    ['names of object properties', ['constructor', '__proto__'], ['__proto__', 'constructor']],
  ]
  for (const [what, given, expected] of orders) {
    it(what, async () => {
      const made = await seeds(chainNeuron(given.length), given)
      assert.deepEqual(made.labels, expected)
      assert.deepEqual(pairs(made), [...given.entries()])
      const ones = expected.map((label) => [String(label), 1])
      assert.deepEqual(Object.entries(made.counts).sort(), ones.sort())
    })
  }

  it('takes 0 and -0 for one label', async () => {
    const made = await seeds(skeleton, [0, -0, 1])
    assert.deepEqual([made.labels.length, ...made.label], [2, 0, 0, 1])
  })

  it('is the one that the caller gives, further labels included', async () => {
    const labelOrder = ['b', 'c', 'a']
    const made = await seeds(skeleton, ['a', null, 'b'], { labelOrder })
    assert.deepEqual(made.labels, labelOrder)
    assert.deepEqual([...made.label], [2, 0])
    assert.deepEqual(made.scores, Float32Array.of(0, 0, 1, 1, 0, 0))
    assert.deepEqual({ ...made.counts }, { b: 1, c: 0, a: 1 })
    assert.deepEqual(labelOrder, ['b', 'c', 'a'])
  })
})

describe('seeds: soft', () => {
  const soft = { scores: [1, 2, 0, 0, 5, 5], labels: ['b', 'a'] }
  const made = (options?: LabelSeedOptions) => seeds(skeleton, soft, options)

  it('keeps the columns in their order, rows as given, and no row of zeros', async () => {
    const all = await made()
    assert.equal(all.soft, true)
    assert.deepEqual(all.labels, ['b', 'a'])
    assert.deepEqual([...all.index], [0, 2])
    assert.deepEqual(all.scores, Float32Array.of(1, 2, 5, 5))
    assert.deepEqual({ ...all.counts }, { b: 2, a: 2 })
  })

  it('tells the column with the greatest score, the first of equals', async () => {
    assert.deepEqual([...(await made()).label], [1, 0])
    assert.deepEqual([...(await made({ labelWeights: { a: 0.25 } })).label], [0, 0])
  })

  it('takes another column order', async () => {
    const other = await made({ labelOrder: ['a', 'c', 'b'] })
    assert.deepEqual(other.labels, ['a', 'c', 'b'])
    assert.deepEqual(other.scores, Float32Array.of(2, 0, 1, 5, 0, 5))
    assert.deepEqual({ ...other.counts }, { a: 2, c: 0, b: 2 })
  })

  it('has seed weights for rows that are not zero', async () => {
    const { scores, weight } = await made({ seedWeights: [3, 0.5] })
    assert.deepEqual(scores, Float32Array.of(3, 6, 2.5, 2.5))
    assert.deepEqual(weight, Float32Array.of(3, 0.5))
  })
})
