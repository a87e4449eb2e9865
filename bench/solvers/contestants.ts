import { join } from 'node:path'
import type { PropagateOptions } from '../../lib/index'

/** Options of propagateLabels. */
type Options = Omit<PropagateOptions, 'solver'> & {
  solver?: 'iterative' | 'accelerated' | 'direct'
}

/** One way to compute a case: a program that measured-process.ts starts. */
export interface Contestant {
  name: string
  command: (folder: string) => readonly string[]
  /** The system that it reads, and so has no rows but those of this system. */
  system?: 'hard' | 'soft'
  /** Steps timed where its time is scaled to 10,000. */
  scaledFrom?: number
}

/** The programs that the peers need; undefined: this machine does not have it. */
export interface Programs {
  /** Python with numpy and scipy. */
  python: string
  /** Python with navis. */
  navisPython: string
  /** ldlt_amd, compiled. */
  ldltAmd?: string
}

/** neuroprop, from plain arrays. */
export function neuroprop(name: string, options: Options, scaledFrom?: number): Contestant {
  const script = join(__dirname, 'serve-neuroprop.ts')
  const node = [process.execPath, '--expose-gc', '--import', 'tsx', script]
  return { name, scaledFrom, command: (folder) => [...node, folder, JSON.stringify(options)] }
}

const scipyScript = join(__dirname, '../scipy/solve_scipy.py')

/** The loop that one writes with scipy, with the norm of the change that is named. */
export function scipyLoop(
  { python }: Programs,
  steps: number,
  change: 'none' | 'max',
  scaledFrom?: number,
): Contestant {
  const options = JSON.stringify({ method: 'loop', steps, change })
  return {
    name: change === 'none' ? 'scipy loop' : 'scipy loop, change measured',
    scaledFrom,
    command: (folder) => [python, '-B', scipyScript, folder, options],
  }
}

/** scipy's factorized(), or SuperLU's symmetric mode with an ordering for it. */
export function superlu(
  { python }: Programs,
  system: 'hard' | 'soft',
  ordering: 'MMD_AT_PLUS_A' | null,
): Contestant {
  const options = JSON.stringify({ method: 'superlu', system: `system-${system}`, ordering })
  const how = ordering === null ? 'scipy factorized' : 'scipy splu, symmetric mode'
  return {
    name: `${how}, ${system}`,
    system,
    command: (folder) => [python, '-B', scipyScript, folder, options],
  }
}

/** Eigen's SimplicialLDLT with AMD. */
export function ldltAmd({ ldltAmd: program }: Programs, system: 'hard' | 'soft'): Contestant[] {
  if (program === undefined) return []
  const file = `system-${system}/system.bin`
  const command = (folder: string): string[] => [program, join(folder, file)]
  return [{ name: `Eigen LDLT, AMD, ${system}`, system, command }]
}

/** navis.propagate_labels with options of its own; none: its defaults. */
export function navis(
  { navisPython }: Programs,
  name: string,
  options: { clamping?: boolean | string; tol?: number; max_iter?: number },
): Contestant {
  const script = join(__dirname, '../navis/propagate_navis.py')
  return { name, command: (folder) => [navisPython, script, folder, JSON.stringify(options)] }
}
