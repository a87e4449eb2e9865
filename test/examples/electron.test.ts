import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { propagateLabels, readNeuron, readSynapses, seedsFromSynapses } from '../../lib/index'
import { channels } from '../../examples/electron/src/channels'
import { apiOf, type EventPort } from '../../examples/electron/src/preload/api'
import { Propagations } from '../../examples/electron/src/worker/propagate'
import { planePoints } from '../../examples/electron/src/worker/outcome'
import { TestApp } from './electron-app'

const example = (name: string): string => join(__dirname, '../../examples/neuron', name)
const skeleton = example('neuron.swc')
const synapses = example('synapses.csv')

const ended = { solver: 'iterative', tolerance: 1e-3 }
/** Far more steps than any test waits for. */
const endless = { solver: 'iterative', clamping: 'none', maxIterations: 2 ** 40 }

/** A port that delivers even what arrives after it was closed. */
class TestPort implements EventPort {
  isOpen = false
  listener?: (event: unknown) => void

  addEventListener(_: 'message', listener: (event: unknown) => void): void {
    this.listener = listener
  }

  start(): void {
    this.isOpen = true
  }

  close(): void {
    this.isOpen = false
  }
}

async function expectedResult(options: object): ReturnType<typeof propagateLabels> {
  const neuron = await readNeuron(skeleton)
  const seeds = await seedsFromSynapses(neuron, await readSynapses(synapses))
  return propagateLabels(neuron, seeds, options)
}

describe('the Electron example', () => {
  let app: TestApp
  beforeEach(() => (app = new TestApp()))
  afterEach(() => app.quit())

  it("shows the library's result", async () => {
    const window = app.window()
    await window.propagate(skeleton, synapses, ended)
    const { outcome } = await window.event('done')
    const expected = await expectedResult(ended)
    assert.deepEqual(outcome.labelIndex, expected.labelIndex)
    assert.deepEqual(outcome.labels, ['post', 'pre'])
    assert.deepEqual(outcome.counts, Object.values(expected.report.counts))
    assert.equal(outcome.unlabelled, expected.report.unlabelled)
    assert.match(outcome.report, /1,500 nodes/)
    assert.equal(outcome.rows.length, 50)
    const shares = expected.probabilities('normalized')
    assert.deepEqual(outcome.rows[49], {
      node: String(expected.neuron.nodeIds.at(49)),
      label: expected.decode()[49],
      shares: [shares[98], shares[99]],
    })
    assert.equal(outcome.points.length, 3000)
  })

  it('reports progress that grows, before the result', async () => {
    const window = app.window()
    await window.propagate(example('neuron.obj'), synapses, {
      solver: 'iterative',
      clamping: 'none',
      maxIterations: 5000,
    })
    const { done, total } = await window.event('progress')
    await window.event('done')
    assert.equal(total, 5000)
    const later = window.events.flatMap((event) => (event.type === 'progress' ? [event.done] : []))
    assert.deepEqual(
      [done, ...later],
      [done, ...later].sort((a, b) => a - b),
    )
    assert.ok(done <= 5000)
  })

  it("saves the library's table", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neuroprop-electron-'))
    try {
      const window = app.window()
      await window.propagate(skeleton, synapses, ended)
      await window.event('done')
      window.chosen.result = join(folder, 'labels.csv')
      assert.equal(await window.api.save(), null)
      assert.equal((await window.event('saved')).file, 'labels.csv')
      const expected = await expectedResult(ended)
      await expected.write(join(folder, 'expected.csv'))
      const texts = ['labels.csv', 'expected.csv'].map((name) => readFileSync(join(folder, name)))
      assert.ok(texts[0].equals(texts[1]))

      window.chosen.result = join(folder, 'labels.xlsx')
      await window.api.save()
      const failed = await window.event('failed')
      assert.equal(failed.during, 'saving')
      assert.equal(failed.error.code, 'ERR_INVALID_OPTION')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  const failures: [string, string, object, string, RegExp][] = [
    ['no such file', 'nothing.swc', ended, 'ENOENT', /nothing\.swc/],
    ['a file that is no neuron', synapses, ended, 'ERR_FILE_FORMAT', /synapses\.csv/],
    ['an unknown option', skeleton, { clampng: 'hard' }, 'ERR_UNKNOWN_OPTION', /clamping/],
    ['a wrong value', skeleton, { ...ended, tolerance: 7 }, 'ERR_INVALID_OPTION', /tolerance/],
  ]
  for (const [name, neuron, options, code, message] of failures) {
    it(`says what is wrong, with its code: ${name}`, async () => {
      const window = app.window()
      await window.propagate(neuron, synapses, options)
      const { during, error } = await window.event('failed')
      assert.equal(during, 'propagation')
      assert.equal(error.code, code)
      assert.match(error.message, message)
      assert.ok(!error.message.includes('\n'))
      assert.equal(app.threads.length, 1)
    })
  }

  it('asks for what is missing', async () => {
    const window = app.window()
    const refused = async (): Promise<string | undefined> =>
      (await window.api.propagate({}))?.message
    assert.equal(await window.api.open('neuron'), null)
    assert.equal(await refused(), 'open a neuron first')
    window.chosen.neuron = skeleton
    assert.equal(await window.api.open('neuron'), 'neuron.swc')
    assert.equal(await refused(), 'open its synapses first')
    assert.equal(await window.api.save(), null)
    window.chosen.result = 'labels.csv'
    assert.equal((await window.api.save())?.code, 'ERR_NO_RESULT')
    assert.equal(app.threads.length, 0)
  })

  it('takes from a page no other files and no other options', async () => {
    const window = app.window()
    assert.equal(await window.api.open('/etc/passwd' as 'neuron'), null)
    Object.assign(window.chosen, { neuron: skeleton, synapses })
    await window.api.open('neuron')
    await window.api.open('synapses')
    for (const options of [null, 7, [], { signal: {} }]) {
      const error = await window.api.propagate(options as never)
      assert.equal(error?.code, 'ERR_PROTOCOL', JSON.stringify(options))
    }
    assert.equal(app.threads.length, 0)
  })

  it('cancels in mid-run, and works on', async () => {
    const window = app.window()
    await window.propagate(skeleton, synapses, endless)
    await window.event('progress')
    await window.api.cancel()
    await window.event('cancelled')
    await window.propagate(skeleton, synapses, ended)
    await window.event('done')
    assert.equal(app.threads.length, 1)
  })

  it('ends the former job of a window when it begins another', async () => {
    const window = app.window()
    await window.propagate(skeleton, synapses, endless)
    await window.event('progress')
    await window.propagate(skeleton, synapses, ended)
    assert.equal((await window.event('done')).outcome.labelIndex.length, 1500)
    const types = new Set(window.events.map(({ type }) => type))
    assert.ok(!types.has('cancelled'), 'an event of the former job')
  })

  it('works for two windows at once, of which one is cancelled', async () => {
    const [first, second] = [app.window(), app.window()]
    await first.propagate(skeleton, synapses, endless)
    await second.propagate(example('neuron.obj'), synapses, ended)
    await first.event('progress')
    assert.equal((await second.event('done')).outcome.labelIndex.length, 6025)
    await second.propagate(skeleton, synapses, endless)
    await second.event('progress')
    await first.api.cancel()
    await first.event('cancelled')
    second.events.length = 0
    await second.event('progress')
    assert.equal(app.threads.length, 1)
  })

  it('reports a crash to every window with a job, and starts a new process', async () => {
    const windows = [app.window(), app.window()]
    for (const window of windows) await window.propagate(skeleton, synapses, endless)
    for (const window of windows) await window.event('progress')
    await app.threads[0].terminate()
    for (const window of windows) {
      const { error } = await window.event('failed')
      assert.equal(error.code, 'ERR_PROCESS_GONE')
      assert.match(error.message, /code 1\b/)
    }
    await windows[0].propagate(skeleton, synapses, ended)
    await windows[0].event('done')
    assert.equal(app.threads.length, 2)
  })

  it('says that a crash took the result with it', async () => {
    const window = app.window()
    await window.propagate(skeleton, synapses, ended)
    await window.event('done')
    await app.threads[0].terminate()
    assert.equal((await window.event('failed')).error.code, 'ERR_PROCESS_GONE')
    window.chosen.result = 'labels.csv'
    assert.equal((await window.api.save())?.code, 'ERR_NO_RESULT')
  })

  it('reports no crash when the app quits', async () => {
    const window = app.window()
    await window.propagate(skeleton, synapses, endless)
    await window.event('progress')
    window.events.length = 0
    await app.quit()
    assert.ok(window.events.every(({ type }) => type === 'progress'))
  })

  it('refuses messages that are none, and works on', async () => {
    const window = app.window()
    await window.propagate(skeleton, synapses, endless)
    app.threads[0].postMessage({ data: { type: 'format', job: 1 }, ports: [] })
    app.threads[0].postMessage({ data: { type: 'cancel', job: '1' }, ports: [] })
    const portless = { type: 'propagate', job: 9, neuron: '', synapses: '', options: {} }
    app.threads[0].postMessage({ data: portless, ports: [] })
    await window.event('progress')
    assert.deepEqual(app.refusals, [
      'Error: `type` must be that of a known request; got format',
      'Error: `job` of request cancel is wrong',
      'Error: request propagate needs a port',
    ])
    window.events.length = 0
    window.receive({ type: 'done', outcome: {} })
    assert.equal((await window.event('failed')).error.code, 'ERR_PROTOCOL')
  })
})

describe('the preload script of the Electron example', () => {
  it('listens to the port of the last job alone', () => {
    const listeners = new Map<string, (event: { ports: TestPort[] }, value: unknown) => void>()
    const api = apiOf<TestPort>({
      invoke: async () => null,
      on: (channel, listener) => listeners.set(channel, listener),
    })
    const events: unknown[] = []
    api.onEvent((event) => events.push(event))
    const ports = [new TestPort(), new TestPort()]
    for (const port of ports) listeners.get(channels.begun)!({ ports: [port] }, null)
    const messages = ports.map((_, done) => ({ type: 'progress', done, total: 2 }))
    ports.forEach((port, i) => port.listener!({ data: messages[i] }))
    assert.deepEqual(events, [messages[1]])
    assert.deepEqual(
      ports.map(({ isOpen }) => isOpen),
      [false, true],
    )
  })
})

describe('the utility process of the Electron example', () => {
  it('ends the work of a window that is closed, and forgets its result', async () => {
    const propagations = new Propagations()
    for (const [options, type] of [
      [endless, 'progress'],
      [ended, 'done'],
    ] as const) {
      const { port1, port2 } = new MessageChannel()
      const event = new Promise((resolve) => {
        port2.on('message', (message: { type: string }) => {
          if (message.type === type) resolve(message)
        })
      })
      const request = { type: 'propagate', job: 1, neuron: skeleton, synapses, options }
      propagations.take(request, [port1])
      await event
      assert.equal(propagations.size, 1)
      const closed = new Promise((resolve) => port1.once('close', resolve))
      port2.close()
      await closed
      const { size } = propagations
      propagations.take({ type: 'cancel', job: 1 }) // or a failure would run for ever
      assert.equal(size, 0)
    }
  })

  it('can hand arrays of a result to another thread without a copy', async () => {
    const { scores, labelIndex } = await expectedResult(ended)
    for (const array of [scores, labelIndex]) {
      const values = array.slice()
      const handed = structuredClone(array, { transfer: [array.buffer as ArrayBuffer] })
      assert.deepEqual(handed, values)
      assert.equal(array.length, 0)
    }
  })

  it('projects to the two longest axes, in proportion', () => {
    const positions = Float64Array.of(0, 10, -4, 1, 10, 4, 0.5, 12, 0)
    const points = [0, -0.25, 0, -0.25, 0, 0.25]
    points[0] = -1
    points[2] = 1
    assert.deepEqual([...planePoints(positions)], points)
    assert.deepEqual([...planePoints(Float64Array.of(7, 7, 7))], [0, 0])
  })
})
