import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  generateNeuron,
  neuronInfo,
  propagateLabels,
  Propagator,
  seeds,
  seedsFromPoints,
  seedsFromSynapses,
  type EdgeWeights,
  type Mesh,
  type PropagateOptions,
  type Synapses,
} from '../../lib/index'

/** Longest time from an abort to the rejection of the call, in ms. */
const longestWait = 50
const moments = [0, 0.3, 0.6]

type Call = (signal?: AbortSignal) => Promise<unknown>

/**
 * Aborts the call `delay` ms after it began, and gives the time from then to its rejection; 0 where
 * the call was done before.
 */
async function waitAfterAbort(call: Call, delay: number): Promise<number> {
  const reason = new Error('enough')
  const control = new AbortController()
  const due = performance.now() + delay
  const timer = setTimeout(() => control.abort(reason), delay)
  try {
    await call(control.signal)
  } catch (error) {
    assert.equal(error, reason)
    return performance.now() - due
  } finally {
    clearTimeout(timer)
  }
  return 0
}

/** The shortest of a few: the machine may be busy with something else. */
async function shortestWait(call: Call, delay: number): Promise<number> {
  let shortest = Infinity
  for (let i = 0; i < 4 && shortest > longestWait; i++) {
    shortest = Math.min(shortest, await waitAfterAbort(call, delay))
  }
  return shortest
}

describe('abort', () => {
  let mesh: Mesh
  let synapses: Synapses

  before(async () => {
    const generated = await generateNeuron({ seed: 5, nodes: 50_000, vertices: 250_000 })
    assert.ok(generated.mesh)
    mesh = generated.mesh
    synapses = generated.synapses
  })

  const names = ['a', 'b', 'c']
  const everyLabel = () => Array.from({ length: mesh.nodeCount }, (_, i) => names[i % 3])
  const steps: PropagateOptions = { solver: 'iterative', clamping: 'none', maxIterations: 30 }

  /** Makes what a stage needs, and gives the call. */
  const stages: Record<string, () => Promise<Call> | Call> = {
    ...Object.fromEntries(
      (['length', 'inverse-length'] as EdgeWeights[]).map((edgeWeights) => [
        `the topology, ${edgeWeights}`,
        (): Call => (signal) => Propagator.create(mesh, { edgeWeights, signal }),
      ]),
    ),
    'the counts of neuronInfo': () => (signal) => neuronInfo(mesh, { signal }),
    'seeds of every node': () => {
      const labels = everyLabel()
      return (signal) => seeds(mesh, labels, { signal })
    },
    'soft seeds of every node': () => {
      const soft = { scores: new Float32Array(3 * mesh.nodeCount).fill(1), labels: names }
      return (signal) => seeds(mesh, soft, { signal })
    },
    'seeds from synapses': () => (signal) => seedsFromSynapses(mesh, synapses, { signal }),
    'seeds by majority': () => (signal) =>
      seedsFromSynapses(mesh, synapses, { rule: 'majority', signal }),
    'seeds from points': () => {
      const points = {
        positions: synapses.positions,
        labels: everyLabel().slice(0, synapses.count),
      }
      return (signal) => seedsFromPoints(mesh, points, { signal })
    },
    'a run with few seeds': async () => {
      const [made, propagator] = [
        await seedsFromSynapses(mesh, synapses),
        await Propagator.create(mesh),
      ]
      return (signal) => propagator.run(made, { ...steps, signal })
    },
    'a run with a seed on every node': async () => {
      const [made, propagator] = [await seeds(mesh, everyLabel()), await Propagator.create(mesh)]
      return (signal) => propagator.run(made, { ...steps, signal })
    },
    'all of propagateLabels': () => (signal) =>
      propagateLabels(
        mesh,
        new Map([
          [0, 'a'],
          [9, 'b'],
        ]),
        { ...steps, signal },
      ),
  }

  for (const [stage, prepared] of Object.entries(stages)) {
    it(`ends ${stage} soon, with the signal's reason`, async () => {
      const call = await prepared()
      const reason = new Error('enough')
      await assert.rejects(call(AbortSignal.abort(reason)), (error) => error === reason)
      const began = performance.now()
      await call()
      const duration = performance.now() - began
      for (const moment of moments) {
        const wait = await shortestWait(call, moment * duration)
        assert.ok(
          wait <= longestWait,
          `${wait.toFixed()} ms at ${moment} of ${duration.toFixed()} ms`,
        )
      }
      await call()
    })
  }

  it('ends runs in the kernel, and those that wait for a thread', async () => {
    const propagator = await Propagator.create(mesh)
    const made = await seedsFromSynapses(mesh, synapses)
    const control = new AbortController()
    const run = { ...steps, maxIterations: 2 ** 40, signal: control.signal }
    const runs = Array.from({ length: 8 }, () => propagator.run(made, run))
    const settled = Promise.allSettled(runs)
    await sleep(30)
    control.abort()
    for (const outcome of await settled) {
      assert.ok(outcome.status === 'rejected')
      assert.equal(outcome.reason, control.signal.reason)
    }
    const later = await propagator.run(made, { ...steps, maxIterations: 2 })
    assert.equal(later.report.iterations, 2)
  })
})
