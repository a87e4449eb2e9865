import assert from 'node:assert/strict'
import {
  compartmentNames,
  generateNeuron,
  Mesh,
  propagateLabels,
  splitAxonDendrite,
  Synapses,
  type SynapseType,
} from '../../lib/index'
import { random, shapes } from '../shapes'
import { shapeNeuron } from '../neuron/shape-neuron'
import { clearSynapses, rowOf, synapsesAt } from './made-up'

const count = 101
const middle = 50

describe('splitAxonDendrite', () => {
  it('cuts a row between its post- and its presynapses', async () => {
    const split = await splitAxonDendrite(rowOf(count), clearSynapses(count))
    assert.equal(split.report.status, 'split')
    assert.equal(split.report.segregationIndex, 1)
    assert.ok(split.compartment.subarray(0, middle).every((code) => code === 2))
    assert.ok(split.compartment.subarray(middle + 1).every((code) => code === 1))
    assert.equal(split.compartmentOf(0), 'dendrite')
    assert.equal(split.decode()[100], 'axon')
    const { axon, dendrite } = split.report.compartments
    assert.deepEqual([axon?.pre, axon?.post, dendrite?.pre, dendrite?.post], [50, 0, 0, 50])
    assert.equal(split.report.borders, 1)
    const cable = (axon?.cableLength ?? 0) + (dendrite?.cableLength ?? 0)
    assert.ok(Math.abs(cable - 100) < 1e-9, `${cable} um`)
  })

  it('is sure at the ends, and not in the middle', async () => {
    const { share, margin, probability } = await splitAxonDendrite(
      rowOf(count),
      clearSynapses(count),
    )
    for (let node = 1; node < count; node++) assert.ok(share[node] > share[node - 1])
    assert.ok(Math.abs(share[middle] - 0.5) < 1e-6)
    assert.ok(Math.abs(probability[middle] - 0.5) < 1e-4)
    assert.ok(probability[0] > 0.99 && probability[100] > 0.99)
    assert.ok(margin.every((value, node) => value === Math.abs(2 * share[node] - 1)))
    const order = [...share.keys()].sort((a, b) => margin[a] - margin[b])
    for (let i = 1; i < count; i++) {
      assert.ok(probability[order[i]] >= probability[order[i - 1]] - 1e-12)
    }
  })

  it('solves what its formula says', async () => {
    const neuron = rowOf(5)
    const synapses = synapsesAt([0, 0, 1, 3, 4], ['post', 'post', 'pre', 'pre', 'pre'])
    const { share } = await splitAxonDendrite(neuron, synapses, { anchorLength: 2000 })
    // By hand: a synapse of either side holds with 1/2000 and 2/3/2000 per nm, edges with 1/1000.
    const [post, pre] = [1 / 2000, 2 / 3 / 2000]
    const anchors = [2 * post, pre, 0, pre, pre]
    const axon = [0, 1, 0, 1, 1]
    const residual = anchors.map((anchor, i) => {
      const neighbours = [i - 1, i + 1].filter((j) => j >= 0 && j < 5)
      const pull = neighbours.reduce((sum, j) => sum + (share[i] - share[j]) / 1000, 0)
      return pull + anchor * (share[i] - axon[i])
    })
    for (const value of residual) assert.ok(Math.abs(value) < 1e-10, residual.join(' '))
  })

  it('does not depend on the unit of the file, the number of synapses, or collinear nodes', async () => {
    const inNm = await splitAxonDendrite(rowOf(count), clearSynapses(count))
    const { parents, positions } = rowOf(count)
    const anisotropic = shapeNeuron(
      {
        ...{ name: 'row', kind: 'skeleton', parents: Array.from(parents) },
        positions: positions.map((x) => x / 40),
      },
      { voxelSize: [40, 8, 8] },
    )
    const { positions: places, isPre } = clearSynapses(count)
    const scaled = new Synapses({
      positions: places.map((x) => x / 40),
      types: Array.from(isPre, (pre): SynapseType => (pre === 1 ? 'pre' : 'post')),
    })
    const inVoxels = await splitAxonDendrite(anisotropic, scaled)
    inNm.share.forEach((share, node) => {
      assert.ok(Math.abs(share - inVoxels.share[node]) < 1e-6)
    })
  })

  it('gives the scores that soft seeds with anchors give', async () => {
    const neuron = rowOf(3)
    const synapses = synapsesAt([0, 2], ['post', 'pre'])
    const { share } = await splitAxonDendrite(neuron, synapses)
    const soft = { scores: [1, 0, 0, 0, 0, 1], labels: ['post', 'pre'] }
    const anchors = 1 / 8e6
    const result = await propagateLabels(neuron, soft, { edgeWeights: 'inverse-length', anchors })
    assert.deepEqual(Array.from(share), Array.from(result.column('pre')))
  })

  it('calls nodes below a probability mixed', async () => {
    const made = await generateNeuron({ seed: 4, nodes: 800, vertices: 0, mixing: 0.3 })
    const plain = await splitAxonDendrite(made.skeleton, made.synapses)
    const split = await splitAxonDendrite(made.skeleton, made.synapses, { mixedBelow: 0.9 })
    const fixed = new Set(['soma', 'cell body fiber'])
    let mixed = 0
    split.decode().forEach((name, node) => {
      if (name === null || fixed.has(name)) return
      assert.equal(name === 'mixed', split.probability[node] < 0.9)
      if (name === 'mixed') mixed++
      else assert.equal(name, plain.decode()[node])
    })
    assert.ok(mixed > 0 && mixed < 800)
  })

  it('removes islands by length and by number', async () => {
    const neuron = rowOf(41)
    const places = Array.from({ length: 41 }, (_, i) => i)
    const types = places.map((i): SynapseType => (i < 30 && i !== 10 ? 'post' : 'pre'))
    const synapses = synapsesAt(places, types)
    const options = { anchorLength: 100 } // so short that every synapse counts for itself
    const plain = await splitAxonDendrite(neuron, synapses, options)
    assert.equal(plain.compartmentOf(10), 'axon')
    assert.equal(plain.report.borders, 3)
    for (const limit of [{ minIslandLength: 1500 }, { minIslandNodes: 2 }]) {
      const split = await splitAxonDendrite(neuron, synapses, { ...options, ...limit })
      assert.equal(split.compartmentOf(10), 'dendrite')
      assert.equal(split.report.islands, 1)
      assert.equal(split.report.borders, 1)
      assert.equal(split.report.segregationIndex, plain.report.segregationIndex)
    }
  })

  it('joins fragments, gives them what is near, or leaves them', async () => {
    const faces = [0, 1, 2, 3, 4, 5, 6, 7, 8]
    const triangle = (x: number): number[] => [x, 0, 0, x + 100, 0, 0, x, 100, 0]
    const mesh = new Mesh({
      ...{ positions: [...triangle(0), ...triangle(5000), ...triangle(4500)], faces },
      units: 'nm',
    })
    const synapses = synapsesAt([0, 5], ['post', 'pre'])
    const named = async (fragments: 'join' | 'nearest' | 'leave'): Promise<(string | null)[]> =>
      (await splitAxonDendrite(mesh, synapses, { fragments })).decode()
    assert.deepEqual((await named('leave')).slice(6), [null, null, null])
    assert.deepEqual((await named('nearest')).slice(6), ['axon', 'axon', 'axon'])
    const joined = await splitAxonDendrite(mesh, synapses)
    assert.equal(joined.report.joins, 2)
    assert.equal(joined.neuron.joins.gaps.length, 2)
    assert.equal(joined.report.longestJoin, 4400)
    assert.equal(joined.decode()[8], 'axon')
  })

  for (const shape of shapes) {
    it(`takes ${shape.name}`, async () => {
      const neuron = shapeNeuron(shape, { units: 'nm' })
      const next = random(shape.positions.length)
      const nodes = Array.from({ length: 12 }, () => Math.floor(next() * neuron.nodeCount))
      const synapses = new Synapses({
        positions: nodes.flatMap((node) => [...neuron.positions.subarray(3 * node, 3 * node + 3)]),
        types: nodes.map((_, s): SynapseType => (s % 3 === 0 ? 'pre' : 'post')),
      })
      for (const fragments of ['join', 'nearest'] as const) {
        const options = { fragments, minSegregation: 0 }
        const { compartment, share, report } = await splitAxonDendrite(neuron, synapses, options)
        assert.equal(report.status, 'split')
        assert.ok(compartment.every((code) => code === 1 || code === 2))
        assert.ok(share.every((value) => value >= 0 && value <= 1))
        assert.deepEqual(report.synapses, { pre: 4, post: 8, dropped: 0 })
      }
      for (const method of ['anchored', 'propagation'] as const) {
        const { compartment } = await splitAxonDendrite(neuron, synapses, {
          ...{ method, fragments: 'leave' },
        })
        assert.ok(compartment.every((code) => code < compartmentNames.length))
      }
    })
  }
})
