import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { readPrecomputed, type ReadPrecomputedOptions } from '../../lib/formats/precomputed'
import type { Skeleton } from '../../lib/neuron/skeleton'
import { integers } from './mesh-writers'
import { fragmentFile, skeletonFile, writeFolder } from './precomputed-files'
import { readableLengths } from './truncation'

const skeletonsInfo = { '@type': 'neuroglancer_skeletons' }
const meshInfo = { '@type': 'neuroglancer_legacy_mesh' }
const id = 720575940623934801n
const chain = skeletonFile({ positions: [0, 0, 0, 1, 0, 0, 2, 0, 0], edges: [0, 1, 2, 1] })
const triangle = fragmentFile([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2])

let root: string
let folders = 0
before(() => (root = mkdtempSync(join(tmpdir(), 'precomputed-'))))
after(() => rmSync(root, { recursive: true }))

function folderOf(files: Record<string, unknown>): string {
  return writeFolder(join(root, String(folders++)), files)
}

/** Reads the skeleton `1` of a folder with this file and info. */
async function skeletonOf(
  file: Uint8Array,
  info: object = {},
  options: ReadPrecomputedOptions = {},
): Promise<Skeleton> {
  const folder = folderOf({ info: { ...skeletonsInfo, ...info }, 1: file })
  const neuron = await readPrecomputed(folder, '1', options)
  assert.equal(neuron.kind, 'skeleton')
  return neuron
}

describe('readPrecomputed: wrong input', () => {
  it('rejects ids that are no integers of 64 bits, or may have lost digits', async () => {
    for (const wrong of [2 ** 53, 5, null, undefined, {}]) {
      await assert.rejects(readPrecomputed('.', wrong as string), {
        name: 'TypeError',
        code: 'ERR_INVALID_ARGUMENT',
        message: /^`neuronId` must be a bigint or a string, as numbers lose digits beyond 2\^53; /,
      })
    }
    for (const wrong of ['', '5:0', '-1', '1.0', '1e3', ' 5', -1n, 2n ** 64n, '9'.repeat(20)]) {
      await assert.rejects(readPrecomputed('.', wrong), {
        name: 'RangeError',
        code: 'ERR_INVALID_ARGUMENT',
        message: /^`neuronId` must be an integer from 0 to 2\^64 - 1; got /,
      })
    }
  })

  it('rejects what is no local folder', async () => {
    const addresses = ['gs://bucket/skeletons', 'https://h/s', 'precomputed://gs://b', 's3://b']
    for (const folder of [...addresses, new URL('https://h/s')]) {
      await assert.rejects(readPrecomputed(folder, id), {
        code: 'ERR_INVALID_ARGUMENT',
        message: /^`folder` must be a local folder; got ".*"\. Copy it from there first$/,
      })
    }
    await assert.rejects(readPrecomputed(5 as unknown as string, id), { name: 'TypeError' })
    await assert.rejects(readPrecomputed(join(root, 'absent'), id), { code: 'ENOENT' })
    const folder = folderOf({ info: skeletonsInfo })
    await assert.rejects(readPrecomputed(join(folder, 'info'), id), /info: expected a folder$/)
  })

  it('rejects wrong options', async () => {
    const folder = folderOf({ info: skeletonsInfo, 1: chain })
    const meshes = folderOf({ info: meshInfo, '1:0': { fragments: [] } })
    const wrong: [string, object, object][] = [
      [folder, { roots: 1 }, { code: 'ERR_UNKNOWN_OPTION', message: /did you mean `root`/ }],
      [folder, { kind: 'volume' }, { code: 'ERR_INVALID_OPTION' }],
      [folder, { root: -1 }, { code: 'ERR_INVALID_OPTION' }],
      [folder, { root: 1n }, { code: 'ERR_INVALID_OPTION' }],
      [folder, { root: 3 }, { code: 'ERR_UNKNOWN_NODE_ID', message: /from 0 to 2 of .*; got 3$/ }],
      [folder, { kind: 'mesh' }, { message: /expected a mesh; the folder holds skeletons$/ }],
      [meshes, { kind: 'skeleton' }, { message: /expected a skeleton; the folder holds meshes$/ }],
      [meshes, { root: 0 }, { code: 'ERR_CONFLICTING_OPTIONS' }],
    ]
    for (const [path, options, error] of wrong) {
      await assert.rejects(
        readPrecomputed(path, '1', options),
        error,
        JSON.stringify(Object.keys(options)),
      )
    }
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    await assert.rejects(readPrecomputed(folder, '1', { signal }), reason)
  })

  it('says which neuron is missing', async () => {
    const skeletons = folderOf({ info: skeletonsInfo })
    await assert.rejects(readPrecomputed(skeletons, id), {
      code: 'ERR_FILE_FORMAT',
      message: `${skeletons}: no skeleton of neuron ${id}: there is no file ${id}`,
    })
    const meshes = folderOf({ info: meshInfo })
    await assert.rejects(readPrecomputed(meshes, id), {
      code: 'ERR_FILE_FORMAT',
      message: `${meshes}: no mesh of neuron ${id}: there is no file ${id}:0`,
    })
  })

  it('says what it does not read', async () => {
    const infos: [object, RegExp][] = [
      [{ ...skeletonsInfo, sharding: { '@type': 'neuroglancer_uint64_sharded_v1' } }, /`sharding`/],
      [{ '@type': 'neuroglancer_multilod_draco' }, /multi-resolution meshes/],
      [{ '@type': 'neuroglancer_annotations_v1' }, /`@type` must be .* got "neuroglancer_annot/],
      [{}, /`@type` must be .*; got undefined$/],
      [[], /expected a JSON object; got an array of 0$/],
      [Buffer.from('{'), /info: expected a JSON file$/],
      [{ ...skeletonsInfo, transform: [1, 0, 0] }, /`transform` must be 12 numbers; got an array/],
      [{ ...skeletonsInfo, transform: Array(12).fill('1') }, /`transform` must be 12 numbers/],
      [{ '@type': 'neuroglancer_multiscale_volume' }, /names no folder of mesh or skeleton data$/],
      [{ '@type': 'neuroglancer_multiscale_volume', mesh: 'gs://b' }, /`mesh` must be the name of/],
    ]
    for (const [info, message] of infos) {
      const folder = folderOf({ info, 1: chain })
      await assert.rejects(readPrecomputed(folder, '1'), { code: 'ERR_FILE_FORMAT', message })
    }
    const attribute = { id: 'a', data_type: 'float32', num_components: 1 }
    const attributes: [unknown, RegExp][] = [
      ['a', /`vertex_attributes` must be an array/],
      [[null], /`vertex_attributes\[0\]` must have an `id`, a text; got undefined/],
      [[attribute, { ...attribute, id: '' }], /`vertex_attributes\[1\]` must have an `id`/],
      [
        [{ ...attribute, data_type: 'uint64' }],
        /`data_type` must be float32, int8, .* got "uint64"/,
      ],
      [[{ ...attribute, num_components: 0 }], /`num_components` must be an integer from 1 to 16/],
      [[{ ...attribute, num_components: 1e9 }], /`num_components` must be an integer from 1 to 16/],
    ]
    for (const [value, message] of attributes) {
      const call = skeletonOf(chain, { vertex_attributes: value })
      await assert.rejects(call, { code: 'ERR_FILE_FORMAT', message })
    }
  })
})

describe('readPrecomputed: skeletons', () => {
  it('reads positions in nm and orients the edges away from the first vertex', async () => {
    const folder = folderOf({ info: skeletonsInfo, [String(id)]: chain })
    for (const place of [folder, pathToFileURL(folder)]) {
      for (const neuronId of [id, String(id), `0${id}`]) {
        const skeleton = await readPrecomputed(place, neuronId)
        assert.ok(skeleton.kind === 'skeleton')
        assert.equal(skeleton.name, String(id))
        assert.deepEqual([...skeleton.positions], [0, 0, 0, 1, 0, 0, 2, 0, 0])
        assert.deepEqual([...skeleton.parents], [-1, 0, 1])
        assert.deepEqual(skeleton.nmPerUnit, [1, 1, 1])
      }
    }
    assert.equal((await readPrecomputed(folder, id, { name: 'DA1' })).name, 'DA1')
  })

  it('takes the root of the options for its component alone', async () => {
    const edges = [3, 1, 0, 2, 4, 2, 5, 4]
    const file = skeletonFile({ positions: Array<number>(21).fill(0), edges })
    assert.deepEqual([...(await skeletonOf(file)).parents], [-1, -1, 0, 1, 2, 4, -1])
    const other = await skeletonOf(file, {}, { root: 4 })
    assert.deepEqual([...other.parents], [2, -1, 4, 1, -1, 4, -1])
  })

  it('applies the transform, and its scale to the radius', async () => {
    const radius = Buffer.from(Float32Array.of(1, 2).buffer)
    const positions = [1, 2, 3, 0.5, 0, 0]
    const file = skeletonFile({ positions, edges: [1, 0], attributes: [radius] })
    const skeleton = await skeletonOf(file, {
      transform: [0, 8, 0, 100, -8, 0, 0, 200, 0, 0, 8, 300],
      vertex_attributes: [{ id: 'radius', data_type: 'float32', num_components: 1 }],
    })
    assert.deepEqual([...skeleton.positions], [116, 192, 324, 100, 196, 300])
    assert.deepEqual(skeleton.properties.get('radius'), Float32Array.of(8, 16))
  })

  it('reads attributes of every type, and several components one by one', async () => {
    const types = ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'float32']
    const values = [
      Int8Array.of(-1, 2), Uint8Array.of(255, 0), Int16Array.of(-300, 1), Uint16Array.of(65535, 2),
      Int32Array.of(-70000, 3), Uint32Array.of(4294967295, 4), Float32Array.of(NaN, 0.5),
    ] // prettier-ignore
    const vectors = Float32Array.of(1, 2, 3, 4, 5, 6)
    const attributes = [...values, vectors].map((array) => Buffer.from(array.buffer))
    const file = skeletonFile({ positions: [0, 0, 0, 1, 1, 1], edges: [0, 1], attributes })
    const skeleton = await skeletonOf(file, {
      vertex_attributes: [
        ...types.map((type) => ({ id: `as ${type}`, data_type: type, num_components: 1 })),
        { id: 'direction', data_type: 'float32', num_components: 3 },
      ],
    })
    assert.deepEqual(
      [...skeleton.properties],
      [
        ...values.map((array, i) => [`as ${types[i]}`, array]),
        ['direction_0', Float32Array.of(1, 4)],
        ['direction_1', Float32Array.of(2, 5)],
        ['direction_2', Float32Array.of(3, 6)],
      ],
    )
  })

  it('rejects two attributes of one name', async () => {
    const attribute = { data_type: 'int8', num_components: 1 }
    const vertex_attributes = [
      { ...attribute, id: 'a', num_components: 2 },
      { ...attribute, id: 'a_1' },
    ]
    const attributes = [Buffer.alloc(9)]
    const file = skeletonFile({ positions: Array<number>(9).fill(0), edges: [], attributes })
    await assert.rejects(skeletonOf(file, { vertex_attributes }), /name "a_1" twice$/)
  })

  it('names a cycle by its vertices', async () => {
    const positions = Array<number>(60).fill(0)
    const ring = Array.from({ length: 20 }, (_, i) => [i, (i + 1) % 20]).flat()
    const cycles: [number[], RegExp][] = [
      [
        [0, 1, 1, 2, 2, 3, 3, 1],
        /cycle: vertices (2 - 1 - 3 - 2|3 - 1 - 2 - 3|2 - 3 - 1 - 2); a ske/,
      ],
      [[0, 1, 5, 5], /cycle: vertices 5 - 5; a skeleton is a forest$/],
      [ring, /cycle: vertices (\d+ - ){8}\.\. - \d+; a skeleton is a forest$/],
    ]
    for (const [edges, message] of cycles) {
      const call = skeletonOf(skeletonFile({ positions, edges }))
      await assert.rejects(call, { code: 'ERR_INVALID_PARENT', message })
    }
  })

  it('takes an edge that occurs twice, in either direction, as one', async () => {
    const edges = [0, 1, 1, 0, 0, 1, 1, 2, 1, 2]
    const skeleton = await skeletonOf(skeletonFile({ positions: Array<number>(9).fill(0), edges }))
    assert.deepEqual([...skeleton.parents], [-1, 0, 1])
  })

  it('orients a large random tree with shuffled edges as it was made', async () => {
    const count = 30_000
    const random = integers(17)
    const parents = Array.from({ length: count }, (_, i) => (i === 0 ? -1 : random(i)))
    const pairs = parents.flatMap((parent, i) => {
      if (parent < 0) return []
      return [random(2) === 0 ? [i, parent] : [parent, i]]
    })
    for (let i = pairs.length - 1; i > 0; i--) {
      const other = random(i + 1)
      ;[pairs[i], pairs[other]] = [pairs[other], pairs[i]]
    }
    const positions = Array.from({ length: 3 * count }, (_, i) => i)
    const skeleton = await skeletonOf(skeletonFile({ positions, edges: pairs.flat() }))
    assert.deepEqual(skeleton.parents, Int32Array.from(parents))
    assert.deepEqual(skeleton.positions, Float64Array.from(positions))
  })

  it('rejects a file of another size than its counts say', async () => {
    assert.deepEqual(await readableLengths(chain, (bytes) => skeletonOf(bytes)), [])
    const expected =
      /3 vertices and 2 edges with the `vertex_attributes` of its info has 60 bytes; /
    await assert.rejects(skeletonOf(Buffer.concat([chain, Buffer.from([1])])), expected)
    await skeletonOf(Buffer.concat([chain, Buffer.alloc(4)]))
    const huge = Buffer.from(chain)
    huge.fill(255, 0, 8)
    await assert.rejects(skeletonOf(huge), /4294967295 vertices and 4294967295 edges/)
  })

  it('rejects wrong vertices', async () => {
    const wrong: [number[], number[], object][] = [
      [[], [], { code: 'ERR_EMPTY_NEURON' }],
      [[0, NaN, 0], [], { code: 'ERR_INVALID_POSITION', message: /got 0 NaN 0 \(vertex 0\)$/ }],
      [
        [0, 0, 0, 1, 1, 1],
        [0, 1, 1, 2],
        {
          code: 'ERR_FILE_FORMAT',
          message: /edge 1 joins vertex 2 but there are only 2 vertices$/,
        },
      ],
    ]
    for (const [positions, edges, error] of wrong) {
      await assert.rejects(skeletonOf(skeletonFile({ positions, edges })), error)
    }
  })

  it('reads what gzip has compressed, under its own name or with .gz', async () => {
    const info = gzipSync(JSON.stringify(skeletonsInfo))
    const folder = folderOf({ info, 1: gzipSync(chain), '2.gz': gzipSync(chain) })
    for (const neuronId of [1n, 2n]) {
      assert.equal((await readPrecomputed(folder, neuronId)).nodeCount, 3)
    }
  })

  it('counts the bytes of all files together', async () => {
    const folder = folderOf({ info: skeletonsInfo, 1: chain })
    const total = JSON.stringify(skeletonsInfo).length + chain.length
    assert.equal((await readPrecomputed(folder, 1n, { maxBytes: total })).nodeCount, 3)
    await assert.rejects(readPrecomputed(folder, 1n, { maxBytes: total - 1 }), {
      code: 'ERR_FILE_TOO_LARGE',
    })
  })
})

describe('readPrecomputed: volumes', () => {
  const volume = { '@type': 'neuroglancer_multiscale_volume', mesh: 'm', skeletons: 's' }
  const files = {
    's/info': skeletonsInfo,
    's/1': chain,
    'm/1:0': { fragments: ['a'] },
    'm/a': triangle,
  }

  it('follows the folder that the info names', async () => {
    for (const [key, kind] of [
      ['mesh', 'mesh'],
      ['skeletons', 'skeleton'],
    ] as const) {
      // prettier-ignore
      const info = { type: 'segmentation', scales: [], [key]: volume[key] }
      const folder = folderOf({ ...files, info })
      assert.equal((await readPrecomputed(folder, 1n)).kind, kind)
    }
  })

  it('asks which, where the info names two', async () => {
    const folder = folderOf({ ...files, info: volume })
    assert.equal((await readPrecomputed(folder, 1n, { kind: 'mesh' })).kind, 'mesh')
    assert.equal((await readPrecomputed(folder, 1n, { kind: 'skeleton' })).kind, 'skeleton')
    await assert.rejects(readPrecomputed(folder, 1n), {
      name: 'RangeError',
      code: 'ERR_MISSING_OPTION',
      message: `\`kind\`, 'mesh' or 'skeleton', is needed here: ${folder} has both`,
    })
  })

  it('rejects folders that hold something else', async () => {
    const swapped = folderOf({ ...files, info: { ...volume, skeletons: 'm' } })
    await assert.rejects(readPrecomputed(swapped, 1n, { kind: 'skeleton' }), /holds meshes$/)
    const nested = folderOf({ ...files, info: { ...volume, skeletons: '.' } })
    await assert.rejects(readPrecomputed(nested, 1n, { kind: 'skeleton' }), /found a volume$/)
    const absent = folderOf({ info: { ...volume, skeletons: 'x' } })
    await assert.rejects(readPrecomputed(absent, 1n, { kind: 'skeleton' }), {
      code: 'ERR_FILE_FORMAT',
      message: `${absent}: its info names the folder "x", which is not there`,
    })
  })
})
