import { wrongValue } from '../errors'
import { nmPerMeasured, type Neuron } from '../neuron/neuron'
import { Propagator } from '../propagation/propagator'
import type { PropagationResult } from '../propagation/result'
import type { RunOptions } from '../propagation/run-options'
import { Seeds } from '../seeds/seeds'
import { eachIn, type Slices, type Steps } from '../slices'
import type { SynapseCounts } from './synapse-counts'

/** The sides of synapses as labels, in column order. */
export const sides = ['post', 'pre'] as const

type Call = Pick<RunOptions, 'maxFactorBytes' | 'threads' | 'signal' | 'onProgress'>

/**
 * Both sides propagated by the direct solver over conductances, every node held in proportion to its
 * synapses:
 *
 *     (L + diag(g)) F = diag(g) Y,   L of edge weights 1 / length
 *     g = kappa (post + ratio pre),   Y = [post, ratio pre] / (post + ratio pre)
 *
 * with ratio = #post / #pre (1 where there is one side only), so that both sides weigh the same in
 * all, and kappa = 1 / anchorLength. Conductances do not depend on how finely a neuron is sampled,
 * and there are no steps, hence no stop rule. Rows of F sum to 1 on every component that has a
 * synapse; others have no scores. Nodes at the same place are one.
 *
 * Source: ours. As kappa goes to 0 it becomes Poisson learning (J. Calder
 * et al., ICML 2020) up to the centring of each component.
 *
 * @param anchorLength nm, above 0.
 * @throws RangeError ERR_UNITS where the neuron's units are not known.
 */
export async function anchoredShares(
  neuron: Neuron,
  counts: SynapseCounts,
  anchorLength: number,
  call: Call,
  slices: Slices,
): Promise<PropagationResult> {
  checkUnits(neuron)
  const kappa = nmPerMeasured(neuron) / anchorLength
  const { index, entries, anchors } = await slices.through(held(counts, kappa))
  const seeds = await Seeds.of({ neuron, labels: sides, index, entries }, {}, slices)
  const { signal } = slices
  const propagator = await Propagator.create(neuron, { edgeWeights: 'inverse-length', signal })
  try {
    return await propagator.run(seeds, { ...call, solver: 'direct', anchors })
  } finally {
    propagator.dispose()
  }
}

/** @throws RangeError ERR_UNITS. */
export function checkUnits(neuron: Neuron, option = 'anchorLength'): void {
  if (neuron.nmPerUnit !== undefined) return
  throw wrongValue(
    'ERR_UNITS',
    `\`${option}\` is in nm, but the neuron's units are not known; give \`units\` (and \`voxelSize\`) when reading it`,
  )
}

interface Held {
  /** #S: nodes with synapses, ascending. */
  index: Int32Array
  /** #S by 2: Y. */
  entries: Float32Array
  /** #N: g. */
  anchors: Float64Array
}

function* held({ pre, post, total }: SynapseCounts, kappa: number): Steps<Held> {
  const ratio = total.pre > 0 && total.post > 0 ? total.post / total.pre : 1
  const anchors = new Float64Array(pre.length)
  let count = 0
  yield* eachIn(anchors.length, (node) => {
    const weight = post[node] + ratio * pre[node]
    anchors[node] = kappa * weight
    if (weight > 0) count++
  })
  const index = new Int32Array(count)
  const entries = new Float32Array(2 * count)
  let seed = 0
  yield* eachIn(anchors.length, (node) => {
    const weight = post[node] + ratio * pre[node]
    if (weight === 0) return
    entries[2 * seed] = post[node] / weight
    entries[2 * seed + 1] = (ratio * pre[node]) / weight
    index[seed++] = node
  })
  return { index, entries, anchors }
}
