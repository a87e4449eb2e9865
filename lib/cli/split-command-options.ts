import { Option, type Command } from 'commander'
import { checkSplitWriteOptions } from '../compartments/write-split'
import { checkedSplitOptions, type SplitOptions } from '../compartments/split-options'
import { wrongValue } from '../errors'
import type { UnitsOptions } from '../neuron/units'
import { formatOfPath } from '../propagation/write-result'
import { nameByName, number, numberByName, numbers } from './option-values'
import { checkSynapseUnits, type SynapseFileOptions } from './synapses-from-file'

/** Options of `neuroprop split`. */
export interface SplitCommandOptions
  extends SynapseFileOptions, UnitsOptions, Omit<SplitOptions, 'signal' | 'onProgress'> {
  synapses: string
  output?: string
  swcTypes?: Record<string, number>
  json?: boolean
  quiet?: boolean
  /** Many neurons only. */
  concurrency?: number
}

/** Adds the options to the command. */
export function withSplitOptions(command: Command): Command {
  return withMethodOptions(
    command
      .optionsGroup('Synapses:')
      .requiredOption('--synapses <file>', 'table of synapses: CSV or TSV, plain or gzip')
      .option('--columns <names>', 'columns called otherwise, such as type=side', nameByName)
      .option('--snap <how>', 'a synapse belongs to its nearest node (default) or its node-id')
      .option('--max-synapse-distance <nm>', 'drop synapses farther away', number)
      .optionsGroup('Units:')
      .option('--units <unit>', "what the neuron's numbers are: nm, um or voxel")
      .option('--voxel-size <nm>', 'sides of a voxel in nm, such as 8 or 4,4,40', numbers)
      .option('--synapse-units <unit>', "what the table's numbers are (default: the neuron's)")
      .option('--synapse-voxel-size <nm>', 'the same for the table of synapses', numbers),
  )
    .optionsGroup('Output:')
    .option('--output <file>', 'table .csv, .tsv, .json (- prints CSV); neuron .swc, coloured .ply')
    .option('--swc-types <types>', 'types in .swc, such as linker=7,mixed=8', numberByName)
    .option('--json', 'the report as JSON')
    .option('--concurrency <count>', 'many neurons: so many at a time (default: the cores)', number)
    .addOption(new Option('--quiet', 'no report').conflicts(['json']))
}

function withMethodOptions(command: Command): Command {
  return command
    .optionsGroup('Compartments:')
    .option('--method <name>', 'anchored (default), or propagation, as published')
    .option('--fragments <rule>', 'join (default), nearest or leave')
    .option('--soma <id>', 'node id of the soma (default: SWC type 1, else the thick node)', number)
    .option('--mixed-below <probability>', 'call less probable nodes mixed, 0.5 to 1', number)
    .option('--min-island-length <nm>', 'remove pieces with less cable (skeletons)', number)
    .option('--min-island-nodes <count>', 'remove pieces of fewer nodes', number)
    .option('--min-segregation <index>', 'not separable below (default 0.05)', number)
    .option('--threads <count>', 'threads at most (default: the cores)', number)
    .optionsGroup('Method anchored:')
    .option('--anchor-length <nm>', 'cable over which a synapse holds (default 8e6)', number)
    .option('--max-factor-bytes <bytes>', 'memory for the solver (default 2 GiB)', number)
    .optionsGroup('Method propagation:')
    .option('--balance', 'both sides weigh the same (default)')
    .option('--no-balance', 'every synapse weighs the same')
    .option('--clamping <how>', 'none (default), hard, soft or soft:ALPHA')
    .option('--alpha <number>', 'with soft clamping: 0 holds, 1 lets go (default 0.5)', number)
    .option('--max-iterations <steps>', 'steps at most (default 10000)', number)
    .option('--tolerance <change>', 'stop when a step changes less than this, below 1', number)
    .option('--patience <steps>', 'stop after so many settled steps (default 1)', number)
    .option('--change-norm <norm>', 'how tolerance measures: max (default) or frobenius')
}

/** The options of the library's call. */
export function splitLibraryOptions(
  options: SplitCommandOptions,
): Omit<SplitOptions, 'onProgress' | 'signal'> {
  const { method, fragments, soma, mixedBelow, minIslandLength, minIslandNodes } = options
  const { minSegregation, threads, anchorLength, maxFactorBytes, balance, clamping } = options
  const { alpha, maxIterations, tolerance, patience, changeNorm, snap } = options
  const { maxSynapseDistance } = options
  return {
    ...{ method, fragments, soma, mixedBelow, minIslandLength, minIslandNodes },
    ...{ minSegregation, threads, anchorLength, maxFactorBytes, balance, clamping },
    ...{ alpha, maxIterations, tolerance, patience, changeNorm, snap, maxSynapseDistance },
  }
}

/** What can be told to be wrong before anything is read. */
export function checkSplitBeforehand(options: SplitCommandOptions): void {
  const { output, swcTypes } = options
  if (output === undefined && swcTypes !== undefined) {
    throw wrongValue(
      'ERR_MISSING_OPTION',
      '`swcTypes` says what is written; give its file with `output`',
    )
  }
  const isTable = output === undefined || output === '-'
  checkSplitWriteOptions(isTable ? 'csv' : formatOfPath(output), { swcTypes })
  checkSynapseUnits(options)
  checkedSplitOptions(splitLibraryOptions(options))
}
