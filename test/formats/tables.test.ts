import assert from 'node:assert/strict'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { readLabels } from '../../lib/formats/read-labels'
import { readSynapses } from '../../lib/formats/read-synapses'
import { assertShares } from '../event-loop'
import { sharedFolder } from '../shared-folder'
import { skipWithout } from '../skip'

const header = 'type,x,y,z\n'
const readers = { readSynapses, readLabels }

for (const [name, read] of Object.entries(readers)) {
  describe(`${name}: wrong input`, () => {
    it('rejects wrong options', async () => {
      const wrong: [object, string, RegExp][] = [
        [
          { column: {} },
          'ERR_UNKNOWN_OPTION',
          /^unknown option `column`; did you mean `columns`\?$/,
        ],
        [{ columns: { w: 'x' } }, 'ERR_UNKNOWN_OPTION', /^unknown option `columns\.w`; there are /],
        [{ columns: { x: 5 } }, 'ERR_INVALID_OPTION', /^`columns\.x` must be the name of a column/],
        [{ columns: 'x' }, 'ERR_INVALID_OPTION', /^`columns` must be an object/],
        [{ delimiter: ', ' }, 'ERR_INVALID_OPTION', /^`delimiter` must be one character/],
        [{ delimiter: '"' }, 'ERR_INVALID_OPTION', /^`delimiter` must be one character/],
        [{ maxBytes: 0 }, 'ERR_INVALID_OPTION', /^`maxBytes`/],
      ]
      for (const [options, code, message] of wrong) {
        await assert.rejects(read(Buffer.from(header), options), { code, message })
      }
    })

    it('lets errors of the system through', async () => {
      await assert.rejects(read('absent.csv'), { code: 'ENOENT' })
    })

    it('refuses a row that a quote makes endless', async () => {
      const table = Buffer.from(`${header}pre,"1,2,3\n${'pre,1,2,3\n'.repeat(200_000)}`)
      await assert.rejects(read(table, { name: 'n.csv' }), {
        code: 'ERR_FILE_FORMAT',
        message: 'n.csv:2: a row of more than 1048576 bytes; a quote may not be closed',
      })
    })

    it('ends with the reason of a signal that was aborted before', async () => {
      const reason = new Error('enough')
      const table = Buffer.from(`node_id,label,${header}1,a,pre,1,2,3\n`)
      await assert.rejects(read(table, { signal: AbortSignal.abort(reason) }), reason)
    })

    it('lets others work while it reads, and ends on abort', async () => {
      const rows = Array.from({ length: 50_000 }, (_, i) => `${i},a,pre,1,2,3\n`)
      const table = Buffer.from(`node_id,label,${header}${rows.join('')}`)
      // Parsed in steps of 16 KiB, then each column in blocks of 4096 rows.
      await assertShares((signal) => read(table, { signal }), table.length / 16384 + 50_000 / 4096)
    })
  })
}

describe('readSynapses', () => {
  it('attaches units without converting', async () => {
    const table = Buffer.from(`${header}pre,1,2,3\n`)
    const synapses = await readSynapses(table, { voxelSize: 8 })
    assert.deepEqual(synapses.nmPerUnit, [8, 8, 8])
    assert.deepEqual(synapses.positions, Float64Array.of(1, 2, 3))
    await assert.rejects(readSynapses(table, { units: 'voxel' }), { code: 'ERR_MISSING_OPTION' })
  })

  it('takes every spelling of a side', async () => {
    const pre = ['pre', 'PreSyn', 'presynapse', 'presynaptic', '0', 'PRE']
    const post = ['post', 'PostSyn', 'postsynapse', 'postsynaptic', '1', 'POST']
    const rows = [...pre, ...post].map((side) => `${side},1,2,3\n`).join('')
    const synapses = await readSynapses(Buffer.from(header + rows))
    assert.deepEqual([...synapses.isPre], [...pre.map(() => 1), ...post.map(() => 0)])
  })

  it('finds the score under another name that the user gives', async () => {
    const table = Buffer.from('type,x,y,z,quality,conf\npre,1,2,3,7,8\n')
    const synapses = await readSynapses(table, { columns: { confidence: 'Quality' } })
    assert.deepEqual(synapses.columns.get('confidence'), Float64Array.of(7))
    assert.deepEqual(synapses.columns.get('conf'), Float64Array.of(8))
    assert.deepEqual((await readSynapses(table)).columns.get('confidence'), Float64Array.of(8))
  })

  it('takes a delimiter that the header does not tell', async () => {
    const table = Buffer.from('type|x|y|z\npre|1|2|3\n')
    assert.equal((await readSynapses(table, { delimiter: '|' })).count, 1)
  })

  it('counts lines across quoted line ends and blank lines, over many chunks', async () => {
    const filler = `pre,1,2,3,"é\r\n\né"\r\n\r\n`.repeat(5000)
    const table = Buffer.from(`type,x,y,z,note\r\n${filler}pre,1,2,,end\r\n`)
    const chunks = Array.from({ length: table.length / 1000 + 1 }, (_, i) =>
      table.subarray(1000 * i, 1000 * (i + 1)),
    )
    const call = readSynapses(Readable.from(chunks), { name: 'n.csv' })
    // A header, then 5000 rows of three lines with an empty line each.
    await assert.rejects(call, { line: 1 + 5000 * 4 + 1 })
  })

  it('takes a field of a million digits and a letter for a text', async () => {
    // Time that grows with the square of the digits would be beyond any limit for a test.
    const id = '1'.repeat(1e6) + 'x'
    const synapses = await readSynapses(Buffer.from(`type,x,y,z,id\npre,1,2,3,${id}\n`))
    assert.deepEqual(synapses.columns.get('id'), [id])
  })

  it('reads more rows than one step parses', async () => {
    const synapses = await readSynapses(Buffer.from(header + 'pre,1,2,3\n'.repeat(50_000)))
    assert.equal(synapses.count, 50_000)
  })
})

describe('readSynapses: hemibrain', () => {
  const data = join(sharedFolder, 'data/hemibrain')

  before(function () {
    skipWithout(this, data)
  })

  it('reads the synapses of the tutorial', async () => {
    const synapses = await readSynapses(join(data, 'synapses/1734350788.csv'))
    assert.deepEqual([synapses.preCount, synapses.postCount], [621, 2084])
    assert.deepEqual([...synapses.positions.subarray(0, 3)], [6444, 21608, 14516])
    assert.equal(synapses.nodeIds?.[2], 2638)
    assert.equal(synapses.columns.get('roi')?.[0], 'LH(R)')
  })
})
