import assert from 'node:assert/strict'
import {
  generateNeuron,
  propagateLabels,
  Propagator,
  seeds,
  seedsFromSynapses,
  type GeneratedNeuron,
  type Mesh,
  type RunOptions,
  type Seeds,
} from '../../lib/index'
import { told } from './told'

const iterative = { solver: 'iterative' } as const

/** A run that ends by itself in no test. */
const endless: RunOptions = { ...iterative, clamping: 'none', maxIterations: 2 ** 40 }

describe('Propagator', () => {
  let generated: GeneratedNeuron & { mesh: Mesh }
  let someSeeds: Seeds
  let propagator: Propagator

  before(async () => {
    const { mesh, ...others } = await generateNeuron({ seed: 3, nodes: 2000, vertices: 8000 })
    assert.ok(mesh)
    generated = { ...others, mesh }
    someSeeds = await seedsFromSynapses(mesh, generated.synapses)
    propagator = await Propagator.create(mesh)
  })
  after(() => propagator.dispose())

  const runs: RunOptions[] = [
    { ...iterative, maxIterations: 300 },
    { ...iterative, maxIterations: 1 },
    { ...iterative, clamping: 'none', maxIterations: 77, threads: 2 },
    { ...iterative, clamping: 'soft', alpha: 0.9, tolerance: 1e-3, threads: 1 },
    { preset: 'navis' },
    { ...iterative, clamping: 'soft:0.1', patience: 5 },
    { ...iterative, maxIterations: 300 },
    { ...iterative, changeNorm: 'frobenius', tolerance: 0.5, maxIterations: 300 },
  ]

  it('makes the same of several runs at once as of one after the other', async () => {
    const one = []
    for (const options of runs) one.push(told(await propagator.run(someSeeds, options)))
    const atOnce = await Promise.all(runs.map((options) => propagator.run(someSeeds, options)))
    assert.deepEqual(atOnce.map(told), one)
    assert.deepEqual(one[0], one[6])
    assert.notDeepEqual(one[0].scores, one[1].scores)
  })

  it('makes the same as propagateLabels, of other seeds too', async () => {
    const others = await seeds(
      generated.mesh,
      new Map([
        [5, 1],
        [4000, 2],
        [7000, 3],
      ]),
    )
    for (const each of [someSeeds, others]) {
      const one = await propagateLabels(generated.mesh, each, runs[0])
      assert.deepEqual(told(await propagator.run(each, runs[0])), told(one))
    }
  })

  it('lets a run end that had begun before dispose()', async () => {
    const expected = await propagator.run(someSeeds, runs[0])
    const another = await Propagator.create(generated.mesh)
    const running = [another.run(someSeeds, runs[0]), another.run(someSeeds, runs[0])]
    another.dispose()
    await assert.rejects(another.run(someSeeds, runs[0]), { code: 'ERR_DISPOSED' })
    for (const result of await Promise.all(running)) {
      assert.deepEqual(told(result), told(expected))
    }
  })

  it('tells progress: steps done, rising, of those at most', async () => {
    const calls: { done: number; total: number }[] = []
    const stop = new AbortController()
    const reason = new Error('enough')
    const running = propagator.run(someSeeds, {
      ...endless,
      signal: stop.signal,
      onProgress: (progress) => {
        calls.push(progress)
        if (calls.length === 4) stop.abort(reason)
      },
    })
    await assert.rejects(running, (error) => error === reason)
    assert.ok(calls.length >= 4)
    assert.ok(calls.every(({ total }) => total === endless.maxIterations))
    assert.ok(
      calls.every(({ done }, i) => Number.isInteger(done) && done > (calls[i - 1]?.done ?? 0)),
    )
  })

  it('ends with the very error that onProgress throws', async () => {
    for (const thrown of [new Error('mine'), new RangeError('mine')]) {
      const onProgress = () => {
        throw thrown
      }
      await assert.rejects(propagator.run(someSeeds, { ...endless, onProgress }), (error) =>
        Object.is(error, thrown),
      )
    }
    assert.equal((await propagator.run(someSeeds, runs[1])).report.iterations, 1)
  })

  it('ends one of several runs, and the others go on', async () => {
    const expected = told(await propagator.run(someSeeds, runs[0]))
    const thrown = new Error('mine')
    const stop = new AbortController()
    const totals: number[] = []
    const ended = propagator.run(someSeeds, {
      ...endless,
      signal: stop.signal,
      onProgress: () => setImmediate(() => stop.abort()),
    })
    const failed = propagator.run(someSeeds, {
      ...endless,
      onProgress: () => {
        throw thrown
      },
    })
    const others = [1, 2].map(() =>
      propagator.run(someSeeds, {
        ...runs[0],
        onProgress: ({ total }) => totals.push(total),
      }),
    )
    await Promise.all([
      assert.rejects(ended, { name: 'AbortError' }),
      assert.rejects(failed, (error) => error === thrown),
    ])
    for (const result of await Promise.all(others)) assert.deepEqual(told(result), expected)
    assert.ok(totals.every((total) => total === runs[0].maxIterations))
  })

  it('leaves no listener on a signal that outlives its runs', async () => {
    const { signal } = new AbortController()
    const counts = { added: 0, removed: 0 }
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => (counts.added++, add(...args))
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (
      counts.removed++,
      remove(...args)
    )
    await propagateLabels(generated.mesh, someSeeds, { ...runs[1], signal })
    assert.ok(counts.added > 0)
    assert.equal(counts.removed, counts.added)
  })
})
