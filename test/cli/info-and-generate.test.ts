import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { neuronInfo, readNeuron } from '../../lib/index'
import { built, examples, newFolder, output, run } from './command'

const names = ['neuron.swc', 'neuron.obj', 'synapses.csv']

describe('neuroprop info', () => {
  before(built)

  for (const name of ['neuron.swc', 'neuron.obj']) {
    it(`says what the library says of ${name}`, async () => {
      const info = await neuronInfo(await readNeuron(join(examples, name)))
      const json = await output(['info', join(examples, name), '--json'])
      assert.deepEqual(JSON.parse(json), info)
      const lines = (await output(['info', join(examples, name)])).trimEnd().split('\n')
      const valueOf = new Map(lines.map((line) => line.split(/ {2,}/) as [string, string]))
      assert.equal(valueOf.get('neuron'), info.kind)
      assert.equal(valueOf.get('nodes'), String(info.nodes))
      assert.equal(valueOf.get('edges'), String(info.edges))
      assert.equal(valueOf.get('faces'), info.faces === null ? undefined : String(info.faces))
      assert.equal(valueOf.get('roots'), info.roots === null ? undefined : String(info.roots))
      assert.equal(valueOf.get('nm per unit'), 'not known')
    })
  }

  it('reads standard input, plain or gzip', async () => {
    const bytes = readFileSync(join(examples, 'neuron.obj'))
    const info = await neuronInfo(await readNeuron(bytes))
    assert.equal(info.name, null)
    for (const stdin of [bytes, gzipSync(bytes)]) {
      assert.deepEqual(JSON.parse(await output(['info', '-', '--json'], { stdin })), info)
    }
  })

  it('shows the units that it is told', async () => {
    const text = await output(['info', join(examples, 'neuron.swc'), '--voxel-size', '4,4,40'])
    assert.match(text, /^nm per unit +4 4 40$/m)
  })
})

describe('neuroprop generate', () => {
  let folder: string
  before(() => void (folder = newFolder()))
  before(built)
  after(() => rmSync(folder, { recursive: true }))

  it('makes the files of examples/neuron, byte for byte, by default', async () => {
    const made = join(folder, 'new/folder')
    const printed = await output(['generate', '--output', made])
    assert.equal(printed, names.map((name) => `${join(made, name)}\n`).join(''))
    for (const name of names) {
      const same = readFileSync(join(made, name)).equals(readFileSync(join(examples, name)))
      assert.ok(same, `${name} differs from examples/neuron`)
    }
  })

  it('makes no mesh of 0 vertices, and says nothing where it is to be quiet', async () => {
    const bare = join(folder, 'bare')
    const args = ['generate', '--output', bare, '--nodes', '100', '--vertices', '0', '--quiet']
    const { code, stdout, stderr } = await run(args)
    assert.deepEqual([code, stdout.length, stderr], [0, 0, ''])
    assert.deepEqual(
      names.filter((name) => existsSync(join(bare, name))),
      ['neuron.swc', 'synapses.csv'],
    )
  })
})
