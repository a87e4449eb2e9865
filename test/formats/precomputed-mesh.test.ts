import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readPrecomputed } from '../../lib/formats/precomputed'
import type { Mesh } from '../../lib/neuron/mesh'
import { fragmentFile, writeFolder } from './precomputed-files'
import { readableLengths } from './truncation'

const meshInfo = { '@type': 'neuroglancer_legacy_mesh' }
const triangle = fragmentFile([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2])

let root: string
let folders = 0
before(() => (root = mkdtempSync(join(tmpdir(), 'precomputed-mesh-'))))
after(() => rmSync(root, { recursive: true }))

function folderOf(files: Record<string, unknown>): string {
  return writeFolder(join(root, String(folders++)), files)
}

/** Reads the mesh `1` that these fragments make. */
async function meshOf(fragments: Record<string, Uint8Array>): Promise<Mesh> {
  const files = { info: meshInfo, '1:0': { fragments: Object.keys(fragments) }, ...fragments }
  const neuron = await readPrecomputed(folderOf(files), 1n)
  assert.equal(neuron.kind, 'mesh')
  return neuron
}

describe('readPrecomputed: meshes', () => {
  it('merges equal vertices across fragments, in their order', async () => {
    const right = fragmentFile([1, 0, 0, 0, 1, -0, 1, 1, 0], [0, 2, 1])
    const mesh = await meshOf({ '1:0:0': triangle, '1:0:1': right })
    assert.deepEqual([...mesh.positions], [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0])
    assert.deepEqual([...mesh.faces], [0, 1, 2, 1, 3, 2])
    assert.deepEqual(mesh.nmPerUnit, [1, 1, 1])
    assert.equal(mesh.name, '1')
  })

  it('reads a folder without info, fragments in folders below it, and gzip', async () => {
    const manifest = { fragments: ['meshes/1.ngmesh', '1:0:b'] }
    const other = gzipSync(fragmentFile([5, 5, 5], []))
    const files = { '1:0': manifest, 'meshes/1.ngmesh': triangle, '1:0:b.gz': other }
    const mesh = await readPrecomputed(folderOf(files), 1n)
    assert.ok(mesh.kind === 'mesh')
    assert.deepEqual([mesh.nodeCount, mesh.faces.length], [4, 3])
  })

  it('rejects wrong manifests', async () => {
    const wrong: [unknown, RegExp][] = [
      [{}, /`fragments` must be an array of file names; got undefined$/],
      [{ fragments: [5] }, /`fragments` must be names of files in the folder; got 5 \(number\)$/],
      [{ fragments: ['absent'] }, /the fragment "absent" is not in the folder$/],
      [{ fragments: ['a', 'a'] }, /`fragments` names "a" twice$/],
      ...['../a', '/etc/hostname', 'b/../../a', '.', '..', '', 'a/', 'a\0'].map(
        (name) =>
          [{ fragments: [name] }, /must be names of files in the folder; got "/] as [
            unknown,
            RegExp,
          ],
      ),
    ]
    for (const [manifest, message] of wrong) {
      const folder = folderOf({ info: meshInfo, '1:0': manifest, a: triangle })
      await assert.rejects(readPrecomputed(folder, 1n), { code: 'ERR_FILE_FORMAT', message })
    }
  })

  it('rejects fragments that are cut, or name vertices that are not there', async () => {
    const readable = await readableLengths(triangle, (bytes) => meshOf({ a: bytes }))
    // A fragment without triangles.
    assert.deepEqual(readable, [40])
    const beyond = fragmentFile([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2, 0, 1, 3])
    await assert.rejects(meshOf({ a: triangle, b: beyond }), {
      code: 'ERR_INVALID_FACE',
      message: /b: a triangle references vertex 3 but there are only 3 vertices \(triangle 1\)$/,
    })
    await assert.rejects(meshOf({ a: fragmentFile([0, 0, Infinity], []) }), {
      code: 'ERR_INVALID_POSITION',
      message: /a: a vertex must have finite coordinates; got 0 0 Infinity \(vertex 0\)$/,
    })
    await assert.rejects(meshOf({}), { code: 'ERR_EMPTY_NEURON' })
  })
})
