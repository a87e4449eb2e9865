import assert from 'node:assert/strict'
import { seeds, type Label, type LabelSeedOptions } from '../../lib/index'
import { chainNeuron } from '../neuron/shape-neuron'
import { oneHot, seedScoresReference } from '../reference/propagate'
import { random } from '../shapes'
import { mesh, skeleton } from './neurons'

const weighted = (options: LabelSeedOptions) => seeds(skeleton, ['a', null, 'b'], options)

const ofNodes: [string, LabelSeedOptions][] = [
  ['label weights in an object', { labelWeights: { a: 0.5, b: 3 } }],
  [
    'label weights in a Map',
    {
      labelWeights: new Map([
        ['b', 3],
        ['a', 0.5],
      ]),
    },
  ],
  ['node weights in an array', { nodeWeights: [0.5, 9, 3] }],
  ['node weights in a typed array', { nodeWeights: Float64Array.of(0.5, 9, 3) }],
  [
    'node weights by node id',
    {
      nodeWeights: new Map([
        [30, 3],
        [10, 0.5],
      ]),
    },
  ],
  ['seed weights in the order given', { seedWeights: [0.5, 3] }],
  ['seed weights in a typed array', { seedWeights: Float32Array.of(0.5, 3) }],
]

describe('seeds: weights', () => {
  for (const [what, options] of ofNodes) {
    it(`takes ${what}`, async () => {
      assert.deepEqual((await weighted(options)).scores, Float32Array.of(0.5, 0, 0, 3))
    })
  }

  it('takes node weights from a property, and 1 where a Map has none', async () => {
    const ofProperty = await weighted({ nodeWeights: 'radius' })
    assert.deepEqual(ofProperty.scores, Float32Array.of(1, 0, 0, 2))
    const inPart = await weighted({ nodeWeights: new Map([[30, 7]]) })
    assert.deepEqual(inPart.scores, Float32Array.of(1, 0, 0, 7))
    const byVertex = await seeds(mesh, ['a', null, 'b'], { nodeWeights: new Map([[2, 7]]) })
    assert.deepEqual(byVertex.scores, Float32Array.of(1, 0, 0, 7))
  })

  it('takes label weights of numbers and booleans, by value or by name', async () => {
    const cases: [Label[], LabelSeedOptions['labelWeights']][] = [
      [[1, 2], { 1: 0.5, 2: 3 }],
      [
        [1, 2],
        new Map([
          [1, 0.5],
          [2, 3],
        ]),
      ],
      [[true, false], { true: 0.5, false: 3 }],
      [
        [true, false],
        new Map([
          [true, 0.5],
          [false, 3],
        ]),
      ],
    ]
    for (const [[first, last], labelWeights] of cases) {
      const { label, scores, labels } = await seeds(skeleton, [first, null, last], { labelWeights })
      const own = Array.from(label, (column, s) => scores[s * labels.length + column])
      assert.deepEqual(own, [0.5, 3])
    }
  })

  it('has seed weights of a Map in the order of the Map', async () => {
    const labels = new Map([
      [30, 'b'],
      [20, ''],
      [10, 'a'],
    ])
    const made = await seeds(skeleton, labels, { seedWeights: [3, 0.5] })
    assert.deepEqual([...made.index], [0, 2])
    assert.deepEqual(made.weight, Float32Array.of(0.5, 3))
  })

  it('takes what weighs nothing for no seed, and keeps its column', async () => {
    const none: LabelSeedOptions[] = [
      { labelWeights: { a: 0 } },
      { nodeWeights: [0, 1, 1] },
      { nodeWeights: [-0, 1, 1] },
      { seedWeights: [0, 1] },
      { labelWeights: { a: 1e-46 } },
      { labelWeights: { a: 1e-30 }, seedWeights: [1e-30, 1] },
    ]
    for (const options of none) {
      const made = await weighted(options)
      assert.deepEqual([...made.index], [2])
      assert.deepEqual(made.labels, ['a', 'b'])
      assert.deepEqual({ ...made.counts }, { a: 0, b: 1 })
      assert.deepEqual(made.scores, Float32Array.of(0, 1))
    }
    const byProperty = await seeds(skeleton, ['a', 'a', 'b'], { nodeWeights: 'size' })
    assert.deepEqual([...byProperty.index], [0, 1])
  })

  it('warns of a weight for a label that is not there', async () => {
    const { warnings, scores } = await weighted({ labelWeights: { a: 2, soma: 3 } })
    assert.deepEqual(scores, Float32Array.of(2, 0, 0, 1))
    assert.deepEqual(warnings, [
      {
        code: 'unused-label-weight',
        message: "`labelWeights` has a weight for 'soma', a label that this neuron does not have",
      },
    ])
  })

  it('rounds every product to float32, in the order label, node, seed, entry', async () => {
    const next = random(5)
    const weights = (count: number) => Array.from({ length: count }, () => 10 ** (4 * next() - 2))
    for (const soft of [false, true]) {
      const [nodes, labels] = [200, 3]
      const columns = Array.from({ length: nodes }, () => Math.floor(next() * labels))
      const entries = soft ? weights(nodes * labels) : oneHot(columns, labels)
      const given = {
        labelWeights: weights(labels),
        nodeWeights: weights(nodes),
        seedWeights: weights(nodes),
      }
      const { seedScores } = seedScoresReference({ nodes, labels, entries, ...given })
      const made = await seeds(
        chainNeuron(nodes),
        soft ? { scores: entries, labels: ['0', '1', '2'] } : columns.map(String),
        { ...given, labelWeights: Object.fromEntries(given.labelWeights.entries()) },
      )
      assert.deepEqual(made.scores, seedScores)
      const ofNode = (i: number) =>
        Math.fround(Math.fround(given.nodeWeights[i]) * Math.fround(given.seedWeights[i]))
      assert.deepEqual(
        made.weight,
        Float32Array.from(columns, (_, i) => ofNode(i)),
      )
    }
  })
})
