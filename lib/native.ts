import { join } from 'node:path'
import loadAddon from 'node-gyp-build'
import { wrongValue } from './errors'

declare const kernelMemory: unique symbol

/** A transition matrix in the kernel's memory; opaque. */
export interface TransitionMatrix {
  readonly [kernelMemory]: 'transition matrix'
}

/** A call that runs on a thread of the addon. */
export interface NativeTask<T> {
  promise: Promise<T>
  /** Makes the promise reject soon; nothing happens where it has settled. */
  cancel(): void
}

/** Why an iterative run ended. */
export type IterativeStop = 'tolerance' | 'patience' | 'maxIterations'

export interface IterativeRun {
  /** #L */
  labels: number
  /** #S: nodes with a row in Y, ascending. */
  nodes: Int32Array
  /** #S by #L, row-major: these rows of Y. */
  scores: Float32Array
  /** #S: alpha, the part of its own score that the node keeps; 0 is hard, 1 no clamping. */
  keep: Float32Array
  /** #S: 1 - alpha, the part of its seed score that the node takes. */
  pull: Float32Array
  lazy: boolean
  /** From 1. */
  maxIterations: number
  /** 0: no such rule. */
  tolerance: number
  /** -1: no such rule. */
  patience: number
  changeNorm: 'max' | 'frobenius'
  /** Most threads for this run, from 1. */
  threads: number
  /** Called now and then with the number of steps done; what it throws rejects the promise. */
  onProgress?: (steps: number) => void
}

export interface IterativeOutcome {
  /** #N by #L, row-major. */
  scores: Float32Array
  iterations: number
  stop: IterativeStop
  lastChange: number
}

/**
 * What the addon exports; the kernel's headers (cpp/) say what each computes. Typed arrays are
 * copied before a call returns. Indices and lengths are checked, meaning is not.
 */
export interface Addon {
  /**
   * The transition matrix of the graph with these edges (#E by 2: each pair at most once, no
   * self-loop; (child, parent) where directed) and weights (#E, float32 >= 0).
   */
  transitionMatrix(
    nodes: number,
    edges: Int32Array,
    weights: Float32Array,
    directed: boolean,
  ): NativeTask<TransitionMatrix>
  /** Frees a matrix as soon as no run uses it; runs that have begun go on. */
  releaseMatrix(matrix: TransitionMatrix): void
  /** Propagation by repeated steps. */
  iterativePropagation(matrix: TransitionMatrix, run: IterativeRun): NativeTask<IterativeOutcome>
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
