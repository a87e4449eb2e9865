import type { Propagator, PropagatorOptions, Seeds } from '../../lib/index'

/** A kind of run that is under way when its process or thread ends. */
export interface RunningCase {
  name: string
  matrices?: PropagatorOptions
  /** The `round`-th run; where it has an end, others follow. */
  run: (
    propagator: Propagator,
    seeds: Seeds,
    round: number,
    signal?: AbortSignal,
  ) => Promise<unknown>
}

/** Every solver, on a chain. */
export const runningCases: readonly RunningCase[] = [
  {
    name: 'iterative',
    run: (propagator, seeds, _, signal) =>
      propagator.run(seeds, {
        ...{ solver: 'iterative', clamping: 'none', maxIterations: 2 ** 40, signal },
        onProgress: () => undefined,
      }),
  },
  {
    name: 'accelerated',
    matrices: { lazy: true },
    run: (propagator, seeds, _, signal) =>
      propagator.run(seeds, {
        ...{ solver: 'accelerated', clamping: 'none', maxIterations: 10 ** 12, signal },
        onProgress: () => undefined,
      }),
  },
  {
    name: 'direct',
    // Other anchors each time, so that the factor is made anew, out of the one before.
    run: (propagator, seeds, round, signal) =>
      propagator.run(seeds, {
        ...{ solver: 'direct', clamping: 'soft', alpha: 0.3 + (round % 100) / 200, signal },
      }),
  },
  {
    name: 'conjugate gradients',
    run: (propagator, seeds, round, signal) =>
      propagator.run(seeds, {
        ...{ anchors: 0.001 + (round % 100) / 1e5, maxFactorBytes: 0, signal },
      }),
  },
  {
    name: 'at',
    run: (propagator, seeds, round, signal) =>
      propagator.at(seeds, [1000, 100_000 + round], { clamping: 'soft', signal }),
  },
]
