import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readPrecomputed } from '../../lib/formats/precomputed'
import { readLabels } from '../../lib/formats/read-labels'
import { readNeuron } from '../../lib/formats/read-neuron'
import { readSynapses } from '../../lib/formats/read-synapses'
import { fragmentFile, skeletonFile, writeFolder } from '../formats/precomputed-files'

/** A valid file, and the way to read what mutations make of it. */
export interface FuzzSeed {
  name: string
  bytes: Buffer
  read: (bytes: Buffer) => Promise<unknown>
}

export const readerNames = ['swc', 'obj', 'ply', 'stl', 'precomputed', 'csv', 'labels'] as const
export type ReaderName = (typeof readerNames)[number]

/** What the .json beside a golden file says. */
interface Golden {
  error?: object
  options?: object
}

const files = join(__dirname, '../formats/files')

/** What mutations start from; `folder` is an empty one, for files that are read from a folder. */
export function seedFiles(reader: ReaderName, folder: string): FuzzSeed[] {
  switch (reader) {
    case 'csv':
      return goldenFiles('synapses-', (bytes, options) => readSynapses(bytes, options))
    case 'labels':
      return goldenFiles('labels-', (bytes, options) => readLabels(bytes, options))
    case 'precomputed':
      return precomputedSeeds(folder)
    default:
      return [
        ...goldenFiles(`${reader}-`, (bytes, options) => readNeuron(bytes, options)),
        ...goldenFiles(`${reader}-`, (bytes) => readNeuron(bytes, { format: reader })),
      ]
  }
}

/** The golden files that can be read. */
function goldenFiles(
  prefix: string,
  read: (bytes: Buffer, options?: object) => Promise<unknown>,
): FuzzSeed[] {
  const names = readdirSync(files).filter((name) => name.startsWith(prefix))
  const inputs = names.filter((name) => !name.endsWith('.json'))
  return inputs.flatMap((name) => {
    const expected = join(files, name.replace(/\.gz$/, '').replace(/\.[^.]+$/, '.json'))
    const { error, options } = JSON.parse(readFileSync(expected, 'utf8')) as Golden
    if (error !== undefined) return []
    const seed = { name, bytes: readFileSync(join(files, name)) }
    return [{ ...seed, read: (bytes: Buffer) => read(bytes, options) }]
  })
}

/** A folder for each kind of file that mutations are made of; the others stay as they are. */
function precomputedSeeds(folder: string): FuzzSeed[] {
  const attributes = [
    { id: 'radius', data_type: 'float32', num_components: 1 },
    { id: 'direction', data_type: 'int16', num_components: 3 },
  ]
  const transform = [8, 0, 0, 0, 0, 8, 0, 0, 0, 0, 8, 0]
  const skeletons = { '@type': 'neuroglancer_skeletons', transform, vertex_attributes: attributes }
  const skeleton = skeletonFile({
    positions: [0, 0, 0, 1, 0, 0, 2, 0, 0, 1, 1, 0],
    edges: [0, 1, 1, 2, 3, 1],
    attributes: [Buffer.from(Float32Array.of(1, 2, 3, 4).buffer), Buffer.alloc(24, 1)],
  })
  const mesh = {
    info: { '@type': 'neuroglancer_legacy_mesh' },
    '1:0': { fragments: ['1:0:a', 'b'] },
    '1:0:a': fragmentFile([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]),
    b: gzipSync(fragmentFile([1, 0, 0, 0, 1, 0, 1, 1, 0], [0, 2, 1])),
  }
  const volume = { type: 'segmentation', scales: [], mesh: 'm' }
  const plain = skeletonFile({ positions: [0, 0, 0, 1, 1, 1], edges: [1, 0] })
  const folders: [file: string, all: Record<string, unknown>][] = [
    ['info', { info: skeletons, 1: skeleton }],
    ['1', { info: skeletons, 1: skeleton }],
    ['1', { info: { '@type': 'neuroglancer_skeletons' }, 1: plain }],
    ['info', mesh],
    ['1:0', mesh],
    ['1:0:a', mesh],
    ['b', mesh],
    ['info', { info: volume, 'm/1:0': { fragments: ['c'] }, 'm/c': mesh['1:0:a'] }],
  ]
  return folders.map(([file, all], i) => {
    const place = writeFolder(join(folder, String(i)), all)
    const path = join(place, file)
    const read = (bytes: Buffer): Promise<unknown> => {
      writeFileSync(path, bytes)
      return readPrecomputed(place, 1n)
    }
    return { name: `${i}-${file.replaceAll(':', '-')}`, bytes: readFileSync(path), read }
  })
}
