import { Option, type Command } from 'commander'
import { wrongValue } from '../errors'
import type { UnitsOptions } from '../neuron/units'
import type { ProbabilityKind } from '../propagation/probabilities'
import type { PropagateOptions } from '../propagation/propagate-labels'
import type { PropagatorOptions } from '../propagation/propagator-options'
import type { RunOptions } from '../propagation/run-options'
import { checkWriteOptions, formatOfPath } from '../propagation/write-result'
import { list, nameByName, number, numberByName, numbers } from './option-values'
import { checkSeedFiles, type SeedFileOptions } from './seeds-from-files'
import { checkSynapseUnits } from './synapses-from-file'

/** Options of `neuroprop propagate`. */
export interface PropagateCommandOptions
  extends
    SeedFileOptions,
    UnitsOptions,
    Omit<PropagatorOptions, 'signal'>,
    Omit<RunOptions, 'signal' | 'onProgress'> {
  /** True, or the longest gap in nm. */
  joinFragments?: boolean | number
  downsample?: number
  output?: string
  probabilities?: ProbabilityKind
  swcTypes?: Record<string, number>
  json?: boolean
  verbose?: boolean
  quiet?: boolean
  /** Many neurons only. */
  concurrency?: number
}

/** Adds the options to the command. */
export function withPropagateOptions(command: Command): Command {
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
    .option(
      '--solver <name>',
      'auto (default), direct (the converged answer), accelerated or iterative',
    )
    .option('--preset <name>', 'navis: the published defaults, to the bit')
    .option('--clamping <how>', 'hard (default), soft, none or soft:ALPHA')
    .option(
      '--alpha <number>',
      'with soft clamping: 0 holds a seed, 1 lets it go (default 0.5)',
      number,
    )
    .option('--anchors <weight>', 'instead of clamping: how strongly seeds are held', number)
    .option('--edge-weights <kind>', 'length (default), uniform or inverse-length')
    .option('--directed', 'from parent to child only (skeletons)')
    .option('--lazy', 'steps that go half of the way')
    .option('--max-iterations <steps>', 'steps at most (10000 where none is named)', number)
    .option('--tolerance <change>', 'stop when a step changes less than this, below 1', number)
    .option(
      '--patience <steps>',
      'stop after more than so many steps without a change of label',
      number,
    )
    .option('--change-norm <norm>', 'how tolerance measures: max (default) or frobenius')
    .option('--max-factor-bytes <bytes>', 'memory for solver direct (default 2 GiB)', number)
    .option('--threads <count>', 'threads at most (default: the cores)', number)
    .option('--join-fragments [nm]', 'join components first, over gaps up to so many nm', number)
    .option(
      '--downsample <factor>',
      'propagate on a neuron so much coarser, label every node',
      number,
    )
    .optionsGroup('Output:')
    .option('--output <file>', 'table .csv, .tsv, .json (- prints CSV); neuron .swc, coloured .ply')
    .option('--probabilities <kind>', 'numbers in the file: normalized (default), softmax or raw')
    .option('--swc-types <types>', 'types by label in .swc, such as pre=2,post=3', numberByName)
    .option('--json', 'the report as JSON')
    .option('--verbose', 'the sentence on convergence, and what is being done')
    .option('--concurrency <count>', 'many neurons: so many at a time (default: the cores)', number)
    .addOption(new Option('--quiet', 'no report').conflicts(['verbose', 'json']))
}

/** The options of the library's call. */
export function libraryOptions(
  options: PropagateCommandOptions,
): Omit<PropagateOptions, 'onProgress' | 'signal'> {
  const { clamping, preset, solver, alpha, edgeWeights, directed, lazy, downsample } = options
  const { maxIterations, tolerance, patience, changeNorm, threads } = options
  const { anchors, maxFactorBytes } = options
  return {
    ...{ anchors, maxFactorBytes },
    ...{ clamping: spelledClamping(clamping), preset, solver, alpha, edgeWeights, directed, lazy },
    ...{ maxIterations, tolerance, patience, changeNorm, threads, downsample },
  }
}

/** `true` and `false` are among the published spellings. */
function spelledClamping(clamping: RunOptions['clamping']): RunOptions['clamping'] {
  const text = String(clamping)
  return text === 'true' ? true : text === 'false' ? false : clamping
}

/** What can be told to be wrong before anything is read. */
export function checkBeforehand(options: PropagateCommandOptions): void {
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
  checkSeedFiles(options)
}
