import { shown, wrongKind, wrongValue } from '../errors'
import { native, settled, type Adjacency } from '../native'
import { checkedNeuron, type Neuron } from '../neuron/neuron'
import { checkedOptions } from '../options'
import { Seeds } from '../seeds/seeds'
import { Slices } from '../slices'
import { neuronGraph, type GraphFacts } from '../topology/graph'
import { rowSums } from '../topology/row-sums'
import { clampingPolicy, type ClampingPolicy } from './clamping'
import { hardLabels } from './hard-labels'
import { kernelSeeds } from './kernel-seeds'
import { KeptFactor } from './kept-factor'
import { checkedPropagatorOptions, type PropagatorOptions } from './propagator-options'
import { PropagationResult } from './result'
import { spreadRows } from './spread-rows'
import {
  atOptionNames,
  checkedCallback,
  checkedFactorBytes,
  checkedSteps,
  checkedThreads,
  runOptionNames,
  withPreset,
  type AtOptions,
  type RunOptions,
} from './run-options'
import { runReport, type RunFacts } from './run-report'
import { SharedHandle } from './shared-handle'
import {
  acceleratedSteps,
  directLimit,
  iterativeSteps,
  type Matrices,
  type SolverOutcome,
  type SolverRun,
} from './solve'
import { checkSolver, chosenSolver, tieTolerance, type ChosenSolver } from './solver'
import { stopRules, type StopRules } from './stop-rules'

/**
 * The matrices of one neuron in the kernel's memory, ready for any number of runs, several at once
 * if need be. The factor of solver `direct` is kept for runs with the same anchors. Give it all back
 * with `dispose()`, or leave it to the garbage collector.
 *
 * @example
 * const propagator = await Propagator.create(neuron, { edgeWeights: 'uniform' })
 * const result = await propagator.run(someSeeds, { clamping: 'soft', alpha: 0.9 })
 * propagator.dispose()
 */
export class Propagator {
  readonly #adjacency: SharedHandle<Adjacency>
  readonly #factor = new KeptFactor()

  private constructor(
    /** The neuron whose matrices these are. */
    readonly neuron: Neuron,
    private readonly graph: GraphFacts,
    private readonly rowSums: Float64Array,
    private readonly directed: boolean,
    private readonly lazy: boolean | undefined,
    adjacency: Adjacency,
  ) {
    this.#adjacency = new SharedHandle(adjacency, (handle) => native().releaseAdjacency(handle))
  }

  /**
   * Extracts the topology and builds the matrix. O(nodes + edges).
   *
   * @throws TypeError, RangeError with `code`: ERR_INVALID_OPTION, ERR_INVALID_POSITION,
   *   ERR_TOO_LARGE; ERR_CONFLICTING_OPTIONS for a directed mesh, or directed joins.
   */
  static async create(neuron: Neuron, options?: PropagatorOptions): Promise<Propagator> {
    checkedNeuron(neuron)
    const { edgeWeights, directed, lazy, signal } = checkedPropagatorOptions(options, neuron)
    const slices = new Slices(signal)
    const graph = await neuronGraph(neuron, edgeWeights, slices)
    const sums = await rowSums(graph, directed, slices)
    const { edges, weights, ...facts } = graph
    const adjacency = await settled(
      () => native().adjacency(facts.nodeCount, edges, weights, directed),
      signal,
    )
    return new Propagator(neuron, facts, sums, directed, lazy, adjacency)
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
    const chosen = withPreset(given)
    const { solver, preset } = chosen
    checkSolver(solver)
    const rules = stopRules(chosen)
    this.#checkSeeds(seeds)
    const policy = clampingPolicy(chosen, this.neuron)
    return await this.#use(async (matrices) => {
      const { directed } = this
      const run = await this.#solverRun(seeds, policy, chosen)
      const isHeld = run.rows.alphas.some((alpha) => alpha < 1)
      const choice = { solver, preset, rules: chosen, policy, isHeld, directed, lazy: this.lazy }
      const decided = chosenSolver(choice)
      const outcome = await outcomeOf(decided, matrices, { ...run, lazy: decided.lazy }, rules)
      return await this.#result({ seeds, policy, rules, outcome, began }, decided, run)
    })
  }

  /**
   * The states after exactly so many steps, several in one pass, by solver `accelerated`: a result
   * for each of `steps` (integers from 1, in any order), in their order.
   *
   * @throws as {@link Propagator.run}.
   * @example
   * const [early, late] = await propagator.at(someSeeds, [100, 10_000], { clamping: 'none' })
   */
  async at(
    seeds: Seeds,
    steps: ArrayLike<number>,
    options?: AtOptions,
  ): Promise<PropagationResult[]> {
    const began = performance.now()
    const given: AtOptions = checkedOptions(options, atOptionNames, 'Propagator.at')
    const wanted = checkedSteps(steps)
    this.#checkSeeds(seeds)
    const policy = clampingPolicy(given, this.neuron)
    return await this.#use(async (matrices) => {
      const { directed, lazy } = this
      const run = await this.#solverRun(seeds, policy, given)
      const rules = {}
      const decided = chosenSolver({
        ...{
          solver: 'accelerated',
          preset: undefined,
          rules,
          policy,
          isHeld: true,
          directed,
          lazy,
        },
      })
      const ascending = Float64Array.from(new Set(wanted)).sort()
      const states = await acceleratedSteps(matrices, run, ascending, 0)
      const results: PropagationResult[] = []
      for (const count of wanted) {
        const outcome = states[ascending.indexOf(count)]
        const facts = { seeds, policy, rules: stopRules({ maxIterations: count }), outcome, began }
        results.push(await this.#result(facts, decided, run))
      }
      return results
    })
  }

  /** Frees the matrices once no run uses them. Runs that have begun go on; new ones are an error. */
  dispose(): void {
    this.#adjacency.dispose()
    this.#factor.dispose()
  }

  async #use<T>(work: (matrices: Matrices) => Promise<T>): Promise<T> {
    if (this.#adjacency.disposed) {
      throw wrongValue('ERR_DISPOSED', 'the propagator was disposed; create another one')
    }
    const { graph, rowSums, directed } = this
    return await this.#adjacency.use(async (adjacency) => {
      return await work({ adjacency, factor: this.#factor, graph, rowSums, directed })
    })
  }

  /** The seeds on the nodes of the graph, and the options that every solver has. */
  async #solverRun(seeds: Seeds, policy: ClampingPolicy, options: AtOptions): Promise<SolverRun> {
    const threads = checkedThreads(options.threads)
    const maxFactorBytes = checkedFactorBytes(options.maxFactorBytes)
    const onProgress = checkedCallback(options.onProgress)
    checkSize(this.graph.nodeCount, seeds.labels.length)
    const slices = new Slices(options.signal)
    const rows = await slices.through(kernelSeeds(seeds, this.graph, policy))
    const labels = seeds.labels.length
    return { rows, labels, lazy: !!this.lazy, threads, maxFactorBytes, slices, onProgress }
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
    facts: Omit<RunFacts, 'graph' | 'hard' | 'rows' | 'chosen'>,
    chosen: ChosenSolver,
    { rows, slices, labels: width }: SolverRun,
  ): Promise<PropagationResult> {
    const { seeds, outcome } = facts
    const { welds } = this.graph
    const scores = welds // welded nodes share their scores
      ? await slices.through(spreadRows(outcome.scores, width, welds.of))
      : outcome.scores
    const hard = await hardLabels(scores, width, tieTolerance[chosen.solver], slices)
    const report = runReport({ ...facts, rows, chosen, graph: this.graph, hard })
    return new PropagationResult(this.neuron, seeds.labels, scores, hard.labelIndex, report)
  }
}

async function outcomeOf(
  { solver }: ChosenSolver,
  matrices: Matrices,
  run: SolverRun,
  rules: StopRules,
): Promise<SolverOutcome> {
  if (solver === 'iterative') return await iterativeSteps(matrices, run, rules)
  if (solver === 'direct') return await directLimit(matrices, run)
  const most = Float64Array.of(rules.maxIterations)
  return (await acceleratedSteps(matrices, run, most, rules.tolerance))[0]
}

function checkSize(nodes: number, labels: number): void {
  if (nodes * labels <= 0xffffffff) return
  throw wrongValue(
    'ERR_TOO_LARGE',
    `nodes times labels must be below 2^32; got ${nodes} nodes and ${labels} labels`,
  )
}
