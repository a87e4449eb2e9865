import type { FactorMethod } from '../native'
import type { Warning } from '../seeds/seeds'
import type { Solver } from './solver'

/** What a run did: the same object in TypeScript and in the command line's `--json`. */
export interface Report {
  /** Name of the neuron; null where it has none. */
  neuron: string | null
  /** Nodes of the neuron. */
  nodes: number
  /** Nodes that the run was made on, where the neuron was downsampled for it. */
  downsampledNodes?: number
  /** Links that joinFragments made between components. */
  joins: number
  /** Edges of the neuron that the run was made on, each counted once, joins included. */
  edges: number
  /** The labels in column order, as strings. */
  labels: string[]
  /** Seeds per label. */
  seeds: Record<string, number>
  /** Nodes per label in the result. */
  counts: Record<string, number>
  /** Nodes that no seed reached. */
  unlabelled: number
  /** Steps done, or stood for by `accelerated`; 0 with `direct`. */
  iterations: number
  /** Multiplications with the matrix. */
  multiplications: number
  /** Whether a tolerance or patience was met; always with `direct`. */
  converged: boolean
  /** The rule that ended the steps; `none` with `direct`. */
  stop: 'tolerance' | 'patience' | 'maxIterations' | 'none'
  /** Change of the last step, in the norm of `changeNorm`; 0 with `direct`. */
  lastChange: number
  /** The solver that made the result. */
  solver: Solver
  /** Why this solver. */
  solverReason: string
  /**
   * With `direct`: the costliest method that a component needed. `conjugate gradients`, to a
   * residual of 1e-10, only where the factor would pass `maxFactorBytes`.
   */
  method?: FactorMethod
  /** Time from the call to the result. */
  seconds: number
  /** Components of the neuron's graph. */
  components: number
  /** Those of them that hold no seed. */
  componentsWithoutSeed: number
  /** Edges too short for float32; under `length` weights they do not join their nodes. */
  zeroLengthEdges: number
  /** Labelled nodes whose best score is shared by several labels; the first of them is the label. */
  ties: number
  /** Synapses or points that were farther from the neuron than the limit. */
  droppedSynapses: number
  /** What a user should know about the seeds and the run. */
  warnings: Warning[]
}

const integer = new Intl.NumberFormat('en-US')

/**
 * The published sentence on convergence, made true: "Finished 10,000 iterations without
 * convergence (last change: 3e-04)."
 *
 * @example
 * console.log(convergenceSentence(result.report))
 */
export function convergenceSentence(report: Report): string {
  if (report.stop === 'none') return 'Solved for the state that the steps converge to.'
  const steps = `${integer.format(report.iterations)} iteration${report.iterations === 1 ? '' : 's'}`
  const change = `last change: ${report.lastChange.toExponential(0).replace(/e([+-])(\d)$/, 'e$10$2')}`
  if (!report.converged) return `Finished ${steps} without convergence (${change}).`
  return `Converged after ${steps} (${change}, stop rule: ${report.stop}).`
}

/** The report for people: a dozen lines. */
export function reportText(report: Report): string {
  const perLabel = (counts: Record<string, number>): string =>
    report.labels.map((label) => `${integer.format(counts[label])} ${label}`).join(', ')
  const lines: [string, string][] = [
    [
      'neuron',
      `${integer.format(report.nodes)} nodes, ${integer.format(report.edges)} edges, ${components(report)}`,
    ],
    ['seeds', perLabel(report.seeds)],
    ['result', `${perLabel(report.counts)}, ${integer.format(report.unlabelled)} unlabelled`],
    ['run', `${convergenceSentence(report)} ${report.seconds.toFixed(3)} s`],
    ['solver', solverText(report)],
  ]
  if (report.ties > 0) lines.push(['ties', `${integer.format(report.ties)} nodes`])
  if (report.zeroLengthEdges > 0)
    lines.push(['zero-length edges', integer.format(report.zeroLengthEdges)])
  if (report.droppedSynapses > 0)
    lines.push(['dropped', `${integer.format(report.droppedSynapses)} synapses or points`])
  for (const warning of report.warnings)
    lines.push(['warning', `${warning.message} (${warning.code})`])
  if (report.neuron !== null) lines[0] = [report.neuron, lines[0][1]]
  const width = Math.max(...lines.map(([name]) => name.length))
  return lines.map(([name, text]) => `${name.padEnd(width)}  ${text}`).join('\n')
}

function solverText({ solver, solverReason, method }: Report): string {
  return `${solver}${method === undefined ? '' : ` by ${method}`} (${solverReason})`
}

function components({ components: count, componentsWithoutSeed }: Report): string {
  const noun = count === 1 ? 'component' : 'components'
  const without =
    componentsWithoutSeed > 0 ? ` (${integer.format(componentsWithoutSeed)} without a seed)` : ''
  return `${integer.format(count)} ${noun}${without}`
}
