import assert from 'node:assert/strict'
import { cpus } from 'node:os'
import {
  generateNeuron,
  neuronInfo,
  propagateLabels,
  Propagator,
  seeds,
  seedsFromPoints,
  seedsFromSynapses,
  Skeleton,
  type EdgeWeights,
  type Mesh,
  type PropagateOptions,
  type SeedRule,
  type Seeds,
  type Synapses,
} from '../../lib/index'
import { NearestNode } from '../../lib/seeds/nearest-node'
import { Slices } from '../../lib/slices'
import { roundsAfterAbort, turnsDuring, type Call } from '../event-loop'

/** Most often that the event loop comes round between an abort and the rejection of the call. */
const mostRounds = 2
/** When a call is aborted, as a share of its turns. */
const moments = [0, 0.3, 0.6]

interface Stage {
  /** Makes what the stage needs, and gives the call. */
  prepared: () => Promise<Call> | Call
  /** What the blocks of its work add up to, from their sizes in lib. */
  leastTurns: () => number
}

describe('abort', () => {
  let mesh: Mesh
  let synapses: Synapses
  /** Turns that the search for nearest nodes takes before the first point is looked for. */
  let treeTurns: number

  before(async () => {
    const generated = await generateNeuron({ seed: 5, nodes: 50_000, vertices: 250_000 })
    assert.ok(generated.mesh)
    mesh = generated.mesh
    synapses = generated.synapses
    treeTurns = await turnsDuring(() => NearestNode.of(mesh.positions, new Slices()))
    assert.ok(treeTurns >= mesh.nodeCount / 4096, `${treeTurns} turns`)
  })

  const names = ['a', 'b', 'c']
  const everyLabel = () => Array.from({ length: mesh.nodeCount }, (_, i) => names[i % 3])
  const steps: PropagateOptions = { solver: 'iterative', clamping: 'none', maxIterations: 30 }

  const faces = () => mesh.faces.length / 3
  /** The sides of a closed surface, each of which two faces share; holes leave a few more. */
  const edges = () => 1.5 * faces()
  const topologyTurns = () =>
    (2 * faces() + 2 * mesh.nodeCount + 3 * edges()) / 16384 + edges() / 65536
  const snappingTurns = () => treeTurns + synapses.count / 256

  const topology = (edgeWeights: EdgeWeights): Stage => ({
    prepared: () => (signal) => Propagator.create(mesh, { edgeWeights, signal }),
    leastTurns: topologyTurns,
  })
  const synapseSeeds = (rule: SeedRule): Stage => ({
    prepared: () => (signal) => seedsFromSynapses(mesh, synapses, { rule, signal }),
    leastTurns: snappingTurns,
  })
  const run = (seedsOf: () => Promise<Seeds>, leastTurns: () => number): Stage => ({
    prepared: async () => {
      const [made, propagator] = [await seedsOf(), await Propagator.create(mesh)]
      return (signal) => propagator.run(made, { ...steps, signal })
    },
    leastTurns,
  })

  const stages: Record<string, Stage> = {
    'the topology, length': topology('length'),
    'the topology, inverse-length': topology('inverse-length'),
    'the counts of neuronInfo': {
      prepared: () => (signal) => neuronInfo(mesh, { signal }),
      leastTurns: () => (2 * faces() + 2 * mesh.nodeCount + 2 * edges()) / 16384 + faces() / 4096,
    },
    'seeds of every node': {
      prepared: () => {
        const labels = everyLabel()
        return (signal) => seeds(mesh, labels, { signal })
      },
      leastTurns: () => (3 * mesh.nodeCount) / 4096 + (6 * mesh.nodeCount) / 65536,
    },
    'soft seeds of every node': {
      prepared: () => {
        const soft = { scores: new Float32Array(3 * mesh.nodeCount).fill(1), labels: names }
        return (signal) => seeds(mesh, soft, { signal })
      },
      leastTurns: () => (3 * mesh.nodeCount) / 4096 + (2 * mesh.nodeCount) / 65536,
    },
    'seeds from synapses': synapseSeeds('pre-over-post'),
    'seeds by majority': synapseSeeds('majority'),
    'seeds from points': {
      prepared: () => {
        const labels = everyLabel().slice(0, synapses.count)
        const points = { positions: synapses.positions, labels }
        return (signal) => seedsFromPoints(mesh, points, { signal })
      },
      leastTurns: snappingTurns,
    },
    'a run with few seeds': run(
      () => seedsFromSynapses(mesh, synapses),
      () => (2 * mesh.nodeCount) / 16384,
    ),
    'a run with a seed on every node': run(
      () => seeds(mesh, everyLabel()),
      () => (3 * mesh.nodeCount) / 16384 + (2 * mesh.nodeCount) / 65536,
    ),
    'all of propagateLabels': {
      prepared: () => {
        const few = new Map([[0, 'a'], [9, 'b']]) // prettier-ignore
        return (signal) => propagateLabels(mesh, few, { ...steps, signal })
      },
      leastTurns: () => topologyTurns() + (2 * mesh.nodeCount) / 16384,
    },
  }

  for (const [name, { prepared, leastTurns }] of Object.entries(stages)) {
    it(`ends ${name} at its next turn, with the signal's reason`, async () => {
      const call = await prepared()
      const reason = new Error('enough')
      await assert.rejects(call(AbortSignal.abort(reason)), (error) => error === reason)
      const turns = await turnsDuring(call)
      assert.ok(turns >= leastTurns(), `${turns} turns of at least ${leastTurns()}`)
      for (const moment of moments) {
        const rounds = await roundsAfterAbort(call, Math.floor(moment * turns))
        assert.ok(rounds <= mostRounds, `${rounds} rounds, aborted at ${moment} of ${turns} turns`)
      }
      await call()
    })
  }

  it('ends runs in the kernel, and those that wait for a thread', async () => {
    const chain = new Skeleton({
      positions: Array.from({ length: 3000 }, (_, i) => (i % 3 === 0 ? i : 0)),
      parents: Array.from({ length: 1000 }, (_, i) => i - 1),
    })
    const propagator = await Propagator.create(chain)
    const made = await seeds(chain, new Map([[0, 'a'], [9, 'b']])) // prettier-ignore
    const control = new AbortController()
    const begun = new Set<number>()
    let begunAtAbort = 0
    // More than there are threads, each of one.
    const runs = Array.from({ length: 2 * cpus().length + 1 }, (_, i) =>
      propagator.run(made, {
        ...steps,
        maxIterations: 2 ** 40,
        threads: 1,
        signal: control.signal,
        onProgress: () => {
          begun.add(i)
          setImmediate(() => {
            begunAtAbort ||= begun.size
            control.abort()
          })
        },
      }),
    )
    for (const outcome of await Promise.allSettled(runs)) {
      assert.ok(outcome.status === 'rejected')
      assert.equal(outcome.reason, control.signal.reason)
    }
    assert.ok(begunAtAbort > 0 && begunAtAbort <= cpus().length, `${begunAtAbort} runs had begun`)
    const later = await propagator.run(made, { ...steps, maxIterations: 2 })
    assert.equal(later.report.iterations, 2)
  })
})
