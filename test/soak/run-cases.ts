import {
  generateNeuron,
  Propagator,
  seedsFromSynapses,
  type AtOptions,
  type Neuron,
  type PropagationResult,
  type PropagatorOptions,
  type RunOptions,
  type Seeds,
} from '../../lib/index'

/** A kind of run: the neuron's kind, the options, and the states where it is {@link Propagator.at}. */
export interface RunCase {
  name: string
  kind: Neuron['kind']
  matrices?: PropagatorOptions
  run?: RunOptions
  /** The numbers of steps, where several states are asked for. */
  at?: number[]
}

/** Every solver, with what makes it go another way. */
export const runCases: readonly RunCase[] = [
  {
    name: 'iterative, hard',
    kind: 'mesh',
    run: { solver: 'iterative', maxIterations: 60, threads: 2 },
  },
  {
    name: 'iterative, soft, patience',
    kind: 'skeleton',
    run: { solver: 'iterative', clamping: 'soft', patience: 20, maxIterations: 300 },
  },
  {
    name: 'iterative, directed, lazy',
    kind: 'skeleton',
    matrices: { directed: true, lazy: true, edgeWeights: 'uniform' },
    run: { solver: 'iterative', maxIterations: 100, threads: 1 },
  },
  {
    name: 'preset, tolerance',
    kind: 'mesh',
    run: { preset: 'navis', tolerance: 0.001, maxIterations: 50 },
  },
  { name: 'direct, hard, mesh', kind: 'mesh', run: { solver: 'direct' } },
  {
    name: 'direct, soft, skeleton',
    kind: 'skeleton',
    run: { solver: 'direct', clamping: 'soft', alpha: 0.9 },
  },
  {
    name: 'direct, conjugate gradients',
    kind: 'mesh',
    run: { solver: 'direct', clamping: 'soft', maxFactorBytes: 0 },
  },
  {
    name: 'direct, directed',
    kind: 'skeleton',
    matrices: { directed: true },
    run: { solver: 'direct' },
  },
  {
    name: 'anchors, inverse length',
    kind: 'mesh',
    matrices: { edgeWeights: 'inverse-length' },
    run: { anchors: 0.01 },
  },
  {
    name: 'accelerated, none, lazy',
    kind: 'mesh',
    matrices: { lazy: true },
    run: { solver: 'accelerated', clamping: 'none', maxIterations: 2000 },
  },
  {
    name: 'accelerated, hard, tolerance',
    kind: 'skeleton',
    run: { solver: 'accelerated', tolerance: 0.001, maxIterations: 2000 },
  },
  { name: 'auto', kind: 'mesh' },
  { name: 'auto, nothing held', kind: 'skeleton', run: { clamping: 'none' } },
  { name: 'at', kind: 'mesh', run: { clamping: 'soft', alpha: 0.7 }, at: [10, 200, 50] },
]

/** A neuron as a skeleton and as a mesh, with its seeds. */
export type SeededNeuron = Record<Neuron['kind'], { neuron: Neuron; seeds: Seeds }>

/** A generated neuron with so many nodes, and three times as many vertices. */
export async function seededNeuron(nodes: number): Promise<SeededNeuron> {
  const { skeleton, mesh, synapses } = await generateNeuron({
    ...{ seed: nodes, nodes, vertices: 3 * nodes },
  })
  const seeded = async (neuron: Neuron): Promise<{ neuron: Neuron; seeds: Seeds }> => ({
    neuron,
    seeds: await seedsFromSynapses(neuron, synapses),
  })
  return { skeleton: await seeded(skeleton), mesh: await seeded(mesh!) }
}

/** What differs from call to call. */
export type CallOptions = Pick<RunOptions, 'signal' | 'onProgress'>

/** One run of a case on a propagator of its neuron; of several states the last. */
export async function ranCase(
  { run, at }: RunCase,
  propagator: Propagator,
  seeds: Seeds,
  call: CallOptions,
): Promise<PropagationResult> {
  if (at === undefined) return await propagator.run(seeds, { ...run, ...call })
  const states = await propagator.at(seeds, at, { ...(run as AtOptions), ...call })
  return states[states.length - 1]
}
