import assert from 'node:assert/strict'
import { Synapses, type ErrorCode, type SynapsesInit } from '../../lib/index'
import { itRefuses, type Refusal } from './wrong-input'

const three: SynapsesInit = {
  positions: [0, 0, 0, 1, 0, 0, 3, 0, 0],
  types: ['pre', 'post', 'post'],
}
const made = (init: unknown) => new Synapses({ ...three, ...(init as SynapsesInit) })

type Case = readonly [what: string, init: unknown, message: string | RegExp]

const refused = (name: Refusal[2], code: ErrorCode, cases: readonly Case[]): Refusal[] =>
  cases.map(([what, init, message]) => [what, () => made(init), name, code, message])

const wrongType = (shown: string): string =>
  `\`types\` must be 'pre' or 'post'; got ${shown} for synapse 2`

describe('Synapses: wrong input', () => {
  itRefuses([
    ...[undefined, null, 5].map((init): Refusal => [
      String(init),
      () => new Synapses(init as never),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      /^Synapses are made from \{ positions, types \}; got /,
    ]),
    ...refused('RangeError', 'ERR_INVALID_LENGTH', [
      ['positions in pairs', { positions: [1, 2] }, /3 numbers per synapse; got 2 numbers$/],
      ['too few types', { types: ['pre'] }, /^`types` must have .* the 3 synapses; got 1$/],
      ['too few node ids', { nodeIds: [1] }, /^`nodeIds` must have .* 3 in all; got 1$/],
      ['a short column', { columns: { roi: ['a'] } }, /^`roi` must have .* 3 in all; got 1$/],
    ]),
    ...refused('RangeError', 'ERR_INVALID_POSITION', [
      [
        'NaN for a coordinate',
        { positions: [NaN, 0, 0, 1, 0, 0, 3, 0, 0] },
        '`positions` must be finite; got NaN for x of synapse 0',
      ],
    ]),
    ...refused('TypeError', 'ERR_INVALID_ARGUMENT', [
      ['no positions', { positions: undefined }, /^`positions` must be an array .* undefined$/],
      ['no types', { types: undefined }, /^`types` must be an array .* undefined$/],
      ['one type for all', { types: 'pre' }, /^`types` must be an array .* "pre"$/],
      ['node ids that are no array', { nodeIds: 5 }, /^`nodeIds` .* 5 \(number\)$/],
      ['a column of text', { columns: { roi: 'abc' } }, /^`roi` must be an array .* "abc"$/],
    ]),
    ...refused('RangeError', 'ERR_INVALID_ARGUMENT', [
      ['type both', { types: ['pre', 'post', 'both'] }, wrongType('"both"')],
      ['type PRE', { types: ['pre', 'post', 'PRE'] }, wrongType('"PRE"')],
    ]),
  ])

  for (const id of [null, '3', 'x', 3n]) {
    it(`refuses node id ${typeof id} ${String(id)}, where NaN would say none`, () => {
      assert.throws(() => made({ nodeIds: [1, 2, id] }), { message: /^`nodeIds` / })
    })
  }
})

describe('Synapses', () => {
  it('counts its types', () => {
    const synapses = made({})
    assert.deepEqual(synapses.isPre, Uint8Array.of(1, 0, 0))
    assert.deepEqual([synapses.count, synapses.preCount, synapses.postCount], [3, 1, 2])
  })

  it('may be empty', () => {
    const none = new Synapses({ positions: [], types: [], nodeIds: [], columns: { roi: [] } })
    assert.deepEqual([none.count, none.preCount, none.postCount], [0, 0, 0])
  })

  it('keeps node ids, NaN for none, and columns', () => {
    const roi = ['a', null, 'b']
    const synapses = made({ nodeIds: [5, NaN, 2 ** 53 - 1], columns: { roi } })
    assert.deepEqual(synapses.nodeIds, Float64Array.of(5, NaN, 2 ** 53 - 1))
    assert.equal(synapses.columns.get('roi'), roi)
    assert.equal(made({}).nodeIds, undefined)
  })
})
