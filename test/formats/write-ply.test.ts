import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { readNeuron } from '../../lib/formats/read-neuron'
import { plyBytes } from '../../lib/formats/write-ply'
import { Mesh, type MeshInit } from '../../lib/neuron/mesh'
import { Skeleton } from '../../lib/neuron/skeleton'
import { shapeNeuron } from '../neuron/shape-neuron'
import { shapes } from '../shapes'
import { bytesOf } from './chunks'

/** The header's lines, and the bytes behind it. */
function parts(bytes: Buffer): { header: string[]; body: Buffer } {
  const end = bytes.indexOf('end_header\n') + 'end_header\n'.length
  return { header: bytes.toString('latin1', 0, end).split('\n'), body: bytes.subarray(end) }
}

const triangle: MeshInit = { positions: [0, 0, 0, 1, 0, 0, 0, 1.5, 0], faces: [2, 1, 0] }

describe('plyBytes', () => {
  it('writes a mesh byte by byte as the format has it', async () => {
    const { header, body } = parts(await bytesOf(plyBytes(new Mesh(triangle))))
    assert.deepEqual(header, [
      'ply',
      'format binary_little_endian 1.0',
      'element vertex 3',
      'property float x',
      'property float y',
      'property float z',
      'element face 1',
      'property list uchar int vertex_indices',
      'end_header',
      '',
    ])
    const expected = Buffer.alloc(3 * 12 + 13)
    expected.writeFloatLE(1, 12)
    expected.writeFloatLE(1.5, 28)
    expected.writeUInt8(3, 36)
    for (const [i, vertex] of [2, 1, 0].entries()) expected.writeInt32LE(vertex, 37 + 4 * i)
    assert.deepEqual(body, expected)
  })

  it('writes the edges of a skeleton from child to parent, by index', async () => {
    const skeleton = new Skeleton({
      positions: [0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0],
      parents: [30, -1, 30, 999],
      nodeIds: [10, 30, 20, 5],
      units: 'nm',
    })
    const { header, body } = parts(await bytesOf(plyBytes(skeleton, { comments: ['one', 'two'] })))
    assert.deepEqual(header.slice(2, 5), ['comment units: nm', 'comment one', 'comment two'])
    assert.deepEqual(header.slice(-5), [
      'element edge 2',
      'property int vertex1',
      'property int vertex2',
      'end_header',
      '',
    ])
    const edges = new Int32Array(new Uint8Array(body.subarray(4 * 12)).buffer)
    assert.deepEqual([...edges], [0, 1, 2, 1])
  })

  it('writes columns of every type behind the coordinates', async () => {
    const columns = (['uchar', 'int', 'float', 'double'] as const).map((type) => ({
      name: `a_${type}`,
      type,
    }))
    const rows = (from: number, to: number): number[] =>
      Array.from({ length: to - from }, (_, i) => [200 + i, -i - 70000, i / 2, 0.1 * i]).flat()
    const { header, body } = parts(
      await bytesOf(plyBytes(new Mesh(triangle), { vertex: { columns, rows } })),
    )
    assert.deepEqual(
      header.slice(6, 10),
      columns.map(({ name, type }) => `property ${type} ${name}`),
    )
    const second = 12 + 17 + 12
    assert.equal(body.readUInt8(second), 201)
    assert.equal(body.readInt32LE(second + 1), -70001)
    assert.equal(body.readFloatLE(second + 5), 0.5)
    assert.equal(body.readDoubleLE(second + 9), 0.1)
  })

  for (const [what, positions, type] of [
    ['with a decimal fraction', [0, 0, 0.1, 1, 0.5, 0, 2, 1, 0], 'double'],
    ['of which one needs float64', [0, 0, 2 ** 24 + 1, 1, 0.5, 0, 2, 1, 0], 'double'],
    ['of which all survive float32', [0, 0, 2 ** 24, 1, 0.5, 0, 2, 1, 0], 'float'],
    ['beyond float32', [0, 0, 1e39, 1, 0.5, 0, 2, 1, 0], 'double'],
  ] as const) {
    it(`writes coordinates ${what} as ${type}`, async () => {
      const mesh = new Mesh({ positions, faces: [0, 1, 2] })
      const bytes = await bytesOf(plyBytes(mesh))
      assert.equal(parts(bytes).header[3], `property ${type} x`)
      assert.deepEqual((await readNeuron(bytes)).positions, mesh.positions)
    })
  }

  for (const shape of shapes) {
    it(`reads back: ${shape.name}`, async () => {
      const neuron = shapeNeuron(shape)
      const read = await readNeuron(await bytesOf(plyBytes(neuron)))
      assert.deepEqual(read.positions, neuron.positions)
      assert.ok(read instanceof Mesh)
      assert.deepEqual(read.faces, neuron instanceof Mesh ? neuron.faces : new Uint32Array(0))
    })
  }

  it('comes in chunks, and ends when aborted between them', async () => {
    const count = 10_000
    const mesh = new Mesh({ positions: new Float64Array(3 * count), faces: [0, 1, 2] })
    const controller = new AbortController()
    const reason = new Error('enough')
    let chunks = 0
    const aborted = async (): Promise<void> => {
      for await (const chunk of plyBytes(mesh, { signal: controller.signal })) {
        assert.ok(chunk.length < 100_000)
        if (++chunks === 3) controller.abort(reason)
      }
    }
    await assert.rejects(aborted(), reason)
    assert.equal(chunks, 3)
  })
})
