import assert from 'node:assert/strict'
import { NeuronDataError } from '../../lib/errors'
import { faultOf, fuzz, inputOf, minimised, type Find } from './fuzz'
import type { FuzzSeed } from './seed-files'

const text = Buffer.from('ply\nformat ascii 1.0\nelement vertex 3\n')

function seedOf(read: (bytes: Buffer) => unknown): FuzzSeed {
  return { name: 'made up', bytes: text, read: async (bytes) => read(bytes) }
}

function failure(error: unknown): () => never {
  return () => {
    throw error
  }
}

describe('fuzzing', () => {
  it('makes the same input again, and thousands that differ', () => {
    const seeds = [seedOf(() => 0)]
    const inputs = Array.from({ length: 2000 }, (_, i) => inputOf(seeds, 5, i).bytes)
    assert.ok(inputs[77].equals(inputOf(seeds, 5, 77).bytes))
    assert.ok(inputs.filter((bytes, i) => bytes.equals(inputOf(seeds, 6, i).bytes)).length < 100)
    const different = new Set(inputs.map((bytes) => bytes.toString('latin1')))
    assert.ok(different.size > 1500)
    assert.ok(inputs.some((bytes) => bytes.length > 10_000))
    assert.ok(inputs.every((bytes) => bytes.length <= 110_000))
  })

  it('takes errors without a code of the package, or of two lines, for faults', async () => {
    const wrong = [
      new TypeError('x is undefined'),
      Object.assign(new Error('no such file'), { code: 'ENOENT' }),
      { code: 'ERR_FILE_FORMAT', message: 'no Error' },
      undefined,
      new NeuronDataError('ERR_FILE_FORMAT', 'two\nlines'),
    ]
    for (const error of wrong) {
      assert.equal((await faultOf(seedOf(failure(error)), text))?.kind, 'exception')
    }
    const coded = new NeuronDataError('ERR_FILE_FORMAT', 'no file of this kind')
    assert.equal(await faultOf(seedOf(failure(coded)), text), undefined)
    assert.equal(await faultOf(seedOf(() => 0), text), undefined) // prettier-ignore
  })

  it('takes too much memory for a fault', async () => {
    const kept: Buffer[] = []
    const greedy = (megabytes: number): FuzzSeed =>
      seedOf(() => kept.push(Buffer.alloc(megabytes * 2 ** 20)))
    assert.equal(await faultOf(greedy(8), text), undefined)
    assert.equal((await faultOf(greedy(24), text))?.kind, 'memory')
  })

  it('takes too much time for a fault, where there is a limit', async () => {
    const seed = seedOf(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20))
    assert.equal((await faultOf(seed, text, { mostSeconds: 0.01 }))?.kind, 'time')
    assert.equal(await faultOf(seed, text), undefined)
  })

  it('shortens what it finds', async () => {
    const seed = seedOf((bytes) => {
      if (bytes.includes('33')) throw new Error(`33 in ${bytes.length} bytes`)
    })
    const finds: Find[] = []
    const range = { randomSeed: 1, from: 0, to: 3000 }
    for await (const find of fuzz([seed], range)) finds.push(find)
    assert.ok(finds.length > 0)
    assert.equal((await minimised(finds[0])).toString(), '33')
  })
})
