import assert from 'node:assert/strict'
import { closeSync, openSync, readdirSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { skipWithout, skipWithoutSignals } from '../skip'
import { built, exampleFolder, exitCode, output, started } from './command'

const published = ['propagate', 'neuron.obj', '--synapses', 'synapses.csv', '--preset', 'navis']
/** A run that would take days. */
const endless = [
  ...['propagate', 'neuron.obj', '--synapses', 'synapses.csv', '--solver', 'iterative'],
  ...['--clamping', 'none', '--max-iterations', '1000000000000', '--verbose'],
]

/** Takes standard error for a terminal, so that progress is shown as soon as steps are done. */
const asTerminal = ['--import', 'data:text/javascript,process.stderr.isTTY=true']

/** Resolves once standard error has shown `sign`; rejects where the process ends before. */
async function shown(stderr: Readable, sign: string): Promise<void> {
  let seen = ''
  for await (const chunk of stderr.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    seen += String(chunk)
    if (seen.includes(sign)) return
  }
  throw new Error(`ended without ${sign}: ${seen}`)
}

describe('streams and signals of the command line', () => {
  let folder: string
  before(() => void (folder = exampleFolder()))
  before(built)
  after(() => rmSync(folder, { recursive: true }))

  it('ends quietly where the reader of its output has gone', async () => {
    const commands = [
      [...published, '--output', '-', '--quiet'],
      [...published, '--json'],
      ['info', 'neuron.swc'],
      ['generate', '--output', 'made'],
      ['--help'],
      ['propagate', '--help'],
      ['--version'],
    ]
    for (const args of commands) {
      const child = started(args, { cwd: folder })
      child.stdout!.destroy()
      const [code, stderr] = await Promise.all([exitCode(child), text(child.stderr!)])
      assert.deepEqual([code, stderr], [0, ''], args.join(' '))
    }
  })

  it('ends quietly after the first lines, as with head', async () => {
    const args = [...published, '--output', '-', '--quiet']
    const child = started(args, { cwd: folder })
    const ended = Promise.all([exitCode(child), text(child.stderr!)])
    for await (const chunk of child.stdout! as AsyncIterable<Buffer>) {
      assert.match(String(chunk), /^node_id,label,p_post,p_pre\n/)
      break // destroys the stream
    }
    assert.deepEqual(await ended, [0, ''])
  })

  it('says that standard output cannot be written', async function () {
    skipWithout(this, '/dev/full')
    const full = openSync('/dev/full', 'w')
    const child = started(published, { cwd: folder, stdio: ['ignore', full, 'pipe'] })
    const [code, stderr] = await Promise.all([exitCode(child), text(child.stderr!)])
    closeSync(full)
    assert.equal(stderr, 'error: standard output: no space left on device (ENOSPC)\n')
    assert.equal(code, 1)
  })

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`ends a run with ${code} after ${signal}, and leaves no table`, async function () {
      skipWithoutSignals(this)
      const before = readdirSync(folder).sort()
      const args = [...endless, '--output', `${signal}.csv`]
      const child = started(args, { cwd: folder, nodeOptions: asTerminal })
      const [ended, stdout] = [exitCode(child), text(child.stdout!)]
      await shown(child.stderr!, ' iterations')
      const rest = text(child.stderr!)
      child.kill(signal)
      assert.equal(await ended, code)
      assert.equal(await stdout, '')
      // The line of progress is cleared before.
      assert.ok((await rest).endsWith('\r\x1b[Kinterrupted\n'), await rest)
      assert.deepEqual(readdirSync(folder).sort(), before)
    })

    it(`ends with ${code} after ${signal} while it waits for standard input`, async function () {
      skipWithoutSignals(this)
      const args = ['propagate', '-', ...published.slice(2), '--verbose']
      const child = started(args, { cwd: folder })
      const ended = exitCode(child)
      await shown(child.stderr!, 'reading -\n')
      child.kill(signal)
      assert.equal(await ended, code)
    })
  }

  it('ends with 130 after SIGINT while nobody reads its output', async function () {
    skipWithoutSignals(this)
    await output(['generate', '--output', 'long', '--nodes', '20000', '--vertices', '0'], {
      cwd: folder,
    })
    const files = ['long/neuron.swc', '--synapses', 'long/synapses.csv', '--preset', 'navis']
    const args = ['propagate', ...files, '--max-iterations', '9', '--output', '-', '--verbose']
    const child = started(args, { cwd: folder })
    const ended = exitCode(child)
    await shown(child.stderr!, 'Finished 9 iterations')
    // What is read from the pipe here is the first of it, and the rest is more than fits in.
    await once(child.stdout!, 'readable')
    const rest = text(child.stderr!)
    child.kill('SIGINT')
    assert.equal(await rest, 'interrupted\n')
    // What is in the pipe is read only now, so that the process was not waiting for it.
    const table = await text(child.stdout!)
    assert.equal(await ended, 130)
    assert.match(table, /^node_id,label,/)
    assert.ok(table.split('\n').length < 20_000, 'the whole table was written')
  })
})
