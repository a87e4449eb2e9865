import assert from 'node:assert/strict'
import { Skeleton, type ErrorCode, type SkeletonInit } from '../../lib/index'
import { arrayMakers, itRefuses, type Refusal } from './wrong-input'

const chain: SkeletonInit = { positions: [0, 0, 0, 1, 0, 0, 3, 0, 0], parents: [-1, 0, 1] }
const made = (init: unknown) => new Skeleton({ ...chain, ...(init as SkeletonInit) })

type Case = readonly [what: string, init: unknown, message: string | RegExp]

const refused = (name: Refusal[2], code: ErrorCode, cases: readonly Case[]): Refusal[] =>
  cases.map(([what, init, message]) => [what, () => made(init), name, code, message])

const ring = Array.from({ length: 20 }, (_, i) => i)

describe('Skeleton: wrong input', () => {
  itRefuses(
    [undefined, null, 5, 'n.swc'].map((init) => [
      String(init),
      () => new Skeleton(init as never),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      /^a Skeleton is made from \{ positions, parents \}; got /,
    ]),
  )

  const positionsRule = '`positions` must be an array of numbers, 3 per node; got '
  itRefuses([
    ...refused('TypeError', 'ERR_INVALID_ARGUMENT', [
      ['no positions', { positions: undefined }, `${positionsRule}undefined`],
      ['positions as text', { positions: '0 0 0' }, `${positionsRule}"0 0 0"`],
      ['positions that are no array', { positions: 5 }, `${positionsRule}5 (number)`],
      ['positions of bigints', { positions: new BigInt64Array(9) }, /^`positions` /],
      ['positions as strings', { positions: ['1', 0, 0], parents: [-1] }, /^`positions` .*"1"/],
      ['null for a coordinate', { positions: [null, 0, 0], parents: [-1] }, /^`positions` .*null/],
    ]),
    ...refused('RangeError', 'ERR_INVALID_LENGTH', [
      ['positions in pairs', { positions: [1, 2] }, /^`positions` must hold 3 .* got 2 numbers$/],
    ]),
    ...refused('RangeError', 'ERR_EMPTY_NEURON', [
      [
        'no nodes',
        { positions: [], parents: [] },
        '`positions` is empty: a neuron has at least one node',
      ],
    ]),
    ...refused('RangeError', 'ERR_INVALID_POSITION', [
      ...[NaN, Infinity, -Infinity].map((value): Case => [
        `${value} for a coordinate`,
        { positions: [0, 0, 0, 0, value, 0], parents: [-1, 0] },
        `\`positions\` must be finite; got ${value} for y of node 1`,
      ]),
    ]),
  ])

  itRefuses([
    ...refused('TypeError', 'ERR_INVALID_ARGUMENT', [
      [
        'no parents',
        { parents: undefined },
        '`parents` must be an array of node ids; got undefined',
      ],
    ]),
    ...refused('RangeError', 'ERR_INVALID_LENGTH', [
      ['too few parents', { parents: [-1] }, /^`parents` must have .* each of the 3 nodes; got 1$/],
      ['too many parents', { parents: [-1, 0, 1, 2] }, /^`parents` must have .* got 4$/],
    ]),
    ...refused('RangeError', 'ERR_INVALID_PARENT', [
      [
        'NaN as a parent',
        { parents: [-1, 0, NaN] },
        '`parents` must be node ids, or -1 for a root; got NaN (number) for node 2',
      ],
      [
        'a node that is its own parent',
        { nodeIds: [7, 8, 9], parents: [-1, 8, 7] },
        '`parents`: node 8 is its own parent. Set its parent to -1 to make it a root',
      ],
      [
        'a cycle of two',
        { nodeIds: [41, 17, 5], parents: [17, 41, -1] },
        '`parents` contains a cycle: 41 -> 17 -> 41. Set one of these parents to -1',
      ],
      [
        'a cycle behind a tail',
        { nodeIds: [1, 2, 3], parents: [2, 3, 2] },
        '`parents` contains a cycle: 2 -> 3 -> 2. Set one of these parents to -1',
      ],
      [
        'a cycle of twenty, named in part',
        {
          positions: new Float64Array(60),
          nodeIds: ring.map((i) => 10 * i),
          parents: ring.map((i) => 10 * ((i + 1) % 20)),
        },
        /contains a cycle: 0 -> 10 -> 20 -> 30 -> 40 -> 50 -> 60 -> 70 -> \.\. -> 0\. /,
      ],
    ]),
  ])

  const idRule = '`nodeIds` must be integers from 0 to 2^53 - 1; got '
  itRefuses([
    ...refused('TypeError', 'ERR_INVALID_ARGUMENT', [
      [
        'node ids that are no array',
        { nodeIds: 5 },
        /^`nodeIds` must be an array .* 5 \(number\)$/,
      ],
    ]),
    ...refused('RangeError', 'ERR_INVALID_LENGTH', [
      ['too few node ids', { nodeIds: [1, 2] }, /^`nodeIds` must have an id .* 3 nodes; got 2$/],
    ]),
    ...refused('RangeError', 'ERR_INVALID_NODE_ID', [
      ...[-2, 2.5, NaN, Infinity, 2 ** 53].map((id): Case => [
        `node id ${id}`,
        { nodeIds: [0, 1, id] },
        `${idRule}${id} (number) for node number 2`,
      ]),
      [
        'an id twice',
        { nodeIds: [1, 2, 2], parents: [-1, 1, 1] },
        '`nodeIds` must be unique; 2 is the id of nodes number 1 and 2',
      ],
      [
        'an id twice, far apart',
        { nodeIds: [2 ** 52, 5, 2 ** 52], parents: [-1, -1, -1] },
        `\`nodeIds\` must be unique; ${2 ** 52} is the id of nodes number 0 and 2`,
      ],
    ]),
  ])

  itRefuses([
    ...refused('RangeError', 'ERR_INVALID_LENGTH', [
      [
        'a property with too few values',
        { properties: { radius: [1, 2] } },
        '`radius` must have a value for each node, 3 in all; got 2',
      ],
    ]),
    ...refused('TypeError', 'ERR_INVALID_ARGUMENT', [
      ['a property that is no array', { properties: { radius: 5 } }, /^`radius` .*5 \(number\)$/],
      ['properties that are no object', { properties: 5 }, /^`properties` .*5 \(number\)$/],
      ['a name that is no string', { name: 5 }, /^`name` .*5 \(number\)$/],
    ]),
    ...refused('TypeError', 'ERR_UNKNOWN_OPTION', [
      ['a misspelt name', { nodeids: [7, 8, 9] }, /`nodeids`; did you mean `nodeIds`\?$/],
    ]),
  ])
})

describe('Skeleton', () => {
  it('takes arrays of any kind, and turns parents into indices', () => {
    for (const arrayOf of arrayMakers) {
      const skeleton = new Skeleton({
        positions: arrayOf([0, 0, 0, 1, 2, 3, 4, 5, 6]),
        parents: arrayOf([30, -1, 30]),
        nodeIds: arrayOf([10, 30, 20]),
      })
      assert.deepEqual(skeleton.parents, Int32Array.of(1, -1, 1))
      assert.deepEqual(skeleton.positions, Float64Array.of(0, 0, 0, 1, 2, 3, 4, 5, 6))
      assert.equal(skeleton.nodeCount, 3)
      assert.equal(skeleton.kind, 'skeleton')
    }
  })

  it('keeps a Float64Array of positions, and copies other arrays', () => {
    const positions = new Float64Array(9)
    assert.equal(made({ positions }).positions, positions)
    const plain = [0, 0, 0, 1, 1, 1, 2, 2, 2]
    const kept = made({ positions: plain }).positions
    plain[0] = 9
    assert.equal(kept[0], 0)
  })

  it('takes negative and unknown parents for roots', () => {
    const roots = [-1, -7, -Infinity, 99, 2 ** 53, 1e300, Infinity]
    const skeleton = new Skeleton({
      positions: new Float64Array(3 * roots.length),
      parents: roots,
    })
    assert.ok(skeleton.parents.every((parent) => parent === -1))
  })

  it('finds ids near and far, and none that are not there', () => {
    for (const ids of [
      [3, 1, 2],
      [0, 2 ** 53 - 1, 2 ** 40],
    ]) {
      const { nodeIds } = made({ nodeIds: ids, parents: [-1, -1, -1] })
      assert.deepEqual(
        ids.map((id) => nodeIds.indexOf(id)),
        [0, 1, 2],
      )
      assert.deepEqual(
        [0, 1, 2].map((index) => nodeIds.at(index)),
        ids,
      )
      for (const none of [-1, 4, 1.5, NaN, 2 ** 53]) assert.equal(nodeIds.indexOf(none), -1)
    }
  })

  it('keeps name and properties, given as an object or as a Map', () => {
    const radius = Float32Array.of(1, 2, 3)
    for (const properties of [{ radius }, new Map([['radius', radius]])]) {
      const skeleton = made({ name: 'n12', properties })
      assert.equal(skeleton.name, 'n12')
      assert.equal(skeleton.properties.get('radius'), radius)
    }
  })

  it('is not held up by a chain of a million nodes', () => {
    const count = 1_000_000
    const skeleton = new Skeleton({
      positions: new Float64Array(3 * count),
      parents: Int32Array.from({ length: count }, (_, i) => (i + 1 < count ? i + 1 : -1)),
    })
    assert.equal(skeleton.parents[count - 1], -1)
  })
})
