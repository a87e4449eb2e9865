import assert from 'node:assert/strict'
import { Mesh, type ErrorCode, type MeshInit } from '../../lib/index'
import { arrayMakers, itRefuses, type Refusal } from './wrong-input'

const triangle: MeshInit = { positions: [0, 0, 0, 1, 0, 0, 0, 1, 0], faces: [0, 1, 2] }
const made = (init: unknown) => new Mesh({ ...triangle, ...(init as MeshInit) })

type Case = readonly [what: string, init: unknown, message: string | RegExp]

const refused = (name: Refusal[2], code: ErrorCode, cases: readonly Case[]): Refusal[] =>
  cases.map(([what, init, message]) => [what, () => made(init), name, code, message])

const only = (vertex: number): string =>
  `\`faces\` references vertex ${vertex} but there are only 3 vertices (face 1)`

describe('Mesh: wrong input', () => {
  itRefuses([
    ...[undefined, null, 5].map((init): Refusal => [
      String(init),
      () => new Mesh(init as never),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      /^a Mesh is made from \{ positions, faces \}; got /,
    ]),
    ...refused('RangeError', 'ERR_EMPTY_NEURON', [
      ['no vertices', { positions: [], faces: [] }, /^`positions` is empty: .* one vertex$/],
    ]),
    ...refused('RangeError', 'ERR_INVALID_LENGTH', [
      ['positions in pairs', { positions: [1, 2] }, /3 numbers per vertex; got 2 numbers$/],
      ['faces in pairs', { faces: [0, 1] }, /^`faces` must hold 3 .* got 2 indices$/],
      ['a short property', { properties: { size: [1] } }, /^`size` must have .* 3 in all; got 1$/],
    ]),
    ...refused('RangeError', 'ERR_INVALID_POSITION', [
      [
        'NaN for a coordinate',
        { positions: [0, 0, 0, 1, 0, NaN, 0, 1, 0] },
        '`positions` must be finite; got NaN for z of vertex 1',
      ],
    ]),
    ...refused('TypeError', 'ERR_INVALID_ARGUMENT', [
      ['no faces', { faces: undefined }, /^`faces` must be an array .* got undefined$/],
      ['faces as text', { faces: '0 1 2' }, /^`faces` must be an array .* got "0 1 2"$/],
      ['faces of bigints', { faces: BigInt64Array.of(0n, 1n, 2n) }, /^`faces` /],
    ]),
    ...refused(
      'RangeError',
      'ERR_INVALID_FACE',
      [3, -1, 1.5, NaN, Infinity, 2 ** 32].map((vertex): Case => [
        `vertex ${vertex}`,
        { faces: [0, 1, 2, 0, vertex, 1] },
        only(vertex),
      ]),
    ),
    ...refused('TypeError', 'ERR_UNKNOWN_OPTION', [
      ['a misspelt name', { propertys: {} }, /`propertys`; did you mean `properties`\?$/],
    ]),
  ])
})

describe('Mesh', () => {
  it('keeps a Uint32Array of faces, and copies other arrays', () => {
    const faces = Uint32Array.of(0, 1, 2)
    assert.equal(made({ faces }).faces, faces)
    for (const arrayOf of arrayMakers) {
      assert.deepEqual(made({ faces: arrayOf([0, 1, 2]) }).faces, faces)
    }
  })

  it('takes vertices without faces, and faces that name a vertex twice', () => {
    assert.equal(made({ faces: [] }).nodeCount, 3)
    assert.deepEqual(made({ faces: [0, 0, 0] }).faces, Uint32Array.of(0, 0, 0))
  })

  it('has vertex indices for ids', () => {
    const { nodeIds } = made({})
    assert.deepEqual(
      [0, 1, 2].map((index) => nodeIds.at(index)),
      [0, 1, 2],
    )
    for (const none of [-1, 3, 0.5, NaN]) assert.equal(nodeIds.indexOf(none), -1)
  })
})
