import assert from 'node:assert/strict'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { built, exampleFolder, output, root, run } from './command'

const commands = ['propagate', 'info', 'generate']

/** The commands after "Examples:", each as its words without `neuroprop` and quotes. */
function examplesOf(help: string): string[][] {
  const [, text = ''] = help.split('\nExamples:\n')
  const lines = text.replace(/\\\n\s*/g, '').split('\n')
  const found = lines.map((line) => line.trim()).filter((line) => line.startsWith('neuroprop '))
  return found.map((line) => line.replaceAll("'", '').split(/\s+/).slice(1))
}

describe('help of the command line', () => {
  let folder: string
  before(() => {
    // The examples run where the files that they name are.
    folder = exampleFolder()
    writeFileSync(join(folder, 'clicks.csv'), 'node_id,label\n1,soma\n1400,tip\n')
    for (const id of ['a', 'b']) {
      cpSync(join(folder, 'neuron.swc'), join(folder, `skeletons/${id}.swc`))
      cpSync(join(folder, 'synapses.csv'), join(folder, `synapses/${id}.csv`))
    }
    const mesh = readFileSync(join(folder, 'neuron.obj'))
    writeFileSync(join(folder, 'neuron.obj.gz'), gzipSync(mesh))
  })
  before(built)
  after(() => rmSync(folder, { recursive: true }))

  it('is printed to standard output when it is asked for', async () => {
    for (const flag of ['--help', '-h']) {
      const { code, stdout, stderr } = await run([flag])
      assert.deepEqual([code, stderr], [0, ''])
      const text = stdout.toString()
      assert.match(text, /^Usage: neuroprop /)
      for (const command of commands) assert.match(text, new RegExp(`^ {2}${command} `, 'm'))
      assert.match(text, /^Exit codes: 0 done, 1 failed, 2 wrong usage, .*130 and 143 /m)
    }
  })

  it('is printed to standard error where there is no command', async () => {
    const { code, stdout, stderr } = await run([])
    assert.deepEqual([code, stdout.length], [2, 0])
    assert.equal(stderr, await output(['--help']))
  })

  for (const command of [undefined, ...commands]) {
    const help = [...(command === undefined ? [] : [command]), '--help']
    it(`has examples that run: neuroprop ${help.join(' ')}`, async () => {
      const found = examplesOf(await output(help))
      assert.ok(found.length >= 2, `${found.length} examples`)
      for (const args of found) {
        if (command !== undefined) assert.equal(args[0], command)
        assert.notEqual(await output(args, { cwd: folder }), '', args.join(' '))
        const file = args.includes('--output') ? args[args.indexOf('--output') + 1] : '.'
        for (const id of ['a', 'b']) {
          const made = join(folder, file.replace('{name}', id))
          assert.ok(existsSync(made), `${made} of ${args.join(' ')}`)
        }
      }
    })
  }

  it('has the version of the package', async () => {
    const text = readFileSync(join(root, 'package.json'), 'utf8')
    const { version } = JSON.parse(text) as { version: string }
    for (const flag of ['--version', '-V']) assert.equal(await output([flag]), `${version}\n`)
  })
})
