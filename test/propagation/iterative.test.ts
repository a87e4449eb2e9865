import assert from 'node:assert/strict'
import { generateNeuron, propagateLabels } from '../../lib/index'
import { shapeNeuron } from '../neuron/shape-neuron'
import {
  edgeLength,
  hardLabelsReference,
  meshEdges,
  normalizedReference,
  propagateReference,
  shapeEdges,
  skeletonEdges,
} from '../reference/propagate'
import { shapes } from '../shapes'
import { choices, dimensions, drawsForAll, problemOf, type Choice, type Topology } from './problems'

const bitsOf = (values: ArrayBufferView): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, values.byteLength / 4)

/** One over such a length is no float32, and neither need the scores be: nothing to reproduce. */
const hasTooShortEdge = ({ neuron, edges }: Topology): boolean =>
  edges.some((edge) => {
    const length = edgeLength(neuron.positions, edge)
    return length > 0 && Math.fround(1 / length) === Infinity
  })

async function assertLikeReference(topology: Topology, choice: Choice, seed: number) {
  const { input, seeds, alpha } = await problemOf(topology, choice, seed)
  const result = await propagateLabels(topology.neuron, seeds, {
    solver: 'iterative',
    edgeWeights: choice.edgeWeights,
    directed: choice.directed,
    lazy: choice.lazy,
    clamping: choice.clamping.clamping,
    alpha,
    ...choice.stop,
    threads: 1 + (seed % 2),
  })
  const expected = propagateReference(input)
  const where = `${JSON.stringify(choice)}, seed ${seed}`
  if (!expected.scores.every(Number.isFinite)) return assert.ok(hasTooShortEdge(topology), where)
  const { iterations, stop, lastChange } = result.report
  assert.ok(result.scores instanceof Float32Array, where)
  assert.deepEqual(bitsOf(result.scores), bitsOf(expected.scores), where)
  assert.deepEqual([iterations, stop], [expected.iterations, expected.stop], where)
  const difference = Math.abs(lastChange - expected.lastChange)
  assert.ok(difference <= 1e-6 * expected.lastChange, `${where}: change ${lastChange}`)
  const hard = hardLabelsReference(expected.scores, choice.labels)
  assert.deepEqual(result.labelIndex, hard, where)
  // NaN has many bit patterns; as plain numbers they are all the same.
  const normalized = Array.from(normalizedReference(expected.scores, choice.labels))
  assert.deepEqual(Array.from(result.probabilities('normalized')), normalized, where)
}

const choiceFor = {
  skeleton: choices(1),
  mesh: ((next) => (): Choice => ({ ...next(), directed: false }))(choices(2)),
}

/** As many problems as it takes for every value of every dimension to occur. */
async function assertAllLikeReference(topology: Topology, seed: number): Promise<void> {
  const seen = new Set<unknown>()
  for (let i = 0; i < drawsForAll; i++) {
    const choice = choiceFor[topology.neuron.kind]()
    for (const [name, value] of Object.entries(choice)) seen.add(`${name} ${JSON.stringify(value)}`)
    await assertLikeReference(topology, choice, seed + i)
  }
  const all = Object.values(dimensions).reduce((sum, values) => sum + values.length, 0)
  assert.equal(seen.size, topology.neuron.kind === 'mesh' ? all - 1 : all)
}

describe('iterative propagation is the reference, bit for bit', () => {
  shapes.forEach((shape, number) => {
    it(`on ${shape.kind} ${shape.name}`, () =>
      assertAllLikeReference(
        { neuron: shapeNeuron(shape), edges: shapeEdges(shape) },
        1000 * number,
      ))
  })

  for (const seed of [1, 2, 3]) {
    it(`on generated neuron ${seed}`, async () => {
      const { skeleton, mesh } = await generateNeuron({ seed, nodes: 100 * seed, sides: 4 })
      const links = skeletonEdges(skeleton.parents)
      await assertAllLikeReference({ neuron: skeleton, edges: links }, 500_000 * seed)
      assert.ok(mesh)
      const surface = { neuron: mesh, edges: meshEdges(mesh.faces) }
      await assertAllLikeReference(surface, 600_000 * seed)
    })
  }
})
