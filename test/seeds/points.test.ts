import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import {
  seedsFromPoints,
  Skeleton,
  type LabelledPoints,
  type PointSeedOptions,
} from '../../lib/index'
import { itRefuses, type Refusal } from '../neuron/wrong-input'
import { skeleton, skeletonInUm } from './neurons'

const here: LabelledPoints = { positions: [0, 0, 0, 3, 0, 0], labels: ['a', 'b'] }

describe('seedsFromPoints: wrong input', () => {
  const rule = '`points` must be { positions, labels } with a label per point; got '
  const points: [unknown, Refusal[2], Refusal[3], string | RegExp][] = [
    [null, 'TypeError', 'ERR_INVALID_ARGUMENT', `${rule}null`],
    [[1, 2, 3], 'TypeError', 'ERR_INVALID_ARGUMENT', `${rule}an array of 3`],
    [{ positions: [1, 2, 3] }, 'TypeError', 'ERR_INVALID_ARGUMENT', /^`points` must be /],
    [{ labels: ['a'] }, 'TypeError', 'ERR_INVALID_ARGUMENT', /^`positions` must be .* undefined$/],
    [
      { positions: [1, 2], labels: ['a'] },
      'RangeError',
      'ERR_INVALID_LENGTH',
      '`positions` must hold 3 numbers per point; got 2 numbers',
    ],
    [
      { positions: [1, 2, 3], labels: ['a', 'b'] },
      'RangeError',
      'ERR_INVALID_LENGTH',
      '`labels` must have an entry for each of the 1 points; got 2',
    ],
    [
      { positions: [0, 0, 0, 1, 2, NaN], labels: ['a', 'b'] },
      'RangeError',
      'ERR_INVALID_POSITION',
      '`positions` must be finite; got NaN for z of point 1',
    ],
    [
      { positions: [0, 0, 0, 3, 0, 0], labels: ['a', 1] },
      'TypeError',
      'ERR_INVALID_LABEL',
      'labels must be of one type; got "a" and 1 (number)',
    ],
    [
      { positions: [], labels: [] },
      'RangeError',
      'ERR_NO_SEEDS',
      'neuron n12 has no seeds: no node carries a label',
    ],
    [{ ...here, labels: [null, ''] }, 'RangeError', 'ERR_NO_SEEDS', /no node carries a label$/],
  ]
  itRefuses(
    points.map(([given, ...expected]): Refusal => [
      `points ${inspect(given, { breakLength: Infinity })}`,
      () => seedsFromPoints(skeleton, given as LabelledPoints),
      ...expected,
    ]),
  )

  const distance = '`maxDistance` must be a number of nm, 0 or greater; got '
  const options: [unknown, Refusal[2], Refusal[3], string | RegExp][] = [
    [{ maxdistance: 5 }, 'TypeError', 'ERR_UNKNOWN_OPTION', /did you mean `maxDistance`\?$/],
    [{ maxDistance: -1 }, 'RangeError', 'ERR_INVALID_OPTION', `${distance}-1 (number)`],
    [{ maxDistance: NaN }, 'RangeError', 'ERR_INVALID_OPTION', `${distance}NaN (number)`],
    [{ maxDistance: '5' }, 'TypeError', 'ERR_INVALID_OPTION', `${distance}"5"`],
    [
      { maxDistance: 5 },
      'RangeError',
      'ERR_UNITS',
      "`maxDistance` is in nm, but the neuron's units are not known; give `units` (and `voxelSize`) when reading it",
    ],
    [
      { units: 'nm' },
      'RangeError',
      'ERR_UNITS',
      'the points have units but the neuron has none; give `units` (and `voxelSize`) when reading it',
    ],
    [{ units: 'mm' }, 'RangeError', 'ERR_INVALID_OPTION', /^`units` must be /],
    [{ seedWeights: [1] }, 'RangeError', 'ERR_INVALID_LENGTH', /^`seedWeights` must .* got 1$/],
    [{ seedWeights: [1, -1] }, 'RangeError', 'ERR_INVALID_WEIGHT', /^`seedWeights` .* got -1$/],
    [{ labelOrder: ['a'] }, 'RangeError', 'ERR_UNKNOWN_LABEL', /^`labelOrder` .* "b" is missing$/],
    [{ signal: 5 }, 'TypeError', 'ERR_INVALID_OPTION', /^`signal` must be an AbortSignal/],
  ]
  itRefuses([
    ...options.map(([given, ...expected]): Refusal => [
      `options ${inspect(given)}`,
      () => seedsFromPoints(skeleton, here, given as PointSeedOptions),
      ...expected,
    ]),
    [
      'points that are all farther than the limit',
      () => {
        const far = { positions: [0, 9, 0], labels: ['a'] }
        return seedsFromPoints(skeletonInUm, far, { maxDistance: 8999 })
      },
      'RangeError',
      'ERR_NO_SEEDS',
      'the neuron has no seeds: all 1 points are farther from it than the limit',
    ],
  ])
})

describe('seedsFromPoints', () => {
  it('takes the last label on a node, and warns of those that it replaced', async () => {
    const made = await seedsFromPoints(
      skeleton,
      {
        positions: [0.4, 0, 0, 0.25, 0, 0, 2.5, 0, 0, 2.75, 0, 0, 3, 0, 0],
        labels: ['a', 'b', 'c', 'c', null],
      },
      { seedWeights: [1, 2, 3, 4, 5] },
    )
    assert.deepEqual([...made.index], [0, 2])
    assert.deepEqual(made.labels, ['b', 'c'])
    assert.deepEqual(made.scores, Float32Array.of(2, 0, 0, 4))
    assert.deepEqual([...(made.distance ?? [])], [0.4, 0.5])
    assert.deepEqual([...(made.distances ?? [])], [0.4, 0.25, 0.5, 0.25, 0])
    assert.deepEqual(
      made.warnings.map(({ code }) => code),
      ['replaced-labels'],
    )
    assert.match(made.warnings[0].message, /^1 label/)
  })

  it('drops and counts what is farther than the limit, in nm', async () => {
    const points = { positions: [1, 0, 0, 3, 1, 0, 0, 2, 0], labels: ['a', 'b', 'c'] }
    const counts: [maxDistance: number | undefined, dropped: number][] = [
      [undefined, 0],
      [2000, 0],
      [1999.99, 1],
      [1000, 1],
      [999, 2],
      [0, 2],
    ]
    for (const [maxDistance, dropped] of counts) {
      const made = await seedsFromPoints(skeletonInUm, points, { maxDistance })
      assert.equal(made.droppedSynapses, dropped)
      assert.equal(made.index.length, 3 - dropped)
      assert.deepEqual([...(made.distances ?? [])], [0, 1000, 2000])
    }
  })

  it('converts units, those of voxels with different sides too', async () => {
    const positions = [0, 0, 0, 10, 0, 10, 0, 100, 0]
    const parents = [-1, 0, 1]
    const voxels = new Skeleton({ positions, parents, voxelSize: [4, 4, 40] })
    const cases: [options: PointSeedOptions, point: number[], node: number, nm: number][] = [
      [{}, [10, 0, 9], 1, 40],
      [{ units: 'nm' }, [40, 0, 397], 1, 3],
      [{ units: 'um' }, [0, 0.5, 0], 2, 100],
      [{ voxelSize: 8 }, [0, 49, 0], 2, 8],
      [{ voxelSize: [4, 4, 40] }, [3, 0, 0.4], 0, 20],
    ]
    for (const [options, point, node, nm] of cases) {
      const made = await seedsFromPoints(voxels, { positions: point, labels: ['a'] }, options)
      assert.equal(made.index[0], node)
      assert.ok(Math.abs((made.distances?.[0] ?? NaN) - nm) < 1e-9, inspect(options))
    }
  })

  it('measures in nm where voxels have different sides: the nearest is another node', async () => {
    const positions = [0, 0, 3, 20, 0, 0]
    const at = { positions: [0, 0, 0], labels: ['a'] }
    const nodeIn = async (voxelSize: number[]) =>
      (await seedsFromPoints(new Skeleton({ positions, parents: [-1, 0], voxelSize }), at)).index[0]
    assert.equal(await nodeIn([4, 4, 4]), 0)
    assert.equal(await nodeIn([4, 4, 40]), 1)
  })

  it('rejects with the reason of an aborted signal', async () => {
    const reason = new Error('enough')
    const options = { signal: AbortSignal.abort(reason) }
    await assert.rejects(seedsFromPoints(skeleton, here, options), (error) => error === reason)
  })
})
