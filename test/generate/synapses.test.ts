import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { generateNeuron, type GeneratedNeuron } from '../../lib/generate/generate-neuron'
import { distancesToSurface } from './mesh-bodies'
import { countOf } from './neuron-shapes'

function column(neuron: GeneratedNeuron, name: string): ArrayLike<unknown> {
  const values = neuron.synapses.columns.get(name)
  assert.ok(values, `no column ${name}`)
  return values
}

describe('generateNeuron: synapses', () => {
  it('are within 100 nm of the surface, near their node, at whole nm', async () => {
    const { skeleton, mesh, synapses } = await generateNeuron()
    assert.ok(mesh && synapses.nodeIds)
    assert.equal(synapses.count, 750)
    assert.ok(synapses.positions.every(Number.isInteger))
    assert.ok(distancesToSurface(synapses.positions, mesh).every((distance) => distance < 100))
    for (let i = 0; i < synapses.count; i++) {
      const node = skeleton.nodeIds.indexOf(synapses.nodeIds[i])
      const away = [0, 1, 2].map(
        (axis) => skeleton.positions[3 * node + axis] - synapses.positions[3 * i + axis],
      )
      assert.ok(Math.hypot(...away) < 550, `synapse ${i}`)
    }
  })

  it('have the compartment, region and truth of their node', async () => {
    const neuron = await generateNeuron({ axons: 3, synapses: 2000 })
    const { skeleton, synapses, truth } = neuron
    const compartment = column(neuron, 'compartment')
    const roi = column(neuron, 'roi')
    const confidence = column(neuron, 'confidence')
    const types = ['linker', '', 'axon', 'dendrite']
    for (let i = 0; i < synapses.count; i++) {
      const node = skeleton.nodeIds.indexOf(synapses.nodeIds![i])
      assert.equal(truth.synapses[i], truth.skeleton[node])
      assert.equal(compartment[i], types[truth.synapses[i]])
      const expected = { linker: /^$/, axon: /^A[123]$/, dendrite: /^D$/ }
      assert.match(String(roi[i]), expected[compartment[i] as 'linker' | 'axon' | 'dendrite'])
      const value = confidence[i] as number
      assert.ok(value >= 0.5 && value <= 1 && Number(value.toFixed(3)) === value)
    }
    assert.deepEqual([...new Set(Array.from(roi))].sort(), ['', 'A1', 'A2', 'A3', 'D'])
    const linker = countOf(compartment, 'linker')
    assert.ok(linker > 0 && linker <= 40)
  })

  it('keep off the cell body fiber', async () => {
    const { skeleton, synapses } = await generateNeuron({ synapses: 15_000 })
    // The cell body fiber is all that leads from the soma to the first branch point.
    const children = new Uint8Array(1500)
    skeleton.parents.forEach((parent) => parent >= 0 && children[parent]++)
    const lastOfFiber = children.indexOf(2) + 1
    assert.ok(lastOfFiber > 50)
    assert.ok(synapses.nodeIds!.every((id) => id > lastOfFiber))
  })

  it('are pure at mixing 0, and half and half at 0.5', async () => {
    for (const mixing of [0, 0.2, 0.5]) {
      const neuron = await generateNeuron({ mixing, synapses: 4000, balance: 3 })
      const compartment = column(neuron, 'compartment')
      const counts: Record<string, number> = {}
      for (let i = 0; i < 4000; i++) {
        const key = `${neuron.synapses.isPre[i] ? 'pre' : 'post'} ${String(compartment[i])}`
        counts[key] = (counts[key] ?? 0) + 1
      }
      // 1 in 100 of each kind is on the linker.
      assert.deepEqual(
        { 'pre dendrite': 0, 'post axon': 0, ...counts },
        {
          'pre linker': 10,
          'post linker': 30,
          'pre axon': 990 * (1 - mixing),
          'pre dendrite': 990 * mixing,
          'post dendrite': 2970 * (1 - mixing),
          'post axon': 2970 * mixing,
        },
      )
    }
  })

  it('keep the balance of #post to #pre', async () => {
    for (const balance of [0.01, 0.5, 1, 9, 100]) {
      const { synapses } = await generateNeuron({ balance, synapses: 1000, vertices: 0 })
      assert.equal(synapses.count, 1000)
      assert.equal(synapses.postCount, Math.round((1000 * balance) / (1 + balance)))
    }
  })

  it('may be none', async () => {
    const { synapses, truth } = await generateNeuron({ synapses: 0 })
    assert.equal(synapses.count, 0)
    assert.equal(truth.synapses.length, 0)
  })
})
