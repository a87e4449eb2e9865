import {
  native,
  settled,
  type Adjacency,
  type FactorMethod,
  type FactorOutcome,
  type SeedRows,
  type StepsOutcome,
  type StepsStop,
} from '../native'
import type { Slices } from '../slices'
import type { GraphFacts } from '../topology/graph'
import { anchorsOf, directedAlphas, exactHolds, roundedHolds } from './holds'
import type { KernelSeeds } from './kernel-seeds'
import type { KeptFactor } from './kept-factor'
import type { ScoreArray } from './probabilities'
import type { Progress } from './run-options'
import type { StopRules } from './stop-rules'

/** The matrices that a propagator keeps, and what belongs to them. */
export interface Matrices {
  adjacency: Adjacency
  factor: KeptFactor
  graph: GraphFacts
  /** #N: see rowSums. */
  rowSums: Float64Array
  directed: boolean
}

/** One run of one solver. */
export interface SolverRun {
  rows: KernelSeeds
  /** #L */
  labels: number
  lazy: boolean
  threads: number
  maxFactorBytes: number
  slices: Slices
  onProgress?: (progress: Progress) => void
}

/** What a solver found. */
export interface SolverOutcome {
  /** #N by #L, row-major, on the nodes of the graph. */
  scores: ScoreArray
  iterations: number
  multiplications: number
  stop: StepsStop | 'none'
  lastChange: number
  /** With solver `direct`. */
  method?: FactorMethod
}

/** The steps one by one, in float32. */
export async function iterativeSteps(
  { adjacency }: Matrices,
  run: SolverRun,
  rules: StopRules,
): Promise<SolverOutcome> {
  const { slices, rows, lazy, threads } = run
  const holds = await slices.through(roundedHolds(rows))
  const onProgress = reporter(run, rules.maxIterations)
  const outcome = await settled(
    () =>
      native().iterativePropagation(adjacency, {
        ...{ ...seedRows(run), ...holds, ...rules, lazy, threads, onProgress },
      }),
    slices.signal,
  )
  return { ...outcome, multiplications: outcome.iterations }
}

/** The state that the steps converge to. */
export async function directLimit(matrices: Matrices, run: SolverRun): Promise<SolverOutcome> {
  const { scores, method } = await (matrices.directed
    ? directedLimit(matrices, run)
    : factorLimit(matrices, run))
  return { scores, method, iterations: 0, multiplications: 0, stop: 'none', lastChange: 0 }
}

interface Limit {
  scores: Float64Array
  method: FactorMethod
}

async function directedLimit(matrices: Matrices, run: SolverRun): Promise<Limit> {
  const { slices } = run
  const { components } = matrices.graph
  const sizes = new Int32Array(components.count)
  await slices.each(components.of.length, 65536, (from, to) => {
    for (let node = from; node < to; node++) sizes[components.of[node]]++
  })
  const isAlone = (node: number): boolean => sizes[components.of[node]] === 1
  const alphas = await slices.through(directedAlphas(run.rows, matrices.rowSums, isAlone))
  const holds = await slices.through(exactHolds(alphas))
  const scores = await settled(
    () => native().directedPropagation(matrices.adjacency, { ...seedRows(run), ...holds }),
    slices.signal,
  )
  return { scores, method: 'elimination' }
}

async function factorLimit(matrices: Matrices, run: SolverRun): Promise<Limit> {
  return await withFactor(matrices, run, async ({ factor, method }) => {
    const call = (): ReturnType<ReturnType<typeof native>['directPropagation']> =>
      native().directPropagation(factor, seedRows(run))
    return { scores: await settled(call, run.slices.signal), method }
  })
}

/** The states after these numbers of steps (ascending), or when a step changes less. */
export async function acceleratedSteps(
  matrices: Matrices,
  run: SolverRun,
  iterations: Float64Array,
  tolerance: number,
): Promise<SolverOutcome[]> {
  const { slices, rows, lazy, threads } = run
  const holds = await slices.through(exactHolds(rows.alphas))
  const { states, multiplications } = await withLimit(matrices, run, async (limit) => {
    const onProgress = reporter(run, multiplicationsFor(iterations[iterations.length - 1], lazy))
    const rules = { iterations, tolerance, lazy, threads, onProgress }
    return await settled(
      () =>
        native().acceleratedPropagation(matrices.adjacency, limit?.factor, {
          ...{ ...seedRows(run), ...holds, ...rules },
        }),
      slices.signal,
    )
  })
  return states.map((state: StepsOutcome<Float64Array>) => ({ ...state, multiplications }))
}

/** Calls `work` with the factor of the clamped seeds' limit; with none where there is no such. */
async function withLimit<T>(
  matrices: Matrices,
  run: SolverRun,
  work: (limit?: FactorOutcome) => Promise<T>,
): Promise<T> {
  const isHeld = run.rows.alphas.some((alpha) => alpha < 1)
  if (matrices.directed || !isHeld) return await work()
  return await withFactor(matrices, { ...run, onProgress: undefined }, work)
}

async function withFactor<T>(
  { adjacency, factor, rowSums }: Matrices,
  run: SolverRun,
  work: (factor: FactorOutcome) => Promise<T>,
): Promise<T> {
  const { rows, slices, lazy } = run
  const anchors = await slices.through(anchorsOf(rows, rowSums, lazy))
  const input = { nodes: rows.nodes, anchors, maxBytes: run.maxFactorBytes }
  const call = { signal: slices.signal, onProgress: reporter(run, 4) }
  return await factor.use(adjacency, input, call, work)
}

function seedRows({ rows: { nodes, scores }, labels }: SolverRun): SeedRows {
  return { nodes, scores, labels }
}

/** About: the series of t steps is cut where its terms fall below 1e-13. */
function multiplicationsFor(steps: number, lazy: boolean): number {
  return Math.ceil(Math.min(steps, (lazy ? 5.3 : 7.5) * Math.sqrt(steps)))
}

/** What the kernel calls with how much is done. */
function reporter(
  { onProgress, slices }: SolverRun,
  total: number,
): ((done: number) => void) | undefined {
  if (onProgress === undefined) return undefined
  return (done) => {
    if (!slices.signal?.aborted) onProgress({ done, total: Math.max(done, total) })
  }
}
