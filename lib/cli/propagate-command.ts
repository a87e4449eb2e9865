import { Command } from 'commander'
import { neuronArgument } from './neuron-argument'
import { isOneNeuron } from './neuron-jobs'
import { propagateMany } from './propagate-many'
import { propagateOne } from './propagate-one'
import {
  checkBeforehand,
  withPropagateOptions,
  type PropagateCommandOptions,
} from './propagate-options'

const examples = `
Examples:
  the converged answer, in milliseconds:
    neuroprop propagate neuron.swc --synapses synapses.csv --output labels.csv
  the published run (10,000 steps without clamping), verbose:
    neuroprop propagate neuron.obj --synapses synapses.csv --solver iterative \\
      --clamping none --tolerance 1e-6 --output labels.csv --verbose
  the published defaults, labels from a column of the table:
    neuroprop propagate neuron.swc --synapses synapses.csv --seeds column:roi --preset navis
  a few clicks (node_id,label or x,y,z,label), as JSON to standard output:
    neuroprop propagate neuron.swc --labels clicks.csv --clamping soft --alpha 0.9 --json
  a mesh in the colours of its labels, to be looked at:
    neuroprop propagate neuron.obj --synapses synapses.csv --output labels.ply
  many neurons, each with its own table, and a summary of all:
    neuroprop propagate 'skeletons/*.swc' --synapses 'synapses/{name}.csv' \\
      --output 'labels/{name}.csv'`

export function propagateCommand(signal: AbortSignal): Command {
  const command = new Command('propagate')
    .description('Spreads labels over neurons: from their synapses, or from tables of labels.')
    .argument('<neuron...>', `${neuronArgument}; several, or a quoted pattern such as "*.swc"`)
  return withPropagateOptions(command)
    .addHelpText('after', examples)
    .action(async (files: string[], options: PropagateCommandOptions) => {
      checkBeforehand(options)
      if (isOneNeuron(files)) await propagateOne(files[0], options, signal)
      else await propagateMany(files, options, signal)
    })
}
