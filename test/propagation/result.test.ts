import assert from 'node:assert/strict'
import {
  propagateLabels,
  Skeleton,
  type Label,
  type NodeLabels,
  type PropagateOptions,
} from '../../lib/index'
import { chainNeuron, shapeNeuron } from '../neuron/shape-neuron'
import { itRefuses } from '../neuron/wrong-input'
import { shape } from '../shapes'

const iterative = { solver: 'iterative', maxIterations: 2 } as const

/** Nodes 10, 20, 30 in a row and 40 alone: two steps give 10 'a', 20 1/3 : 2/3, 30 'b', 40 none. */
const skeleton = new Skeleton({
  name: 'n12',
  positions: [0, 0, 0, 1, 0, 0, 3, 0, 0, 9, 9, 9],
  parents: [-1, 10, 20, -1],
  nodeIds: [10, 20, 30, 40],
})
const labelled = (
  labels: NodeLabels = new Map([
    [10, 'a'],
    [30, 'b'],
  ]),
  options?: PropagateOptions,
) => propagateLabels(skeleton, labels, { ...iterative, ...options })

const third = Math.fround(1 / 3)
const twoThirds = Math.fround(2 / 3)

describe('result: nodes', () => {
  it('has scores, columns and labels in index order', async () => {
    const result = await labelled()
    assert.equal(result.neuron, skeleton)
    assert.deepEqual(result.labels, ['a', 'b'])
    assert.deepEqual(result.scores, Float32Array.of(1, 0, third, twoThirds, 0, 1, 0, 0))
    assert.deepEqual(result.labelIndex, Int32Array.of(0, 1, 1, -1))
    assert.deepEqual(result.decode(), ['a', 'b', 'b', null])
    assert.deepEqual(
      [10, 20, 30, 40].map((id) => result.labelOf(id)),
      ['a', 'b', 'b', null],
    )
  })

  it('gives columns of normalised scores, new arrays each time', async () => {
    const result = await labelled()
    assert.deepEqual([...result.column('a')], [1, third, 0, NaN])
    assert.deepEqual([...result.column('b')], [0, twoThirds, 1, NaN])
    assert.ok(result.column('a') instanceof Float32Array)
    result.column('a').fill(7)
    assert.deepEqual([...result.column('a')], [1, third, 0, NaN])
  })

  it('keeps the type of the labels', async () => {
    const cases: [Label, Label][] = [
      ['1', '2'],
      [1, 2],
      [-0.5, 1e300],
      [false, true],
    ]
    for (const [first, last] of cases) {
      const result = await labelled(
        new Map([
          [10, first],
          [30, last],
        ]),
      )
      assert.deepEqual(result.labels, [first, last])
      assert.deepEqual(result.decode(), [first, last, last, null])
      assert.equal(result.labelOf(20), last)
      assert.equal(result.column(last)[1], twoThirds)
      assert.deepEqual(result.report.labels, [String(first), String(last)])
      assert.deepEqual(result.report.counts, { [String(first)]: 1, [String(last)]: 2 })
    }
  })

  it('goes by vertex index on a mesh', async () => {
    const result = await propagateLabels(
      shapeNeuron(shape('isolated vertices')),
      new Map([
        [2, 'a'],
        [8, 'b'],
      ]),
      iterative,
    )
    assert.deepEqual(
      [2, 8, 0].map((vertex) => result.labelOf(vertex)),
      ['a', 'b', null],
    )
  })

  it('counts ties, and gives the first of equal labels', async () => {
    const star = shapeNeuron(shape('star of 6, even'))
    for (const [labelOrder, first] of [
      [['a', 'b'], 'a'],
      [['b', 'a'], 'b'],
    ] as const) {
      const labels = new Map([
        [1, 'a'],
        [6, 'b'],
      ])
      const result = await propagateLabels(star, labels, { ...iterative, labelOrder })
      assert.equal(result.labelOf(0), first)
      assert.equal(result.report.ties, 5)
      assert.equal(result.report.counts[first], 6)
      assert.deepEqual([result.margins()[0], result.entropies()[0]], [0, 1])
    }
  })

  it('takes no tie below the best score for a tie', async () => {
    const rows = [
      [1, 1, 2],
      [1, 2, 2],
      [2, 1, 2],
      [3, 2, 1],
    ]
    const { report, labelIndex } = await labelled({ scores: rows.flat(), labels: ['a', 'b', 'c'] })
    assert.equal(report.ties, 2)
    assert.deepEqual(labelIndex, Int32Array.of(2, 1, 0, 0))
  })

  it('takes a single label, and says so', async () => {
    const result = await labelled(new Map([[10, 'a']]))
    assert.deepEqual(result.decode(), ['a', 'a', 'a', null])
    assert.deepEqual([...result.probabilities()], [1, 1, 1, NaN])
    assert.deepEqual([...result.margins()], [1, 1, 1, NaN])
    assert.deepEqual([...result.entropies()], [0, 0, 0, NaN])
    assert.deepEqual(
      result.report.warnings.map(({ code }) => code),
      ['single-label'],
    )
    assert.equal(result.report.ties, 0)
  })

  const isolated: [PropagateOptions, score: number][] = [
    [{ clamping: 'hard' }, 1],
    [{ clamping: 'soft' }, 0.5],
    [{ clamping: 'soft', alpha: 0 }, 1],
    [{ clamping: 'soft', alpha: 0.25 }, 0.75],
    [{ clamping: 'soft', alpha: 1 }, 0],
    [{ clamping: 'none' }, 0],
    [{ clamping: 'none', lazy: true }, 0.25],
    [{ clamping: 'soft', lazy: true }, 0.6875],
  ]
  for (const [options, score] of isolated) {
    it(`gives a seed on an isolated node ${score} under ${JSON.stringify(options)}`, async () => {
      const result = await labelled(
        new Map([
          [10, 'a'],
          [40, 'b'],
        ]),
        options,
      )
      assert.deepEqual(result.scores.slice(6), Float32Array.of(0, score))
      assert.equal(result.labelOf(40), score === 0 ? null : 'b')
      assert.equal(result.probabilities()[7], score === 0 ? NaN : 1)
    })
  }
})

describe('result: wrong input', () => {
  itRefuses([
    [
      'an id that is not there',
      async () => (await labelled()).labelOf(11),
      'RangeError',
      'ERR_UNKNOWN_NODE_ID',
      '`nodeId`: the neuron has no node id 11',
    ],
    [
      'an id that is no number',
      async () => (await labelled()).labelOf('10' as never),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      '`nodeId`: a node id must be a number; got "10"',
    ],
    [
      'the column of a label that is not there',
      async () => (await labelled()).column('c'),
      'RangeError',
      'ERR_UNKNOWN_LABEL',
      '`label` must be one of "a", "b"; got "c"',
    ],
    [
      'probabilities of another kind',
      async () => (await labelled()).probabilities('soft' as never),
      'RangeError',
      'ERR_INVALID_OPTION',
      "`probabilities` must be 'normalized', 'softmax' or 'raw'; got \"soft\"",
    ],
  ])
})

describe('result: empty rows', () => {
  it('are NaN but for raw scores, in nodes that no seed reaches', async () => {
    const far = await propagateLabels(
      chainNeuron(5),
      new Map([
        [0, 'a'],
        [1, 'b'],
      ]),
      iterative,
    )
    const row = (values: ArrayLike<number>) => [values[8], values[9]]
    assert.deepEqual(row(far.probabilities('raw')), [0, 0])
    assert.deepEqual(row(far.probabilities('normalized')), [NaN, NaN])
    assert.deepEqual(row(far.probabilities('softmax')), [NaN, NaN])
    assert.deepEqual([far.margins()[4], far.entropies()[4]], [NaN, NaN])
    assert.deepEqual([far.labelIndex[4], far.decode()[4], far.labelOf(4)], [-1, null, null])
    assert.equal(far.report.unlabelled, 1)
  })
})
