import { wrongValue } from '../errors'
import { readLabels } from '../formats/read-labels'
import type { Neuron } from '../neuron/neuron'
import { seeds as seedsOfNodes } from '../seeds/label-seeds'
import type { Label } from '../seeds/labels'
import type { SeedOptions } from '../seeds/seed-options'
import type { Seeds } from '../seeds/seeds'
import { seedsFromPoints } from '../seeds/seeds-from-points'
import { seedsFromSynapses, type SeedRule } from '../seeds/seeds-from-synapses'
import { naming } from './errors'
import { typedLabels } from './option-values'
import type { Sources } from './sources'
import { synapsesFromFile, type SynapseFileOptions } from './synapses-from-file'

/** Options that say where the seeds come from. */
export interface SeedFileOptions extends SynapseFileOptions {
  synapses?: string
  seeds?: string
  labels?: string
  snap?: 'nearest' | 'node-id'
  maxSynapseDistance?: number
  labelWeights?: Record<string, number>
  nodeWeights?: string
  labelOrder?: string[]
}

/** Fails unless either synapses or labels are given. */
export function checkSeedFiles({ synapses, labels }: SeedFileOptions): void {
  if (synapses === undefined && labels === undefined) {
    throw wrongValue('ERR_MISSING_OPTION', 'labels are needed: give `synapses` or `labels`')
  }
  if (synapses !== undefined && labels !== undefined) {
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      '`synapses` and `labels` exclude each other; give one',
    )
  }
}

/** The seeds that the table of synapses or of labels gives. */
export async function seedsFromFiles(
  neuron: Neuron,
  options: SeedFileOptions,
  sources: Sources,
  signal: AbortSignal,
): Promise<Seeds> {
  checkSeedFiles(options)
  const { synapses, labels } = options
  const { labelWeights, nodeWeights } = options
  const common: SeedOptions = { labelWeights, nodeWeights, signal }
  return synapses === undefined
    ? seedsOfLabels(neuron, labels as string, options, common, sources)
    : seedsOfSynapses(neuron, synapses, options, common, sources)
}

async function seedsOfSynapses(
  neuron: Neuron,
  file: string,
  options: SeedFileOptions,
  common: SeedOptions,
  sources: Sources,
): Promise<Seeds> {
  const table = await synapsesFromFile(file, options, sources, common.signal)
  const column = options.seeds?.startsWith('column:')
    ? options.seeds.slice('column:'.length)
    : undefined
  const { snap, maxSynapseDistance } = options
  const values = column === undefined ? [] : (table.columns.get(column) ?? [])
  return seedsFromSynapses(neuron, table, {
    ...common,
    rule: column === undefined ? (options.seeds as SeedRule | undefined) : { column },
    snap,
    maxSynapseDistance,
    labelOrder: labelOrder(options, values),
  })
}

async function seedsOfLabels(
  neuron: Neuron,
  file: string,
  options: SeedFileOptions,
  common: SeedOptions,
  sources: Sources,
): Promise<Seeds> {
  for (const name of ['seeds', 'snap'] as const) {
    if (options[name] !== undefined) {
      throw wrongValue(
        'ERR_CONFLICTING_OPTIONS',
        `\`${name}\` goes with \`synapses\`, not with \`labels\``,
      )
    }
  }
  if (file.startsWith(propertyPrefix)) return seedsOfProperty(neuron, file, options, common)
  const { columns, synapseUnits: units, synapseVoxelSize: voxelSize, maxSynapseDistance } = options
  const source = sources.of(file, '--labels')
  const table = await naming(file, readLabels(source, { columns, signal: common.signal }))
  const values: readonly (Label | null)[] = table.labels
  const given = { ...common, labelOrder: labelOrder(options, values) }
  if (table.kind === 'points') {
    return seedsFromPoints(
      neuron,
      { positions: table.positions, labels: values },
      { ...given, seedWeights: table.weights, units, voxelSize, maxDistance: maxSynapseDistance },
    )
  }
  rejectPointOptions(file, options)
  const rows = [...table.nodeIds.keys()].filter((row) => values[row] !== null)
  return seedsOfNodes(neuron, new Map(rows.map((row) => [table.nodeIds[row], values[row]])), {
    ...given,
    seedWeights: table.weights && rows.map((row) => (table.weights as Float64Array)[row]),
  })
}

const propertyPrefix = 'property:'

/** The labels that the neuron's own file brings: every value is one, 0 too. */
async function seedsOfProperty(
  neuron: Neuron,
  labels: string,
  options: SeedFileOptions,
  common: SeedOptions,
): Promise<Seeds> {
  if (options.columns !== undefined) {
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      `\`columns\` goes with a table; ${labels} is of the neuron's file`,
    )
  }
  rejectPointOptions(labels, options)
  const name = labels.slice(propertyPrefix.length)
  const values = neuron.properties.get(name) ?? []
  return seedsOfNodes(neuron, name, { ...common, labelOrder: labelOrder(options, values) })
}

/** Options that would say nothing where labels are of nodes. */
function rejectPointOptions(file: string, options: SeedFileOptions): void {
  for (const name of ['maxSynapseDistance', 'synapseUnits', 'synapseVoxelSize'] as const) {
    if (options[name] !== undefined) {
      throw wrongValue(
        'ERR_CONFLICTING_OPTIONS',
        `\`${name}\` goes with labels at x, y, z; ${file} names nodes`,
      )
    }
  }
}

function labelOrder(options: SeedFileOptions, values: ArrayLike<unknown>): Label[] | undefined {
  if (options.labelOrder === undefined) return undefined
  const first = Array.from(values).find((value) => value !== null && value !== undefined)
  const type = typeof first
  return typedLabels(options.labelOrder, type === 'number' || type === 'boolean' ? type : 'string')
}
