import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { propagateLabels, readNeuron, Skeleton, type Label } from '../../lib/index'
import { swcTypes } from '../../lib/propagation/result-swc'
import { assertAbortedWrite } from './aborted-write'
import { chainNeuron, shapeNeuron } from '../neuron/shape-neuron'
import { itRefuses } from '../neuron/wrong-input'
import { shape } from '../shapes'

const iterative = { solver: 'iterative', maxIterations: 3 } as const

let folder = ''
const place = (name: string): string => join(folder, name)

/** A chain of 20 nodes whose ends carry the labels, and whose middle no seed reaches. */
const chainResult = (labels: readonly Label[], skeleton = chainNeuron(20)) => {
  const ids = labels.map((_, l) => skeleton.nodeIds.at(l === 0 ? 0 : 20 - l))
  const seeds = new Map(ids.map((id, l) => [id, labels[l]]))
  return propagateLabels(skeleton, seeds, { ...iterative, labelOrder: labels })
}

describe('swcTypes', () => {
  const cases: [Label[], Record<string, number>, number[]][] = [
    [['post', 'pre'], {}, [3, 2]],
    [['Axon', 'DENDRITE', 'soma'], {}, [2, 3, 1]],
    [['AL', 'CA', 'LH'], {}, [7, 8, 9]],
    [['AL', 'axon', 'CA'], {}, [7, 2, 8]],
    [['post', 'pre'], { pre: 3, post: 2 }, [2, 3]],
    [['post', 'pre'], { pre: 4 }, [3, 4]],
    [['AL', 'CA', 'LH'], { CA: 7 }, [8, 7, 9]],
    [['AL', 'CA'], { AL: 5, CA: 5 }, [5, 5]],
    [['AL'], { CA: 2, absent: 9 }, [7]],
    [[0, 2, 3, 12], {}, [0, 2, 3, 12]],
    [[-1, 1.5, 2 ** 31, 7], {}, [8, 9, 10, 7]],
    [[1, 2], { 1: 2 }, [2, 7]],
    [[false, true], { true: 0 }, [7, 0]],
    [['axon', 'pre', 'x'], {}, [2, 7, 8]],
    [['7', 'x'], {}, [7, 8]],
    [[], {}, []],
  ]
  for (const [labels, given, expected] of cases) {
    it(`gives ${JSON.stringify(labels)} with ${JSON.stringify(given)} ${expected.join(' ')}`, () => {
      assert.deepEqual(swcTypes(labels, given), expected)
    })
  }
})

describe('result.write: .swc', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'neuroprop-write-swc-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('writes the skeleton with the types of the labels, and says them in its head', async () => {
    const radius = Float64Array.from({ length: 20 }, (_, node) => node / 4)
    const type = new Int32Array(20).fill(3)
    const skeleton = new Skeleton({
      positions: Float64Array.from({ length: 60 }, (_, i) => i / 8),
      parents: Array.from({ length: 20 }, (_, node) => 5 * (node - 1)),
      nodeIds: Array.from({ length: 20 }, (_, node) => 5 * node),
      properties: { type, radius },
      units: 'um',
    })
    const result = await chainResult(['post', 'pre', 'CA'], skeleton)
    await result.write(place('labels.swc'))
    const head = [
      'id type x y z radius parent',
      'units: um',
      '0 no label',
      '3 post',
      '2 pre',
      '7 CA',
    ]
    const text = readFileSync(place('labels.swc'), 'utf8')
    assert.deepEqual(text.split('\n').slice(0, 7), [
      ...head.map((comment) => `# ${comment}`),
      '0 3 0 0.125 0.25 0 -1',
    ])
    const read = (await readNeuron(place('labels.swc'))) as Skeleton
    assert.deepEqual(read.positions, skeleton.positions)
    assert.deepEqual(read.parents, skeleton.parents)
    assert.deepEqual(
      Array.from(read.parents, (_, i) => read.nodeIds.at(i)),
      Array.from(read.parents, (_, i) => skeleton.nodeIds.at(i)),
    )
    assert.deepEqual(read.properties.get('radius'), radius)
    const types = { post: 3, pre: 2, CA: 7 } as Record<string, number>
    assert.deepEqual(
      Array.from(read.properties.get('type')!),
      result.decode().map((label) => (label === null ? 0 : types[String(label)])),
    )
    assert.deepEqual([...new Set(Array.from(read.properties.get('type')!))].sort(), [0, 2, 3, 7])
  })

  it('writes radius 0 where there is none', async () => {
    await (await chainResult(['a'])).write(place('bare.swc'))
    const read = await readNeuron(place('bare.swc'))
    assert.deepEqual(read.properties.get('radius'), new Float64Array(20))
  })

  it('takes the types that are given', async () => {
    const result = await chainResult(['post', 'pre'])
    await result.write(place('given.swc'), { swcTypes: { pre: 40, post: 41, other: 1 } })
    const read = await readNeuron(place('given.swc'))
    assert.deepEqual([...new Set(Array.from(read.properties.get('type')!))].sort(), [0, 40, 41])
    assert.ok(!readFileSync(place('given.swc'), 'utf8').includes('other'))
  })

  it('keeps every label of its head on one line', async () => {
    const result = await chainResult(['two\nlines', 'a # b', 'é', 'x\u2028y'])
    await result.write(place('awkward.swc'))
    const lines = readFileSync(place('awkward.swc'), 'utf8').split('\n')
    assert.deepEqual(lines.slice(2, 6), [
      '# 7 "two\\nlines"',
      '# 8 a # b',
      '# 9 é',
      '# 10 "x\\u2028y"',
    ])
    assert.equal((await readNeuron(place('awkward.swc'))).nodeCount, 20)
  })

  const write = async (name: string, options: unknown): Promise<void> => {
    const result = await chainResult(['post', 'pre'])
    try {
      await result.write(place(name), options as never)
    } catch (error) {
      assert.deepEqual(readdirSync(folder), [])
      throw error
    }
  }

  itRefuses([
    [
      'a mesh',
      async () => {
        const mesh = shapeNeuron(shape('strip'))
        const result = await propagateLabels(mesh, new Map([[0, 'a']]), iterative)
        await result.write('labels.swc')
      },
      'RangeError',
      'ERR_INVALID_OPTION',
      'a .swc file holds a skeleton, and the neuron is a mesh; got "labels.swc". Write to a .ply file',
    ],
    [
      'a type that is no integer',
      () => write('x.swc', { swcTypes: { pre: 2.5 } }),
      'RangeError',
      'ERR_INVALID_OPTION',
      '`swcTypes` of "pre" must be an integer from 0 to 2^31 - 1; got 2.5 (number)',
    ],
    [
      'a type below 0',
      () => write('x.swc', { swcTypes: { pre: -1 } }),
      'RangeError',
      'ERR_INVALID_OPTION',
      /^`swcTypes` of "pre" .*; got -1 \(number\)$/,
    ],
    [
      'a type that is no number',
      () => write('x.swc', { swcTypes: { pre: '2' } }),
      'TypeError',
      'ERR_INVALID_OPTION',
      /^`swcTypes` of "pre" .*; got "2"$/,
    ],
    [
      'types that are no object',
      () => write('x.swc', { swcTypes: [2, 3] }),
      'TypeError',
      'ERR_INVALID_OPTION',
      '`swcTypes` must be an object from label to integer; got an array of 2',
    ],
    [
      'types for a table',
      () => write('x.csv', { swcTypes: { pre: 2 } }),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      '`swcTypes` goes with a .swc file; the result is written as CSV',
    ],
    [
      'probabilities, for which SWC has no place',
      () => write('x.swc', { probabilities: 'raw' }),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      '`probabilities` says which numbers are written, and SWC has none; got "raw"',
    ],
  ])

  it('rejects with the reason of its signal, and leaves nothing', async () => {
    const long = await propagateLabels(chainNeuron(20_000), new Map([[0, 'a']]), iterative)
    await assertAbortedWrite(long, place('long.swc'))
  })
})
