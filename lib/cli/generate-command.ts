import { Command } from 'commander'
import { generateNeuron, type GenerateOptions } from '../generate/generate-neuron'
import { writeNeuronFiles } from '../generate/write-neuron-files'
import { number } from './option-values'
import { writeOut } from './output'

interface CommandOptions extends Omit<GenerateOptions, 'signal'> {
  output: string
  quiet?: boolean
}

export function generateCommand(signal: AbortSignal): Command {
  return new Command('generate')
    .description('Makes a neuron whose truth is known: neuron.swc, neuron.obj and synapses.csv.')
    .requiredOption('--output <folder>', 'where the files go; made where it is missing')
    .option('--seed <integer>', 'another seed, another neuron (default 1)', number)
    .option('--nodes <count>', 'nodes of the skeleton (default 1500)', number)
    .option('--vertices <count>', 'vertices of the mesh, 0 for none (default 4 per node)', number)
    .option('--sides <count>', 'vertices per ring of the mesh (default 6)', number)
    .option('--spacing <nm>', 'between the nodes of the skeleton (default 400)', number)
    .option('--flakes <count>', 'disconnected flakes inside of the mesh (default 5)', number)
    .option('--synapses <count>', 'default: half the nodes', number)
    .option('--mixing <share>', 'of the synapses on the wrong side, 0 to 0.5 (default 0.1)', number)
    .option('--axons <count>', 'default 1', number)
    .option('--balance <ratio>', 'postsynapses per presynapse (default 3)', number)
    .option('--name <name>', "name of the neuron (default 'generated')")
    .option('--quiet', 'say nothing')
    .addHelpText(
      'after',
      `
Examples:
  neuroprop generate --output example
  neuroprop generate --output large --nodes 250000 --vertices 1000000 --seed 7`,
    )
    .action(async ({ output, quiet, ...options }: CommandOptions) => {
      const generated = await generateNeuron({ ...options, signal })
      const files = await writeNeuronFiles(generated, output, { signal })
      if (!quiet) await writeOut(files.map((file) => `${file}\n`).join(''), signal)
    })
}
