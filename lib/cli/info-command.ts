import { Command } from 'commander'
import { neuronInfo, type NeuronInfo } from '../topology/neuron-info'
import { neuronArgument, readNeuronArgument } from './neuron-argument'
import { numbers } from './option-values'
import { writeOut } from './output'
import { Sources } from './sources'
import type { UnitsOptions } from '../neuron/units'

interface InfoOptions extends UnitsOptions {
  json?: boolean
}

export function infoCommand(signal: AbortSignal): Command {
  return new Command('info')
    .description('What a neuron consists of, and what is degenerate in it.')
    .argument('<neuron>', neuronArgument)
    .option('--units <unit>', "what the file's numbers are: nm, um or voxel")
    .option('--voxel-size <nm>', 'sides of a voxel in nm, such as 8 or 4,4,40', numbers)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  neuroprop info neuron.swc
  neuroprop info neuron.obj.gz --voxel-size 8 --json`,
    )
    .action(async (file: string, { json, units, voxelSize }: InfoOptions) => {
      const neuron = await readNeuronArgument(file, { units, voxelSize }, new Sources(), signal)
      const info = await neuronInfo(neuron, { signal })
      await writeOut(json ? `${JSON.stringify(info, null, 2)}\n` : infoText(info), signal)
    })
}

function infoText(info: NeuronInfo): string {
  const lines: [string, string | number | null][] = [
    [info.name ?? 'neuron', info.kind],
    ['nodes', info.nodes],
    ['edges', info.edges],
    ['faces', info.faces],
    ['components', `${info.components} (the largest has ${info.largestComponent} nodes)`],
    ['roots', info.roots],
    ['leaves', info.leaves],
    ['branch points', info.branchPoints],
    ['cable length', info.cableLength],
    ['bounds', `${info.bounds.least.join(' ')} to ${info.bounds.greatest.join(' ')}`],
    ['nm per unit', info.nmPerUnit?.join(' ') ?? 'not known'],
    ['properties', info.properties.join(', ') || 'none'],
    ['isolated nodes', info.isolatedNodes],
    ['zero-length edges', info.zeroLengthEdges],
    ['degenerate faces', info.degenerateFaces],
    ['duplicate faces', info.duplicateFaces],
  ]
  const width = Math.max(...lines.map(([name]) => name.length))
  return lines
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name.padEnd(width)}  ${value}\n`)
    .join('')
}
