import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { NeuronDataError, type CodedError } from '../../lib/errors'
import { readLabels } from '../../lib/formats/read-labels'
import { readNeuron } from '../../lib/formats/read-neuron'
import { readSynapses } from '../../lib/formats/read-synapses'
import type { Neuron } from '../../lib/neuron/neuron'
import type { Synapses } from '../../lib/neuron/synapses'

/*
 * Every file of `files` is read, and compared with the .json of the same name beside it: either
 * what is in the file, or { error: { code, message, line } }, and the reader's `options`.
 * Tables start with `synapses-` or `labels-`; anything else is a neuron.
 */
const folder = join(__dirname, 'files')

interface Expected {
  options?: object
  error?: { code: string; message?: string; line?: number }
}

/** Arrays of numbers as JSON has them: NaN is null. */
function listed(values: ArrayLike<unknown> | undefined): unknown[] | undefined {
  if (values === undefined) return undefined
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value))
}

function neuronContent(neuron: Neuron): object {
  const positions = listed(neuron.positions)
  if (neuron.kind === 'mesh') return { positions, faces: listed(neuron.faces) }
  return {
    nodeIds: Array.from({ length: neuron.nodeCount }, (_, i) => neuron.nodeIds.at(i)),
    parents: listed(neuron.parents),
    positions,
    type: listed(neuron.properties.get('type')),
    radius: listed(neuron.properties.get('radius')),
  }
}

function synapseContent(synapses: Synapses): object {
  const columns = [...synapses.columns].map(([name, values]) => [name, listed(values)] as const)
  return {
    positions: listed(synapses.positions),
    isPre: listed(synapses.isPre),
    ...(synapses.nodeIds && { nodeIds: listed(synapses.nodeIds) }),
    columns: Object.fromEntries(columns),
  }
}

async function contentOf(file: string, options: object): Promise<object> {
  const bytes = readFileSync(join(folder, file))
  const named = { ...options, name: file }
  if (file.startsWith('synapses-')) return synapseContent(await readSynapses(bytes, named))
  if (!file.startsWith('labels-')) return neuronContent(await readNeuron(bytes, named))
  const table = await readLabels(bytes, named)
  const content: Record<string, unknown> = { kind: table.kind, labels: table.labels }
  if (table.weights) content.weights = listed(table.weights)
  if (table.kind === 'nodes') return { ...content, nodeIds: listed(table.nodeIds) }
  return { ...content, positions: listed(table.positions) }
}

function checkError(error: unknown, file: string, expected: NonNullable<Expected['error']>): void {
  assert.ok(error instanceof Error)
  assert.equal((error as CodedError).code, expected.code)
  if (expected.code === 'ERR_UNKNOWN_PROPERTY') {
    assert.equal(error.message, expected.message)
    return
  }
  assert.ok(error instanceof NeuronDataError)
  assert.equal(error.line, expected.line)
  const place = expected.line === undefined ? file : `${file}:${expected.line}`
  const message = expected.message === undefined ? error.message : `${place}: ${expected.message}`
  assert.equal(error.message, message)
  assert.ok(error.message.startsWith(`${place}: `))
}

describe('golden files of the readers', () => {
  const files = readdirSync(folder).filter((file) => !file.endsWith('.json'))

  it('every input has its expected output, and the other way round', () => {
    const inputs = files.map((file) => file.replace(/\.gz$/, '').replace(/\.[^.]+$/, ''))
    const outputs = readdirSync(folder).filter((file) => file.endsWith('.json'))
    assert.deepEqual(inputs.sort(), outputs.map((file) => file.replace(/\.json$/, '')).sort())
  })

  for (const file of files) {
    it(file, async () => {
      const json = join(folder, file.replace(/\.gz$/, '').replace(/\.[^.]+$/, '.json'))
      const expected = JSON.parse(readFileSync(json, 'utf8')) as Expected
      const { options = {}, error, ...content } = expected
      if (error === undefined) {
        assert.deepEqual(withoutMinusZero(await contentOf(file, options)), content)
        return
      }
      await assert.rejects(contentOf(file, options), (thrown) => {
        checkError(thrown, file, error)
        return true
      })
    })
  }
})

/** -0 is 0 in JSON. */
function withoutMinusZero(content: object): object {
  return JSON.parse(JSON.stringify(content)) as object
}
