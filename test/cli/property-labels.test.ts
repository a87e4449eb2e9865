import assert from 'node:assert/strict'
import { Skeleton } from '../../lib/index'
import { seedsFromFiles, type SeedFileOptions } from '../../lib/cli/seeds-from-files'
import { Sources } from '../../lib/cli/sources'
import type { Seeds } from '../../lib/index'
import { itRefuses } from '../neuron/wrong-input'

const skeleton = new Skeleton({
  positions: Float64Array.from({ length: 15 }, (_, i) => i),
  parents: [-1, 0, 1, 2, 3],
  properties: {
    type: Int32Array.from([1, 0, 2, 0, 10]),
    part: ['axon', '', null, 'soma', 'axon'],
    radius: [1, NaN, 2, 1, NaN],
  },
})

function seedsOf(options: SeedFileOptions): Promise<Seeds> {
  return seedsFromFiles(skeleton, options, new Sources(), new AbortController().signal)
}

/** Labels by node index. */
function labelsOf({ index, label, labels }: Seeds): Record<number, unknown> {
  return Object.fromEntries(Array.from(index, (node, s) => [node, labels[label[s]]]))
}

describe('--labels property:NAME', () => {
  it('takes every number as a label, 0 too', async () => {
    const seeds = await seedsOf({ labels: 'property:type' })
    assert.deepEqual(seeds.labels, [0, 1, 2, 10])
    assert.deepEqual(labelsOf(seeds), { 0: 1, 1: 0, 2: 2, 3: 0, 4: 10 })
  })

  it('leaves out empty texts and NaN', async () => {
    assert.deepEqual(labelsOf(await seedsOf({ labels: 'property:part' })), {
      ...{ 0: 'axon', 3: 'soma', 4: 'axon' },
    })
    const { labels, counts } = await seedsOf({ labels: 'property:radius' })
    assert.deepEqual([labels, counts], [[1, 2], { 1: 2, 2: 1 }])
  })

  it('goes with weights and an order of labels; weight 0 is no label', async () => {
    const seeds = await seedsOf({
      labels: 'property:type',
      labelWeights: { 0: 0, 10: 5 },
      labelOrder: ['10', '2', '1', '0'],
      nodeWeights: undefined,
    })
    assert.deepEqual(seeds.labels, [10, 2, 1, 0])
    assert.deepEqual(labelsOf(seeds), { 0: 1, 2: 2, 4: 10 })
    assert.equal(seeds.scores[seeds.scores.length - 4], 5)
  })

  itRefuses([
    [
      'a property that is not there',
      () => seedsOf({ labels: 'property:typ' }),
      'RangeError',
      'ERR_UNKNOWN_PROPERTY',
      '`labels` names property `typ`, but the neuron has `type`, `part`, `radius`',
    ],
    [
      'names of columns',
      () => seedsOf({ labels: 'property:type', columns: { label: 'type' } }),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      "`columns` goes with a table; property:type is of the neuron's file",
    ],
    [
      'units of a table',
      () => seedsOf({ labels: 'property:type', synapseUnits: 'nm' }),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      /^`synapseUnits` goes with labels at x, y, z; property:type names nodes$/,
    ],
    [
      'a rule for synapses',
      () => seedsOf({ labels: 'property:type', seeds: 'majority' }),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      '`seeds` goes with `synapses`, not with `labels`',
    ],
    [
      'synapses beside it',
      () => seedsOf({ labels: 'property:type', synapses: 'a.csv' }),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      /^`synapses` and `labels` exclude each other/,
    ],
  ])
})
