import { wrongValue } from '../errors'
import { readLabels } from '../formats/read-labels'
import { readSynapses } from '../formats/read-synapses'
import type { Neuron } from '../neuron/neuron'
import type { UnitsOptions } from '../neuron/units'
import { seeds as seedsOfNodes } from '../seeds/label-seeds'
import type { Label } from '../seeds/labels'
import type { SeedOptions } from '../seeds/seed-options'
import type { Seeds } from '../seeds/seeds'
import { seedsFromPoints } from '../seeds/seeds-from-points'
import { seedsFromSynapses, type SeedRule } from '../seeds/seeds-from-synapses'
import { typedLabels } from './option-values'
import type { Sources } from './sources'

/** Options that say where the seeds come from. */
export interface SeedFileOptions {
  synapses?: string
  seeds?: string
  labels?: string
  columns?: Record<string, string>
  synapseUnits?: UnitsOptions['units']
  synapseVoxelSize?: UnitsOptions['voxelSize']
  snap?: 'nearest' | 'node-id'
  maxSynapseDistance?: number
  labelWeights?: Record<string, number>
  nodeWeights?: string
  labelOrder?: string[]
}

/** The seeds that the table of synapses or of labels gives. */
export async function seedsFromFiles(
  neuron: Neuron,
  options: SeedFileOptions,
  sources: Sources,
  signal: AbortSignal,
): Promise<Seeds> {
  const { synapses, labels } = options
  if ((synapses === undefined) === (labels === undefined)) {
    throw synapses === undefined
      ? wrongValue('ERR_MISSING_OPTION', 'labels are needed: give `synapses` or `labels`')
      : wrongValue(
          'ERR_CONFLICTING_OPTIONS',
          '`synapses` and `labels` exclude each other; give one',
        )
  }
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
  const table = await readSynapses(sources.of(file, '--synapses'), {
    columns: options.columns,
    units: options.synapseUnits,
    voxelSize: options.synapseVoxelSize,
    signal: common.signal,
  })
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
  const { columns, synapseUnits: units, synapseVoxelSize: voxelSize, maxSynapseDistance } = options
  const table = await readLabels(sources.of(file, '--labels'), { columns, signal: common.signal })
  const values: readonly (Label | null)[] = table.labels
  const given = { ...common, labelOrder: labelOrder(options, values) }
  if (table.kind === 'points') {
    return seedsFromPoints(
      neuron,
      { positions: table.positions, labels: values },
      { ...given, seedWeights: table.weights, units, voxelSize, maxDistance: maxSynapseDistance },
    )
  }
  const rows = [...table.nodeIds.keys()].filter((row) => values[row] !== null)
  return seedsOfNodes(neuron, new Map(rows.map((row) => [table.nodeIds[row], values[row]])), {
    ...given,
    seedWeights: table.weights && rows.map((row) => (table.weights as Float64Array)[row]),
  })
}

function labelOrder(options: SeedFileOptions, values: ArrayLike<unknown>): Label[] | undefined {
  if (options.labelOrder === undefined) return undefined
  const first = Array.from(values).find((value) => value !== null && value !== undefined)
  const type = typeof first
  return typedLabels(options.labelOrder, type === 'number' || type === 'boolean' ? type : 'string')
}
