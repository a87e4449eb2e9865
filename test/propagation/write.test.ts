import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import {
  propagateLabels,
  resultText,
  type Label,
  type ProbabilityKind,
  type PropagationResult,
} from '../../lib/index'
import { chainNeuron, shapeNeuron } from '../neuron/shape-neuron'
import { shape } from '../shapes'

const iterative = { solver: 'iterative', maxIterations: 20 } as const
const kinds: ProbabilityKind[] = ['normalized', 'softmax', 'raw']

let folder = ''
const place = (name: string): string => join(folder, name)

/** A tree whose ids say nothing of the order; half of it is out of reach. */
const treeResult = (labels: readonly Label[] = ['a', 'b', 'c'], name = 'ids with gaps') => {
  const tree = shapeNeuron(shape(name))
  const ids = Array.from({ length: labels.length }, (_, l) => tree.nodeIds.at(7 * l))
  const seeds = new Map(ids.map((id, l) => [id, labels[l]]))
  return propagateLabels(tree, seeds, { ...iterative, maxIterations: 6, labelOrder: labels })
}

/** The file's rows as objects, every field as text. */
async function rowsOf(result: PropagationResult, name: string, kind?: ProbabilityKind) {
  await result.write(place(name), { probabilities: kind })
  const text = readFileSync(place(name), 'utf8')
  assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'))
  const options = { columns: true, delimiter: name.endsWith('.tsv') ? '\t' : ',' } as const
  return parse<Record<string, string>>(text, options)
}

/** The decimal with the fewest digits that reads back as the same float32. */
function shortest(value: number): string {
  let digits = 1
  while (Math.fround(Number(value.toPrecision(digits))) !== value) digits++
  return String(Number(value.toPrecision(digits)))
}

const fields = (rows: object[], name: string): unknown[] =>
  rows.map((row) => (row as Record<string, unknown>)[name])
const labelsOf = (rows: object[]): unknown[] => fields(rows, 'label').map((label) => label || null)
const ends = new Map([
  [0, 'a'],
  [9, 'b'],
])

/** A number read back, where nothing stands for NaN. */
const readBack = (text: string): number => (text === '' ? NaN : Number(text))

describe('result.write', () => {
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'neuroprop-write-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  for (const ending of ['csv', 'tsv']) {
    for (const kind of kinds) {
      it(`writes .${ending} with ${kind} scores that read back as the same floats`, async () => {
        const result = await treeResult()
        const rows = await rowsOf(result, `table.${ending}`, kind)
        const prefix = kind === 'raw' ? 'score_' : 'p_'
        const columns = ['a', 'b', 'c'].map((label) => prefix + label)
        assert.deepEqual(Object.keys(rows[0]), ['node_id', 'label', ...columns])
        const { nodeIds, nodeCount } = result.neuron
        assert.equal(rows.length, nodeCount)
        assert.deepEqual(
          fields(rows, 'node_id'),
          rows.map((_, i) => String(nodeIds.at(i))),
        )
        assert.deepEqual(labelsOf(rows), result.decode())
        const numbers = rows.flatMap((row) => columns.map((column) => readBack(row[column])))
        assert.deepEqual(numbers.map(Math.fround), Array.from(result.probabilities(kind)))
        assert.equal(numbers.some(Number.isNaN), kind !== 'raw')
      })
    }
  }

  for (const kind of kinds) {
    it(`writes .json with ${kind} scores and the report`, async () => {
      const result = await treeResult()
      await result.write(place('table.JSON'), { probabilities: kind })
      const { report, nodes } = JSON.parse(readFileSync(place('table.JSON'), 'utf8')) as {
        report: unknown
        nodes: Record<string, number | string | null>[]
      }
      assert.deepEqual(report, result.report)
      const prefix = kind === 'raw' ? 'score_' : 'p_'
      assert.deepEqual(Object.keys(nodes[0]), [
        'node_id',
        'label',
        `${prefix}a`,
        `${prefix}b`,
        `${prefix}c`,
      ])
      assert.deepEqual(fields(nodes, 'label'), result.decode())
      const ids = nodes.map((_, node) => result.neuron.nodeIds.at(node))
      assert.deepEqual(fields(nodes, 'node_id'), ids)
      const numbers = nodes.flatMap((node) => Object.values(node).slice(2))
      const floats = numbers.map((value) => (value === null ? NaN : Math.fround(Number(value))))
      assert.deepEqual(floats, Array.from(result.probabilities(kind)))
    })
  }

  it('writes the shortest decimals', async () => {
    const result = await treeResult()
    const texts = (await rowsOf(result, 'table.csv', 'raw')).flatMap((row) =>
      Object.values(row).slice(2),
    )
    assert.deepEqual(texts, Array.from(result.scores, shortest))
  })

  it('writes the shortest decimals of scores below 1e-38 too', async () => {
    const seeds = { scores: [1e-45, 3e-45, 1.25e-40, 2 ** -126], labels: ['a'] }
    const options = { ...iterative, clamping: 'hard' } as const
    const result = await propagateLabels(chainNeuron(4), seeds, options)
    const texts = (await rowsOf(result, 'small.csv', 'raw')).map((row) => row.score_a)
    assert.deepEqual(texts, Array.from(result.scores, shortest))
  })

  it('writes ids as in the file, however great, and vertex indices', async () => {
    const great = await treeResult(['a', 'b'], 'ids near 2^53')
    const { nodeIds } = great.neuron
    const rows = await rowsOf(great, 'great.csv')
    assert.deepEqual(
      rows.map((row) => Number(row.node_id)),
      rows.map((_, i) => nodeIds.at(i)),
    )
    assert.ok(rows.some((row) => row.node_id === '9007199254740991'))
    const mesh = shapeNeuron(shape('strip'))
    const vertices = await rowsOf(
      await propagateLabels(mesh, new Map([[3, 'a']]), iterative),
      'mesh.tsv',
    )
    assert.deepEqual(
      fields(vertices, 'node_id'),
      vertices.map((_, i) => String(i)),
    )
  })

  const awkward = [
    'a,b',
    'say "a"',
    'two\nlines',
    'cr\rlf',
    'tab\tin',
    ' space ',
    "it's",
    'é😀',
    '5',
  ]
  for (const name of ['awkward.csv', 'awkward.tsv', 'awkward.json']) {
    it(`quotes labels where it must: ${name}`, async () => {
      const result = await treeResult(awkward)
      const columns = awkward.map((label) => `p_${label}`)
      if (name.endsWith('.json')) {
        await result.write(place(name))
        const { nodes } = JSON.parse(readFileSync(place(name), 'utf8')) as { nodes: object[] }
        assert.deepEqual(Object.keys(nodes[0]).slice(2), columns)
        assert.deepEqual(fields(nodes, 'label'), result.decode())
        return
      }
      const rows = await rowsOf(result, name)
      assert.deepEqual(Object.keys(rows[0]).slice(2), columns)
      assert.deepEqual(labelsOf(rows), result.decode())
    })
  }

  it('writes numbers and booleans with their type in JSON, as text in tables', async () => {
    const types: Label[][] = [
      [1, 2.5, -3],
      [true, false],
    ]
    for (const labels of types) {
      const result = await treeResult(labels)
      await result.write(place('typed.json'))
      const { nodes } = JSON.parse(readFileSync(place('typed.json'), 'utf8')) as {
        nodes: { label: Label | null }[]
      }
      assert.deepEqual(fields(nodes, 'label'), result.decode())
      const rows = await rowsOf(result, 'typed.csv')
      const texts = result.decode().map((label) => (label === null ? '' : String(label)))
      assert.deepEqual(fields(rows, 'label'), texts)
    }
  })

  it('writes more rows than fit in one piece, as resultText does', async () => {
    const result = await propagateLabels(chainNeuron(5000), ends, iterative)
    assert.equal((await rowsOf(result, 'long.csv')).length, 5000)
    let text = ''
    for await (const chunk of resultText(result, 'csv')) text += chunk
    assert.equal(text, readFileSync(place('long.csv'), 'utf8'))
    await result.write(place('long.json'))
    const { nodes } = JSON.parse(readFileSync(place('long.json'), 'utf8')) as { nodes: unknown[] }
    assert.equal(nodes.length, 5000)
  })

  it('replaces a file, whole', async () => {
    const result = await treeResult()
    await result.write(place('again.csv'))
    const first = readFileSync(place('again.csv'), 'utf8')
    await result.write(place('again.csv'), { probabilities: 'raw' })
    assert.notEqual(readFileSync(place('again.csv'), 'utf8'), first)
  })

  it('leaves one whole file where several write it at once', async () => {
    const result = await propagateLabels(chainNeuron(5000), ends, iterative)
    const target = place('at-once.csv')
    await Promise.all(kinds.map((probabilities) => result.write(target, { probabilities })))
    const lines = readFileSync(target, 'utf8').split('\n')
    assert.equal(lines.length, 5002)
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('tmp')),
      [],
    )
  })
})
