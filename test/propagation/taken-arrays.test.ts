import assert from 'node:assert/strict'
import {
  propagateLabels,
  Propagator,
  seeds,
  seedsFromPoints,
  type RunOptions,
} from '../../lib/index'
import { chainNeuron } from '../neuron/shape-neuron'

/**
 * What may be changed as soon as a call has returned its promise: the arrays given to that call.
 * Arrays that a Mesh, a Skeleton or Synapses were made from are theirs, and must stay as they are;
 * so must those of Seeds and of results.
 */
describe('arrays that are taken away right after the call', () => {
  const count = 30_000
  const neuron = chainNeuron(count)
  const labels = () => Float64Array.from({ length: count }, (_, i) => i % 3)
  const twos = () => new Float64Array(count).fill(2)
  const quarters = () => new Float64Array(count).fill(0.25)
  const soft: RunOptions = { solver: 'iterative', clamping: 'soft', maxIterations: 2 }

  /** The call's result, its array having been detached at once. */
  const detached = async <T>(array: Float64Array, call: (array: Float64Array) => Promise<T>) => {
    const promise = call(array)
    structuredClone(array, { transfer: [array.buffer as ArrayBuffer] })
    assert.equal(array.length, 0)
    return promise
  }

  const calls: Record<string, () => Promise<[unknown, unknown]>> = {
    'labels of seeds()': async () => [
      (await detached(labels(), (array) => seeds(neuron, array))).scores,
      (await seeds(neuron, labels())).scores,
    ],
    'soft seeds': async () => [
      (await detached(twos(), (scores) => seeds(neuron, { scores, labels: ['a'] }))).scores,
      (await seeds(neuron, { scores: twos(), labels: ['a'] })).scores,
    ],
    seedWeights: async () => [
      (await detached(twos(), (seedWeights) => seeds(neuron, labels(), { seedWeights }))).weight,
      (await seeds(neuron, labels(), { seedWeights: twos() })).weight,
    ],
    nodeWeights: async () => [
      (await detached(twos(), (nodeWeights) => seeds(neuron, labels(), { nodeWeights }))).weight,
      (await seeds(neuron, labels(), { nodeWeights: twos() })).weight,
    ],
    'labels of points': async () => {
      const positions = [5, 0, 0, 9, 0, 0]
      const made = await detached(Float64Array.of(1, 2), (array) =>
        seedsFromPoints(neuron, { positions, labels: array }),
      )
      return [made.labels, [1, 2]]
    },
    'positions of points': async () => {
      const made = await detached(Float64Array.of(5, 0, 0), (positions) =>
        seedsFromPoints(neuron, { positions, labels: ['a'] }),
      )
      return [[...made.index], [5]]
    },
    'labels of propagateLabels': async () => [
      (await detached(labels(), (array) => propagateLabels(neuron, array, soft))).scores,
      (await propagateLabels(neuron, labels(), soft)).scores,
    ],
    'alpha of propagateLabels': async () => [
      (await detached(quarters(), (alpha) => propagateLabels(neuron, labels(), { ...soft, alpha })))
        .scores,
      (await propagateLabels(neuron, labels(), { ...soft, alpha: 0.25 })).scores,
    ],
    'alpha of a run': async () => {
      const propagator = await Propagator.create(neuron)
      const made = await seeds(neuron, labels())
      const result = await detached(quarters(), (alpha) => propagator.run(made, { ...soft, alpha }))
      return [result.scores, (await propagator.run(made, { ...soft, alpha: 0.25 })).scores]
    },
  }
  for (const [what, call] of Object.entries(calls)) {
    it(`do not matter: ${what}`, async () => {
      const [actual, expected] = await call()
      assert.deepEqual(actual, expected)
    })
  }
})
