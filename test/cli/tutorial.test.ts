import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../../lib/index'
import { goldenCases, goldenFile, goldenScores } from '../reference/golden'
import { sharedFolder } from '../shared-folder'
import { skipWithout } from '../skip'
import { built, newFolder, run } from './command'

const data = join(sharedFolder, 'data/hemibrain')
const published = [
  ...['propagate', join(data, 'obj/1734350788.obj')],
  ...['--synapses', join(data, 'synapses/1734350788.csv'), '--seeds', 'pre-over-post'],
  ...['--solver', 'iterative', '--clamping', 'none', '--max-iterations', '10000'],
  ...['--tolerance', '1e-6', '--json', '--verbose'],
]

interface Outcome {
  report: Report
  stderr: string
  names: string
  rows: string[][]
}

/** Runs the published case and reads its table. */
async function outcome(file: string, args: string[]): Promise<Outcome> {
  const { code, stdout, stderr } = await run([...published, ...args, '--output', file])
  assert.equal(code, 0, stderr)
  const [names, ...lines] = readFileSync(file, 'utf8').replace(/\n$/, '').split('\n')
  const rows = lines.map((line) => line.split(','))
  return { report: JSON.parse(stdout.toString()) as Report, stderr, names, rows }
}

function assertPublished({ report, rows }: Outcome): void {
  assert.equal(report.nodes, 6309)
  assert.deepEqual(report.seeds, { post: 1457, pre: 554 })
  assert.deepEqual(report.counts, { post: 4437, pre: 1708 })
  assert.deepEqual([report.unlabelled, report.iterations], [164, 10_000])
  assert.deepEqual([report.converged, report.stop], [false, 'maxIterations'])
  const count = (label: string): number => rows.filter((row) => row[1] === label).length
  assert.deepEqual([count('post'), count('pre'), count('')], [4437, 1708, 164])
}

describe('published tutorial case on the command line', () => {
  let folder: string
  before(function () {
    folder = newFolder()
    skipWithout(this, goldenFile)
  })
  before(built)
  after(() => rmSync(folder, { recursive: true }))

  it('writes every golden score, bit for bit', async () => {
    const found = await outcome(join(folder, 'raw.csv'), ['--probabilities', 'raw'])
    assertPublished(found)
    assert.equal(found.names, 'node_id,label,score_post,score_pre')
    const golden = goldenCases().find(({ id }) => id === '1734350788-mesh-tutorial')!
    const scores = Float32Array.from(
      found.rows.flatMap((row) => row.slice(2)),
      Number,
    )
    const bits = ({ buffer }: Float32Array): Uint32Array => new Uint32Array(buffer)
    assert.deepEqual(bits(scores), bits(Float32Array.from(goldenScores(golden))))
    assert.match(
      found.stderr,
      /\nFinished 10,000 iterations without convergence \(last change: 1e-05\)\.\n$/,
    )
  })

  it('writes the published probabilities and says the published sentence', async () => {
    const found = await outcome(join(folder, 'p.csv'), ['--change-norm', 'frobenius'])
    assertPublished(found)
    assert.equal(found.names, 'node_id,label,p_post,p_pre')
    const ends = [...found.rows.slice(0, 3), ...found.rows.slice(-2)]
    assert.deepEqual(ends, [
      ['0', 'post', '0.84158283', '0.15841714'],
      ['1', 'post', '0.83607066', '0.16392933'],
      ['2', 'post', '0.83609617', '0.16390383'],
      ['6307', 'pre', '0.23121291', '0.7687871'],
      ['6308', 'pre', '0.23119102', '0.76880896'],
    ])
    const sentence = 'Finished 10,000 iterations without convergence (last change: 3e-04).'
    assert.ok(found.stderr.endsWith(`\n${sentence}\n`), found.stderr)
  })
})
