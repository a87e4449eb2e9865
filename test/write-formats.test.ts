import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { objText } from '../lib/formats/write-obj'
import { swcText } from '../lib/formats/write-swc'
import { synapsesCsv } from '../lib/formats/write-synapses'
import { Mesh } from '../lib/neuron/mesh'
import { Skeleton, type SkeletonInit } from '../lib/neuron/skeleton'
import { Synapses } from '../lib/neuron/synapses'

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += chunk
  return text
}

describe('swcText', () => {
  const chain: SkeletonInit = {
    positions: [0, 0.1, -2, 1e-7, 1e21, 3, 0, 0, 0],
    parents: [30, -1, 999],
    nodeIds: [10, 30, 20],
  }

  it('rejects a type or radius that is not a number, and names the node', async () => {
    for (const name of ['type', 'radius']) {
      const skeleton = new Skeleton({ ...chain, properties: { [name]: [1, 'axon', 2] } })
      await assert.rejects(textOf(swcText(skeleton)), {
        name: 'TypeError',
        code: 'ERR_INVALID_ARGUMENT',
        message: `\`${name}\` must be a number to be written as SWC; got "axon" for node 30`,
      })
    }
  })

  it('writes ids, order and numbers as they are, 0 for what is not there', async () => {
    const expected = ['10 0 0 0.1 -2 0 30', '30 0 1e-7 1e+21 3 0 -1', '20 0 0 0 0 0 -1', '']
    assert.equal(
      await textOf(swcText(new Skeleton(chain))),
      ['# id type x y z radius parent', ...expected].join('\n'),
    )
  })

  it('writes type, radius and units', async () => {
    const properties = { type: [2, null, NaN], radius: [0.5, 7, undefined] }
    const units = async (init: Partial<SkeletonInit>): Promise<string[]> => {
      const text = await textOf(swcText(new Skeleton({ ...chain, ...init, properties })))
      return text.split('\n').slice(1)
    }
    const rows = ['10 2 0 0.1 -2 0.5 30', '30 0 1e-7 1e+21 3 7 -1', '20 0 0 0 0 0 -1', '']
    assert.deepEqual(await units({}), rows)
    assert.deepEqual(await units({ units: 'nm' }), ['# units: nm', ...rows])
    assert.deepEqual(await units({ units: 'um' }), ['# units: um', ...rows])
    const voxels = await units({ voxelSize: [4, 4, 40] })
    assert.deepEqual(voxels, ['# units: voxels of 4 x 4 x 40 nm', ...rows])
  })

  it('comes in chunks, whole lines each, and ends when aborted between them', async () => {
    const count = 2500
    const skeleton = new Skeleton({
      positions: new Float64Array(3 * count),
      parents: Array.from({ length: count }, (_, i) => i - 1),
    })
    const chunks: string[] = []
    for await (const chunk of swcText(skeleton)) chunks.push(chunk)
    assert.ok(chunks.length > 2)
    assert.ok(chunks.every((chunk) => chunk.endsWith('\n')))
    assert.equal(chunks.join('').split('\n').length, 1 + count + 1)

    const controller = new AbortController()
    const reason = new Error('enough')
    const aborted = async (): Promise<void> => {
      for await (const chunk of swcText(skeleton, { signal: controller.signal })) {
        if (!chunk.startsWith('#')) controller.abort(reason)
      }
    }
    await assert.rejects(aborted(), reason)
  })
})

describe('objText', () => {
  it('writes vertices, then faces counted from 1', async () => {
    const mesh = new Mesh({
      positions: [0, 0, 0, 1, 0, 0, 0, 1.5, 0, 9, 9, 9],
      faces: [0, 1, 2, 2, 1, 0],
    })
    const lines = ['v 0 0 0', 'v 1 0 0', 'v 0 1.5 0', 'v 9 9 9', 'f 1 2 3', 'f 3 2 1', '']
    const comment = '# v x y z; f vertices, counted from 1'
    assert.equal(await textOf(objText(mesh)), [comment, ...lines].join('\n'))
  })

  it('writes a mesh without faces, and its units', async () => {
    const mesh = new Mesh({ positions: [1, 2, 3], faces: [], units: 'um' })
    const lines = ['# v x y z; f vertices, counted from 1', '# units: um', 'v 1 2 3', '']
    assert.equal(await textOf(objText(mesh)), lines.join('\n'))
  })
})

describe('synapsesCsv', () => {
  it('writes only the line of names where there is no synapse', async () => {
    const none = new Synapses({ positions: [], types: [] })
    assert.equal(await textOf(synapsesCsv(none)), 'connector_id,type,x,y,z\n')
  })

  it('quotes what RFC 4180 wants quoted, and leaves empty what has no value', async () => {
    const synapses = new Synapses({
      positions: [1, 2, 3, 0.5, -1, 0, 4, 5, 6],
      types: ['pre', 'post', 'pre'],
      nodeIds: [7, NaN, 8],
      columns: {
        'roi, side': ['LH', 'a "b"', 'x\ny'],
        score: [0.25, NaN, null],
        ok: [true, false, undefined],
      },
    })
    const lines = [
      'connector_id,node_id,type,x,y,z,"roi, side",score,ok',
      '0,7,pre,1,2,3,LH,0.25,true',
      '1,,post,0.5,-1,0,"a ""b""",,false',
      '2,8,pre,4,5,6,"x\ny",,',
      '',
    ]
    assert.equal(await textOf(synapsesCsv(synapses)), lines.join('\n'))
  })

  it('keeps the connector ids of the table', async () => {
    const columns = { roi: ['LH'], connector_id: ['720575940628857210'] }
    const synapses = new Synapses({ positions: [1, 2, 3], types: ['post'], columns })
    const lines = ['connector_id,type,x,y,z,roi', '720575940628857210,post,1,2,3,LH', '']
    assert.equal(await textOf(synapsesCsv(synapses)), lines.join('\n'))
  })
})
