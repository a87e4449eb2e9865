import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { generateNeuron, type GeneratedNeuron } from '../../lib/generate/generate-neuron'
import { Skeleton } from '../../lib/neuron/skeleton'
import { countOf, shapeName, shapes } from './neuron-shapes'

function property(neuron: GeneratedNeuron, name: string): ArrayLike<unknown> {
  const values = neuron.skeleton.properties.get(name)
  assert.ok(values, `no property ${name}`)
  return values
}

describe('generateNeuron: skeleton', () => {
  for (const options of shapes) {
    it(`is one tree of \`nodes\` nodes that branches in two: ${shapeName(options)}`, async () => {
      const neuron = await generateNeuron({ ...options, vertices: 0 })
      const { skeleton } = neuron
      assert.ok(skeleton instanceof Skeleton)
      assert.equal(skeleton.nodeCount, options.nodes ?? 1500)
      assert.deepEqual(skeleton.nmPerUnit, [1, 1, 1])
      const children = new Uint8Array(skeleton.nodeCount)
      for (let node = 0; node < skeleton.nodeCount; node++) {
        assert.equal(skeleton.nodeIds.at(node), node + 1)
        assert.equal(skeleton.parents[node] < node, true, 'parents come first')
        assert.equal(skeleton.parents[node] < 0, node === 0, 'one root')
        if (node > 0) children[skeleton.parents[node]]++
      }
      assert.ok(children.every((count) => count <= 2))
      assert.ok(countOf(children, 2) >= (options.axons ?? 1))
      assert.equal(countOf(children, 0), countOf(children, 2) + 1)
    })
  }

  it('has edges as long as `spacing`, that to the soma excepted', async () => {
    for (const spacing of [100, 400, 1234.5]) {
      const { skeleton } = await generateNeuron({ nodes: 500, vertices: 0, spacing })
      const { positions, parents } = skeleton
      for (let node = 2; node < 500; node++) {
        const [from, to] = [3 * parents[node], 3 * node]
        const step = [0, 1, 2].map((axis) => positions[to + axis] - positions[from + axis])
        assert.ok(Math.abs(Math.hypot(...step) - spacing) < 0.02)
      }
      const neck = Math.hypot(...positions.slice(3, 6))
      assert.ok(Math.abs(neck - spacing - 2500) < 0.02)
    }
  })

  it('has the radii of a neuron, thinner towards the tips, and every compartment', async () => {
    const neuron = await generateNeuron({ axons: 2, vertices: 0 })
    const radius = property(neuron, 'radius') as Float64Array
    const { parents } = neuron.skeleton
    assert.equal(radius[0], 2500)
    assert.ok(radius.slice(1).every((value) => value >= 30 && value <= 300))
    const type = property(neuron, 'type')
    assert.deepEqual(Array.from(type as Int32Array), Array.from(neuron.truth.skeleton))
    assert.equal(countOf(type, 1), 1)
    for (const compartment of [0, 2, 3]) assert.ok(countOf(type, compartment) > 150)
    parents.forEach((parent, node) => {
      const inArbor = neuron.truth.skeleton[node] >= 2
      if (inArbor && neuron.truth.skeleton[parent] === neuron.truth.skeleton[node]) {
        assert.ok(radius[node] <= radius[parent])
      }
    })
  })

  it('has coordinates and radii of two decimals, which read back equal', async () => {
    const neuron = await generateNeuron()
    const radius = property(neuron, 'radius') as Float64Array
    assert.ok(neuron.mesh)
    for (const values of [neuron.skeleton.positions, neuron.mesh.positions, radius]) {
      assert.ok(values.every((value) => Number(value.toFixed(2)) === value))
    }
  })
})
