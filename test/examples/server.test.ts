import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { after, afterEach, before, describe, it } from 'mocha'
import {
  propagateLabels,
  readNeuron,
  readSynapses,
  resultText,
  seedsFromSynapses,
  type PropagationResult,
  type ResultFormat,
} from '../../lib/index'
import { RawUpload } from './raw-upload'
import { endless, fileOf, form, neuronFolder, ServerProcess } from './server-process'

/** The result of the same calls without a server. */
async function resultOf(neuronName: string): Promise<PropagationResult> {
  const neuron = await readNeuron(`${neuronFolder}/${neuronName}`)
  const synapses = await readSynapses(`${neuronFolder}/synapses.csv`)
  const seeds = await seedsFromSynapses(neuron, synapses)
  return await propagateLabels(neuron, seeds, { preset: 'navis' })
}

async function textOf(result: PropagationResult, format: ResultFormat): Promise<string> {
  let text = ''
  for await (const chunk of resultText(result, format)) text += chunk
  return text
}

async function refusal(answer: Response): Promise<[status: number, code: string]> {
  const { code, message } = (await answer.json()) as { code: string; message: string }
  assert.equal(typeof message, 'string')
  assert.doesNotMatch(message, /neuroprop-test-/, 'a message tells a path of the server')
  return [answer.status, code]
}

const navis = { preset: 'navis' }

describe('examples/server', () => {
  let server: ServerProcess

  before(async () => {
    server = await ServerProcess.started({
      FILE_BYTES: 1_000_000,
      REQUEST_BYTES: 1_500_000,
      NEURON_BYTES: 2_000_000,
      LABELS: 4,
      UPLOAD_MS: 4000,
      RUNNING: 2,
      WAITING: 14,
      RESULTS: 3,
    })
  })
  after(() => server.end())
  afterEach('leaves nothing at work, and no file of what is not kept', async () => {
    const isIdle = ({ jobs }: { jobs: Record<string, number> }): boolean =>
      jobs.uploading + jobs.waiting + jobs.running === 0
    await server.until(
      (health, { files }) =>
        isIdle(health) && files.filter((name) => /neuron$|synapses$/.test(name)).length === 0,
      'idle',
    )
    assert.equal(server.errors, '')
  })

  describe('refuses', () => {
    const bomb = gzipSync(Buffer.alloc(3_000_000, '# nothing but a comment\n'))
    const synapses = fileOf('synapses.csv')
    const cases: [what: string, status: number, code: string, body: FormData][] = [
      ['an unknown option', 400, 'ERR_UNKNOWN_OPTION', form({ ...navis, clampng: 'hard' })],
      ['a value out of range', 400, 'ERR_INVALID_OPTION', form({ ...navis, tolerance: 2 })],
      ['a value of the wrong kind', 400, 'ERR_INVALID_OPTION', form({ ...navis, threads: 'two' })],
      ['options that contradict', 400, 'ERR_CONFLICTING_OPTIONS', form({ ...navis, alpha: 0.5 })],
      ["an option that is the server's", 400, 'ERR_UNKNOWN_OPTION', form({ signal: 1 })],
      ['limits of the client', 400, 'ERR_UNKNOWN_OPTION', form({ maxBytes: 1e12 })],
      ['an unknown output', 400, 'ERR_INVALID_OPTION', form({ ...navis, output: 'xml' })],
      [
        'a mesh as SWC',
        400,
        'ERR_INVALID_OPTION',
        form({ ...navis, output: 'swc' }, {}, 'neuron.obj'),
      ],
      ['a form without a neuron', 400, 'ERR_MISSING_OPTION', form(navis, { neuron: undefined })],
      ['no synapses', 400, 'ERR_MISSING_OPTION', form(navis, { synapses: undefined })],
      ['a neuron that is none', 422, 'ERR_FILE_FORMAT', form(navis, { neuron: synapses })],
      ['an empty neuron', 422, 'ERR_EMPTY_NEURON', form(navis, { neuron: new Uint8Array(0) })],
      ['binary data as table', 422, 'ERR_FILE_FORMAT', form(navis, { synapses: Buffer.alloc(99) })],
      ['damaged gzip', 422, 'ERR_FILE_FORMAT', form(navis, { neuron: bomb.subarray(0, 200) })],
      ['gzip that unpacks to too much', 413, 'ERR_FILE_TOO_LARGE', form(navis, { neuron: bomb })],
      ['too many labels', 413, 'ERR_TOO_LARGE', form({ ...navis, rule: '{"column":"x"}' })],
      ['a long field', 413, 'ERR_TOO_LARGE', form({ ...navis, labelOrder: 'x'.repeat(70_000) })],
    ]
    for (const [what, status, code, body] of cases) {
      it(`${what}: ${status} ${code}`, async () => {
        assert.deepEqual(await refusal(await server.post('/propagate', body)), [status, code])
      })
    }

    it('a field that is sent twice, and a file of another name', async () => {
      const twice = form(navis)
      twice.append('preset', 'navis')
      const answer = await server.post('/propagate', twice)
      assert.deepEqual(await refusal(answer), [400, 'ERR_CONFLICTING_OPTIONS'])
      const other = form(navis)
      other.set('labels', new Blob(['x']), 'labels.csv')
      assert.deepEqual(await refusal(await server.post('/propagate', other)), [
        400,
        'ERR_UNKNOWN_OPTION',
      ])
    })

    it('many fields, and a name that every object has', async () => {
      const many = form(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, i])))
      assert.deepEqual(await refusal(await server.post('/propagate', many)), [413, 'ERR_TOO_LARGE'])
      const proto = await server.post('/propagate', form({ ['__proto__']: '{"solver":"x"}' }))
      assert.deepEqual(await refusal(proto), [400, 'ERR_MULTIPART'])
    })

    it('what is no form', async () => {
      const bodies: [type: string, body: string, status: number, code: string][] = [
        ['multipart/form-data', 'garbage', 400, 'ERR_MULTIPART'],
        ['multipart/form-data; boundary=x', 'garbage', 400, 'ERR_MULTIPART'],
        ['multipart/form-data; boundary=x', '--x\r\n\r\n\x00\xff--x--', 400, 'ERR_MULTIPART'],
        ['application/json', '{"preset":"navis"}', 415, 'ERR_MEDIA_TYPE'],
        ['text/plain', 'x', 415, 'ERR_MEDIA_TYPE'],
      ]
      for (const [type, body, ...expected] of bodies) {
        const headers = { 'content-type': type }
        const answer = await fetch(`${server.url}/jobs`, { method: 'POST', body, headers })
        assert.deepEqual(await refusal(answer), expected, `${type}: ${body}`)
      }
      const none = await fetch(`${server.url}/jobs`, { method: 'POST' })
      assert.deepEqual(await refusal(none), [415, 'ERR_MEDIA_TYPE'])
    })

    it('an address that does not exist, a job that nobody knows', async () => {
      assert.deepEqual(await refusal(await fetch(`${server.url}/x`)), [404, 'ERR_NOT_FOUND'])
      for (const path of ['', '/events', '/result']) {
        const answer = await fetch(`${server.url}/jobs/1${path}`)
        assert.deepEqual(await refusal(answer), [404, 'ERR_UNKNOWN_JOB'])
      }
    })

    it('a type that no result has', async () => {
      const headers = { accept: 'image/png' }
      const answer = await server.post('/propagate', form(navis), { headers })
      assert.deepEqual(await refusal(answer), [406, 'ERR_NOT_ACCEPTABLE'])
    })
  })

  describe('limits an upload', () => {
    it('that says how long it is, before it reads it', async () => {
      const upload = new RawUpload(`${server.url}/propagate`, { 'content-length': 1e12 })
      assert.deepEqual(await upload.answer, { status: 413, code: 'ERR_FILE_TOO_LARGE' })
      upload.request.destroy()
    })

    it('that does not, as it arrives', async () => {
      const upload = new RawUpload(`${server.url}/propagate`)
      let [sent, isAnswered] = [0, false]
      void upload.answer.then(() => (isAnswered = true))
      for (; !isAnswered && sent < 64e6; sent += 65536) await upload.send(Buffer.alloc(65536, '#'))
      assert.deepEqual(await upload.answer, { status: 413, code: 'ERR_FILE_TOO_LARGE' })
      assert.ok(sent < 64e6, 'the answer came after everything was sent')
      upload.request.destroy()
    })

    it('whose bytes are in no part', async () => {
      const headers = { 'content-type': 'multipart/form-data; boundary=another' }
      const upload = new RawUpload(`${server.url}/jobs`, headers)
      for (let i = 0; i < 30; i++) await upload.send(Buffer.alloc(65536, '#'))
      assert.deepEqual(await upload.answer, { status: 413, code: 'ERR_FILE_TOO_LARGE' })
      upload.request.destroy()
    })

    it('that takes too long', async () => {
      const upload = new RawUpload(`${server.url}/jobs`)
      assert.deepEqual(await upload.answer, { status: 408, code: 'ERR_UPLOAD_TIME_LIMIT' })
      upload.request.destroy()
    })

    it('and forgets one that breaks off', async () => {
      const { jobs } = await server.health()
      const upload = new RawUpload(`${server.url}/jobs`)
      await upload.send(fileOf('neuron.swc').subarray(0, 5000))
      await server.until(({ jobs: { uploading } }) => uploading === 1, 'uploading')
      upload.request.destroy()
      const now = await server.until((health) => health.jobs.uploading === 0, 'forgotten')
      assert.equal(now.jobs.cancelled, jobs.cancelled + 1)
    })
  })

  describe('answers POST /propagate', () => {
    it('with the bytes that the library makes', async () => {
      for (const name of ['neuron.swc', 'neuron.obj']) {
        const answer = await server.post('/propagate', form(navis, {}, name))
        assert.equal(answer.status, 200)
        assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8')
        const result = await resultOf(name)
        assert.equal(await answer.text(), await textOf(result, 'csv'))
        const converged = String(result.report.converged)
        assert.equal(answer.headers.get('neuroprop-converged'), converged)
      }
    })

    it('in the format of the Accept header, or of `output`', async () => {
      const result = await resultOf('neuron.swc')
      const accept = 'text/tab-separated-values, text/csv'
      const tsv = await server.post('/propagate', form(navis), { headers: { accept } })
      assert.equal(await tsv.text(), await textOf(result, 'tsv'))
      const headers = { accept: 'text/csv' }
      const json = await server.post('/propagate', form({ ...navis, output: 'json' }), { headers })
      const { report, nodes } = (await json.json()) as { report: object; nodes: unknown[] }
      assert.deepEqual(Object.keys(report), Object.keys(result.report))
      const expected = JSON.parse(await textOf(result, 'json')) as { nodes: unknown[] }
      assert.deepEqual(nodes, expected.nodes)
      const ply = await server.post('/propagate', form({ ...navis, output: 'ply' }))
      assert.match(await ply.text(), /^ply\n/)
    })

    it('from gzip, with units of both files and options of every kind', async () => {
      const gzipped = {
        neuron: gzipSync(fileOf('neuron.swc')),
        synapses: gzipSync(fileOf('synapses.csv')),
      }
      const fields = {
        ...navis,
        units: 'um',
        synapseUnits: 'nm',
        rule: '{"column":"compartment"}',
        labelOrder: '["linker","dendrite","axon"]',
        labelWeights: '{"axon":2}',
        clamping: 'soft:0.25',
        probabilities: 'softmax',
      }
      const answer = await server.post('/propagate', form(fields, gzipped))
      assert.equal(answer.status, 200, await answer.clone().text())
      const neuron = await readNeuron(fileOf('neuron.swc'), { units: 'um' })
      const synapses = await readSynapses(fileOf('synapses.csv'), { units: 'nm' })
      const seeds = await seedsFromSynapses(neuron, synapses, {
        rule: { column: 'compartment' },
        labelOrder: ['linker', 'dendrite', 'axon'],
        labelWeights: { axon: 2 },
      })
      const result = await propagateLabels(neuron, seeds, {
        preset: 'navis',
        clamping: 'soft:0.25',
      })
      let expected = ''
      for await (const text of resultText(result, 'csv', { probabilities: 'softmax' })) {
        expected += text
      }
      assert.equal(await answer.text(), expected)
    })

    it('to many at once', async () => {
      const names = Array.from({ length: 12 }, (_, i) =>
        i % 3 === 0 ? 'neuron.obj' : 'neuron.swc',
      )
      const answers = names.map(async (name) => {
        const answer = await server.post('/propagate', form(navis, {}, name))
        return await answer.text()
      })
      const expected = {
        'neuron.swc': await textOf(await resultOf('neuron.swc'), 'csv'),
        'neuron.obj': await textOf(await resultOf('neuron.obj'), 'csv'),
      }
      for (const [i, text] of (await Promise.all(answers)).entries()) {
        assert.ok(text === expected[names[i] as 'neuron.swc'], `answer ${i} differs`)
      }
    })

    it('and ends the work when the client leaves', async () => {
      const { jobs } = await server.health()
      const leaving = new AbortController()
      const answer = server.post('/propagate', form(endless), { signal: leaving.signal })
      await server.until((health) => health.jobs.running === 1, 'running')
      leaving.abort()
      await assert.rejects(answer, { name: 'AbortError' })
      const now = await server.until((health) => health.jobs.running === 0, 'ended')
      assert.equal(now.jobs.cancelled, jobs.cancelled + 1)
    })
  })

  it('says how the event loop and the memory are', async () => {
    const { status, eventLoopDelayMs: delay, memoryBytes } = await server.health()
    assert.equal(status, 'ok')
    assert.ok(delay.p50 >= 0 && delay.p99 >= delay.p50 && delay.max >= delay.p99)
    assert.ok(memoryBytes.rss > memoryBytes.heapUsed)
  })
})
