import { shown, wrongKind, wrongValue } from '../errors'

/** What one unit of a coordinate is. */
export interface UnitsOptions {
  /** `'nm'`, `'um'`, or `'voxel'` together with `voxelSize`. Default: not known. */
  units?: 'nm' | 'um' | 'voxel'
  /** Sides of a voxel in nm: x, y, z, or one number for all three. Implies `units: 'voxel'`. */
  voxelSize?: number | readonly number[]
}

/** Nanometres per unit of x, y and z. */
export type NmPerUnit = readonly [number, number, number]

/** The nanometres per unit that the options describe; undefined where they say nothing. */
export function nmPerUnit({ units, voxelSize }: UnitsOptions): NmPerUnit | undefined {
  if (voxelSize !== undefined) {
    if (units !== undefined && units !== 'voxel') {
      throw wrongValue(
        'ERR_CONFLICTING_OPTIONS',
        `\`voxelSize\` goes with \`units\` 'voxel'; got \`units\` ${shown(units)}`,
      )
    }
    return sidesOfVoxel(voxelSize)
  }
  switch (units) {
    case undefined:
      return undefined
    case 'nm':
      return [1, 1, 1]
    case 'um':
      return [1000, 1000, 1000]
    case 'voxel':
      throw wrongValue(
        'ERR_MISSING_OPTION',
        "`units` 'voxel' needs `voxelSize`, the sides of a voxel in nm, such as [8, 8, 8]",
      )
    default:
      throw (typeof units === 'string' ? wrongValue : wrongKind)(
        'ERR_INVALID_OPTION',
        `\`units\` must be 'nm', 'um' or 'voxel'; got ${shown(units)}`,
      )
  }
}

function sidesOfVoxel(voxelSize: number | readonly number[]): NmPerUnit {
  const sides = typeof voxelSize === 'number' ? [voxelSize, voxelSize, voxelSize] : voxelSize
  if (!Array.isArray(sides) || sides.length !== 3) {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`voxelSize\` must be a number or three numbers, in nm; got ${shown(voxelSize)}`,
    )
  }
  for (const side of sides as unknown[]) {
    const rule = `\`voxelSize\` must be positive numbers of nm; got ${shown(side)}`
    if (typeof side !== 'number') throw wrongKind('ERR_INVALID_OPTION', rule)
    if (!(side > 0) || side === Infinity) throw wrongValue('ERR_INVALID_OPTION', rule)
  }
  return [sides[0], sides[1], sides[2]]
}

/** Whether the units are the same along x, y and z, or not known. */
export function isIsotropic(units: NmPerUnit | undefined): boolean {
  return units === undefined || (units[0] === units[1] && units[1] === units[2])
}
