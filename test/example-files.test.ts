import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, describe, it } from 'mocha'
import { generateNeuron, type GeneratedNeuron } from '../lib/generate/generate-neuron'
import { writeNeuronFiles } from '../lib/generate/write-neuron-files'

const examples = join(__dirname, '..', 'examples', 'neuron')

describe('example files', () => {
  let folder: string
  let neuron: GeneratedNeuron

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'neuroprop-'))
    neuron = await generateNeuron()
  })
  after(() => rm(folder, { recursive: true }))

  it('are made again, byte for byte, from the defaults', async () => {
    const paths = await writeNeuronFiles(neuron, join(folder, 'new', 'folder'))
    const names = ['neuron.swc', 'neuron.obj', 'synapses.csv']
    assert.deepEqual(
      paths.map((path) => basename(path)),
      names,
    )
    for (const path of paths) {
      const [made, kept] = [await readFile(path), await readFile(join(examples, basename(path)))]
      assert.ok(made.equals(kept), `${basename(path)} differs from examples/neuron`)
    }
  })

  it('hold the numbers of the neuron exactly', async () => {
    const rows = async (name: string, separator: string): Promise<string[][]> => {
      const text = await readFile(join(examples, name), 'utf8')
      const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
      return lines.map((line) => line.split(separator))
    }
    const { skeleton, mesh, synapses } = neuron
    const nodes = await rows('neuron.swc', ' ')
    assert.deepEqual(Float64Array.from(nodes.flatMap((row) => row.slice(2, 5))), skeleton.positions)
    const parents = nodes.map((row) => Math.max(-1, +row[6] - 1))
    assert.deepEqual(Int32Array.from(parents), skeleton.parents)
    const elements = await rows('neuron.obj', ' ')
    const numbersOf = (kind: string): number[] =>
      elements.filter((row) => row[0] === kind).flatMap((row) => row.slice(1).map(Number))
    assert.deepEqual(Float64Array.from(numbersOf('v')), mesh?.positions)
    assert.deepEqual(
      Uint32Array.from(numbersOf('f'), (vertex) => vertex - 1),
      mesh?.faces,
    )
    const [names, ...sites] = await rows('synapses.csv', ',')
    const expected = 'connector_id node_id type x y z roi confidence compartment'
    assert.equal(names.join(' '), expected)
    assert.deepEqual(Float64Array.from(sites.flatMap((row) => row.slice(3, 6))), synapses.positions)
    assert.deepEqual(Float64Array.from(sites.map((row) => +row[1])), synapses.nodeIds)
  })

  it('are small', async () => {
    const names = ['neuron.swc', 'neuron.obj', 'synapses.csv']
    const sizes = await Promise.all(
      names.map(async (name) => (await readFile(join(examples, name))).length),
    )
    assert.ok(sizes.reduce((sum, size) => sum + size) < 600_000)
  })

  it('have no mesh where the neuron has none', async () => {
    const bare = await generateNeuron({ nodes: 100, vertices: 0 })
    const paths = await writeNeuronFiles(bare, folder)
    assert.deepEqual(paths, [join(folder, 'neuron.swc'), join(folder, 'synapses.csv')])
  })

  it('end with the reason of an aborted signal', async () => {
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    await assert.rejects(writeNeuronFiles(neuron, folder, { signal }), reason)
  })
})
