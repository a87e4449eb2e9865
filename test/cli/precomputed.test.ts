import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newFolder, output, run } from './command'

/** A skeleton of three vertices in a row, in the precomputed format. */
function chainBytes(): Buffer {
  const counts = Uint32Array.of(3, 2)
  const positions = Float32Array.of(0, 0, 0, 1000, 0, 0, 2000, 0, 0)
  const edges = Uint32Array.of(0, 1, 1, 2)
  return Buffer.concat([counts, positions, edges].map((part) => Buffer.from(part.buffer)))
}

describe('neuroprop: precomputed neurons', () => {
  const id = '720575940623934801'
  let cwd: string

  before(() => {
    cwd = newFolder()
    mkdirSync(join(cwd, 'skeletons'))
    writeFileSync(join(cwd, 'skeletons/info'), '{"@type": "neuroglancer_skeletons"}')
    writeFileSync(join(cwd, 'skeletons', id), chainBytes())
    writeFileSync(join(cwd, 'labels.csv'), 'node_id,label\n0,a\n2,b\n')
  })
  after(() => rmSync(cwd, { recursive: true }))

  it('are read by folder and id, every digit of it', async () => {
    const info = await output(['info', `precomputed:skeletons/${id}`, '--json'], { cwd })
    const { nodes, edges, kind, nmPerUnit } = JSON.parse(info) as Record<string, unknown>
    assert.deepEqual([nodes, edges, kind, nmPerUnit], [3, 2, 'skeleton', [1, 1, 1]])
    const table = await output(
      [
        ...['propagate', `precomputed:skeletons/${id}`, '--labels', 'labels.csv'],
        ...['--solver', 'iterative', '--max-iterations', '5', '--output', '-'],
      ],
      { cwd },
    )
    assert.equal(table, 'node_id,label,p_a,p_b\n0,a,1,0\n1,a,0.5,0.5\n2,b,0,1\n')
  })

  it('say what is wrong in one line', async () => {
    const missing = await run(['info', 'precomputed:skeletons/5'], { cwd })
    assert.equal(missing.code, 1)
    assert.match(missing.stderr, /^error: skeletons: .*\b5\b.*\n$/)
    const units = await run(['info', `precomputed:skeletons/${id}`, '--units', 'nm'], { cwd })
    assert.equal(units.code, 2)
    assert.match(units.stderr, /^error: `--units` does not go with a precomputed neuron.*\n$/)
  })
})
