import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { NeuronDataError } from '../../lib/errors'
import { readNeuron, type ReadNeuronOptions } from '../../lib/formats/read-neuron'
import { assertShares } from '../event-loop'
import { sharedFolder } from '../shared-folder'
import { skipWithout } from '../skip'

const swc = Buffer.from('1 1 0 0 0 1 -1\n2 0 1 0 0 2 1\n')
const obj = Buffer.from('v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n')

/** A chain of nodes as SWC. */
function chain(nodes: number): Buffer {
  return Buffer.from(
    Array.from({ length: nodes }, (_, i) => `${i} 0 ${i} 0 0 1 ${i - 1}`).join('\n'),
  )
}

describe('readNeuron: wrong input', () => {
  it('rejects wrong options before it reads', async () => {
    const wrong: [object, string, RegExp][] = [
      [{ unit: 'nm' }, 'ERR_UNKNOWN_OPTION', /^unknown option `unit`; did you mean `units`\?$/],
      [
        { format: 'glb' },
        'ERR_INVALID_OPTION',
        /^`format` must be 'ply', 'stl', 'swc' or 'obj'; got "glb"$/,
      ],
      [{ units: 'miles' }, 'ERR_INVALID_OPTION', /^`units` must be/],
      [{ units: 'voxel' }, 'ERR_MISSING_OPTION', /`voxelSize`/],
      [{ units: 'nm', voxelSize: 8 }, 'ERR_CONFLICTING_OPTIONS', /`voxelSize`/],
      [{ maxBytes: -1 }, 'ERR_INVALID_OPTION', /^`maxBytes`/],
      [{ signal: 5 }, 'ERR_INVALID_OPTION', /^`signal`/],
      [{ name: 5 }, 'ERR_INVALID_OPTION', /^`name`/],
    ]
    for (const [options, code, message] of wrong) {
      const call = readNeuron('absent.swc', options)
      await assert.rejects(call, { code, message })
    }
    const call = readNeuron(swc, 'swc' as unknown as ReadNeuronOptions)
    await assert.rejects(call, { name: 'TypeError', message: /^the options of readNeuron must be/ })
  })

  it('never fails otherwise than with a NeuronDataError, whatever the bytes', async () => {
    let state = 3
    const random = (): number => (state = (state * 16807) % 2147483647)
    for (let i = 0; i < 300; i++) {
      const junk = Uint8Array.from({ length: random() % 200 }, () => random() % 256)
      const damaged = Buffer.from(i % 2 === 0 ? swc : obj)
      damaged[random() % damaged.length] = random() % 256
      for (const bytes of [junk, damaged]) {
        for (const format of [undefined, 'swc', 'obj'] as const) {
          await readNeuron(bytes, { format }).catch((error: unknown) => {
            assert.ok(error instanceof NeuronDataError, String(error))
            assert.ok(!error.message.includes('\n'), error.message)
          })
        }
      }
    }
  })

  it('names the format that the caller insists on', async () => {
    await assert.rejects(readNeuron(obj, { format: 'swc', name: 'n.obj' }), {
      message: 'n.obj:1: expected 7 columns (id type x y z radius parent), got 4',
    })
    await assert.rejects(readNeuron(swc, { format: 'obj', name: 'n.swc' }), {
      message: 'n.swc:1: expected a keyword such as v or f, got "1"',
    })
  })

  it('shortens what it shows of a long line', async () => {
    const line = Buffer.from('x'.repeat(1e6))
    await assert.rejects(readNeuron(line, { name: 'n' }), (error: Error) => {
      return error.message.length < 300
    })
    await assert.rejects(
      readNeuron(line, { name: 'n.swc' }),
      /^NeuronDataError: n\.swc:1: .{0,200}$/,
    )
  })

  it('ends with the reason of a signal that was aborted before', async () => {
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    await assert.rejects(readNeuron(swc, { signal }), reason)
  })
})

describe('readNeuron', () => {
  let folder: string
  before(() => (folder = mkdtempSync(join(tmpdir(), 'neuron-'))))
  after(() => rmSync(folder, { recursive: true }))

  it('names a neuron after its file, unless told', async () => {
    const names = {
      '1734350788.swc': '1734350788',
      '1734350788.SWC.gz': '1734350788',
      'a.b.swc': 'a.b',
      'n.txt': 'n.txt',
      'n.obj.swc': 'n.obj',
      plain: 'plain',
    }
    for (const [file, name] of Object.entries(names)) {
      const path = join(folder, file)
      writeFileSync(path, file.endsWith('gz') ? gzipSync(swc) : swc)
      assert.equal((await readNeuron(path)).name, name)
    }
    assert.equal((await readNeuron(join(folder, 'plain'), { name: 'DA1' })).name, 'DA1')
    assert.equal((await readNeuron(swc)).name, undefined)
  })

  it('gives a skeleton its properties, and attaches units without converting', async () => {
    const neuron = await readNeuron(swc, { units: 'voxel', voxelSize: [4, 4, 40] })
    assert.equal(neuron.kind, 'skeleton')
    assert.deepEqual(neuron.nmPerUnit, [4, 4, 40])
    assert.deepEqual(neuron.positions, Float64Array.of(0, 0, 0, 1, 0, 0))
    assert.deepEqual(neuron.properties.get('type'), Int32Array.of(1, 0))
    assert.deepEqual(neuron.properties.get('radius'), Float64Array.of(1, 2))
    assert.equal((await readNeuron(obj)).nmPerUnit, undefined)
    assert.deepEqual((await readNeuron(obj, { units: 'um' })).nmPerUnit, [1000, 1000, 1000])
  })

  it('recognises a format behind many comments', async () => {
    const comments = Buffer.from('# v 1 2 3\n'.repeat(20_000))
    assert.equal((await readNeuron(Buffer.concat([comments, swc]))).kind, 'skeleton')
    assert.equal((await readNeuron(Buffer.concat([comments, obj]))).kind, 'mesh')
  })

  it('reads more nodes than one block of its arrays holds, in order', async () => {
    const nodes = 200_000
    const neuron = await readNeuron(chain(nodes))
    assert.equal(neuron.kind, 'skeleton')
    assert.equal(neuron.nodeCount, nodes)
    assert.ok(neuron.positions.every((value, i) => value === (i % 3 === 0 ? i / 3 : 0)))
    assert.ok(neuron.kind === 'skeleton' && neuron.parents.every((parent, i) => parent === i - 1))
  })

  it('lets others work while it parses, and ends on abort', async () => {
    const bytes = chain(300_000)
    await assertShares((signal) => readNeuron(bytes, { signal }), 300_000 / 2048)
  })
})

describe('readNeuron: hemibrain', () => {
  const data = join(sharedFolder, 'data/hemibrain')

  before(function () {
    skipWithout(this, data)
  })

  it('reads the neuron of the tutorial', async () => {
    const skeleton = await readNeuron(join(data, 'swc/1734350788.swc'))
    assert.equal(skeleton.name, '1734350788')
    assert.equal(skeleton.nodeCount, 4465)
    const mesh = await readNeuron(join(data, 'obj/1734350788.obj'))
    assert.equal(mesh.nodeCount, 6309)
    assert.equal(mesh.positions[1], 34792.03125)
  })
})
