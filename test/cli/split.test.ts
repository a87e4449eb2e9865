import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  readNeuron,
  readSynapses,
  splitAxonDendrite,
  type SplitOptions,
  type SplitReport,
  type SplitResult,
} from '../../lib/index'
import { built, exampleFolder, examples, output, run } from './command'

const given = ['--units', 'nm', '--synapses', 'synapses.csv']

async function inLibrary(file: string, options: SplitOptions = {}): Promise<SplitResult> {
  const neuron = await readNeuron(join(examples, file), { units: 'nm' })
  return splitAxonDendrite(neuron, await readSynapses(join(examples, 'synapses.csv')), options)
}

const withoutTimes = (report: SplitReport): object => {
  const { propagation, ...rest } = report
  return { ...rest, seconds: 0, propagation: { ...propagation, seconds: 0 } }
}

describe('neuroprop split', () => {
  let cwd: string
  let library: SplitResult
  before(async () => {
    await built()
    cwd = exampleFolder()
    library = await inLibrary('neuron.swc')
  })
  after(() => rmSync(cwd, { recursive: true }))
  const file = (name: string): string => readFileSync(join(cwd, name), 'utf8')

  it('prints the report, and writes what the library writes', async () => {
    for (const ending of ['csv', 'swc', 'ply']) {
      const printed = await output(['split', 'neuron.swc', ...given, '--output', `cli.${ending}`], {
        cwd,
      })
      assert.match(printed, /^status +split$/m)
      await library.write(join(cwd, `library.${ending}`))
      assert.equal(file(`cli.${ending}`), file(`library.${ending}`))
    }
  })

  it('prints the same report as JSON', async () => {
    const printed = await output(['split', 'neuron.obj', ...given, '--json'], { cwd })
    const { report } = await inLibrary('neuron.obj')
    assert.deepEqual(withoutTimes(JSON.parse(printed) as SplitReport), withoutTimes(report))
  })

  it('prints the table where that is asked for, and nothing else with --quiet', async () => {
    const args = ['split', 'neuron.swc', ...given, '--output', '-', '--quiet']
    const { stdout, stderr } = await run(args, { cwd })
    assert.match(stdout.toString(), /^node_id,compartment,share,margin,probability,flow\n1,soma,/)
    assert.equal(stdout.toString().split('\n').length, 1502)
    assert.equal(stderr, '')
  })

  const optionCases: [args: string[], options: SplitOptions][] = [
    [['--method', 'propagation', '--no-balance', '--clamping', 'soft:0.5', '--tolerance', '1e-4'], { method: 'propagation', balance: false, clamping: 'soft:0.5', tolerance: 1e-4 }], // prettier-ignore
    [
      ['--method', 'propagation', '--fragments', 'join'],
      { method: 'propagation', fragments: 'join' },
    ],
    [['--fragments', 'nearest', '--soma', '5', '--mixed-below', '0.95'], { fragments: 'nearest', soma: 5, mixedBelow: 0.95 }], // prettier-ignore
    [['--anchor-length', '1e5', '--min-island-length', '4000'], { anchorLength: 1e5, minIslandLength: 4000 }], // prettier-ignore
    [['--min-island-nodes', '3', '--min-segregation', '0.9'], { minIslandNodes: 3, minSegregation: 0.9 }], // prettier-ignore
    [['--snap', 'node-id', '--max-synapse-distance', '200'], { snap: 'node-id', maxSynapseDistance: 200 }], // prettier-ignore
  ]
  for (const [args, options] of optionCases) {
    it(`means the same by ${args.join(' ')} as the library`, async () => {
      const printed = await output(['split', 'neuron.swc', ...given, ...args, '--json'], { cwd })
      const { report } = await inLibrary('neuron.swc', options)
      assert.deepEqual(withoutTimes(JSON.parse(printed) as SplitReport), withoutTimes(report))
    })
  }

  const refusals: [args: string[], code: number, message: RegExp][] = [
    [['neuron.swc'], 2, /^error: `--synapses <file>` is missing/],
    [['neuron.swc', '--synapses', 'synapses.csv'], 1, /^error: `--anchor-length` is in nm, but .* give `--units`/], // prettier-ignore
    [['neuron.swc', ...given, '--alpha', '0.3'], 2, /^error: `--alpha` goes with `--method` 'propagation'/], // prettier-ignore
    [['neuron.swc', ...given, '--mixed-below', '2'], 2, /^error: `--mixed-below` must be a number/],
    [['neuron.swc', ...given, '--swc-types', 'axon=2'], 2, /^error: `--swc-types` says what is written/], // prettier-ignore
    [['neuron.obj', ...given, '--output', 'x.swc'], 2, /^error: a \.swc file holds a skeleton/],
    [['neuron.swc', ...given, '--fragmnts', 'join'], 2, /did you mean `--fragments`\?/],
  ]
  for (const [args, code, message] of refusals) {
    it(`refuses ${args.join(' ')}`, async () => {
      const outcome = await run(['split', ...args], { cwd })
      assert.equal(outcome.code, code, outcome.stderr)
      assert.match(outcome.stderr, message)
      assert.equal(outcome.stdout.length, 0)
    })
  }

  it('splits many neurons, and tells of those that fail', async () => {
    mkdirSync(join(cwd, 'swc'))
    for (const id of ['a', 'b', 'c']) cpSync(join(cwd, 'neuron.swc'), join(cwd, `swc/${id}.swc`))
    writeFileSync(join(cwd, 'swc/b.swc'), '1 0 0 0\n')
    const args = ['split', 'swc/*.swc', ...given, '--output', 'out/{name}.swc']
    const { code, stdout, stderr } = await run(args, { cwd })
    assert.equal(code, 3, stderr)
    const lines = stdout.toString().trimEnd().split('\n')
    assert.match(lines[0], /^neuron +kind +status +index +nodes +axon +dendrite +mixed +pre +post /)
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(/ +/).slice(0, 5)),
      ['a', 'c'].map((id) => [
        ...[`swc/${id}.swc`, 'skeleton', 'split'],
        ...[/index +([\d.]+)/.exec(String(library))?.[1] ?? '', '1500'],
      ]),
    )
    assert.match(stderr, /^swc\/b\.swc +ERR_FILE_FORMAT +swc\/b\.swc:1: /m)
    assert.match(stderr, /error: 1 of 3 neurons failed\n$/)
    assert.deepEqual(readdirSync(join(cwd, 'out')), ['a.swc', 'c.swc'])
    await library.write(join(cwd, 'library-many.swc'))
    assert.equal(file('out/a.swc'), file('library-many.swc'))
  })
})
