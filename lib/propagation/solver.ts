import { shown, wrongKind, wrongValue } from '../errors'
import type { ClampingPolicy } from './clamping'
import type { StopRuleOptions } from './stop-rules'

/**
 * `iterative`: step by step in float32, bit for bit the published arithmetic. `direct`: the state
 * that the steps converge to, from one sparse factorisation. `accelerated`: the state after exactly
 * so many steps, in about 9 multiplications per root of their number.
 */
export type Solver = 'iterative' | 'accelerated' | 'direct'

const solvers: readonly unknown[] = ['auto', 'iterative', 'accelerated', 'direct']

/** Scores whose difference is less than this part of the row's greatest are equal. */
export const tieTolerance: Readonly<Record<Solver, number>> = {
  iterative: 0,
  accelerated: 1e-12,
  direct: 1e-9,
}

/** What the choice of a solver depends on. */
export interface SolverCase {
  /** As the caller named it; undefined is `auto`. */
  solver: Solver | 'auto' | undefined
  /** As the caller named them. */
  rules: StopRuleOptions
  policy: ClampingPolicy
  /** Whether any seed is held at all. */
  isHeld: boolean
  directed: boolean
  /** Undefined where the caller left it open. */
  lazy: boolean | undefined
  preset: 'navis' | undefined
}

export interface ChosenSolver {
  solver: Solver
  /** For the report. */
  reason: string
  lazy: boolean
}

/** @throws TypeError, RangeError ERR_INVALID_OPTION. */
export function checkSolver(solver: unknown): void {
  if (solver === undefined || solvers.includes(solver)) return
  throw (typeof solver === 'string' ? wrongValue : wrongKind)(
    'ERR_INVALID_OPTION',
    `\`solver\` must be 'auto', 'iterative', 'accelerated' or 'direct'; got ${shown(solver)}`,
  )
}

/**
 * The solver of a run: the one that is named, if it can do what is asked; else steps where a stop
 * rule is named, and the converged answer where none is.
 *
 * @throws RangeError ERR_CONFLICTING_OPTIONS, ERR_MISSING_OPTION.
 */
export function chosenSolver(run: SolverCase): ChosenSolver {
  const { solver = 'auto', preset } = run
  if (solver === 'auto') return automaticSolver(run)
  if (preset !== undefined && solver !== 'iterative') {
    throw conflict(`\`preset\` '${preset}' is made of steps; it goes with \`solver\` 'iterative'`)
  }
  if (solver === 'iterative') rejectAnchors(run, solver)
  if (solver === 'direct') checkDirect(run)
  if (solver === 'accelerated') checkAccelerated(run)
  return {
    solver,
    reason: preset ? `of preset ${preset}` : 'named by the caller',
    lazy: !!run.lazy,
  }
}

function automaticSolver(run: SolverCase): ChosenSolver {
  const named = namedRule(run.rules)
  if (run.policy.kind === 'anchors') {
    checkDirect(run)
    return { solver: 'direct', reason: '`anchors` are given', lazy: !!run.lazy }
  }
  if (named !== undefined) {
    return { solver: 'iterative', reason: `\`${named}\` is named`, lazy: !!run.lazy }
  }
  if (run.isHeld) {
    rejectLazyDirected(run, 'direct')
    return { solver: 'direct', reason: 'clamped seeds have a converged answer', lazy: !!run.lazy }
  }
  if (run.directed) {
    throw wrongValue(
      'ERR_MISSING_OPTION',
      'labels that travel from parent to child (`directed`) leave the neuron where nothing holds ' +
        "them; give `clamping` 'hard' or 'soft' (`alpha` below 1), or `maxIterations`",
    )
  }
  const lazy = run.lazy ?? true
  const steps = lazy ? 'lazy steps' : 'steps'
  return { solver: 'accelerated', reason: `nothing is held; 10,000 ${steps}`, lazy }
}

const ruleNames = ['maxIterations', 'tolerance', 'patience', 'changeNorm'] as const

function namedRule(rules: StopRuleOptions): string | undefined {
  return ruleNames.find((name) => rules[name] !== undefined)
}

function checkDirect(run: SolverCase): void {
  const named = namedRule(run.rules)
  if (named !== undefined) {
    throw conflict(
      `\`${named}\` is about steps, and solver 'direct' takes none; leave one of them out`,
    )
  }
  rejectLazyDirected(run, 'direct')
  if (run.isHeld) return
  if (run.policy.kind === 'none') {
    throw conflict(
      "`clamping` 'none' has no converged answer but a constant; give `clamping` 'hard' or " +
        "'soft', or another `solver` than 'direct'",
    )
  }
  const name = run.policy.kind === 'anchors' ? 'anchors' : 'alpha'
  const least = name === 'alpha' ? '1' : '0'
  throw conflict(
    `\`${name}\` ${least} on every seed holds none, so that there is no converged answer; ` +
      `give ${name === 'alpha' ? 'a lower one' : 'a greater one'}, or another \`solver\` than 'direct'`,
  )
}

function checkAccelerated(run: SolverCase): void {
  rejectAnchors(run, 'accelerated')
  rejectLazyDirected(run, 'accelerated')
  const { patience, changeNorm } = run.rules
  if (patience === undefined && changeNorm !== 'frobenius') return
  const name = patience === undefined ? "`changeNorm` 'frobenius'" : '`patience`'
  throw conflict(`${name} needs every single step; it goes with \`solver\` 'iterative'`)
}

function rejectAnchors({ policy }: SolverCase, solver: Solver): void {
  if (policy.kind !== 'anchors') return
  throw conflict(`\`anchors\` go with \`solver\` 'direct'; got \`solver\` '${solver}'`)
}

function rejectLazyDirected({ directed, lazy }: SolverCase, solver: Solver): void {
  if (!directed || !lazy) return
  throw conflict(
    `\`lazy\` together with \`directed\` goes with \`solver\` 'iterative' alone, not '${solver}'`,
  )
}

function conflict(message: string): Error {
  return wrongValue('ERR_CONFLICTING_OPTIONS', message)
}
