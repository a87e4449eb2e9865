import { shown, wrongKind, wrongValue } from '../errors'
import { native, settled, type TransitionMatrix } from '../native'
import { checkedNeuron, type Neuron } from '../neuron/neuron'
import { checkedOptions } from '../options'
import { Seeds } from '../seeds/seeds'
import { Slices } from '../slices'
import { neuronGraph, type EdgeWeights, type GraphFacts } from '../topology/graph'
import { clampingPolicy } from './clamping'
import { hardLabels } from './hard-labels'
import { kernelSeeds } from './kernel-seeds'
import { PropagationResult } from './result'
import { spreadRows } from './spread-rows'
import {
  checkedCallback,
  checkedSolver,
  checkedThreads,
  runOptionNames,
  withPreset,
  type Progress,
  type RunOptions,
} from './run-options'
import { runReport, type RunFacts } from './run-report'
import { SharedMatrix } from './shared-matrix'
import { stopRules } from './stop-rules'

export interface PropagatorOptions {
  /** Default `'length'`. */
  edgeWeights?: EdgeWeights
  /** Labels travel from parent to child only; skeletons only. Default false. */
  directed?: boolean
  /** The lazy walk: a step goes half of the way. Default false. */
  lazy?: boolean
  signal?: AbortSignal
}

export const propagatorOptionNames = ['edgeWeights', 'directed', 'lazy', 'signal'] as const

/**
 * The transition matrix of one neuron in the kernel's memory, ready for any number of runs, several
 * at once if need be. Give it back with `dispose()`, or leave it to the garbage collector.
 *
 * @example
 * const propagator = await Propagator.create(neuron, { edgeWeights: 'uniform' })
 * const result = await propagator.run(someSeeds, { solver: 'iterative', clamping: 'hard' })
 * propagator.dispose()
 */
export class Propagator {
  readonly #matrix: SharedMatrix

  private constructor(
    readonly neuron: Neuron,
    private readonly graph: GraphFacts,
    private readonly lazy: boolean,
    matrix: TransitionMatrix,
  ) {
    this.#matrix = new SharedMatrix(matrix)
  }

  /**
   * Extracts the topology and builds the matrix. O(nodes + edges).
   *
   * @throws TypeError, RangeError with `code`: ERR_INVALID_OPTION, ERR_INVALID_POSITION,
   *   ERR_TOO_LARGE; ERR_CONFLICTING_OPTIONS for a directed mesh, or directed joins.
   */
  static async create(neuron: Neuron, options?: PropagatorOptions): Promise<Propagator> {
    checkedNeuron(neuron)
    const given = checkedOptions(options, propagatorOptionNames, 'Propagator.create')
    const { edgeWeights = 'length', signal } = given
    const directed = checkedFlag(given.directed, 'directed')
    const lazy = checkedFlag(given.lazy, 'lazy')
    if (directed && neuron.kind === 'mesh') {
      throw wrongValue(
        'ERR_CONFLICTING_OPTIONS',
        '`directed` needs a skeleton: the edges of a mesh have no direction',
      )
    }
    if (directed && neuron.joins.gaps.length > 0) {
      throw wrongValue(
        'ERR_CONFLICTING_OPTIONS',
        `\`directed\` needs a neuron without joins, which have no direction; got ${neuron.joins.gaps.length} joins. Leave joinFragments out`,
      )
    }
    const graph = await neuronGraph(neuron, edgeWeights, new Slices(signal))
    const { edges, weights, ...facts } = graph
    const matrix = await settled(
      () => native().transitionMatrix(facts.nodeCount, edges, weights, directed),
      signal,
    )
    return new Propagator(neuron, facts, lazy, matrix)
  }

  /**
   * Propagates the seeds. Not converging is a result, not an error.
   *
   * @throws TypeError, RangeError with `code`: ERR_MISSING_OPTION, ERR_INVALID_OPTION,
   *   ERR_CONFLICTING_OPTIONS, ERR_INVALID_LENGTH, ERR_WELDED_SEEDS, ERR_DISPOSED; the reason of the
   *   signal once it is aborted.
   */
  async run(seeds: Seeds, options?: RunOptions): Promise<PropagationResult> {
    const began = performance.now()
    const given: RunOptions = checkedOptions(options, runOptionNames, 'Propagator.run')
    const { signal, ...chosen } = withPreset(given)
    const onProgress = checkedCallback(chosen.onProgress)
    const solver = checkedSolver(chosen.solver)
    const rules = stopRules(chosen)
    const threads = checkedThreads(chosen.threads)
    this.#checkSeeds(seeds)
    const policy = clampingPolicy(chosen, this.neuron)
    checkSize(this.graph.nodeCount, seeds.labels.length)
    const solverReason = given.solver === undefined ? 'of preset navis' : 'named by the caller'
    return this.#matrix.use(async (matrix) => {
      const rows = await new Slices(signal).through(kernelSeeds(seeds, this.graph, policy))
      const outcome = await settled(() => {
        const run = { ...rows, ...rules, labels: seeds.labels.length, lazy: this.lazy, threads }
        const report = onProgress && reporter(onProgress, rules.maxIterations, signal)
        return native().iterativePropagation(matrix, { ...run, onProgress: report })
      }, signal)
      return this.#result(
        { seeds, rows, policy, rules, outcome, solver, solverReason, began },
        signal,
      )
    })
  }

  /** Frees the matrix once no run uses it. Runs that have begun go on; new ones are an error. */
  dispose(): void {
    this.#matrix.dispose()
  }

  #checkSeeds(seeds: unknown): asserts seeds is Seeds {
    if (!(seeds instanceof Seeds)) {
      throw wrongKind(
        'ERR_INVALID_ARGUMENT',
        `\`seeds\` must be Seeds (see seeds, seedsFromSynapses, seedsFromPoints); got ${shown(seeds)}`,
      )
    }
    if (seeds.neuron !== this.neuron) {
      throw wrongValue(
        'ERR_INVALID_ARGUMENT',
        '`seeds` were made for another neuron than the propagator',
      )
    }
  }

  async #result(
    run: Omit<RunFacts, 'graph' | 'hard'>,
    signal?: AbortSignal,
  ): Promise<PropagationResult> {
    const slices = new Slices(signal)
    const { seeds, outcome } = run
    const width = seeds.labels.length
    const { welds } = this.graph
    const scores = welds // welded nodes share their scores
      ? await slices.through(spreadRows(outcome.scores, width, welds.of))
      : outcome.scores
    const hard = await hardLabels(scores, width, slices)
    const report = runReport({ ...run, graph: this.graph, hard })
    return new PropagationResult(this.neuron, seeds.labels, scores, hard.labelIndex, report)
  }
}

/** What the kernel calls with the number of steps done. */
function reporter(
  onProgress: (progress: Progress) => void,
  total: number,
  signal?: AbortSignal,
): (done: number) => void {
  return (done) => {
    if (!signal?.aborted) onProgress({ done, total })
  }
}

function checkSize(nodes: number, labels: number): void {
  if (nodes * labels <= 0xffffffff) return
  throw wrongValue(
    'ERR_TOO_LARGE',
    `nodes times labels must be below 2^32; got ${nodes} nodes and ${labels} labels`,
  )
}

function checkedFlag(value: unknown, name: string): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false
  throw wrongKind('ERR_INVALID_OPTION', `\`${name}\` must be true or false; got ${shown(value)}`)
}
