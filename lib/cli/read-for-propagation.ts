import type { Neuron } from '../neuron/neuron'
import { nodeName } from '../neuron/neuron'
import { joinFragments } from '../topology/join-fragments'
import { readNeuronArgument } from './neuron-argument'
import type { PropagateCommandOptions } from './propagate-options'
import type { Sources } from './sources'

const mostJoinsTold = 20

/** The neuron of a file, its fragments joined where that is asked for. */
export async function readForPropagation(
  file: string,
  options: PropagateCommandOptions,
  sources: Sources,
  signal: AbortSignal,
  say: (text: string) => void = () => undefined,
): Promise<Neuron> {
  const { units, voxelSize, joinFragments: join } = options
  say(`reading ${file}`)
  const neuron = await readNeuronArgument(file, { units, voxelSize }, sources, signal)
  if (join === undefined || join === false) return neuron
  const maxDistance = typeof join === 'number' ? join : undefined
  const joined = await joinFragments(neuron, { maxDistance, signal })
  joinTexts(joined).forEach(say)
  return joined
}

function joinTexts(neuron: Neuron): string[] {
  const { edges, gaps } = neuron.joins
  const texts = Array.from(gaps.subarray(0, mostJoinsTold), (gap, j) => {
    const [a, b] = [edges[2 * j], edges[2 * j + 1]].map((node) => nodeName(neuron, node))
    return `joined ${a} to ${b}, gap ${gap}`
  })
  if (gaps.length > mostJoinsTold) texts.push(`and ${gaps.length - mostJoinsTold} more joins`)
  return texts
}
