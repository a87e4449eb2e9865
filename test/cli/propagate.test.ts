import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import {
  propagateLabels,
  readNeuron,
  readSynapses,
  seedsFromSynapses,
  type PropagationResult,
} from '../../lib/index'
import { built, exampleFolder, examples, output, run } from './command'

/** Files in the folder of the examples. */
function example(name: string): string {
  return join(examples, name)
}

const published = ['--synapses', example('synapses.csv'), '--preset', 'navis']

async function libraryResult(name: string): Promise<PropagationResult> {
  const neuron = await readNeuron(example(name))
  const synapses = await readSynapses(example('synapses.csv'))
  return propagateLabels(neuron, await seedsFromSynapses(neuron, synapses), { preset: 'navis' })
}

/** A table must say what the result says; its numbers must read back as the same floats. */
function assertTable(table: string, result: PropagationResult, separator: string): void {
  const [names, ...rows] = table
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split(separator))
  assert.deepEqual(names, ['node_id', 'label', 'p_post', 'p_pre'])
  assert.deepEqual(
    rows.map(([id]) => id),
    rows.map((_, node) => String(result.neuron.nodeIds.at(node))),
  )
  assert.deepEqual(
    rows.map(([, label]) => label),
    result.decode().map((label) => label ?? ''),
  )
  const numbers = rows.flatMap((row) => row.slice(2))
  assert.deepEqual(
    Float32Array.from(numbers, (number) => (number === '' ? NaN : Number(number))),
    result.probabilities(),
  )
}

describe('neuroprop propagate', () => {
  let folder: string
  before(() => void (folder = exampleFolder()))
  before(built)
  after(() => rmSync(folder, { recursive: true }))

  for (const name of ['neuron.obj', 'neuron.swc']) {
    it(`writes the library's result of ${name} as CSV, TSV and JSON`, async () => {
      const result = await libraryResult(name)
      const files = ['csv', 'tsv', 'json'].map((ending) => join(folder, `${name}.${ending}`))
      for (const file of files) {
        await output(['propagate', example(name), ...published, '--output', file])
      }
      const [csv, tsv, json] = files.map((file) => readFileSync(file, 'utf8'))
      assertTable(csv, result, ',')
      assertTable(tsv, result, '\t')
      const { report, nodes } = JSON.parse(json) as {
        report: object
        nodes: Record<'node_id' | 'label' | 'p_post' | 'p_pre', string | number | null>[]
      }
      assert.deepEqual({ ...report, seconds: 0 }, { ...result.report, seconds: 0 })
      const rows = nodes.map((row) => [row.node_id, row.label, row.p_post, row.p_pre])
      assertTable(
        [['node_id', 'label', 'p_post', 'p_pre'], ...rows].map((row) => row.join(',')).join('\n'),
        result,
        ',',
      )
    })

    it(`prints the library's report of ${name}, as JSON or to read`, async () => {
      const { report } = await libraryResult(name)
      const json = await output(['propagate', example(name), ...published, '--json'])
      const printed = JSON.parse(json) as typeof report
      assert.ok(printed.seconds > 0)
      assert.deepEqual({ ...printed, seconds: 0 }, { ...report, seconds: 0 })

      const text = await output(['propagate', example(name), ...published])
      const count = new Intl.NumberFormat('en-US')
      assert.match(text, /^neuron +\S/)
      assert.match(
        text,
        new RegExp(`^seeds +${report.seeds.post} post, ${report.seeds.pre} pre$`, 'm'),
      )
      const { post, pre } = report.counts
      const found = `${count.format(post)} post, ${count.format(pre)} pre`
      assert.ok(text.includes(`${found}, ${report.unlabelled} unlabelled\n`), text)
      assert.match(
        text,
        new RegExp(`^run +Converged after ${report.iterations} iterations \\(`, 'm'),
      )
    })
  }

  it('reads gzip files, and gives them the same name', async () => {
    for (const name of ['neuron.obj', 'neuron.swc', 'synapses.csv']) {
      writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(example(name))))
    }
    for (const name of ['neuron.obj', 'neuron.swc']) {
      const plain = ['propagate', name, '--synapses', 'synapses.csv', '--preset', 'navis', '--json']
      const zipped = plain.map((word) => (/\.(obj|swc|csv)$/.test(word) ? `${word}.gz` : word))
      const [expected, found] = [
        await output(plain, { cwd: folder }),
        await output(zipped, { cwd: folder }),
      ].map((text) => JSON.parse(text) as object)
      assert.deepEqual({ ...found, seconds: 0 }, { ...expected, seconds: 0 })
    }
  })

  it('reads the neuron or the table from standard input, plain or gzip', async () => {
    const table = ['--output', '-', '--quiet', '--preset', 'navis']
    const expected = await output(['propagate', example('neuron.swc'), ...published, ...table])
    assert.equal(expected.split('\n').length, 1 + 1500 + 1)
    const neuron = readFileSync(example('neuron.swc'))
    for (const stdin of [neuron, gzipSync(neuron)]) {
      assert.equal(await output(['propagate', '-', ...published, ...table], { stdin }), expected)
    }
    const synapses = ['--synapses', '-']
    const stdin = readFileSync(example('synapses.csv'))
    const args = ['propagate', example('neuron.swc'), ...synapses, ...table]
    assert.equal(await output(args, { stdin }), expected)
  })

  it('writes the table to standard output and the report to standard error', async () => {
    const args = ['propagate', example('neuron.swc'), ...published]
    const file = join(folder, 'labels.csv')
    await output([...args, '--output', file])
    const table = readFileSync(file, 'utf8')

    const text = await run([...args, '--output', '-'])
    assert.equal(text.stdout.toString(), table)
    assert.match(text.stderr, /^neuron +1,500 nodes, 1,499 edges, 1 component\n/)

    const json = await run([...args, '--output', '-', '--json'])
    assert.equal(json.stdout.toString(), table)
    assert.equal((JSON.parse(json.stderr) as { nodes: number }).nodes, 1500)

    const quiet = await run([...args, '--output', '-', '--quiet'])
    assert.deepEqual([quiet.stdout.toString(), quiet.stderr], [table, ''])
  })

  it('says nothing where it is to be quiet', async () => {
    const file = join(folder, 'quiet.csv')
    const args = ['propagate', example('neuron.swc'), ...published, '--quiet', '--output', file]
    const { code, stdout, stderr } = await run(args)
    assert.deepEqual([code, stdout.length, stderr], [0, 0, ''])
    assert.equal(readFileSync(file, 'utf8').split('\n').length, 1 + 1500 + 1)
  })

  it('says the sentence on convergence to standard error where it is to be verbose', async () => {
    const args = ['propagate', example('neuron.swc'), ...published, '--verbose']
    const settled = await run(args)
    assert.match(
      settled.stderr,
      /^reading .*neuron\.swc\nmaking seeds\npropagating\nConverged after 81 iterations \(last change: 1e-02, stop rule: patience\)\.\n$/,
    )
    assert.match(settled.stdout.toString(), /^neuron /)
    const ended = await run([...args, '--max-iterations', '1'])
    assert.match(
      ended.stderr,
      /\nFinished 1 iteration without convergence \(last change: \de[-+]\d\d\)\.\n$/,
    )
    const short = await run(args.slice(0, -1))
    assert.equal(short.stderr, '')
  })
})
