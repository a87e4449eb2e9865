import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readNeuron } from '../../lib/formats/read-neuron'
import type { Mesh } from '../../lib/neuron/mesh'
import { assertShares } from '../event-loop'
import { integers, stlFile, stlText } from './mesh-writers'
import { readableLengths } from './truncation'

const files = join(__dirname, 'files')

async function meshOf(bytes: Buffer): Promise<Mesh> {
  const neuron = await readNeuron(bytes, { format: 'stl' })
  assert.equal(neuron.kind, 'mesh')
  return neuron
}

/** Triangles over few different positions, zeros of both signs among them. */
function triangles(count: number): number[][][] {
  const random = integers(3)
  const coordinate = (): number => (random(7) - 3) * (random(2) === 0 ? 0.5 : -(2 ** -random(24)))
  return Array.from({ length: count }, () =>
    Array.from({ length: 3 }, () => [coordinate(), coordinate(), coordinate()]),
  )
}

/** The merged mesh by way of texts, in which -0 is written as 0. */
function merged(all: number[][][]): { positions: number[]; faces: number[] } {
  const indices = new Map<string, number>()
  const positions: number[] = []
  const faces = all.flat().map((position) => {
    const key = position.join()
    const index = indices.get(key) ?? indices.size
    if (index === indices.size) positions.push(...position)
    indices.set(key, index)
    return index
  })
  return { positions, faces }
}

describe('STL', () => {
  it('fails wherever a file is cut', async () => {
    const names = readdirSync(files).filter((name) => /^stl-.*\.stl$/.test(name))
    assert.ok(names.length > 20)
    for (const name of names) {
      const bytes = readFileSync(join(files, name))
      const readable = await readableLengths(bytes, meshOf)
      // The file may end behind the last letter of `endsolid`.
      const end = bytes.indexOf('endsolid')
      assert.ok(
        readable.every((length) => length >= end + 'endsolid'.length),
        name,
      )
      if (/^stl-binary-(?!longer)/.test(name)) assert.deepEqual(readable, [], name)
    }
  })

  it('merges equal vertices, binary and text alike', async () => {
    const all = triangles(20_000)
    const { positions, faces } = merged(all)
    assert.ok(positions.length < 180_000 && positions.length > 30_000)
    for (const bytes of [stlFile(all), stlText(all)]) {
      const mesh = await meshOf(bytes)
      // -0 and 0 are equal here.
      assert.ok(mesh.positions.every((value, i) => value === positions[i]))
      assert.equal(mesh.positions.length, positions.length)
      assert.deepEqual(mesh.faces, Uint32Array.from(faces))
    }
  })

  it('does not merge what differs in the last bit', async () => {
    const near = [1, 1 + 2 ** -23, 1 - 2 ** -24]
    const mesh = await meshOf(stlFile([near.map((x) => [x, 0, 0])]))
    assert.deepEqual([...mesh.positions], [near[0], 0, 0, near[1], 0, 0, near[2], 0, 0])
    assert.deepEqual([...mesh.faces], [0, 1, 2])
  })

  it('lets others work while it reads, and ends on abort', async () => {
    const all = triangles(20_000)
    const files: [Buffer, number][] = [
      [stlFile(all), 20_000 / 4096],
      [stlText(all), (20_000 * 7) / 2048], // a facet is seven lines
    ]
    for (const [bytes, leastTurns] of files) {
      await assertShares((signal) => readNeuron(bytes, { format: 'stl', signal }), leastTurns)
    }
  })
})
