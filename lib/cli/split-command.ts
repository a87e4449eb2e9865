import { Command } from 'commander'
import { neuronArgument } from './neuron-argument'
import { isOneNeuron } from './neuron-jobs'
import {
  checkSplitBeforehand,
  withSplitOptions,
  type SplitCommandOptions,
} from './split-command-options'
import { splitMany } from './split-many'
import { splitOne } from './split-one'

const examples = `
Examples:
  axon, dendrite and soma as types of an SWC file:
    neuroprop split neuron.swc --units nm --synapses synapses.csv --output compartments.swc
  a mesh in voxels, unsure nodes called mixed, as a table:
    neuroprop split neuron.obj --voxel-size 8 --synapses synapses.csv --mixed-below 0.9 \\
      --output compartments.csv
  as published, to the bit:
    neuroprop split neuron.swc --synapses synapses.csv --method propagation
  many neurons, each with its own file, and a summary of all:
    neuroprop split 'skeletons/*.swc' --units nm --synapses 'synapses/{name}.csv' \\
      --output 'compartments/{name}.swc'`

export function splitCommand(signal: AbortSignal): Command {
  const command = new Command('split')
    .description('Tells axon from dendrite by the synapses of neurons.')
    .argument('<neuron...>', `${neuronArgument}; several, or a quoted pattern such as "*.swc"`)
  return withSplitOptions(command)
    .addHelpText('after', examples)
    .action(async (files: string[], options: SplitCommandOptions) => {
      checkSplitBeforehand(options)
      if (isOneNeuron(files)) await splitOne(files[0], options, signal)
      else await splitMany(files, options, signal)
    })
}
