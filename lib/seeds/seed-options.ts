import { shown, wrongKind, wrongValue } from '../errors'
import { isArrayLike, taken } from '../neuron/node-properties'
import { nodeName, type Neuron } from '../neuron/neuron'
import type { Label } from './labels'

/** Numbers per node: one per node in index order, by node id, or the name of a property. */
export type NumbersOfNodes = ArrayLike<number> | ReadonlyMap<number, number> | string

/** Options that every maker of seeds has. */
export interface SeedOptions {
  /** Weight of every seed with a label, by label. A label that this neuron lacks is reported. */
  labelWeights?: Readonly<Record<string, number>> | ReadonlyMap<Label, number>
  /** Weight of every node: #N numbers, a Map from node id, or the name of a property. */
  nodeWeights?: NumbersOfNodes
  /** Column order of the labels; every label that occurs, each once. */
  labelOrder?: readonly Label[]
  /** Ends the call, which then rejects with the reason of the signal. */
  signal?: AbortSignal
}

export const seedOptionNames = ['labelWeights', 'nodeWeights', 'labelOrder', 'signal'] as const

/** A value checked to be a weight: finite and not negative. `what` names it in the message. */
export function checkedWeight(value: unknown, what: string): number {
  if (typeof value !== 'number') {
    throw wrongKind('ERR_INVALID_WEIGHT', `${what} must be a number; got ${shown(value)}`)
  }
  if (!(value >= 0) || value === Infinity) {
    throw wrongValue('ERR_INVALID_WEIGHT', `${what} must be finite and not negative; got ${value}`)
  }
  return value
}

/** The property of the neuron with this name. `option` says who asked for it. */
export function namedProperty(neuron: Neuron, name: string, option: string): ArrayLike<unknown> {
  const property = neuron.properties.get(name)
  if (property) return property
  const known = [...neuron.properties.keys()].map((other) => `\`${other}\``).join(', ')
  throw wrongValue(
    'ERR_UNKNOWN_PROPERTY',
    `\`${option}\` names property \`${name}\`, but the neuron has ${known === '' ? 'none' : known}`,
  )
}

/** Index of the node with this id, an error where there is none. */
export function knownNode(neuron: Neuron, id: unknown, where: string): number {
  if (typeof id !== 'number') {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `${where}: a node id must be a number; got ${shown(id)}`,
    )
  }
  const index = neuron.nodeIds.indexOf(id)
  if (index >= 0) return index
  const noun = neuron.kind === 'mesh' ? 'vertex' : 'node id'
  throw wrongValue(
    'ERR_UNKNOWN_NODE_ID',
    `${where}: the neuron has no ${noun} ${id}${neuron.kind === 'mesh' ? `, only ${neuron.nodeCount} vertices` : ''}`,
  )
}

/** Weights of the nodes as a function of the index; checked where they are used. */
export function nodeWeightOf(
  neuron: Neuron,
  weights: NumbersOfNodes | undefined,
): (index: number) => number {
  if (weights === undefined) return () => 1
  const name = (index: number): string => `\`nodeWeights\` of ${nodeName(neuron, index)}`
  if (weights instanceof Map) {
    const byIndex = new Map<number, unknown>()
    for (const [id, weight] of weights as ReadonlyMap<unknown, unknown>) {
      byIndex.set(knownNode(neuron, id, '`nodeWeights`'), weight)
    }
    return (index) => (byIndex.has(index) ? checkedWeight(byIndex.get(index), name(index)) : 1)
  }
  const values =
    typeof weights === 'string' ? namedProperty(neuron, weights, 'nodeWeights') : weights
  if (!isArrayLike(values)) {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`nodeWeights\` must be an array, a Map from node id or the name of a property; got ${shown(values)}`,
    )
  }
  if (values.length !== neuron.nodeCount) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`nodeWeights\` must have a number for each of the ${neuron.nodeCount} nodes; got ${values.length}`,
    )
  }
  return (index) => checkedWeight(values[index], name(index))
}

/** Weights of the columns, and the labels with a weight that are none of the columns. */
export function labelWeightsOf(
  labels: readonly Label[],
  weights: SeedOptions['labelWeights'],
): { weights: Float32Array; unused: string[] } {
  const columns = new Float32Array(labels.length).fill(1)
  const unused: string[] = []
  if (weights === undefined) return { weights: columns, unused }
  if (typeof weights !== 'object' || weights === null || isArrayLike(weights)) {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`labelWeights\` must be an object or a Map from label to number; got ${shown(weights)}`,
    )
  }
  const entries: [unknown, unknown][] =
    weights instanceof Map ? [...(weights as Map<unknown, unknown>)] : Object.entries(weights)
  for (const [label, weight] of entries) {
    const checked = checkedWeight(weight, `\`labelWeights\` of ${shown(label)}`)
    const column = labels.findIndex((known) => String(known) === String(label))
    if (column < 0) unused.push(String(label))
    else columns[column] = checked
  }
  return { weights: columns, unused }
}

/** Seed weights as given, checked. `count` is the number of `noun`s they belong to. */
export function checkedSeedWeights(
  weights: ArrayLike<number> | undefined,
  count: number,
  noun = 'seed',
): Float64Array | undefined {
  if (weights === undefined) return undefined
  if (!isArrayLike(weights)) {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`seedWeights\` must be an array with a number per ${noun}; got ${shown(weights)}`,
    )
  }
  if (weights.length !== count) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`seedWeights\` must have a number for each of the ${count} ${noun}s; got ${weights.length}`,
    )
  }
  return Float64Array.from(weights, (weight, s) =>
    checkedWeight(weight, `\`seedWeights\` of ${noun} ${s}`),
  )
}

/** The options, arrays copied: the caller may change theirs as soon as the call has returned. */
export function withTakenArrays<Options extends SeedOptions & { seedWeights?: ArrayLike<number> }>(
  options: Options,
): Options {
  const { nodeWeights, seedWeights } = options
  const copies = { ...options }
  if (isArrayLike(nodeWeights)) copies.nodeWeights = taken(nodeWeights as ArrayLike<number>)
  if (isArrayLike(seedWeights)) copies.seedWeights = taken(seedWeights)
  return copies
}
