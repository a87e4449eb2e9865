/**
 * `iterative` propagation once more: slow, plain, and sharing no line with the package, so that the
 * two can be compared bit for bit. Every float32 operation is followed by Math.fround, which makes
 * it the correctly rounded float32 result.
 */
import { adjacencyReference, type Adjacency, type AdjacencyInput } from './adjacency'
import { firstGreatest } from './scores'
import { transitionReference, type Transition } from './transition'

export { adjacencyReference, edgeLength, type EdgeWeights } from './adjacency'
export { hardLabelsReference, normalizedReference } from './scores'
export { oneHot, seedScoresReference } from './seed-scores'
export { meshEdges, shapeEdges, skeletonEdges, type Edge } from './topology'
export { transitionReference } from './transition'

export interface ReferenceInput extends AdjacencyInput {
  /** S F is replaced by (S F + F) / 2. */
  lazy: boolean
  /** Y: #N by #L, row-major. */
  seedScores: Float32Array
  /** Per node: does clamping hold it? */
  labelled: ArrayLike<boolean>
  labels: number
  /** For soft clamping, one or one per node: 0 is hard, 1 is none. 0.5 where undefined. */
  alpha: number | ArrayLike<number> | undefined
  clamping: 'hard' | 'soft' | 'none'
  maxIterations: number
  tolerance?: number
  patience?: number
  changeNorm: 'max' | 'frobenius'
}

export interface ReferenceResult {
  /** F: #N by #L, row-major. */
  scores: Float32Array
  /** Steps done. */
  iterations: number
  stop: 'tolerance' | 'patience' | 'maxIterations'
  /** Of the last step; NaN where there was none. */
  lastChange: number
  zeroLengthEdges: number
}

/**
 * The steps, one by one. Neither input nor labels are checked; the one error is a weld whose
 * labelled nodes have different alphas. Under `inverse-length` the steps and the norms run over
 * welds: Y of a weld is the float32 sum of its nodes' rows, in ascending order of the nodes.
 */
export function propagateReference(input: ReferenceInput): ReferenceResult {
  const adjacency = adjacencyReference(input)
  const transition = transitionReference(adjacency.rows)
  const seeds = weldedSeeds(input, adjacency)
  const run = steps(input, transition, seeds)

  const scores = new Float32Array(input.nodes * input.labels)
  for (let i = 0; i < scores.length; i++) {
    const row = adjacency.rowOf[Math.floor(i / input.labels)]
    scores[i] = run.scores[row * input.labels + (i % input.labels)]
  }
  return { ...run, scores, zeroLengthEdges: adjacency.zeroLengthEdges }
}

/** What clamping holds, per row of A. */
interface Seeds {
  scores: Float32Array
  labelled: boolean[]
  alpha: number[]
}

function weldedSeeds(input: ReferenceInput, { rows, rowOf }: Adjacency): Seeds {
  const { labels, seedScores } = input
  const scores = new Float32Array(rows.length * labels)
  const labelled = rows.map(() => false)
  const alpha = rows.map(() => 1)
  for (let node = 0; node < input.nodes; node++) {
    const row = rowOf[node]
    for (let c = 0; c < labels; c++) {
      const sum = scores[row * labels + c] + seedScores[node * labels + c]
      scores[row * labels + c] = Math.fround(sum)
    }
    if (!input.labelled[node]) continue
    const own = alphaOf(input.alpha, node)
    if (labelled[row] && alpha[row] !== own) {
      throw new Error(`node ${node} and another node of its weld have different alphas`)
    }
    labelled[row] = true
    alpha[row] = own
  }
  return { scores, labelled, alpha }
}

function alphaOf(alpha: ReferenceInput['alpha'], node: number): number {
  if (alpha === undefined) return 0.5
  return typeof alpha === 'number' ? alpha : alpha[node]
}

function steps(
  input: ReferenceInput,
  transition: Transition,
  seeds: Seeds,
): Omit<ReferenceResult, 'zeroLengthEdges'> {
  const { tolerance, patience, changeNorm, labels } = input
  let scores = seeds.scores
  let settledSteps = 0
  let lastChange = NaN
  for (let iterations = 1; iterations <= input.maxIterations; iterations++) {
    const next = multiplied(transition, scores, labels)
    if (input.lazy) halve(next, scores)
    clamp(next, seeds, labels, input.clamping)

    lastChange =
      changeNorm === 'max' ? maxChange(next, scores, seeds.scores) : frobenius(next, scores)
    if (patience !== undefined && !labelsDiffer(next, scores, labels)) settledSteps++
    const before = scores
    scores = next
    if (tolerance !== undefined && lastChange < tolerance) {
      const result = changeNorm === 'frobenius' ? before : next
      return { scores: result, iterations, stop: 'tolerance', lastChange }
    }
    if (patience !== undefined && settledSteps > patience) {
      return { scores, iterations, stop: 'patience', lastChange }
    }
  }
  return { scores, iterations: input.maxIterations, stop: 'maxIterations', lastChange }
}

/** G = S F: the products of a row one after the other, in the order of S. */
function multiplied(
  { starts, columns, values }: Transition,
  scores: Float32Array,
  labels: number,
): Float32Array {
  const next = new Float32Array(scores.length)
  for (let i = 0; i < starts.length - 1; i++) {
    for (let c = 0; c < labels; c++) {
      let sum = 0
      for (let e = starts[i]; e < starts[i + 1]; e++) {
        const product = Math.fround(values[e] * scores[columns[e] * labels + c])
        sum = Math.fround(sum + product)
      }
      next[i * labels + c] = sum
    }
  }
  return next
}

/** The lazy walk: (S F + F) / 2. */
function halve(next: Float32Array, scores: Float32Array): void {
  for (let i = 0; i < next.length; i++) {
    next[i] = Math.fround(Math.fround(next[i] + scores[i]) / 2)
  }
}

function clamp(
  next: Float32Array,
  seeds: Seeds,
  labels: number,
  clamping: ReferenceInput['clamping'],
): void {
  if (clamping === 'none') return
  for (let i = 0; i < next.length; i++) {
    const row = Math.floor(i / labels)
    if (!seeds.labelled[row]) continue
    if (clamping === 'hard') {
      next[i] = seeds.scores[i]
      continue
    }
    const moved = Math.fround(Math.fround(seeds.alpha[row]) * next[i])
    const held = Math.fround(Math.fround(1 - seeds.alpha[row]) * seeds.scores[i])
    next[i] = Math.fround(moved + held)
  }
}

/** max|G - F| / max(F0): difference, maximum and quotient in float32. */
function maxChange(next: Float32Array, scores: Float32Array, first: Float32Array): number {
  let change = 0
  let greatest = 0
  for (let i = 0; i < next.length; i++) {
    change = Math.max(change, Math.abs(Math.fround(next[i] - scores[i])))
    greatest = Math.max(greatest, first[i])
  }
  return Math.fround(change / greatest)
}

/** ||G - F||: differences in float32, their squares added in float64, row by row. */
function frobenius(next: Float32Array, scores: Float32Array): number {
  let sum = 0
  for (let i = 0; i < next.length; i++) {
    const difference = Math.fround(next[i] - scores[i])
    sum += difference * difference
  }
  return Math.sqrt(sum)
}

/** Is any row's first greatest column another one? A row of zeros counts as column 0. */
function labelsDiffer(next: Float32Array, scores: Float32Array, labels: number): boolean {
  for (let start = 0; start < next.length; start += labels) {
    if (firstGreatest(next, start, labels) !== firstGreatest(scores, start, labels)) return true
  }
  return false
}
