import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { propagateLabels, Skeleton } from '../../lib/index'
import { chainNeuron } from '../neuron/shape-neuron'
import { itRefuses } from '../neuron/wrong-input'
import { assertAbortedWrite } from './aborted-write'

const iterative = { solver: 'iterative', maxIterations: 20 } as const

let folder = ''
const place = (name: string): string => join(folder, name)

describe('result.write: wrong input', () => {
  const one = new Skeleton({ positions: [0, 0, 0], parents: [-1] })
  const write = async (path: unknown, options?: unknown) => {
    const result = await propagateLabels(one, ['a'], iterative)
    const before = readdirSync(folder)
    try {
      await result.write(path as string, options as never)
    } catch (error) {
      assert.deepEqual(readdirSync(folder), before, 'a file was left behind')
      throw error
    }
  }
  const file = () => place('x.csv')

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'neuroprop-write-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  itRefuses([
    ...['x.txt', 'x', 'csv', 'x.csv.gz', 'x.'].map(
      (name) =>
        [
          `the ending of ${name}`,
          () => write(place(name)),
          'RangeError',
          'ERR_INVALID_OPTION',
          /^a result is written to a file that ends in \.csv, \.tsv or \.json.*; got "/,
        ] as const,
    ),
    [
      'another kind of probabilities',
      () => write(file(), { probabilities: 'soft' }),
      'RangeError',
      'ERR_INVALID_OPTION',
      "`probabilities` must be 'normalized', 'softmax' or 'raw'; got \"soft\"",
    ],
    [
      'an unknown option',
      () => write(file(), { probability: 'raw' }),
      'TypeError',
      'ERR_UNKNOWN_OPTION',
      'unknown option `probability`; did you mean `probabilities`?',
    ],
    [
      'options that are no object',
      () => write(file(), null),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      /^the options of .* must be an object; got null$/,
    ],
    [
      'a signal that is none',
      () => write(file(), { signal: 5 }),
      'TypeError',
      'ERR_INVALID_OPTION',
      '`signal` must be an AbortSignal; got 5 (number)',
    ],
    ['a path that is no string', () => write(5), 'TypeError', 'ERR_INVALID_ARGUMENT', /^`path` /],
  ])

  it("gives the system's error where the file cannot be written, and leaves nothing", async () => {
    await assert.rejects(write(join(folder, 'no-folder', 'x.csv')), { code: 'ENOENT' })
    mkdirSync(place('folder.csv'))
    await assert.rejects(write(place('folder.csv')), { code: 'EISDIR' })
  })

  it('rejects with the reason of its signal, and leaves nothing', async () => {
    const reason = new Error('enough')
    await assert.rejects(write(file(), { signal: AbortSignal.abort(reason) }), (e) => e === reason)
    const long = await propagateLabels(chainNeuron(20_000), new Map([[0, 'a']]), iterative)
    for (const name of ['x.csv', 'x.tsv', 'x.json']) await assertAbortedWrite(long, place(name))
  })
})
