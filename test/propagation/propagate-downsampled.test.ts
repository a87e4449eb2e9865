import assert from 'node:assert/strict'
import {
  downsample,
  generateNeuron,
  joinFragments,
  propagateLabels,
  seedsFromSynapses,
  type Neuron,
  type PropagateOptions,
} from '../../lib/index'

const options: PropagateOptions = { solver: 'iterative', clamping: 'soft', maxIterations: 60 }

describe('propagateLabels with downsample', () => {
  let neurons: Neuron[]
  let made: Awaited<ReturnType<typeof generateNeuron>>

  before(async () => {
    made = await generateNeuron({ seed: 4, nodes: 400, vertices: 2000 })
    neurons = [made.skeleton, made.mesh!]
  })

  it('gives every node the scores of its nearest node on the coarser neuron', async () => {
    for (const neuron of neurons) {
      const seeds = await seedsFromSynapses(neuron, made.synapses)
      const alpha = Float64Array.from({ length: neuron.nodeCount }, (_, i) => (i % 10) / 10)
      const result = await propagateLabels(neuron, seeds, { ...options, alpha, downsample: 3 })

      const coarse = await downsample(neuron, 3, { keep: seeds.index })
      const labels = new Map(
        Array.from(seeds.index, (node, s) => [
          coarse.neuron.nodeIds.at(coarse.nodeOf[node]),
          seeds.labels[seeds.label[s]],
        ]),
      )
      const expected = await propagateLabels(coarse.neuron, labels, {
        ...options,
        alpha: Float64Array.from(coarse.nodes, (node) => alpha[node]),
      })
      assert.ok(coarse.neuron.nodeCount < neuron.nodeCount)
      assert.equal(result.report.downsampledNodes, coarse.neuron.nodeCount)
      assert.equal(result.report.nodes, neuron.nodeCount)
      assert.deepEqual(result.report.seeds, seeds.counts)
      const decoded = expected.decode()
      assert.deepEqual(
        result.decode(),
        Array.from(coarse.nodeOf, (node) => decoded[node]),
      )
      for (const [node, place] of coarse.nodeOf.entries()) {
        for (const l of [0, 1]) {
          assert.equal(result.scores[2 * node + l], expected.scores[2 * place + l])
        }
      }
    }
  })

  it('is the plain run at factor 1, and refuses what is no factor', async () => {
    const [neuron] = neurons
    const seeds = await seedsFromSynapses(neuron, made.synapses)
    const plain = await propagateLabels(neuron, seeds, options)
    const same = await propagateLabels(neuron, seeds, { ...options, downsample: 1 })
    assert.deepEqual(same.scores, plain.scores)
    assert.equal(same.report.downsampledNodes, undefined)
    for (const factor of [0, 0.5, NaN, -2, '2']) {
      const run = propagateLabels(neuron, seeds, { ...options, downsample: factor as number })
      await assert.rejects(run, { code: 'ERR_INVALID_OPTION' })
    }
  })

  it('reaches flakes across the joins of joinFragments', async () => {
    const joined = await joinFragments(made.mesh!)
    const seeds = await seedsFromSynapses(joined, made.synapses)
    const apart = await propagateLabels(
      made.mesh!,
      await seedsFromSynapses(made.mesh!, made.synapses),
      options,
    )
    const result = await propagateLabels(joined, seeds, {
      ...options,
      maxIterations: 2000,
      downsample: 2,
    })
    assert.ok(apart.report.unlabelled > 0)
    assert.equal(result.report.joins, 5)
    assert.equal(result.report.components, 1)
    assert.equal(result.report.unlabelled, 0)
  })
})
