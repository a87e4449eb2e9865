import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { objText } from '../../lib/formats/write-obj'
import { Mesh } from '../../lib/neuron/mesh'
import { textOf } from './chunks'

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
