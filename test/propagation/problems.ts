import {
  seeds,
  type Clamping,
  type EdgeWeights,
  type Label,
  type LabelSeedOptions,
  type Neuron,
  type Seeds,
  type StopRuleOptions,
} from '../../lib/index'
import {
  adjacencyReference,
  oneHot,
  seedScoresReference,
  type Edge,
  type ReferenceInput,
} from '../reference/propagate'
import { random } from '../shapes'

/** Every dimension of a problem, and its values. */
export const dimensions = {
  edgeWeights: ['length', 'uniform', 'inverse-length'] as EdgeWeights[],
  directed: [false, true],
  lazy: [false, true],
  clamping: [
    { clamping: 'hard' },
    { clamping: true },
    { clamping: 'none' },
    { clamping: false },
    { clamping: 'soft' },
    { clamping: 'soft:0.75' },
    { clamping: 'soft', alpha: 0 },
    { clamping: 'soft', alpha: 0.1 },
    { clamping: 'soft', alpha: 0.9 },
    { clamping: 'soft', alpha: 1 },
    { clamping: 'soft', alpha: 'per node' },
  ] as { clamping: Clamping; alpha?: number | 'per node' }[],
  stop: [
    { maxIterations: 1 },
    { maxIterations: 2 },
    { maxIterations: 17 },
    { maxIterations: 60 },
    { maxIterations: 60, tolerance: 0.01 },
    { maxIterations: 60, tolerance: 0.3, changeNorm: 'frobenius' },
    { maxIterations: 60, patience: 0 },
    { maxIterations: 60, patience: 1 },
    { maxIterations: 60, patience: 5 },
    { maxIterations: 40, patience: 5, tolerance: 0.02 },
    { maxIterations: 17, patience: 1, tolerance: 0.5, changeNorm: 'frobenius' },
  ] as StopRuleOptions[],
  labels: [1, 2, 3, 5, 9],
  soft: [false, true],
  labelWeights: [false, true],
  nodeWeights: [false, true],
  seedWeights: [false, true],
} satisfies Record<string, readonly unknown[]>

type Dimensions = typeof dimensions
export type Choice = { [Name in keyof Dimensions]: Dimensions[Name][number] }

/** The least number of draws after which a deck has given every value, whatever came before. */
export const drawsForAll = 2 * Math.max(...Object.values(dimensions).map((values) => values.length))

/** Chooses a value of every dimension; all values of a dimension come before one comes again. */
export function choices(seed: number): () => Choice {
  const next = random(seed)
  const decks = new Map<string, unknown[]>()
  const drawn = ([name, values]: [string, readonly unknown[]]): [string, unknown] => {
    let deck = decks.get(name)
    if (deck === undefined || deck.length === 0) decks.set(name, (deck = [...values]))
    return [name, deck.splice(Math.floor(next() * deck.length), 1)[0]]
  }
  return () => Object.fromEntries(Object.entries(dimensions).map(drawn)) as Choice
}

export interface Problem {
  input: ReferenceInput
  seeds: Seeds
  alpha: number | number[] | undefined
}

export interface Topology {
  neuron: Neuron
  edges: readonly Edge[]
}

/**
 * One problem for the package and for the reference: about a third of the nodes carry a random
 * label, node 0 among them. Nodes of a weld have one label and one alpha.
 */
export async function problemOf(
  { neuron, edges }: Topology,
  choice: Choice,
  seed: number,
): Promise<Problem> {
  const next = random(seed)
  const nodes = neuron.nodeCount
  const { edgeWeights, directed, lazy, labels } = choice
  const graph = { nodes, edges, positions: neuron.positions, edgeWeights, directed }
  const { rowOf } = adjacencyReference(graph)
  const perRow = <T>(value: () => T): T[] => {
    const values = Array.from({ length: nodes }, value)
    return rowOf.map((row) => values[row])
  }
  const columns = perRow(() => Math.floor(next() * labels))
  const seeded = rowOf.map((_, node) => node === 0 || next() < 1 / 3)
  const entries = choice.soft
    ? Array.from({ length: nodes * labels }, (_, i) => softEntry(i < labels, next))
    : oneHot(
        columns.map((column, node) => (seeded[node] ? column : -1)),
        labels,
      )
  const weights = weightsOf(choice, nodes, columns[0], next)
  const alphas = perRow(() => [0, 1, 0.5, next()][Math.floor(next() * 4)])
  const alpha = choice.clamping.alpha === 'per node' ? alphas : choice.clamping.alpha
  return {
    alpha,
    seeds: await seedsOf(neuron, entries, labels, choice.soft, weights),
    input: {
      ...graph,
      ...seedScoresReference({ nodes, labels, entries, ...weights }),
      ...choice.stop,
      ...clampingReference(choice.clamping.clamping, alpha),
      lazy,
      labels,
      maxIterations: choice.stop.maxIterations ?? 10_000,
      changeNorm: choice.stop.changeNorm ?? 'max',
    },
  }
}

function softEntry(isFirst: boolean, next: () => number): number {
  const value = [0, 0, 0, 1, 4 * next()][Math.floor(next() * 5)]
  return isFirst ? value + 1 : value
}

function clampingReference(
  clamping: Clamping,
  alpha: number | number[] | undefined,
): Pick<ReferenceInput, 'clamping' | 'alpha'> {
  if (clamping === true || clamping === 'hard') return { clamping: 'hard', alpha: undefined }
  if (clamping === false || clamping === 'none') return { clamping: 'none', alpha: undefined }
  const spelled = clamping === 'soft' ? alpha : Number(clamping.slice('soft:'.length))
  return { clamping: 'soft', alpha: spelled }
}

interface Weights {
  labelWeights?: number[]
  nodeWeights?: number[]
  /** Per node. */
  seedWeights?: number[]
}

/** Weights, some of them 0, but none of those that node 0 and its label have. */
function weightsOf(choice: Choice, nodes: number, first: number, next: () => number): Weights {
  const weights = (count: number, keep: number): number[] =>
    Array.from({ length: count }, (_, i) =>
      next() < 0.2 && i !== keep ? 0 : Math.round(next() * 1000 + 1) / 300,
    )
  return {
    ...(choice.labelWeights ? { labelWeights: weights(choice.labels, first) } : {}),
    ...(choice.nodeWeights ? { nodeWeights: weights(nodes, 0) } : {}),
    ...(choice.seedWeights ? { seedWeights: weights(nodes, 0) } : {}),
  }
}

function seedsOf(
  neuron: Neuron,
  entries: ArrayLike<number>,
  width: number,
  soft: boolean,
  weights: Weights,
): Promise<Seeds> {
  const names = Array.from({ length: width }, (_, l) => `label ${l}`)
  const rows = Array.from({ length: neuron.nodeCount }, (_, node) =>
    Array.from({ length: width }, (_, l) => entries[node * width + l]),
  )
  const isSeed = rows.map((row) => row.some((entry) => entry > 0))
  const { labelWeights, nodeWeights, seedWeights } = weights
  const options: LabelSeedOptions = {
    labelWeights:
      labelWeights && Object.fromEntries(names.map((name, l) => [name, labelWeights[l]])),
    nodeWeights,
    seedWeights: seedWeights?.filter((_, node) => isSeed[node]),
    labelOrder: names,
  }
  if (soft) return seeds(neuron, { scores: entries, labels: names }, options)
  const labels = rows.map((row): Label | null => names[row.indexOf(1)] ?? null)
  return seeds(neuron, labels, options)
}
