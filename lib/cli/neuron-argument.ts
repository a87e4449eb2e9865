import { wrongValue } from '../errors'
import { readPrecomputed } from '../formats/precomputed'
import { readNeuron } from '../formats/read-neuron'
import type { Neuron } from '../neuron/neuron'
import type { UnitsOptions } from '../neuron/units'
import { naming } from './errors'
import type { Sources } from './sources'

/** What the help says of the argument. */
export const neuronArgument =
  'SWC, OBJ, PLY or STL file, plain or gzip; precomputed:FOLDER/ID; - for standard input'

const precomputed = /^precomputed:(.+)\/(\d+)$/

/** The neuron that an argument names. */
export async function readNeuronArgument(
  argument: string,
  { units, voxelSize }: UnitsOptions,
  sources: Sources,
  signal: AbortSignal,
): Promise<Neuron> {
  const match = precomputed.exec(argument)
  if (match === null) {
    const source = sources.of(argument, 'the neuron')
    return naming(argument, readNeuron(source, { units, voxelSize, signal }))
  }
  if (units !== undefined || voxelSize !== undefined) {
    const name = units === undefined ? 'voxelSize' : 'units'
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      `\`${name}\` does not go with a precomputed neuron, which is in nm`,
    )
  }
  return naming(argument, readPrecomputed(match[1], match[2], { signal }))
}
