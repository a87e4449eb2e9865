import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import {
  seedsFromSynapses,
  Synapses,
  type Neuron,
  type SynapseSeedOptions,
  type SynapsesInit,
} from '../../lib/index'
import { itRefuses, type Refusal } from '../neuron/wrong-input'
import { mesh, skeleton, skeletonInUm } from './neurons'

/** Node 10: 1 pre, 1 post; node 20: 3 post; node 30: 4 pre, 1 post. */
const table: SynapsesInit = {
  positions: [0, 0, 1, 1, 1, 2, 2, 2, 2, 2].flatMap((node) => [[0, 1, 3][node], 0, 0]),
  types: ['pre', 'post', 'post', 'post', 'post', 'pre', 'pre', 'pre', 'post', 'pre'],
  nodeIds: [30, 30, 20, 20, 20, 10, 10, 10, 10, 10],
  columns: {
    roi: ['LH', 'CA', '', 'CA', null, 'LH', 'AL', 'LH', 'AL', undefined],
    number: [1, 2, 3, 4, 5, 6, 7, 8, 9, NaN],
  },
}
const synapses = new Synapses(table)

const madeOf = (init: Partial<SynapsesInit>, options?: unknown, neuron: Neuron = skeleton) =>
  seedsFromSynapses(neuron, new Synapses({ ...table, ...init }), options as SynapseSeedOptions)

describe('seedsFromSynapses: wrong input', () => {
  const rules =
    "`rule` must be 'pre-over-post', 'majority', 'majority-balanced' or { column }; got "
  const limit = '`maxSynapseDistance` must be a number of nm, 0 or greater; got '
  const options: [unknown, Refusal[2], Refusal[3], string | RegExp][] = [
    [
      { rule: 'majorty' },
      'RangeError',
      'ERR_INVALID_OPTION',
      `${rules}"majorty"; did you mean 'majority'?`,
    ],
    [{ rule: 'axon' }, 'RangeError', 'ERR_INVALID_OPTION', `${rules}"axon"`],
    [{ rule: 5 }, 'TypeError', 'ERR_INVALID_OPTION', `${rules}5 (number)`],
    [{ rule: null }, 'TypeError', 'ERR_INVALID_OPTION', `${rules}null`],
    [{ rule: { column: 5 } }, 'TypeError', 'ERR_INVALID_OPTION', /^`rule` must be /],
    [
      { rule: { column: 'ro' } },
      'RangeError',
      'ERR_UNKNOWN_PROPERTY',
      '`rule` names column `ro`, but the synapses have `roi`, `number`',
    ],
    [
      { snap: 'node_id' },
      'RangeError',
      'ERR_INVALID_OPTION',
      "`snap` must be 'nearest' or 'node-id'; got \"node_id\"",
    ],
    [{ snap: 5 }, 'TypeError', 'ERR_INVALID_OPTION', /^`snap` must be .* 5 \(number\)$/],
    [{ maxSynapseDistance: '5' }, 'TypeError', 'ERR_INVALID_OPTION', `${limit}"5"`],
    [{ maxSynapseDistance: -1 }, 'RangeError', 'ERR_INVALID_OPTION', `${limit}-1 (number)`],
    [
      { maxSynapseDistance: 5 },
      'RangeError',
      'ERR_UNITS',
      "`maxSynapseDistance` is in nm, but the neuron's units are not known; give `units` (and `voxelSize`) when reading it",
    ],
    [{ seedWeights: [1] }, 'TypeError', 'ERR_UNKNOWN_OPTION', /^unknown option `seedWeights`; /],
    [{ labelOrder: ['post'] }, 'RangeError', 'ERR_UNKNOWN_LABEL', /"pre" is missing$/],
    [{ labelWeights: { pre: -1 } }, 'RangeError', 'ERR_INVALID_WEIGHT', /^`labelWeights` of "pre"/],
  ]
  itRefuses(
    options.map(([given, ...expected]): Refusal => [
      `options ${inspect(given)}`,
      () => madeOf({}, given),
      ...expected,
    ]),
  )

  const one: SynapsesInit = { positions: [0, 0, 0], types: ['pre'] }
  const byId = { snap: 'node-id' } as const
  itRefuses([
    [
      'synapses that are none',
      () => seedsFromSynapses(skeleton, table as never),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      '`synapses` must be Synapses (see readSynapses); got an object (Object)',
    ],
    [
      'node ids on a mesh',
      () => seedsFromSynapses(mesh, synapses, byId),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      /^`snap` 'node-id' needs a skeleton: /,
    ],
    [
      'node ids from a table without any',
      () => seedsFromSynapses(skeleton, new Synapses(one), byId),
      'RangeError',
      'ERR_UNKNOWN_PROPERTY',
      "`snap` 'node-id': the synapses have no column `node_id`",
    ],
    ...[11, NaN].map((id): Refusal => [
      `node id ${id}`,
      () => madeOf({ nodeIds: [...Array<number>(9).fill(10), id] }, byId),
      'RangeError',
      'ERR_UNKNOWN_NODE_ID',
      /^synapse 9: /,
    ]),
    [
      'synapses with units on a neuron without',
      () => madeOf({ units: 'nm' }),
      'RangeError',
      'ERR_UNITS',
      'the synapses have units but the neuron has none; give `units` (and `voxelSize`) when reading it',
    ],
    [
      'no synapses',
      () => seedsFromSynapses(skeleton, new Synapses({ positions: [], types: [] })),
      'RangeError',
      'ERR_NO_SEEDS',
      'neuron n12 has no seeds: no node carries a label',
    ],
    [
      'a tie as the only node, under majority',
      () => {
        const tie = new Synapses({ positions: [0, 0, 0, 0, 0, 0], types: ['pre', 'post'] })
        return seedsFromSynapses(skeleton, tie, { rule: 'majority' })
      },
      'RangeError',
      'ERR_NO_SEEDS',
      'neuron n12 has no seeds: no node carries a label',
    ],
  ])
})

describe('seedsFromSynapses: rules', () => {
  const rows = async (options: SynapseSeedOptions) => {
    const made = await seedsFromSynapses(skeleton, synapses, options)
    return Array.from(made.index, (node, s) => [node, made.labels[made.label[s]], made.weight[s]])
  }

  it('pre-over-post: one presynapse makes a node pre', async () => {
    const expected = [
      [0, 'pre', 1],
      [1, 'post', 1],
      [2, 'pre', 1],
    ]
    assert.deepEqual(await rows({}), expected)
    assert.deepEqual(await rows({ rule: 'pre-over-post' }), expected)
  })

  it('majority: more of one kind, by how many; none where equal', async () => {
    assert.deepEqual(await rows({ rule: 'majority' }), [
      [1, 'post', 3],
      [2, 'pre', 3],
    ])
  })

  it('majority-balanced: pre weighs #post / #pre more', async () => {
    const types = [...(table.types as string[]).slice(0, 9), 'post'] as SynapsesInit['types']
    const made = await madeOf({ types }, { rule: 'majority-balanced' })
    const balance = Math.fround(6 / 4)
    assert.deepEqual([...made.weight], [3, balance])
    const uneven = await madeOf({ types: table.types }, { rule: 'majority-balanced' })
    assert.deepEqual([...uneven.weight], [3, 3])
    const third = await seedsFromSynapses(
      skeleton,
      new Synapses({
        positions: new Array<number>(12).fill(0),
        types: ['pre', 'pre', 'pre', 'post'],
      }),
      { rule: 'majority-balanced' },
    )
    assert.deepEqual([...third.weight], [Math.fround(2 * Math.fround(1 / 3))])
  })

  it('{ column }: the last value on a node wins, and replaced ones are told', async () => {
    const made = await seedsFromSynapses(skeleton, synapses, { rule: { column: 'roi' } })
    assert.deepEqual(made.labels, ['AL', 'CA'])
    assert.deepEqual([...made.index], [0, 1, 2])
    assert.deepEqual([...made.label], [1, 1, 0])
    assert.deepEqual(made.weight, Float32Array.of(1, 1, 1))
    assert.deepEqual(
      made.warnings.map(({ code }) => code),
      ['replaced-labels'],
    )
    assert.match(made.warnings[0].message, /^4 labels were replaced/)
    assert.deepEqual((await rows({ rule: { column: 'number' } })).map(([, label]) => label), [2, 5, 9]) // prettier-ignore
  })

  it('takes weights and orders as all seeds do', async () => {
    const options = { labelWeights: { pre: 3 }, labelOrder: ['pre', 'x', 'post'] }
    const made = await seedsFromSynapses(skeleton, synapses, { ...options, nodeWeights: [1, 2, 3] })
    assert.deepEqual(made.labels, ['pre', 'x', 'post'])
    assert.deepEqual(made.scores, Float32Array.of(3, 0, 0, 0, 0, 2, 9, 0, 0))
    assert.deepEqual({ ...made.counts }, { pre: 2, x: 0, post: 1 })
  })
})

describe('seedsFromSynapses: nodes', () => {
  it('takes the node that the table names, and tells how far it is', async () => {
    const made = await seedsFromSynapses(skeleton, synapses, { snap: 'node-id', rule: 'majority' })
    assert.deepEqual([...made.index], [0, 1])
    assert.deepEqual([...made.label], [1, 0])
    assert.deepEqual([...(made.distances ?? [])], [3, 3, 0, 0, 0, 3, 3, 3, 3, 3])
    assert.deepEqual([...(made.distance ?? [])], [3, 0])
  })

  it('tells the farthest synapse of every seed', async () => {
    const init = { positions: [0, 0.25, 0, 0, 0.5, 0, 1, 0, 0], types: ['pre', 'post', 'post'] }
    const made = await seedsFromSynapses(skeleton, new Synapses(init as SynapsesInit))
    assert.deepEqual([...(made.distance ?? [])], [0.5, 0])
    assert.deepEqual([...(made.distances ?? [])], [0.25, 0.5, 0])
  })

  it('drops and counts what is farther than the limit, also from named nodes', async () => {
    const init: SynapsesInit = {
      positions: [0, 1, 0, 0, 0, 0, 3, 0, 0],
      types: ['pre', 'post', 'post'],
      nodeIds: [10, 10, 10],
    }
    const dropped = async (options: SynapseSeedOptions) => {
      const made = await seedsFromSynapses(skeletonInUm, new Synapses(init), options)
      return [made.droppedSynapses, { ...made.counts }]
    }
    assert.deepEqual(await dropped({ maxSynapseDistance: 1000 }), [0, { post: 1, pre: 1 }])
    assert.deepEqual(await dropped({ maxSynapseDistance: 999 }), [1, { post: 2 }])
    assert.deepEqual(await dropped({ maxSynapseDistance: 2999, snap: 'node-id' }), [1, { pre: 1 }])
    assert.deepEqual(await dropped({ maxSynapseDistance: 0, snap: 'node-id' }), [2, { post: 1 }])
  })

  it('converts the units of the synapses to those of the neuron', async () => {
    const cases: [Partial<SynapsesInit>, nm: number][] = [
      [{}, 0],
      [{ units: 'um' }, 0],
      [{ units: 'nm', positions: [1000, 0, 0] }, 0],
      [{ voxelSize: [4, 4, 40], positions: [250, 0, 1] }, 40],
      [{ voxelSize: 8, positions: [125, 0, 0] }, 0],
    ]
    for (const [init, nm] of cases) {
      const one = new Synapses({ positions: [1, 0, 0], types: ['pre'], ...init })
      const { index, distances } = await seedsFromSynapses(skeletonInUm, one)
      assert.equal(index[0], 1)
      assert.ok(Math.abs((distances?.[0] ?? NaN) - nm) < 1e-9)
    }
  })

  it('gives vertices of a mesh', async () => {
    const { index, label } = await seedsFromSynapses(mesh, synapses)
    assert.deepEqual([[...index], [...label]], [[0, 1, 2], [1, 0, 1]]) // prettier-ignore
  })
})
