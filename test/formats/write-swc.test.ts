import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { swcText } from '../../lib/formats/write-swc'
import { Skeleton, type SkeletonInit } from '../../lib/neuron/skeleton'
import { textOf } from './chunks'

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

  it('writes other types and further comments where they are given', async () => {
    const skeleton = new Skeleton({ ...chain, properties: { type: [2, 2, 2] } })
    const text = await textOf(
      swcText(skeleton, { typeOf: (node) => 7 + node, comments: ['7 seven', '8 eight'] }),
    )
    const types = ['10 7 ', '30 8 ', '20 9 ']
    const lines = text.trimEnd().split('\n')
    assert.deepEqual(lines.slice(0, 3), ['# id type x y z radius parent', '# 7 seven', '# 8 eight'])
    assert.deepEqual(
      lines.slice(3).map((line) => line.slice(0, 5)),
      types,
    )
  })
})
