import { isArrayLike } from '../neuron/node-properties'
import type { Neuron } from '../neuron/neuron'
import { Seeds } from '../seeds/seeds'
import { Slices } from '../slices'
import { downsample } from '../topology/downsample'
import { hardLabels } from './hard-labels'
import { Propagator } from './propagator'
import type { PropagatorOptions } from './propagator-options'
import { PropagationResult } from './result'
import type { RunOptions } from './run-options'
import { tieTolerance } from './solver'
import { spreadRows } from './spread-rows'

/** One run on one neuron. */
export async function propagateOn(
  neuron: Neuron,
  seeds: Seeds,
  propagatorOptions: PropagatorOptions,
  runOptions: RunOptions,
): Promise<PropagationResult> {
  const propagator = await Propagator.create(neuron, propagatorOptions)
  try {
    return await propagator.run(seeds, runOptions)
  } finally {
    propagator.dispose()
  }
}

/**
 * One run on a coarser neuron, its seeds all kept, and the scores given back to every node of the
 * neuron. `report.downsampledNodes` is the number of nodes that the run was made on.
 */
export async function propagateDownsampled(
  seeds: Seeds,
  factor: number,
  propagatorOptions: PropagatorOptions,
  runOptions: RunOptions,
): Promise<PropagationResult> {
  const { signal } = runOptions
  const { neuron, nodes, nodeOf } = await downsample(seeds.neuron, factor, {
    keep: seeds.index,
    signal,
  })
  const { alpha, anchors } = runOptions
  const coarse = await propagateOn(neuron, Seeds.moved(seeds, neuron, nodeOf), propagatorOptions, {
    ...runOptions,
    alpha: isArrayLike(alpha) ? Float64Array.from(nodes, (node) => alpha[node]) : alpha,
    anchors: isArrayLike(anchors) ? Float64Array.from(nodes, (node) => anchors[node]) : anchors,
  })
  return onEveryNode(coarse, seeds.neuron, nodeOf, new Slices(signal))
}

/** The result of the coarse neuron on the nodes of the original. */
async function onEveryNode(
  coarse: PropagationResult,
  neuron: Neuron,
  nodeOf: Int32Array,
  slices: Slices,
): Promise<PropagationResult> {
  const { labels } = coarse
  const scores = await slices.through(spreadRows(coarse.scores, labels.length, nodeOf))
  const hard = await hardLabels(scores, labels.length, tieTolerance[coarse.report.solver], slices)
  const report = {
    ...coarse.report,
    nodes: neuron.nodeCount,
    downsampledNodes: coarse.report.nodes,
    counts: Object.fromEntries(labels.map((label, l) => [String(label), hard.counts[l]])),
    unlabelled: hard.unlabelled,
    ties: hard.ties,
  }
  return new PropagationResult(neuron, labels, scores, hard.labelIndex, report)
}
