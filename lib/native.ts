import { join } from 'node:path'
import loadAddon from 'node-gyp-build'
import { wrongValue } from './errors'

declare const kernelMemory: unique symbol

/** The adjacency of a graph in the kernel's memory; opaque. */
export interface Adjacency {
  readonly [kernelMemory]: 'adjacency'
}

/** The factorisation of an adjacency with its anchors in the kernel's memory; opaque. */
export interface Factor {
  readonly [kernelMemory]: 'factor'
}

/** A call that runs on a thread of the addon. */
export interface NativeTask<T> {
  promise: Promise<T>
  /** Makes the promise reject soon; nothing happens where it has settled. */
  cancel(): void
}

/** Why steps ended. */
export type StepsStop = 'tolerance' | 'patience' | 'maxIterations'

/** The rows of Y that are not zero. */
export interface SeedRows {
  /** #L */
  labels: number
  /** #S, ascending, each once. */
  nodes: Int32Array
  /** #S by #L, row-major. */
  scores: Float32Array
}

/** The same with how each seed is held. */
export interface HeldSeedRows<Numbers> extends SeedRows {
  /** #S: alpha, the part of its own score that the node keeps; 0 is hard, 1 no clamping. */
  keep: Numbers
  /** #S: 1 - alpha, the part of its seed score that the node takes. */
  pull: Numbers
}

interface StepsRun {
  lazy: boolean
  /** 0: no such rule. */
  tolerance: number
  /** Most threads for this run, from 1. */
  threads: number
  /** Called now and then with the number of steps done; what it throws rejects the promise. */
  onProgress?: (steps: number) => void
}

export interface IterativeRun extends HeldSeedRows<Float32Array>, StepsRun {
  /** From 1. */
  maxIterations: number
  /** -1: no such rule. */
  patience: number
  changeNorm: 'max' | 'frobenius'
}

export interface AcceleratedRun extends HeldSeedRows<Float64Array>, StepsRun {
  /** #T, ascending, from 1: the states wanted; one, the most steps, where there is a tolerance. */
  iterations: Float64Array
}

/** The state after some steps. */
export interface StepsOutcome<Scores> {
  /** #N by #L, row-major. */
  scores: Scores
  iterations: number
  stop: StepsStop
  lastChange: number
}

export interface AcceleratedOutcome {
  /** #T */
  states: StepsOutcome<Float64Array>[]
  multiplications: number
}

/** How a factor solves: the costliest method that a component needed. */
export type FactorMethod = 'elimination' | 'factorization' | 'conjugate gradients'

export interface FactorOutcome {
  factor: Factor
  method: FactorMethod
  /** Nonzeros of the sparse factor; 0 where none was needed. */
  nonzeros: number
}

/**
 * What the addon exports; the kernel's headers (cpp/) say what each computes. Typed arrays are
 * copied before a call returns. Indices and lengths are checked, meaning is not.
 */
export interface Addon {
  /**
   * The adjacency of the graph with these edges (#E by 2: each pair at most once, no self-loop;
   * (child, parent) where directed) and weights (#E, float32 >= 0).
   */
  adjacency(
    nodes: number,
    edges: Int32Array,
    weights: Float32Array,
    directed: boolean,
  ): NativeTask<Adjacency>
  /** Frees it as soon as no run uses it; runs that have begun go on. */
  releaseAdjacency(adjacency: Adjacency): void
  /** Propagation by repeated steps. */
  iterativePropagation(
    adjacency: Adjacency,
    run: IterativeRun,
  ): NativeTask<StepsOutcome<Float32Array>>
  /**
   * The states after exactly so many steps. `limit` is the factor whose anchors belong to `keep`;
   * undefined where nothing is held, or for a directed adjacency.
   */
  acceleratedPropagation(
    adjacency: Adjacency,
    limit: Factor | undefined,
    run: AcceleratedRun,
  ): NativeTask<AcceleratedOutcome>
  /**
   * Factorises an undirected adjacency with anchors (#S, >= 0, Infinity is hard) on some nodes
   * (ascending). `previous` is another factor of the same adjacency. Progress: stages, of 4.
   */
  factor(
    adjacency: Adjacency,
    nodes: Int32Array,
    anchors: Float64Array,
    maxBytes: number,
    previous: Factor | undefined,
    onProgress?: (stages: number) => void,
  ): NativeTask<FactorOutcome>
  /** Frees it as soon as no run uses it; runs that have begun go on. */
  releaseFactor(factor: Factor): void
  /** The state that propagation converges to: #N by #L; zeros where no anchor reaches. */
  directPropagation(factor: Factor, run: SeedRows): NativeTask<Float64Array>
  /** The same on a directed adjacency, from root to leaf. */
  directedPropagation(
    adjacency: Adjacency,
    run: HeldSeedRows<Float64Array>,
  ): NativeTask<Float64Array>
}

function load(): Addon {
  try {
    // `NEUROPROP_ADDON` names another build of the addon, such as one with sanitizers.
    const named = process.env.NEUROPROP_ADDON
    return (named ? require(named) : loadAddon(join(__dirname, '..'))) as Addon
  } catch (cause) {
    const error = wrongValue(
      'ERR_ADDON_NOT_FOUND',
      `the native addon of neuroprop does not load on ${process.platform}-${process.arch} ` +
        `(Node ${process.versions.node}). Rebuild it with \`npm rebuild neuroprop\`; ` +
        `the loader said: ${cause instanceof Error ? cause.message : String(cause)}`,
    )
    error.cause = cause
    throw error
  }
}

let loaded: Addon | undefined

/** The addon, loaded at the first use, so that what needs no kernel works without one. */
export function native(): Addon {
  return (loaded ??= load())
}

/**
 * The task's result. Rejects with the signal's reason at the very moment it is aborted; the kernel
 * then ends in the background.
 */
export function settled<T>(start: () => NativeTask<T>, signal?: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal?.throwIfAborted()
    const task = start()
    const abort = (): void => {
      task.cancel()
      reject(signal?.reason as Error)
    }
    signal?.addEventListener('abort', abort, { once: true })
    task.promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', abort))
  })
}
