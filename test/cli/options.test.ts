import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  generateNeuron,
  joinFragments,
  neuronInfo,
  propagateLabels,
  readNeuron,
  readSynapses,
  resultText,
  seeds,
  seedsFromPoints,
  seedsFromSynapses,
  writeNeuronFiles,
  type GenerateOptions,
  type LabelOrNone,
  type Neuron,
  type ProbabilityKind,
  type PropagateOptions,
  type ReadSynapsesOptions,
  type Seeds,
  type SynapseSeedOptions,
  type UnitsOptions,
} from '../../lib/index'
import { built, exampleFolder, output } from './command'

/** A command line, and what it says in the words of the library. */
interface Case {
  args: string
  units?: UnitsOptions
  /** Greatest gap in nm that is joined. Default: fragments stay apart. */
  joined?: number
  table?: string
  read?: ReadSynapsesOptions
  seeds?: SynapseSeedOptions
  /** Instead of synapses. */
  labels?: (neuron: Neuron) => Promise<Seeds>
  run: PropagateOptions
  probabilities?: ProbabilityKind
}

const iterative = { solver: 'iterative' } as const
const clicks = [
  { id: 1, label: 'soma', weight: 2 },
  { id: 700, label: null, weight: 1 },
  { id: 1400, label: 'tip', weight: 0.5 },
]
const clicked = clicks.filter(({ label }) => label !== null)

/** Labels by node id; with weights where the table has them. */
function clickSeeds(neuron: Neuron, labelOf: (label: string) => LabelOrNone): Promise<Seeds> {
  const labels = new Map(clicked.map(({ id, label }) => [id, labelOf(label!)]))
  return seeds(neuron, labels, { seedWeights: clicked.map(({ weight }) => weight) })
}

function pointSeeds(neuron: Neuron, units: UnitsOptions, maxDistance: number): Promise<Seeds> {
  const positions = [0, 0, 100, 63015, 16202, -286, 1e6, 0, 0].map((nm) => nm / 4)
  const labels = ['soma', 'tip', 'far']
  return seedsFromPoints(neuron, { positions, labels }, { ...units, maxDistance })
}

const cases: Case[] = [
  {
    args: 'neuron.obj --synapses synapses.csv --preset navis',
    run: { preset: 'navis' },
  },
  {
    args: 'neuron.swc --synapses synapses.csv --preset navis --seeds column:roi --label-order D,A1',
    seeds: { rule: { column: 'roi' }, labelOrder: ['D', 'A1'] },
    run: { preset: 'navis' },
  },
  {
    args:
      'neuron.swc --synapses synapses.csv --seeds majority --snap node-id ' +
      '--label-weights pre=3,post=0.5,none=1 --solver iterative --clamping soft --alpha 0.9 ' +
      '--max-iterations 40 --probabilities softmax',
    seeds: {
      rule: 'majority',
      snap: 'node-id',
      labelWeights: { pre: 3, post: 0.5, none: 1 },
    },
    run: { ...iterative, clamping: 'soft', alpha: 0.9, maxIterations: 40 },
    probabilities: 'softmax',
  },
  {
    args:
      'neuron.swc --synapses synapses.csv --seeds majority-balanced --node-weights radius ' +
      '--solver iterative --clamping soft:0.25 --edge-weights inverse-length --lazy ' +
      '--tolerance 1e-3 --change-norm max --threads 1 --probabilities raw',
    seeds: { rule: 'majority-balanced', nodeWeights: 'radius' },
    run: {
      ...iterative,
      clamping: 'soft:0.25',
      edgeWeights: 'inverse-length',
      lazy: true,
      tolerance: 1e-3,
      threads: 1,
    },
    probabilities: 'raw',
  },
  {
    args:
      'neuron.swc --synapses synapses.csv --directed --clamping none --solver iterative ' +
      '--edge-weights uniform --max-iterations 30 --patience 20 --probabilities normalized',
    run: {
      ...iterative,
      directed: true,
      clamping: 'none',
      edgeWeights: 'uniform',
      maxIterations: 30,
      patience: 20,
    },
  },
  {
    args: 'neuron.obj --synapses synapses.csv --preset navis --clamping false --max-iterations 9 --change-norm frobenius --tolerance 0.5',
    run: {
      preset: 'navis',
      clamping: false,
      maxIterations: 9,
      changeNorm: 'frobenius',
      tolerance: 0.5,
    },
  },
  {
    args: 'neuron.swc --synapses quarter.csv --preset navis --columns type=side,x=at_x --units nm --synapse-voxel-size 4 --max-synapse-distance 300',
    units: { units: 'nm' },
    table: 'quarter.csv',
    read: { columns: { type: 'side', x: 'at_x' }, voxelSize: 4 },
    seeds: { maxSynapseDistance: 300 },
    run: { preset: 'navis' },
  },
  {
    args: 'neuron.swc --synapses synapses.csv --preset navis --voxel-size 4,4,40 --units voxel --synapse-units voxel --synapse-voxel-size 4,4,40',
    units: { units: 'voxel', voxelSize: [4, 4, 40] },
    read: { units: 'voxel', voxelSize: [4, 4, 40] },
    run: { preset: 'navis' },
  },
  {
    args: 'neuron.obj --synapses synapses.csv --preset navis --units nm --join-fragments 2000 --downsample 2',
    units: { units: 'nm' },
    joined: 2000,
    run: { preset: 'navis', downsample: 2 },
  },
  {
    args: 'neuron.obj --synapses synapses.csv --anchors 2.5 --max-factor-bytes 0',
    run: { anchors: 2.5, maxFactorBytes: 0 },
  },
  {
    args: 'neuron.swc --labels clicks.csv --solver iterative --tolerance 1e-4',
    labels: (neuron) => clickSeeds(neuron, (label) => label),
    run: { ...iterative, tolerance: 1e-4 },
  },
  {
    args: 'neuron.swc --labels numbers.csv --preset navis --label-order 9,10',
    labels: (neuron) =>
      seeds(neuron, new Map([1, 1400].map((id, i) => [id, 10 - i])), { labelOrder: [9, 10] }),
    run: { preset: 'navis' },
  },
  {
    args: 'neuron.obj --labels booleans.csv --preset navis --label-order true,false',
    labels: (neuron) =>
      seeds(neuron, new Map([1, 1400].map((id, i) => [id, i === 0])), {
        labelOrder: [true, false],
      }),
    run: { preset: 'navis' },
  },
  {
    args: 'neuron.swc --labels points.csv --preset navis --units nm --synapse-units voxel --synapse-voxel-size 4 --max-synapse-distance 1000',
    units: { units: 'nm' },
    labels: (neuron) => pointSeeds(neuron, { voxelSize: 4 }, 1000),
    run: { preset: 'navis' },
  },
]

const swcCase = 'neuron.swc --synapses synapses.csv --preset navis --swc-types pre=2,post=3'

const generateCase = {
  args:
    '--seed 7 --nodes 400 --vertices 900 --sides 5 --spacing 250 --flakes 2 --synapses 99 ' +
    '--mixing 0.2 --axons 2 --balance 1.5 --name made',
  options: {
    ...{ seed: 7, nodes: 400, vertices: 900, sides: 5, spacing: 250, flakes: 2, synapses: 99 },
    ...{ mixing: 0.2, axons: 2, balance: 1.5, name: 'made' },
  } satisfies GenerateOptions,
}

/** In the tests of streams, errors, help, writers and batches. */
const testedElsewhere = [
  '--quiet',
  '--verbose',
  '--json',
  '--output',
  '--swc-types',
  '--help',
  '--concurrency',
  '--join-fragments',
  '--downsample',
]

function words(args: string): string[] {
  return args.split(' ')
}

/** The options that a help text lists. */
async function optionsInHelp(command: string): Promise<string[]> {
  const help = await output([command, '--help'])
  return [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option)
}

describe('options of the command line', () => {
  let folder: string
  before(() => {
    folder = exampleFolder()
    const write = (name: string, lines: string[]): void =>
      writeFileSync(join(folder, name), lines.join('\n'))
    const [, ...rows] = readFileSync(join(folder, 'synapses.csv'), 'utf8').trimEnd().split('\n')
    const quarters = rows.map((row) => {
      const [, , side, ...position] = row.split(',').slice(0, 6)
      return [side, ...position.map((nm) => Number(nm) / 4)].join(',')
    })
    write('quarter.csv', ['side,at_x,y,z', ...quarters])
    const lines = clicks.map(({ id, label, weight }) => `${id},${label ?? ''},${weight}`)
    write('clicks.csv', ['node_id,label,weight', ...lines])
    write('numbers.csv', ['node_id,label', '1,10', '1400,9'])
    write('booleans.csv', ['node_id,label', '1,true', '1400,false'])
    write('points.csv', [
      'x,y,z,label',
      '0,0,25,soma',
      '15753.75,4050.5,-71.5,tip',
      '250000,0,0,far',
    ])
  })
  before(built)
  after(() => rmSync(folder, { recursive: true }))

  async function expected(one: Case) {
    const [file] = one.args.split(' ')
    const read = await readNeuron(join(folder, file), one.units)
    const { joined: maxDistance } = one
    const neuron = maxDistance === undefined ? read : await joinFragments(read, { maxDistance })
    const table = join(folder, one.table ?? 'synapses.csv')
    const made =
      one.labels === undefined
        ? await seedsFromSynapses(neuron, await readSynapses(table, one.read), one.seeds)
        : await one.labels(neuron)
    const result = await propagateLabels(neuron, made, one.run)
    let text = ''
    const { probabilities } = one
    for await (const chunk of resultText(result, 'csv', { probabilities })) text += chunk
    return { report: { ...result.report, seconds: 0 }, text }
  }

  for (const one of cases) {
    it(`propagate ${one.args}`, async () => {
      const { report, text } = await expected(one)
      const args = ['propagate', ...words(one.args), '--output', 'labels.csv', '--json']
      const printed = JSON.parse(await output(args, { cwd: folder })) as object
      assert.deepEqual({ ...printed, seconds: 0 }, report)
      assert.equal(readFileSync(join(folder, 'labels.csv'), 'utf8'), text)
    })
  }

  it('drops what is too far away, of synapses and of labelled points', async () => {
    const dropped = async (one: Case): Promise<number> =>
      (await expected(one)).report.droppedSynapses
    const [synapses, points] = cases.filter(({ args }) => args.includes('--max-synapse-distance'))
    assert.ok((await dropped(synapses)) > 0)
    assert.equal(await dropped(points), 1)
  })

  it(`propagate ${swcCase} --output labels.swc`, async () => {
    const neuron = await readNeuron(join(folder, 'neuron.swc'))
    const table = await readSynapses(join(folder, 'synapses.csv'))
    const made = await seedsFromSynapses(neuron, table)
    const result = await propagateLabels(neuron, made, { preset: 'navis' })
    await result.write(join(folder, 'expected.swc'), { swcTypes: { pre: 2, post: 3 } })
    await output(['propagate', ...words(swcCase), '--output', 'labels.swc'], { cwd: folder })
    const [found, expected] = ['labels.swc', 'expected.swc'].map((name) =>
      readFileSync(join(folder, name), 'utf8'),
    )
    assert.equal(found, expected)
  })

  it('joins fragments and takes a coarser neuron only where it is told to', async () => {
    const asked = cases.find(({ joined }) => joined !== undefined)!
    const { report, text } = await expected(asked)
    const plain = await expected({ ...asked, joined: undefined, run: { preset: 'navis' } })
    assert.ok(report.components < plain.report.components)
    assert.notEqual(text, plain.text)
  })

  it('info --voxel-size 4,4,40 --units voxel', async () => {
    const args = ['info', 'neuron.swc', '--voxel-size', '4,4,40', '--units', 'voxel', '--json']
    const printed: unknown = JSON.parse(await output(args, { cwd: folder }))
    const neuron = await readNeuron(join(folder, 'neuron.swc'), { voxelSize: [4, 4, 40] })
    assert.deepEqual(printed, await neuronInfo(neuron))
  })

  it(`generate ${generateCase.args}`, async () => {
    const args = ['generate', ...words(generateCase.args), '--output', 'made']
    await output(args, { cwd: folder })
    const generated = await generateNeuron(generateCase.options)
    const files = await writeNeuronFiles(generated, join(folder, 'expected'))
    assert.equal(files.length, 3)
    for (const file of files) {
      const made = readFileSync(file.replace('expected', 'made'))
      assert.ok(made.equals(readFileSync(file)), file)
    }
  })

  it('has every option of its help in one of these tests', async () => {
    const tested: Record<string, string> = {
      propagate: [swcCase, ...cases.map(({ args }) => args)].join(' '),
      info: '--voxel-size --units',
      generate: generateCase.args,
    }
    for (const [command, args] of Object.entries(tested)) {
      const options = await optionsInHelp(command)
      assert.ok(options.includes('--help'), command)
      const known = new Set([...words(args), ...testedElsewhere])
      assert.deepEqual(
        options.filter((option) => !known.has(option)),
        [],
        command,
      )
    }
  })
})
