import assert from 'node:assert/strict'
import { somaNode } from '../../lib/compartments/soma'
import { generateNeuron, Mesh, Skeleton, type NodeProperty } from '../../lib/index'
import { chainNeuron } from '../neuron/shape-neuron'
import { itRefuses } from '../neuron/wrong-input'
import { mesh, skeleton } from '../seeds/neurons'
import { random } from '../shapes'
import { skeletonShapes, slices } from './parts'

const found = (count: number, properties: Record<string, NodeProperty>): Promise<number> =>
  somaNode(chainNeuron(count, { properties }), undefined, slices())

describe('somaNode', () => {
  itRefuses([
    [
      'a node id that is not there',
      () => somaNode(skeleton, 11, slices()),
      'RangeError',
      'ERR_UNKNOWN_NODE_ID',
      '`soma`: the neuron has no node id 11',
    ],
    [
      'a vertex that is not there',
      () => somaNode(mesh, 3, slices()),
      'RangeError',
      'ERR_UNKNOWN_NODE_ID',
      '`soma`: the neuron has no vertex 3, only 3 vertices',
    ],
    [
      'what is no id',
      () => somaNode(skeleton, '20' as never, slices()),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      '`soma`: a node id must be a number; got "20"',
    ],
  ])

  it('is the node that the caller names, whatever the types say', async () => {
    assert.equal(await somaNode(skeleton, 20, slices()), 1)
    assert.equal(await somaNode(mesh, 2, slices()), 2)
    const chain = chainNeuron(3, { properties: { type: [1, 0, 0] } })
    assert.equal(await somaNode(chain, 2, slices()), 2)
  })

  it('is the node of type 1, of several the thickest, then the first', async () => {
    assert.equal(await found(4, { type: [3, 2, 1, 0] }), 2)
    assert.equal(await found(4, { type: [3, 1, 1, 1] }), 1)
    assert.equal(await found(4, { type: [3, 1, 1, 1], radius: [9, 1, 5, 5] }), 2)
    assert.equal(await found(4, { type: [3, 1, 1, 1], radius: [9, NaN, 0, 0.5] }), 3)
    assert.equal(await found(4, { type: ['1', null, true, undefined] }), -1)
  })

  it('is the thickest node where it is more than twice the 99th percentile', async () => {
    const radius = new Float64Array(100).fill(1)
    radius[40] = 2.001
    assert.equal(await found(100, { radius }), 40)
    assert.equal(await found(100, { radius, type: new Int32Array(100) }), 40)
    radius[40] = 2
    assert.equal(await found(100, { radius }), -1)
    radius[40] = radius[7] = 9 // the 99th of 100 by size is one of the two
    assert.equal(await found(100, { radius }), -1)
    assert.equal(await found(99, { radius: new Float64Array(99).fill(1).with(3, 50) }), -1)
  })

  it('leaves out radii that are not known', async () => {
    const radius = new Float64Array(300).fill(0).fill(1, 0, 99)
    radius[200] = 3
    radius[201] = NaN
    radius[202] = Infinity
    radius[203] = -5
    assert.equal(await found(300, { radius }), 200)
    assert.equal(await found(300, { radius: new Float64Array(300) }), -1)
  })

  it('is what sorting says, of random radii', async () => {
    const next = random(11)
    for (let run = 0; run < 200; run++) {
      const count = 50 + Math.floor(400 * next())
      const radius = Float64Array.from({ length: count }, () => Math.floor(6 * next()) + 1)
      for (let thick = Math.floor(8 * next()); thick > 0; thick--) {
        radius[Math.floor(count * next())] = 8 + Math.floor(12 * next())
      }
      const sorted = radius.toSorted()
      const greatest = sorted[count - 1]
      const isSoma = greatest > 2 * sorted[Math.ceil(0.99 * count) - 1]
      assert.equal(await found(count, { radius }), isSoma ? radius.indexOf(greatest) : -1)
    }
  })

  it('is the soma of a generated neuron, by type or by radius', async () => {
    const { skeleton } = await generateNeuron({ vertices: 0 })
    assert.equal(await somaNode(skeleton, undefined, slices()), 0)
    const radius = skeleton.properties.get('radius')!
    const { positions, parents } = skeleton
    const untyped = new Skeleton({ positions, parents, properties: { radius } })
    assert.equal(await somaNode(untyped, undefined, slices()), 0)
  })

  it('is none without anything to go by, and for a mesh', async () => {
    for (const [, shape] of skeletonShapes)
      assert.equal(await somaNode(shape, undefined, slices()), -1)
    const positions = new Float64Array(9)
    const typed = new Mesh({ positions, faces: [0, 1, 2], properties: { type: [1, 0, 0] } })
    assert.equal(await somaNode(typed, undefined, slices()), -1)
  })
})
