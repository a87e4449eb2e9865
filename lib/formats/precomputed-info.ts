import { NeuronDataError, shown } from '../errors'
import { binaryTypes, type BinaryTypeName } from './binary-types'
import type { JsonFile } from './precomputed-folder'

/** A value, or several, for every vertex of a skeleton. */
export interface VertexAttribute {
  id: string
  type: BinaryTypeName
  components: number
}

/** What the file `info` of a folder says that the folder holds. */
export type PrecomputedInfo =
  | { kind: 'skeleton'; transform: Transform; attributes: VertexAttribute[] }
  | { kind: 'mesh' }
  | { kind: 'volume'; mesh?: string; skeletons?: string }

/** 3 by 4, row-major: takes (x, y, z, 1) of the file to nanometres. */
export type Transform = readonly number[]

const identity: Transform = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
const attributeTypes = ['float32', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32'] as const
/** Each component becomes a property of its own. */
const mostComponents = 16

/** The content of `info`, checked. */
export function precomputedInfo({ value, file }: JsonFile): PrecomputedInfo {
  const fault = (message: string): NeuronDataError =>
    new NeuronDataError('ERR_FILE_FORMAT', message, { file })
  const type = value['@type']
  if (value.sharding !== undefined && value.sharding !== null) {
    throw fault('`sharding`: neurons in shards are not read; copy them to a file each')
  }
  switch (type) {
    case 'neuroglancer_skeletons':
      return {
        kind: 'skeleton',
        transform: checkedTransform(value.transform, fault),
        attributes: checkedAttributes(value.vertex_attributes, fault),
      }
    case 'neuroglancer_legacy_mesh':
      return { kind: 'mesh' }
    case 'neuroglancer_multilod_draco':
      throw fault(
        'multi-resolution meshes (neuroglancer_multilod_draco) are not read; save the mesh as PLY',
      )
    case 'neuroglancer_multiscale_volume':
      return volumeInfo(value, fault)
    case undefined:
      if (Array.isArray(value.scales)) return volumeInfo(value, fault)
  }
  throw fault(
    `\`@type\` must be neuroglancer_skeletons, neuroglancer_legacy_mesh or neuroglancer_multiscale_volume; got ${shown(type)}`,
  )
}

type Fault = (message: string) => NeuronDataError

function volumeInfo(value: Record<string, unknown>, fault: Fault): PrecomputedInfo {
  const { mesh, skeletons } = value
  return {
    kind: 'volume',
    mesh: folderName(mesh, 'mesh', fault),
    skeletons: folderName(skeletons, 'skeletons', fault),
  }
}

function folderName(value: unknown, key: string, fault: Fault): string | undefined {
  if (value === undefined || value === null) return undefined
  const isLocal = typeof value === 'string' && !value.includes('://') && !value.includes('\0')
  if (isLocal && value !== '') return value
  throw fault(`\`${key}\` must be the name of a folder in this one; got ${shown(value)}`)
}

function checkedTransform(value: unknown, fault: Fault): Transform {
  if (value === undefined || value === null) return identity
  if (Array.isArray(value) && value.length === 12 && value.every(Number.isFinite)) {
    return value as number[]
  }
  throw fault(`\`transform\` must be 12 numbers; got ${shown(value)}`)
}

function checkedAttributes(value: unknown, fault: Fault): VertexAttribute[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) {
    throw fault(`\`vertex_attributes\` must be an array; got ${shown(value)}`)
  }
  return value.map((entry: unknown, i) => {
    const {
      id,
      data_type: type,
      num_components: components,
    } = Object(entry) as Record<string, unknown>
    const where = `\`vertex_attributes[${i}]\``
    if (typeof id !== 'string' || id === '') {
      throw fault(`${where} must have an \`id\`, a text; got ${shown(id)}`)
    }
    const known = attributeTypes.find((name) => name === String(type).toLowerCase())
    if (known === undefined) {
      const rule = `\`data_type\` must be ${attributeTypes.join(', ')}`
      throw fault(`${where}: ${rule}; got ${shown(type)}`)
    }
    const isCount = Number.isInteger(components) && Number(components) >= 1
    if (!isCount || Number(components) > mostComponents) {
      const rule = `\`num_components\` must be an integer from 1 to ${mostComponents}`
      throw fault(`${where}: ${rule}; got ${shown(components)}`)
    }
    return { id, type: known, components: Number(components) }
  })
}

/** Bytes of the attribute's values for one vertex. */
export function attributeBytes({ type, components }: VertexAttribute): number {
  return binaryTypes[type].bytes * components
}
