import assert from 'node:assert/strict'
import {
  seedsFromSynapses,
  Synapses,
  type SynapseSeedOptions,
  type SynapsesInit,
} from '../../lib/index'
import { mesh, skeleton, skeletonInUm, synapses, table } from './neurons'

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
    const made = await seedsFromSynapses(skeleton, new Synapses({ ...table, types }), {
      rule: 'majority-balanced',
    })
    const balance = Math.fround(6 / 4)
    assert.deepEqual([...made.weight], [3, balance])
    const uneven = await seedsFromSynapses(skeleton, synapses, { rule: 'majority-balanced' })
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
    assert.deepEqual(
      (await rows({ rule: { column: 'number' } })).map(([, label]) => label),
      [2, 5, 9],
    )
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
    assert.deepEqual(
      [[...index], [...label]],
      [
        [0, 1, 2],
        [1, 0, 1],
      ],
    )
  })
})
