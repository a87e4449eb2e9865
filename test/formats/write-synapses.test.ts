import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { synapsesCsv } from '../../lib/formats/write-synapses'
import { Synapses } from '../../lib/neuron/synapses'
import { textOf } from './chunks'

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
