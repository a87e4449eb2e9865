import assert from 'node:assert/strict'
import { join } from 'node:path'
import {
  readNeuron,
  readSynapses,
  splitAxonDendrite,
  Synapses,
  type SplitOptions,
  type SplitResult,
} from '../../lib/index'
import { sharedFolder } from '../shared-folder'
import { skipWithout } from '../skip'

const data = join(sharedFolder, 'data/hemibrain')
const neurons = ['1734350788', '722817260', '754534424']

/** Share of the synapses whose compartment is that of their region, axon and dendrite alike. */
function balancedAccuracy({ compartment, synapseNodes }: SplitResult, synapses: Synapses): number {
  const right = { axon: 0, dendrite: 0 }
  const all = { axon: 0, dendrite: 0 }
  const codes = { axon: 1, dendrite: 2 }
  Array.from(synapses.columns.get('roi') as ArrayLike<string>).forEach((region, s) => {
    const side = /^(LH|CA|SCL)/.test(region) ? 'axon' : /^AL/.test(region) ? 'dendrite' : undefined
    if (side === undefined) return
    all[side]++
    if (compartment[synapseNodes[s]] === codes[side]) right[side]++
  })
  assert.ok(all.axon > 500 && all.dendrite > 2000)
  return (right.axon / all.axon + right.dendrite / all.dendrite) / 2
}

describe('splitAxonDendrite on real neurons, against their brain regions', () => {
  before(function () {
    skipWithout(this, data)
  })

  async function split(
    kind: string,
    id: string,
    options: SplitOptions = {},
  ): Promise<{ result: SplitResult; accuracy: number }> {
    const neuron = await readNeuron(join(data, kind, `${id}.${kind}`), { voxelSize: 8 })
    const synapses = await readSynapses(join(data, `synapses/${id}.csv`))
    const result = await splitAxonDendrite(neuron, synapses, options)
    return { result, accuracy: balancedAccuracy(result, synapses) }
  }

  for (const kind of ['swc', 'obj', 'ply']) {
    for (const id of neurons) {
      it(`is right at 99.95 % of the synapses of ${kind}/${id}`, async () => {
        const { result, accuracy } = await split(kind, id)
        assert.ok(accuracy >= 0.9995, `balanced accuracy ${accuracy}`)
        assert.equal(result.report.status, 'split')
        assert.deepEqual(result.report.warnings, [])
        assert.equal(result.report.compartments.none, undefined)
      })
    }
  }

  it('agrees with the flow split of a skeleton, and finds its soma', async () => {
    const { result } = await split('swc', neurons[0])
    assert.ok((result.report.flowAgreement?.synapses ?? 0) > 0.999)
    assert.equal(result.report.soma, result.neuron.nodeIds.at(result.soma))
    assert.equal(result.compartmentOf(result.report.soma ?? -1), 'soma')
    assert.ok((result.report.compartments['cell body fiber']?.nodes ?? 0) > 0)
  })

  it('leaves the flakes of a mesh alone, or gives them what is near, where told', async () => {
    const { result: left } = await split('obj', neurons[0], { fragments: 'leave' })
    assert.equal(left.report.compartments.none?.nodes, 164)
    assert.equal(left.report.joins, 0)
    const { result: near } = await split('obj', neurons[0], { fragments: 'nearest' })
    assert.equal(near.report.compartments.none, undefined)
    assert.equal(near.report.fromNearest, 164)
    const same = left.compartment.every(
      (code, node) => code === 0 || code === near.compartment[node],
    )
    assert.ok(same)
  })

  it('hardly changes with the anchor length and the unit of the file', async () => {
    const { result } = await split('swc', neurons[1])
    const { result: short } = await split('swc', neurons[1], { anchorLength: 1e6 })
    const moved = result.compartment.filter((code, node) => code !== short.compartment[node])
    assert.ok(moved.length < 0.01 * result.compartment.length, `${moved.length} nodes`)
  })

  for (const factor of [1 / 1000, 1 / 8, 8, 1000]) {
    it(`warns where the synapses are off by ${factor}`, async () => {
      const neuron = await readNeuron(join(data, `swc/${neurons[0]}.swc`), { voxelSize: 8 })
      const { positions, isPre } = await readSynapses(join(data, `synapses/${neurons[0]}.csv`))
      const types = Array.from(isPre, (pre) => (pre === 1 ? 'pre' : 'post'))
      const off = new Synapses({ positions: positions.map((x) => x * factor), types })
      const { warnings } = (await splitAxonDendrite(neuron, off)).report
      assert.deepEqual(
        warnings.map(({ code }) => code),
        ['far-synapses', 'collapsed-synapses'],
      )
    })
  }

  it('warns of the synapses of another neuron', async () => {
    const neuron = await readNeuron(join(data, `swc/${neurons[0]}.swc`), { voxelSize: 8 })
    const others = await readSynapses(join(data, `synapses/${neurons[1]}.csv`))
    const { warnings } = (await splitAxonDendrite(neuron, others)).report
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['far-synapses'],
    )
  })
})
