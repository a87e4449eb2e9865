import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { generateNeuron, type GeneratedNeuron } from '../../lib/generate/generate-neuron'

/** Everything that can be compared. */
function contents({ skeleton, mesh, synapses, truth }: GeneratedNeuron): unknown {
  return {
    positions: skeleton.positions,
    parents: skeleton.parents,
    properties: [...skeleton.properties],
    vertices: mesh?.positions,
    faces: mesh?.faces,
    synapses: synapses.positions,
    isPre: synapses.isPre,
    nodeIds: synapses.nodeIds,
    columns: [...synapses.columns],
    truth,
  }
}

describe('generateNeuron: determinism', () => {
  it('gives the same neuron for the same options, another for another seed', async () => {
    const options = { seed: 12, nodes: 800, axons: 2 }
    const first = contents(await generateNeuron(options))
    assert.deepEqual(contents(await generateNeuron(options)), first)
    const { skeleton, synapses } = await generateNeuron({ ...options, seed: 13 })
    const other = await generateNeuron(options)
    assert.notDeepEqual(skeleton.positions, other.skeleton.positions)
    assert.notDeepEqual(synapses.positions, other.synapses.positions)
  })

  it('grows the same skeleton and synapses whatever the mesh', async () => {
    const plain = await generateNeuron({ vertices: 0 })
    const fine = await generateNeuron({ vertices: 20_000, sides: 9, flakes: 30 })
    const same = ({ skeleton, synapses }: GeneratedNeuron): unknown => [
      skeleton.positions,
      synapses.positions,
    ]
    assert.deepEqual(same(fine), same(plain))
  })

  it('names the neuron', async () => {
    const { skeleton, mesh, synapses } = await generateNeuron({ name: 'n7', nodes: 100 })
    assert.deepEqual([skeleton.name, mesh?.name, synapses.name], ['n7', 'n7', 'n7'])
    assert.equal((await generateNeuron({ nodes: 100 })).skeleton.name, 'generated')
  })
})
