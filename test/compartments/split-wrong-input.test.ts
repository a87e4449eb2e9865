import assert from 'node:assert/strict'
import {
  generateNeuron,
  Mesh,
  Skeleton,
  splitAxonDendrite,
  Synapses,
  type SplitOptions,
  type Synapses as SynapsesType,
} from '../../lib/index'
import { assertShares } from '../event-loop'
import { itRefuses, type Refusal } from '../neuron/wrong-input'
import { clearSynapses, rowOf, synapsesAt, type SynapseType } from './made-up'

const row = rowOf(21)
const clear = clearSynapses(21)
const noUnits = new Skeleton({ positions: [0, 0, 0, 1, 0, 0], parents: [-1, 0] })
const triangle = new Mesh({
  ...{ positions: [0, 0, 0, 100, 0, 0, 0, 100, 0], faces: [0, 1, 2], units: 'nm' },
})

function refused(
  options: object,
  name: Refusal[2],
  code: Refusal[3],
  message: RegExp,
  neuron: unknown = row,
): Refusal {
  return [
    JSON.stringify(options),
    () => splitAxonDendrite(neuron as Skeleton, clear, options),
    ...([name, code, message] as const),
  ]
}

const wrong = (options: object, message: RegExp): Refusal =>
  refused(options, 'RangeError', 'ERR_INVALID_OPTION', message)
const conflict = (options: object, message: RegExp): Refusal =>
  refused(options, 'RangeError', 'ERR_CONFLICTING_OPTIONS', message)

describe('splitAxonDendrite: wrong input', () => {
  itRefuses([
    [
      'a neuron that is none',
      () => splitAxonDendrite({} as unknown as Skeleton, clear),
      ...(['TypeError', 'ERR_INVALID_ARGUMENT', /^`neuron` must be/] as const),
    ],
    [
      'synapses that are none',
      () => splitAxonDendrite(row, [] as unknown as SynapsesType),
      ...(['TypeError', 'ERR_INVALID_ARGUMENT', /^`synapses` must be Synapses/] as const),
    ],
    [
      'a synapse at NaN',
      () => splitAxonDendrite(row, synapsesAt([NaN], ['pre'])),
      ...(['RangeError', 'ERR_INVALID_POSITION', /must be finite; got NaN/] as const),
    ],
    refused({}, 'RangeError', 'ERR_UNITS', /^`anchorLength` is in nm.*give `units`/, noUnits),
    refused(
      { minIslandLength: 5, method: 'propagation' },
      ...(['RangeError', 'ERR_UNITS', /^`minIslandLength` is in nm/, noUnits] as const),
    ),
    refused(
      { minIslandLength: 5 },
      ...([
        'RangeError',
        'ERR_CONFLICTING_OPTIONS',
        /a mesh has none; give `minIslandNodes`/,
      ] as const),
      triangle,
    ),
    refused(
      { sooma: 1 },
      ...(['TypeError', 'ERR_UNKNOWN_OPTION', /did you mean `soma`\?/] as const),
    ),
    refused({ soma: 99 }, 'RangeError', 'ERR_UNKNOWN_NODE_ID', /^`soma`: .* no node id 99/),
    wrong({ method: 'flow' }, /^`method` must be 'anchored' or 'propagation'; got "flow"/),
    wrong({ fragments: 'drop' }, /^`fragments` must be 'join' or 'nearest' or 'leave'/),
    wrong({ anchorLength: 0 }, /^`anchorLength` must be a number of nm above 0; got 0/),
    wrong({ mixedBelow: 0.4 }, /^`mixedBelow` must be a number, from 0.5 to 1; got 0.4/),
    wrong({ mixedBelow: NaN }, /^`mixedBelow` must be a number, from 0.5 to 1; got NaN/),
    wrong({ minSegregation: 2 }, /^`minSegregation` must be a number, from 0 to 1/),
    wrong({ minIslandNodes: -1 }, /^`minIslandNodes` must be an integer, 0 or greater/),
    wrong({ minIslandLength: -1 }, /^`minIslandLength` must be a number, 0 or greater/),
    wrong({ method: 'propagation', tolerance: 3 }, /^`tolerance`/),
    conflict({ alpha: 0.5 }, /^`alpha` goes with `method` 'propagation'; got `method` 'anchored'/),
    conflict({ balance: false }, /^`balance` goes with `method` 'propagation'/),
    conflict({ patience: 1 }, /^`patience` goes with `method` 'propagation'/),
    conflict({ method: 'propagation', anchorLength: 1 }, /^`anchorLength` goes with .* 'anchored'/),
    conflict({ method: 'propagation', alpha: 0.5 }, /^`alpha` goes with `clamping` 'soft'/),
    conflict({ minIslandNodes: 2, minIslandLength: 2 }, /two limits; give one of them$/),
  ])

  const places = Array.from({ length: 21 }, (_, i) => i)
  const all = (type: SynapseType): SynapseType[] => places.map(() => type)

  for (const method of ['anchored', 'propagation'] as const) {
    const options: SplitOptions = { method }
    it(`${method}: one kind of synapse is a status`, async () => {
      const pre = await splitAxonDendrite(row, synapsesAt(places, all('pre')), options)
      assert.equal(pre.report.status, 'only-pre')
      assert.ok(pre.compartment.every((code) => code === 1))
      assert.ok(pre.share.every((share) => share === 1))
      assert.ok(pre.probability.every(Number.isNaN))
      assert.equal(pre.report.segregationIndex, null)
      const post = await splitAxonDendrite(row, synapsesAt(places, all('post')), options)
      assert.equal(post.report.status, 'only-post')
      assert.ok(post.compartment.every((code) => code === 2))
      assert.ok(post.share.every((share) => share === 0))
    })

    it(`${method}: no synapses are a status`, async () => {
      const none = new Synapses({ positions: [], types: [] })
      const far = { ...options, maxSynapseDistance: 1 }
      for (const split of [
        await splitAxonDendrite(row, none, options),
        await splitAxonDendrite(row, synapsesAt([50], ['pre']), far),
      ]) {
        assert.equal(split.report.status, 'no-synapses')
        assert.ok(split.compartment.every((code) => code === 0))
        assert.ok(split.share.every(Number.isNaN))
        assert.equal(split.propagation, undefined)
        assert.match(String(split), /^status +no-synapses$/m)
      }
    })

    it(`${method}: all on one node cannot be separated, and that is a warning`, async () => {
      const here = synapsesAt(
        Array.from({ length: 40 }, () => 3),
        Array.from({ length: 40 }, (_, s) => (s % 2 === 0 ? 'pre' : 'post')),
      )
      const split = await splitAxonDendrite(row, here, options)
      assert.equal(split.report.status, 'not-separable')
      assert.ok(!split.compartment.some((code) => code === 1 || code === 2))
      const codes = split.report.warnings.map(({ code }) => code)
      assert.deepEqual(codes, ['few-synapses', 'collapsed-synapses'])
    })
  }

  it('calls what is half and half not separable, and splits it where told to', async () => {
    const made = await generateNeuron({ seed: 8, nodes: 2000, vertices: 0, mixing: 0.5 })
    const split = await splitAxonDendrite(made.skeleton, made.synapses)
    assert.equal(split.report.status, 'not-separable')
    assert.ok((split.report.segregationIndex ?? 1) < 0.05)
    assert.equal(split.report.compartments.axon, undefined)
    assert.ok((split.report.compartments.mixed?.nodes ?? 0) > 1000)
    const anyway = await splitAxonDendrite(made.skeleton, made.synapses, { minSegregation: 0 })
    assert.equal(anyway.report.status, 'split')
    assert.ok((anyway.report.compartments.axon?.nodes ?? 0) > 0)
  })

  for (const factor of [1 / 1000, 1 / 8, 8, 1000]) {
    it(`warns where synapses are off by ${factor}, on skeletons and meshes around 0`, async () => {
      const { skeleton, mesh, synapses } = await generateNeuron({ seed: 6 })
      const types = Array.from(synapses.isPre, (pre): SynapseType => (pre === 1 ? 'pre' : 'post'))
      const off = new Synapses({ positions: synapses.positions.map((x) => x * factor), types })
      for (const neuron of [skeleton, mesh as Mesh]) {
        assert.deepEqual((await splitAxonDendrite(neuron, synapses)).report.warnings, [])
        const { warnings } = (await splitAxonDendrite(neuron, off)).report
        assert.ok(warnings.some(({ code }) => /^(far|collapsed)-synapses$/.test(code)))
      }
    })
  }

  it('counts the synapses that are too far away', async () => {
    const synapses = synapsesAt([0, 1, 20, 300], ['post', 'post', 'pre', 'pre'])
    const split = await splitAxonDendrite(row, synapses, { maxSynapseDistance: 5000 })
    assert.deepEqual(split.report.synapses, { pre: 1, post: 2, dropped: 1 })
    assert.equal(split.synapseNodes[3], -1)
    assert.ok(split.report.warnings.some(({ code }) => code === 'dropped-synapses'))
  })

  it('shares the event loop, and ends with the reason of its signal', async () => {
    const count = 100_000
    const long = rowOf(count)
    const synapses = clearSynapses(2001)
    for (const fragments of ['join', 'nearest'] as const) {
      await assertShares(
        (signal) => splitAxonDendrite(long, synapses, { fragments, signal }),
        (10 * count) / 16384,
      )
    }
  })
})
