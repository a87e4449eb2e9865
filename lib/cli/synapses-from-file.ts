import { readSynapses } from '../formats/read-synapses'
import type { Synapses } from '../neuron/synapses'
import { nmPerUnit, type UnitsOptions } from '../neuron/units'
import { naming } from './errors'
import type { Sources } from './sources'

/** Options of a table of synapses. */
export interface SynapseFileOptions {
  columns?: Record<string, string>
  synapseUnits?: UnitsOptions['units']
  synapseVoxelSize?: UnitsOptions['voxelSize']
}

/** Fails for wrong units of the table, whose options are not called as those of the neuron. */
export function checkSynapseUnits(options: SynapseFileOptions): void {
  const { synapseUnits: units, synapseVoxelSize: voxelSize } = options
  try {
    nmPerUnit({ units, voxelSize })
  } catch (error) {
    if (error instanceof Error) {
      error.message = error.message
        .replaceAll('`units`', '`synapseUnits`')
        .replaceAll('`voxelSize`', '`synapseVoxelSize`')
    }
    throw error
  }
}

/** The synapses of a table. */
export function synapsesFromFile(
  file: string,
  { columns, synapseUnits: units, synapseVoxelSize: voxelSize }: SynapseFileOptions,
  sources: Sources,
  signal?: AbortSignal,
): Promise<Synapses> {
  const source = sources.of(file, '--synapses')
  return naming(file, readSynapses(source, { columns, units, voxelSize, signal }))
}
