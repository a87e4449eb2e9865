import assert from 'node:assert/strict'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from '../../lib/index'
import { built, examples, run } from './command'

const options = ['--solver', 'iterative', '--tolerance', '1e-3']
const synapses = ['--synapses', 'synapses/{name}.csv']

describe('neuroprop propagate: many neurons', () => {
  let cwd: string
  const ids = ['a', 'b', 'c']

  before(async () => {
    await built()
    cwd = mkdtempSync(join(tmpdir(), 'neuroprop-batch-'))
    for (const folder of ['swc', 'obj', 'synapses']) mkdirSync(join(cwd, folder))
    for (const id of ids) {
      cpSync(join(examples, 'neuron.swc'), join(cwd, `swc/${id}.swc`))
      cpSync(join(examples, 'neuron.obj'), join(cwd, `obj/${id}.obj`))
      cpSync(join(examples, 'synapses.csv'), join(cwd, `synapses/${id}.csv`))
    }
  })
  after(() => rmSync(cwd, { recursive: true }))

  it('writes a file for each and one summary, the same as one by one', async () => {
    const args = [...synapses, ...options]
    const many = await run(
      ['propagate', 'swc/*.swc', 'obj/a.obj', ...args, '--output', 'out/{name}-{ext}.csv'],
      { cwd },
    )
    assert.equal(many.code, 0, many.stderr)
    const lines = many.stdout.toString().trimEnd().split('\n')
    assert.match(lines[0], /^neuron +kind +nodes +components +seeds post +post +% post .* seconds$/)
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(/ +/).slice(0, 3)),
      [
        ['swc/a.swc', 'skeleton', '1500'],
        ['swc/b.swc', 'skeleton', '1500'],
        ['swc/c.swc', 'skeleton', '1500'],
        ['obj/a.obj', 'mesh', '6025'],
      ],
    )
    assert.deepEqual(readdirSync(join(cwd, 'out')).sort(), [
      'a-obj.csv',
      'a-swc.csv',
      'b-swc.csv',
      'c-swc.csv',
    ])
    await run(
      ['propagate', 'swc/b.swc', '--synapses', 'synapses/b.csv', ...options, '--output', 'one.csv'],
      { cwd },
    )
    assert.deepEqual(readFileSync(join(cwd, 'out/b-swc.csv')), readFileSync(join(cwd, 'one.csv')))
  })

  it('tells of failures in a table, goes on, and exits with 3', async () => {
    writeFileSync(join(cwd, 'swc/broken.swc'), '1 0 0 0 0 1 -1\n2 0 0 0\n')
    writeFileSync(join(cwd, 'swc/lonely.swc'), '1 0 0 0 0 1 -1\n')
    const outcome = await run(
      ['propagate', 'swc/*.swc', 'swc/missing.swc', ...synapses, ...options, '--json'],
      { cwd },
    )
    rmSync(join(cwd, 'swc/broken.swc'))
    rmSync(join(cwd, 'swc/lonely.swc'))
    assert.equal(outcome.code, 3)
    const reports = JSON.parse(outcome.stdout.toString()) as (Report & { file: string })[]
    assert.deepEqual(
      reports.map(({ file }) => file),
      ids.map((id) => `swc/${id}.swc`),
    )
    const lines = outcome.stderr.trimEnd().split('\n')
    assert.match(lines[0], /^failed +code +reason$/)
    assert.match(
      lines[1],
      /^swc\/broken\.swc +ERR_FILE_FORMAT +swc\/broken\.swc:2: expected 7 columns/,
    )
    assert.match(lines[2], /^swc\/lonely\.swc +ENOENT +/)
    assert.match(lines[3], /^swc\/missing\.swc +ENOENT +/)
    assert.equal(lines[4], 'error: 3 of 6 neurons failed')
  })

  it('says what is wrong for all of them once, before any is read', async () => {
    const wrong: [string[], RegExp][] = [
      [['--preset', 'navis'], /labels are needed: give `--synapses` or `--labels`/],
      [
        [...synapses, '--clamping', 'none', '--directed'],
        /`--directed`.*`--clamping`.*`--max-iterations`/,
      ],
      [[...synapses, '--solver', 'direct', '--patience', '1'], /`--patience` .*'direct'/],
      [[...synapses, ...options, '--clamping', 'x'], /`--clamping` must be/],
      [
        [...synapses, ...options, '--output', 'all.csv'],
        /would be written for several neurons.*\{name\}/,
      ],
      [[...synapses, ...options, '--output', '-'], /would be written for several neurons/],
      [[...synapses, ...options, '--concurrency', '0'], /`--concurrency` must be an integer/],
    ]
    for (const [args, message] of wrong) {
      const outcome = await run(['propagate', 'swc/a.swc', 'swc/b.swc', ...args], { cwd })
      assert.equal(outcome.code, 2, args.join(' '))
      assert.match(outcome.stderr, message)
      assert.equal(outcome.stderr.trimEnd().split('\n').length, 1)
      assert.equal(outcome.stdout.length, 0)
    }
    assert.equal(
      (await run(['propagate', 'swc/a.swc', '-', ...synapses, ...options], { cwd })).code,
      2,
    )
    assert.ok(!existsSync(join(cwd, 'all.csv')))
  })

  it('joins fragments and downsamples', async () => {
    const args = [
      'propagate',
      'obj/*.obj',
      ...synapses,
      ...options,
      '--join-fragments',
      '--downsample',
      '3',
      '--json',
    ]
    const outcome = await run(args, { cwd })
    assert.equal(outcome.code, 0, outcome.stderr)
    for (const report of JSON.parse(outcome.stdout.toString()) as Report[]) {
      assert.equal(report.nodes, 6025)
      assert.equal(report.components, 1)
      assert.equal(report.joins, 5)
      assert.equal(report.unlabelled, 0)
      assert.ok(report.downsampledNodes! < 6025 / 2, String(report.downsampledNodes))
    }
  })

  it('gives the same with any number at a time', async () => {
    const texts = await Promise.all(
      ['1', '3'].map(async (concurrency) => {
        const args = ['propagate', 'swc/*.swc', ...synapses, ...options, '--json']
        const { stdout } = await run([...args, '--concurrency', concurrency], { cwd })
        return stdout.toString().replace(/"seconds": [\d.e-]+/g, '')
      }),
    )
    assert.ok(texts[0].includes('"file": "swc/c.swc"'))
    assert.equal(texts[0], texts[1])
  })

  it('says nothing when told to be quiet', async () => {
    const outcome = await run(
      ['propagate', 'swc/a.swc', 'swc/b.swc', ...synapses, ...options, '--quiet'],
      { cwd },
    )
    assert.deepEqual([outcome.code, outcome.stdout.length, outcome.stderr], [0, 0, ''])
  })
})
