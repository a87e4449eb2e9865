import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readNeuron } from '../../lib/formats/read-neuron'
import type { Mesh } from '../../lib/neuron/mesh'
import { assertShares } from '../event-loop'
import { sharedFolder } from '../shared-folder'
import { skipWithout } from '../skip'
import { integers, plyFile, type PlyLayout, type WrittenMesh } from './mesh-writers'
import { readableLengths } from './truncation'

const files = join(__dirname, 'files')
const common: PlyLayout = {
  format: 'binary_little_endian',
  coordinate: 'float',
  count: 'uchar',
  index: 'int',
}
const formats = ['ascii', 'binary_little_endian', 'binary_big_endian'] as const

async function meshOf(bytes: Buffer): Promise<Mesh> {
  const neuron = await readNeuron(bytes)
  assert.equal(neuron.kind, 'mesh')
  return neuron
}

/** Integers of 7 bits, so that every type holds them. */
function smallMesh(): WrittenMesh {
  const random = integers(5)
  const positions = Array.from({ length: 100 }, () => [random(127), random(127), random(127)])
  const polygons = Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: i % 3 === 0 ? 3 + random(4) : 3 }, () => random(100)),
  )
  return { positions, polygons }
}

function fans(polygons: number[][]): number[] {
  return polygons.flatMap(([first, ...others]) =>
    others.slice(1).flatMap((vertex, i) => [first, others[i], vertex]),
  )
}

/** A mesh whose arrays are larger than what is read in one go. */
function largeMesh(): WrittenMesh {
  const count = 20_000
  const random = integers(11)
  return {
    positions: Array.from({ length: count }, (_, i) => [i, 0.5 - i, i / 4]),
    polygons: Array.from({ length: count }, () => [random(count), random(count), random(count)]),
  }
}

describe('PLY', () => {
  it('fails wherever a binary file is cut', async () => {
    for (const name of ['ply-little-endian.ply', 'ply-big-endian.ply', 'ply-any-layout.ply']) {
      const bytes = readFileSync(join(files, name))
      assert.deepEqual(await readableLengths(bytes, meshOf), [], name)
    }
  })

  it('fails wherever a text is cut before its last number, and never otherwise than said', async () => {
    const names = readdirSync(files).filter((name) => /^ply-.*\.ply$/.test(name))
    assert.ok(names.length > 40)
    for (const name of names) {
      const bytes = readFileSync(join(files, name))
      const readable = await readableLengths(bytes, meshOf)
      const isText = bytes.includes('format ascii 1.0')
      // The last number, of 8 digits at most, and what may stand behind it.
      if (isText)
        assert.ok(
          readable.every((length) => length > bytes.length - 16),
          name,
        )
    }
  })

  it('reads every type of coordinate, length and index, in both spellings', async () => {
    const mesh = smallMesh()
    const lengths = ['char', 'uchar', 'short', 'ushort', 'int', 'uint', 'int8', 'uint8', 'int16']
    const indices = [...lengths, 'uint16', 'int32', 'uint32', 'float', 'double', 'float32']
    const coordinates = [...indices, 'float64']
    for (const format of formats) {
      for (const [i, coordinate] of coordinates.entries()) {
        const layout = {
          format,
          coordinate,
          count: lengths[i % lengths.length],
          index: indices[(7 * i) % indices.length],
        }
        const { positions, faces } = await meshOf(plyFile(mesh, layout))
        assert.deepEqual(positions, Float64Array.from(mesh.positions.flat()))
        assert.deepEqual(faces, Uint32Array.from(fans(mesh.polygons)), JSON.stringify(layout))
      }
    }
  })

  it('keeps the exact value of a float and of a double', async () => {
    const mesh = { positions: [[0.1, 1e-45, 3.4e38]], polygons: [] }
    for (const format of formats) {
      const asFloat = await meshOf(plyFile(mesh, { ...common, format }))
      assert.deepEqual([...asFloat.positions], [0.1, 1e-45, 3.4e38].map(Math.fround))
      const asDouble = await meshOf(plyFile(mesh, { ...common, format, coordinate: 'double' }))
      assert.deepEqual([...asDouble.positions], [0.1, 1e-45, 3.4e38])
    }
  })

  it('keeps further values of the vertices, in arrays of their type', async () => {
    const further = [
      { name: 'red', type: 'uchar', value: (i: number) => 200 + i },
      { name: 'level', type: 'short', value: (i: number) => -i },
      { name: '__proto__', type: 'int', value: (i: number) => 100_000 * i },
      { name: 'weight', type: 'float', value: (i: number) => i / 3 },
      { name: 'nan', type: 'double', value: (i: number) => (i === 0 ? NaN : i / 3) },
    ]
    const mesh = { positions: [[0, 0, 0], [1, 0, 0]], polygons: [] } // prettier-ignore
    for (const format of formats) {
      const { properties, positions } = await meshOf(plyFile(mesh, { ...common, format, further }))
      assert.deepEqual([...positions], [0, 0, 0, 1, 0, 0])
      assert.deepEqual(
        [...properties],
        [
          ['red', Uint8Array.of(200, 201)],
          ['level', Int16Array.of(-0, -1)],
          ['__proto__', Int32Array.of(0, 100_000)],
          ['weight', Float32Array.of(0, 1 / 3)],
          ['nan', Float64Array.of(NaN, 1 / 3)],
        ],
      )
    }
  })

  it('reads what is larger than one block, in order', async () => {
    const mesh = largeMesh()
    for (const format of formats) {
      const { positions, faces } = await meshOf(plyFile(mesh, { ...common, format }))
      assert.deepEqual(positions, Float64Array.from(mesh.positions.flat()))
      assert.deepEqual(faces, Uint32Array.from(mesh.polygons.flat()))
    }
  })

  it('reads a polygon behind thousands of triangles, and names the face that is wrong', async () => {
    const mesh = largeMesh()
    mesh.polygons[19_000] = [1, 2, 3, 4]
    for (const count of ['uchar', 'int']) {
      const { faces } = await meshOf(plyFile(mesh, { ...common, count }))
      assert.deepEqual(faces, Uint32Array.from(fans(mesh.polygons)))
    }
    mesh.polygons[19_500] = [1, 2, 20_000]
    for (const polygon of [
      [1, 2, 3, 4],
      [1, 2, 3],
    ]) {
      // prettier-ignore
      mesh.polygons[19_000] = polygon
      await assert.rejects(meshOf(plyFile(mesh, common)), {
        code: 'ERR_INVALID_FACE',
        message:
          '`vertex_indices` references vertex 20000 but there are only 20000 vertices (face 19500)',
      })
    }
  })

  it('lets others work while it reads, and ends on abort', async () => {
    const empty = plyFile({ positions: [], polygons: [] }, { ...common, format: 'ascii' })
    const header = empty.toString().replace('vertex 0', 'vertex 300000').trimEnd()
    const bytes = Buffer.from(header + '\n1 2 3'.repeat(300_000))
    await assertShares((signal) => readNeuron(bytes, { signal }), 300_000 / 2048)
  })
})

describe('PLY: hemibrain', () => {
  const folder = join(sharedFolder, 'data/hemibrain/ply')

  before(function () {
    skipWithout(this, folder)
  })

  it('reads the meshes of three neurons', async () => {
    const sizes = {
      1734350788: [17369, 35106],
      722817260: [17875, 36127],
      754534424: [18095, 36472],
    }
    for (const [name, [vertices, faces]] of Object.entries(sizes)) {
      const mesh = await readNeuron(join(folder, `${name}.ply`))
      assert.ok(mesh.kind === 'mesh' && mesh.name === name)
      assert.deepEqual([mesh.nodeCount, mesh.faces.length / 3], [vertices, faces])
      // Written again as text, and read again: no bit changes.
      const positions = Array.from({ length: vertices }, (_, i) => [
        ...mesh.positions.subarray(3 * i, 3 * i + 3),
      ])
      const polygons = Array.from({ length: faces }, (_, i) => [
        ...mesh.faces.subarray(3 * i, 3 * i + 3),
      ])
      const again = await meshOf(plyFile({ positions, polygons }, { ...common, format: 'ascii' }))
      assert.deepEqual(again.positions, mesh.positions)
      assert.deepEqual(again.faces, mesh.faces)
    }
  })
})
