import { shown, wrongKind, wrongValue } from '../errors'
import type { Neuron } from '../neuron/neuron'
import { checkedOptions } from '../options'
import { Slices } from '../slices'
import { folderPath, PrecomputedFolder } from './precomputed-folder'
import { precomputedInfo, type PrecomputedInfo } from './precomputed-info'
import { meshFragments, parsePrecomputedMesh } from './precomputed-mesh'
import { parsePrecomputedSkeleton } from './precomputed-skeleton'
import { checkSourceOptions } from './source'

/** Options of {@link readPrecomputed}. */
export interface ReadPrecomputedOptions {
  /** What to read of a volume whose info names both meshes and skeletons. Default: the only one. */
  kind?: Neuron['kind']
  /**
   * Vertex of a skeleton that becomes the root of its component. Default, and in every other
   * component: the first vertex.
   */
  root?: number
  /** Name of the neuron. Default: its id. */
  name?: string
  /** Most bytes that are accepted in all files together, after decompression. Default 8 GiB each. */
  maxBytes?: number
  /** Ends the call, which then rejects with the reason of the signal. */
  signal?: AbortSignal
}

const optionNames = ['kind', 'root', 'name', 'maxBytes', 'signal']

/**
 * Reads one neuron out of a local folder of Neuroglancer's precomputed format: a Skeleton from
 * `neuroglancer_skeletons`, a Mesh from `neuroglancer_legacy_mesh` (also where the folder has no
 * file `info`), or from the folder that the info of a volume names. Positions are nanometres
 * (`nmPerUnit` 1). Files may be compressed by gzip, also as `NAME.gz`.
 *
 * Skeleton: node ids are 0, 1, .. in the file's order; `transform` of the info is applied to the
 * positions, and its scale to an attribute `radius`; `vertex_attributes` become properties in typed
 * arrays of the file's type, one of several components as `ID_0`, `ID_1` ... Its edges have no
 * direction: they are oriented away from `root`, or the first vertex of their component.
 * Mesh: vertices at equal positions are merged across fragments, in the order of first occurrence.
 *
 * @param folder path or file: URL.
 * @param neuronId as string or bigint, an integer from 0 to 2^64 - 1.
 * @throws TypeError or RangeError ERR_INVALID_ARGUMENT for an id that is a number (which may have
 *   lost digits) and for an address that is no local folder; ERR_UNKNOWN_NODE_ID for a `root` that
 *   is not there; ERR_MISSING_OPTION where `kind` has to choose. NeuronDataError ERR_FILE_FORMAT where the folder does not have the neuron, for
 *   shards, for multi-resolution meshes and for damaged files; ERR_INVALID_PARENT where the edges
 *   contain a cycle; ERR_INVALID_POSITION, ERR_INVALID_FACE, ERR_EMPTY_NEURON, ERR_FILE_TOO_LARGE.
 *   Errors of the system as they are. The reason of `signal` when it aborts.
 * @example
 * const skeleton = await readPrecomputed('flywire/skeletons', 720575940623934801n)
 */
export async function readPrecomputed(
  folder: string | URL,
  neuronId: bigint | string,
  options: ReadPrecomputedOptions = {},
): Promise<Neuron> {
  const given = checkedOptions(options, optionNames, 'readPrecomputed')
  const { kind, root, signal, maxBytes } = given
  checkKindAndRoot(kind, root)
  checkSourceOptions(given)
  const id = idText(neuronId)
  const name = given.name ?? id
  const slices = new Slices(signal)
  const source = await folderOfKind(folderPath(folder), kind, { maxBytes, signal })
  if (source.info.kind === 'skeleton') {
    const file = await source.folder.file(id)
    if (file === undefined)
      throw source.folder.fault(`no skeleton of neuron ${id}: there is no file ${id}`)
    return await parsePrecomputedSkeleton(file, { ...source.info, root, name, slices })
  }
  if (root !== undefined) {
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      `\`root\` is a skeleton's; ${source.folder.path} holds meshes`,
    )
  }
  const fragments = await meshFragments(source.folder, id)
  if (fragments === undefined) {
    throw source.folder.fault(`no mesh of neuron ${id}: there is no file ${id}:0`)
  }
  return await parsePrecomputedMesh(fragments, { name, slices, file: source.folder.path })
}

function checkKindAndRoot(kind: unknown, root: unknown): void {
  if (kind !== undefined && kind !== 'skeleton' && kind !== 'mesh') {
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `\`kind\` must be 'skeleton' or 'mesh'; got ${shown(kind)}`,
    )
  }
  if (root === undefined || (Number.isSafeInteger(root) && (root as number) >= 0)) return
  throw wrongValue(
    'ERR_INVALID_OPTION',
    `\`root\` must be the index of a vertex, an integer from 0; got ${shown(root)}`,
  )
}

/** The id in decimal digits, as it names files. */
function idText(neuronId: unknown): string {
  if (typeof neuronId !== 'bigint' && typeof neuronId !== 'string') {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`neuronId\` must be a bigint or a string, as numbers lose digits beyond 2^53; got ${shown(neuronId)}`,
    )
  }
  const isId = typeof neuronId === 'bigint' || /^\d{1,20}$/.test(neuronId)
  const id = isId ? BigInt(neuronId) : -1n
  if (id >= 0n && id < 2n ** 64n) return id.toString()
  throw wrongValue(
    'ERR_INVALID_ARGUMENT',
    `\`neuronId\` must be an integer from 0 to 2^64 - 1; got ${shown(neuronId)}`,
  )
}

interface FolderOfKind {
  folder: PrecomputedFolder
  info: Exclude<PrecomputedInfo, { kind: 'volume' }>
}

/** The folder that holds skeletons or meshes: this one, or the one that a volume's info names. */
async function folderOfKind(
  path: string,
  kind: ReadPrecomputedOptions['kind'],
  options: { maxBytes?: number; signal?: AbortSignal },
): Promise<FolderOfKind> {
  const folder = new PrecomputedFolder(path, options)
  await folder.check()
  const info = await infoOf(folder)
  if (info.kind !== 'volume') return checkedKind({ folder, info }, kind)
  const name = nameInVolume(info, kind, folder)
  const subfolder = await folder.subfolder(name)
  const found = await infoOf(subfolder)
  if (found.kind === 'volume') throw subfolder.fault('expected meshes or skeletons; found a volume')
  const wanted = kind ?? (name === info.skeletons ? 'skeleton' : 'mesh')
  return checkedKind({ folder: subfolder, info: found }, wanted)
}

/** Meshes need no info. */
async function infoOf(folder: PrecomputedFolder): Promise<PrecomputedInfo> {
  const info = await folder.object('info')
  return info === undefined ? { kind: 'mesh' } : precomputedInfo(info)
}

function checkedKind(found: FolderOfKind, kind: Neuron['kind'] | undefined): FolderOfKind {
  if (kind === undefined || found.info.kind === kind) return found
  const message = `expected a ${kind}; the folder holds ${found.info.kind === 'mesh' ? 'meshes' : 'skeletons'}`
  throw found.folder.fault(message)
}

function nameInVolume(
  { mesh, skeletons }: { mesh?: string; skeletons?: string },
  kind: ReadPrecomputedOptions['kind'],
  folder: PrecomputedFolder,
): string {
  if (kind === undefined && mesh !== undefined && skeletons !== undefined) {
    throw wrongValue(
      'ERR_MISSING_OPTION',
      `\`kind\`, 'mesh' or 'skeleton', is needed here: ${folder.path} has both`,
    )
  }
  const name = kind === 'mesh' ? mesh : kind === 'skeleton' ? skeletons : (mesh ?? skeletons)
  if (name !== undefined) return name
  throw folder.fault(`a volume whose info names no folder of ${kind ?? 'mesh or skeleton'} data`)
}
