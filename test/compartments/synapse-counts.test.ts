import assert from 'node:assert/strict'
import { synapseCounts, synapsesByCompartment } from '../../lib/compartments/synapse-counts'
import { Synapses } from '../../lib/index'
import { Slices } from '../../lib/slices'
import { shapeNeuron } from '../neuron/shape-neuron'
import { mesh, skeleton, skeletonInUm, synapses } from '../seeds/neurons'
import { random, shapes } from '../shapes'
import { itRefuses } from '../neuron/wrong-input'
import { codes, slices } from './parts'

describe('synapseCounts', () => {
  itRefuses([
    [
      'a snap that is none',
      () => synapseCounts(skeleton, synapses, { snap: 'near' } as never, slices()),
      'RangeError',
      'ERR_INVALID_OPTION',
      "`snap` must be 'nearest' or 'node-id'; got \"near\"",
    ],
    [
      'node ids for a mesh',
      () => synapseCounts(mesh, synapses, { snap: 'node-id' }, slices()),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      /^`snap` 'node-id' needs a skeleton/,
    ],
    [
      'a limit in nm for a neuron without units',
      () => synapseCounts(skeleton, synapses, { maxSynapseDistance: 5 }, slices()),
      'RangeError',
      'ERR_UNITS',
      /^`maxSynapseDistance` is in nm/,
    ],
  ])

  it('counts both kinds on the nearest node, or on the named one', async () => {
    const nearest = await synapseCounts(skeleton, synapses, {}, slices())
    assert.deepEqual(nearest.pre, Uint32Array.of(1, 0, 4))
    assert.deepEqual(nearest.post, Uint32Array.of(1, 3, 1))
    assert.deepEqual(nearest.total, { pre: 5, post: 5 })
    assert.deepEqual(nearest.nodes, Int32Array.of(0, 0, 1, 1, 1, 2, 2, 2, 2, 2))
    assert.deepEqual(nearest.distances, new Float64Array(10))
    assert.equal(nearest.dropped, 0)
    const named = await synapseCounts(skeleton, synapses, { snap: 'node-id' }, slices())
    assert.deepEqual([...named.pre, ...named.post], [4, 0, 1, 1, 3, 1])
    assert.deepEqual(named.nodes, Int32Array.of(2, 2, 1, 1, 1, 0, 0, 0, 0, 0))
  })

  it('does not count what is too far away', async () => {
    const far = new Synapses({ positions: [0, 2, 0, 3, 0, 0], types: ['pre', 'post'] })
    const counts = await synapseCounts(skeletonInUm, far, { maxSynapseDistance: 1999 }, slices())
    assert.deepEqual(counts.nodes, Int32Array.of(-1, 2))
    assert.deepEqual(counts.distances, Float64Array.of(2000, 0))
    assert.deepEqual([counts.total, counts.dropped], [{ pre: 0, post: 1 }, 1])
  })

  it('counts none of no synapses', async () => {
    const none = new Synapses({ positions: [], types: [] })
    const counts = await synapseCounts(mesh, none, {}, slices())
    assert.deepEqual(counts.pre, new Uint32Array(3))
    assert.deepEqual(counts.total, { pre: 0, post: 0 })
  })

  it('counts what brute force counts, on every shape', async () => {
    for (const shape of shapes) {
      const neuron = shapeNeuron(shape)
      const { positions } = neuron
      const next = random(neuron.nodeCount)
      const at = Array.from({ length: 40 }, () => Math.floor(next() * neuron.nodeCount))
      const types = at.map(() => (next() < 0.4 ? 'pre' : 'post'))
      const places = at.flatMap((node) => [...positions.subarray(3 * node, 3 * node + 3)])
      const some = new Synapses({ positions: places, types })
      const pre = new Uint32Array(neuron.nodeCount)
      const post = new Uint32Array(neuron.nodeCount)
      // A synapse at a node belongs to the first node at distance 0 in float64.
      const nodes = at.map((node) => {
        const away = (other: number): number =>
          [0, 1, 2].reduce(
            (sum, axis) => sum + (positions[3 * node + axis] - positions[3 * other + axis]) ** 2,
            0,
          )
        return Array.from(pre.keys()).find((other) => away(other) === 0) ?? -1
      })
      nodes.forEach((node, s) => (types[s] === 'pre' ? pre : post)[node]++)
      const counts = await synapseCounts(neuron, some, {}, slices())
      assert.deepEqual(
        { pre: counts.pre, post: counts.post, nodes: [...counts.nodes] },
        { pre, post, nodes },
        shape.name,
      )
    }
  })

  it('sums by compartment', async () => {
    const counts = await synapseCounts(skeleton, synapses, {}, slices())
    const sums = await synapsesByCompartment(codes('dda'), counts, slices())
    const none = { pre: 0, post: 0 }
    assert.deepEqual(sums, [none, { pre: 4, post: 1 }, { pre: 1, post: 4 }, none, none, none, none])
  })

  it('ends with the reason of an aborted signal', async () => {
    const controller = new AbortController()
    const some = new Slices(controller.signal)
    const reason = new Error('enough')
    controller.abort(reason)
    await assert.rejects(synapseCounts(skeleton, synapses, {}, some), (error) => error === reason)
  })
})
