import assert from 'node:assert/strict'
import {
  generateNeuron,
  Propagator,
  seeds,
  type Mesh,
  type Progress,
  type RunOptions,
  type Seeds,
} from '../../lib/index'
import { told } from './told'

const clicks = new Map([[0, 'a'], [150, 'b'], [299, 'a']]) // prettier-ignore

describe('Propagator: the factor that it keeps', () => {
  let mesh: Mesh
  let propagator: Propagator
  let first: Seeds
  let second: Seeds
  before(async () => {
    const generated = await generateNeuron({ seed: 12, nodes: 12_000, vertices: 200_000 })
    assert.ok(generated.mesh)
    mesh = generated.mesh
    first = await seeds(mesh, clicks)
    second = await seeds(mesh, new Map([[7, 'a'], [150_000, 'b']])) // prettier-ignore
    propagator = await Propagator.create(mesh)
  })
  after(() => propagator.dispose())

  const soft: RunOptions = { clamping: 'soft', alpha: 0.9 }

  it('gives the same bytes again, also after other anchors in between', async () => {
    const one = told(await propagator.run(first, soft))
    assert.deepEqual(told(await propagator.run(first, soft)), one)
    const between = [
      told(await propagator.run(second, soft)),
      told(await propagator.run(first)),
      told(await propagator.run(first, { clamping: 'soft', alpha: 0.8 })),
    ]
    for (const other of between) assert.notDeepEqual(other.scores, one.scores)
    assert.deepEqual(told(await propagator.run(first, soft)), one)
    const fresh = await Propagator.create(mesh)
    assert.deepEqual(told(await fresh.run(first, soft)), one)
    fresh.dispose()
  })

  it('serves other labels on the same anchors', async () => {
    const swapped = await seeds(mesh, new Map([[0, 'b'], [150, 'a'], [299, 'b']])) // prettier-ignore
    const [one, other] = [await propagator.run(first), await propagator.run(swapped)]
    assert.deepEqual([...one.column('a')], [...other.column('b')])
  })

  it('makes the same of several runs at once', async () => {
    const runs: [Seeds, RunOptions][] = [
      [first, soft],
      [second, soft],
      [first, {}],
      [first, soft],
      [second, { solver: 'accelerated', maxIterations: 50 }],
    ]
    const one = []
    for (const [made, options] of runs) one.push(told(await propagator.run(made, options)))
    const atOnce = await Promise.all(runs.map(([made, options]) => propagator.run(made, options)))
    assert.deepEqual(atOnce.map(told), one)
  })

  it('lets runs end that had begun before dispose()', async () => {
    const expected = told(await propagator.run(second, soft))
    const another = await Propagator.create(mesh)
    const running = [another.run(second, soft), another.run(second, soft)]
    another.dispose()
    await assert.rejects(another.run(second, soft), { code: 'ERR_DISPOSED' })
    for (const result of await Promise.all(running)) assert.deepEqual(told(result), expected)
  })

  it('tells progress, never more than all', async () => {
    const runs: RunOptions[] = [{}, { solver: 'accelerated', maxIterations: 400 }]
    for (const options of runs) {
      const calls: Progress[] = []
      const fresh = await Propagator.create(mesh)
      await fresh.run(first, { ...options, onProgress: (progress) => calls.push(progress) })
      fresh.dispose()
      assert.ok(calls.length > 0, JSON.stringify(options))
      assert.ok(calls.every(({ done, total }) => done > 0 && done <= total))
      assert.ok(calls.every(({ done }, i) => i === 0 || done >= calls[i - 1].done))
    }
  })

  it('is not made where the run is aborted meanwhile, and later runs work', async () => {
    const expected = told(await propagator.run(second, soft))
    const fresh = await Propagator.create(mesh)
    const reason = new Error('enough')
    const stop = new AbortController()
    let settled = false
    const running = fresh.run(second, {
      ...soft,
      signal: stop.signal,
      onProgress: () => stop.abort(reason),
    })
    running.catch(() => (settled = true))
    stop.signal.addEventListener('abort', () => {
      setImmediate(() => assert.ok(settled, 'rejected at once'))
    })
    await assert.rejects(running, (error) => error === reason)
    assert.deepEqual(told(await fresh.run(second, soft)), expected)
    fresh.dispose()
  })
})
