import { Command, Option } from 'commander'
import { wrongValue } from '../errors'
import { readNeuron } from '../formats/read-neuron'
import type { UnitsOptions } from '../neuron/units'
import type { ProbabilityKind } from '../propagation/probabilities'
import type { PropagatorOptions } from '../propagation/propagator'
import { propagateLabels } from '../propagation/propagate-labels'
import { convergenceSentence } from '../propagation/report'
import { resultText } from '../propagation/result-text'
import type { PropagationResult } from '../propagation/result'
import type { RunOptions } from '../propagation/run-options'
import { checkWritable, checkWriteOptions, formatOfPath } from '../propagation/write-result'
import { naming } from './errors'
import { list, nameByName, number, numberByName, numbers } from './option-values'
import { writeOut } from './output'
import { ProgressLine } from './progress-line'
import { checkSynapseUnits, seedsFromFiles, type SeedFileOptions } from './seeds-from-files'
import { Sources } from './sources'

interface CommandOptions
  extends
    SeedFileOptions,
    UnitsOptions,
    Omit<PropagatorOptions, 'signal'>,
    Omit<RunOptions, 'signal' | 'onProgress'> {
  output?: string
  probabilities?: ProbabilityKind
  swcTypes?: Record<string, number>
  json?: boolean
  verbose?: boolean
  quiet?: boolean
}

const examples = `
Examples:
  the published run (10,000 steps without clamping), verbose:
    neuroprop propagate neuron.obj --synapses synapses.csv --solver iterative \\
      --clamping none --tolerance 1e-6 --output labels.csv --verbose
  the published defaults, labels from a column of the table:
    neuroprop propagate neuron.swc --synapses synapses.csv --seeds column:roi --preset navis
  a few clicks (node_id,label or x,y,z,label), as JSON to standard output:
    neuroprop propagate neuron.swc --labels clicks.csv --solver iterative --tolerance 1e-4 --json
  a mesh in the colours of its labels, to be looked at:
    neuroprop propagate neuron.obj --synapses synapses.csv --preset navis --output labels.ply`

export function propagateCommand(signal: AbortSignal): Command {
  const command = new Command('propagate')
    .description('Spreads labels over a neuron: from its synapses, or from a table of labels.')
    .argument('<neuron>', 'SWC, OBJ, PLY or STL file, plain or gzip; - for standard input')
  return withOptions(command)
    .addHelpText('after', examples)
    .action(async (file: string, options: CommandOptions) => {
      await propagate(file, options, signal)
    })
}

function withOptions(command: Command): Command {
  return command
    .optionsGroup('Seeds:')
    .option('--synapses <file>', 'table of synapses: CSV or TSV, plain or gzip')
    .option('--seeds <rule>', 'pre-over-post (default), majority, majority-balanced or column:NAME')
    .option('--labels <file>', 'instead: table of node_id,label or x,y,z,label; or property:NAME')
    .option('--columns <names>', 'columns called otherwise, such as type=side,x=pos_x', nameByName)
    .option(
      '--snap <how>',
      'a synapse belongs to its nearest node, or to its node-id (default nearest)',
    )
    .option(
      '--max-synapse-distance <nm>',
      'drop synapses (or labelled points) farther away',
      number,
    )
    .option('--label-weights <weights>', 'weights by label, such as pre=3,post=1', numberByName)
    .option(
      '--node-weights <property>',
      'property of the file with a weight per node, such as radius',
    )
    .option('--label-order <labels>', 'order of the columns, such as post,pre', list)
    .optionsGroup('Units:')
    .option('--units <unit>', "what the neuron's numbers are: nm, um or voxel")
    .option('--voxel-size <nm>', 'sides of a voxel in nm, such as 8 or 4,4,40', numbers)
    .option('--synapse-units <unit>', "what the table's numbers are (default: the neuron's)")
    .option('--synapse-voxel-size <nm>', 'the same for the table of synapses', numbers)
    .optionsGroup('Propagation:')
    .option('--solver <name>', 'iterative: step by step, bit for bit the published arithmetic')
    .option('--preset <name>', 'navis: the published defaults')
    .option('--clamping <how>', 'hard (default), soft, none or soft:ALPHA')
    .option(
      '--alpha <number>',
      'with soft clamping: 0 holds a seed, 1 lets it go (default 0.5)',
      number,
    )
    .option('--edge-weights <kind>', 'length (default), uniform or inverse-length')
    .option('--directed', 'from parent to child only (skeletons)')
    .option('--lazy', 'steps that go half of the way')
    .option('--max-iterations <steps>', 'steps at most (default 10000)', number)
    .option('--tolerance <change>', 'stop when a step changes less than this, below 1', number)
    .option(
      '--patience <steps>',
      'stop after more than so many steps without a change of label',
      number,
    )
    .option('--change-norm <norm>', 'how tolerance measures: max (default) or frobenius')
    .option('--threads <count>', 'threads at most (default: the cores)', number)
    .optionsGroup('Output:')
    .option('--output <file>', 'table .csv, .tsv, .json (- prints CSV); neuron .swc, coloured .ply')
    .option('--probabilities <kind>', 'numbers in the file: normalized (default), softmax or raw')
    .option('--swc-types <types>', 'types by label in .swc, such as pre=2,post=3', numberByName)
    .option('--json', 'the report as JSON')
    .option('--verbose', 'the sentence on convergence, and what is being done')
    .addOption(new Option('--quiet', 'no report').conflicts(['verbose', 'json']))
}

async function propagate(
  file: string,
  options: CommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { verbose } = options
  checkBeforehand(options)
  const say = (text: string): void => {
    if (verbose) process.stderr.write(`${text}\n`)
  }
  const sources = new Sources()
  const { units, voxelSize } = options
  say(`reading ${file}`)
  const source = sources.of(file, 'the neuron')
  const neuron = await naming(file, readNeuron(source, { units, voxelSize, signal }))
  if (options.output !== undefined && options.output !== '-') checkWritable(neuron, options.output)
  say(`making seeds`)
  const seeds = await seedsFromFiles(neuron, options, sources, signal)
  say(`propagating`)
  const line = new ProgressLine()
  const { clamping, preset, solver, alpha, edgeWeights, directed, lazy } = options
  const { maxIterations, tolerance, patience, changeNorm, threads } = options
  const result = await propagateLabels(neuron, seeds, {
    ...{ clamping: spelledClamping(clamping), preset, solver, alpha, edgeWeights, directed, lazy },
    ...{ maxIterations, tolerance, patience, changeNorm, threads, signal },
    onProgress: options.quiet ? undefined : (progress) => line.show(progress),
  }).finally(() => line.clear())
  say(convergenceSentence(result.report))
  await write(result, options, signal)
}

/** What can be told to be wrong before anything is read. */
function checkBeforehand(options: CommandOptions): void {
  const { output, probabilities, swcTypes } = options
  for (const name of ['probabilities', 'swcTypes'] as const) {
    if (output !== undefined || options[name] === undefined) continue
    throw wrongValue(
      'ERR_MISSING_OPTION',
      `\`${name}\` says what is written; give its file with \`output\``,
    )
  }
  const isTable = output === undefined || output === '-'
  checkWriteOptions(isTable ? 'csv' : formatOfPath(output), { probabilities, swcTypes })
  checkSynapseUnits(options)
}

/** `true` and `false` are among the published spellings. */
function spelledClamping(clamping: RunOptions['clamping']): RunOptions['clamping'] {
  const text = String(clamping)
  return text === 'true' ? true : text === 'false' ? false : clamping
}

async function write(
  result: PropagationResult,
  { output, probabilities, swcTypes, json, quiet }: CommandOptions,
  signal: AbortSignal,
): Promise<void> {
  if (output === '-') await writeOut(resultText(result, 'csv', { probabilities, signal }), signal)
  else if (output !== undefined) {
    await naming(output, result.write(output, { probabilities, swcTypes, signal }))
  }
  if (quiet) return
  const report = json ? JSON.stringify(result.report, null, 2) : String(result)
  if (output === '-') process.stderr.write(`${report}\n`)
  else await writeOut(`${report}\n`, signal)
}
