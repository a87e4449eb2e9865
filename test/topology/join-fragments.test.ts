import assert from 'node:assert/strict'
import {
  generateNeuron,
  Mesh,
  neuronInfo,
  Propagator,
  seeds,
  Skeleton,
  type Neuron,
} from '../../lib/index'
import { Slices } from '../../lib/slices'
import { joinFragments } from '../../lib/topology/join-fragments'
import { neuronGraph, type EdgeWeights } from '../../lib/topology/graph'
import { shapeNeuron } from '../neuron/shape-neuron'
import { itRefuses } from '../neuron/wrong-input'
import { assertShares } from '../event-loop'
import { random, shape, shapes } from '../shapes'
import { bruteForceJoins, componentCount, edgesOf, joinsOf } from './brute-force-joins'

const points = (positions: number[], nm = false): Mesh =>
  new Mesh({ positions, faces: [], ...(nm ? { units: 'nm' } : {}) })

/** Joined as brute force says, and nothing else changed. */
async function assertJoined(neuron: Neuron, maxDistance?: number): Promise<Neuron> {
  const joined = await joinFragments(neuron, { maxDistance })
  const expected = bruteForceJoins(neuron.positions, edgesOf(neuron), maxDistance)
  assert.deepEqual(joinsOf(joined), expected)
  assert.equal(neuron.joins.gaps.length, 0)
  assert.equal(joined.constructor, neuron.constructor)
  assert.deepEqual(joined.withJoins(neuron.joins), neuron)
  for (const key of ['positions', 'properties', 'nodeIds'] as const) {
    assert.equal(joined[key], neuron[key])
  }
  return joined
}

describe('joinFragments: wrong input', () => {
  const pair = points([0, 0, 0, 1, 0, 0])
  itRefuses([
    [
      'what is no neuron',
      () => joinFragments({} as never),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      /^`neuron` must be/,
    ],
    [
      'an unknown option',
      () => joinFragments(pair, { maxDistanc: 5 } as never),
      'TypeError',
      'ERR_UNKNOWN_OPTION',
      'unknown option `maxDistanc`; did you mean `maxDistance`?',
    ],
    ...[-1, NaN, '5', null].map(
      (value) =>
        [
          `maxDistance ${value}`,
          () => joinFragments(points([0, 0, 0], true), { maxDistance: value as never }),
          typeof value === 'number' ? ('RangeError' as const) : ('TypeError' as const),
          'ERR_INVALID_OPTION' as const,
          /^`maxDistance` must be a number of nm, 0 or greater; got /,
        ] as const,
    ),
    [
      'maxDistance without units',
      () => joinFragments(pair, { maxDistance: 5 }),
      'RangeError',
      'ERR_UNITS',
      /^`maxDistance` is in nm, but the neuron's units are not known; give `units`/,
    ],
    ...[1e39, 1e200, 1e308].map(
      (far) =>
        [
          `a gap of ${far}`,
          () => joinFragments(points([-far, 0, 0, 1, 0, 0, 2, 0, 0])),
          'RangeError' as const,
          'ERR_INVALID_POSITION' as const,
          /^`positions`: the edge from vertex \d to vertex \d is longer than float32 can hold/,
        ] as const,
    ),
  ])

  it('is aborted before and while it works', async () => {
    const reason = new Error('enough')
    await assert.rejects(joinFragments(pair, { signal: AbortSignal.abort(reason) }), reason)
    const next = random(5)
    const cloud = points(Array.from({ length: 3 * 10_000 }, next))
    // The leaves of the tree of points hold 16; the first round asks for 64 points at a time.
    const leastTurns = 10_000 / 16 + 10_000 / 64
    await assertShares((signal) => joinFragments(cloud, { signal }), leastTurns)
  })
})

describe('joinFragments: as brute force says', () => {
  for (const each of shapes) {
    it(`joins ${each.name}`, async () => {
      const joined = await assertJoined(shapeNeuron(each))
      assert.equal(componentCount(joined), 1)
      assert.equal((await neuronInfo(joined)).components, 1)
    })
  }

  it('leaves apart what is farther than `maxDistance`, which is in nm and included', async () => {
    const row = points([0, 0, 0, 2, 0, 0, 5, 0, 0, 6, 0, 0], true)
    for (const maxDistance of [0, 0.5, 1, 2, 2.999, 3, Infinity])
      await assertJoined(row, maxDistance)
    const voxels = new Mesh({ positions: row.positions, voxelSize: 8, faces: [] })
    const joins = async (maxDistance: number) =>
      joinsOf(await joinFragments(voxels, { maxDistance }))
    assert.deepEqual(await joins(15), [{ edge: [2, 3], gap: 1 }])
    assert.deepEqual(
      (await joins(16)).map(({ gap }) => gap),
      [1, 2],
    )
  })

  it('measures in nm where a voxel has different sides', async () => {
    const voxels = new Mesh({
      positions: [0, 0, 0, 0, 0, 1, 3, 0, 0],
      faces: [],
      voxelSize: [4, 4, 40],
    })
    const joined = await joinFragments(voxels)
    assert.deepEqual(joinsOf(joined), [
      { edge: [0, 2], gap: 12 },
      { edge: [0, 1], gap: 40 },
    ])
    assert.equal((await joinFragments(voxels, { maxDistance: 39 })).joins.gaps.length, 1)
  })

  it('joins random forests', async () => {
    const next = random(11)
    for (let round = 0; round < 60; round++) {
      const count = 1 + Math.floor(next() * 150)
      const isEven = round % 2 === 0
      const coordinate = () => (isEven ? Math.floor(next() * 6) : next() * 100)
      const rootShare = next()
      await assertJoined(
        new Skeleton({
          units: 'nm',
          positions: Array.from({ length: 3 * count }, coordinate),
          parents: Array.from({ length: count }, (_, i) =>
            i === 0 || next() < rootShare ? -1 : Math.floor(next() * i),
          ),
        }),
        [undefined, 1, 10][round % 3],
      )
    }
  })

  it('joins larger forests through several leaves of the tree', async () => {
    const next = random(12)
    for (const roots of [2, 40, 400]) {
      const positions = Array.from({ length: 1200 }, () => Math.floor(next() * 30))
      const parents = Array.from({ length: 400 }, (_, i) => (i < roots ? -1 : i - roots))
      await assertJoined(new Skeleton({ positions, parents }))
    }
  })

  it('takes the lowest nodes at exact ties', async () => {
    const square = [0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0]
    const joined = await assertJoined(points(square))
    assert.deepEqual(
      joinsOf(joined).map(({ edge }) => edge),
      [
        [0, 1],
        [0, 3],
        [1, 2],
      ],
    )
    const grid = Array.from({ length: 64 }, (_, i) => [i % 4, Math.floor(i / 4) % 4, i >> 4])
    await assertJoined(points(grid.flat()))
    await assertJoined(points(grid.toReversed().flat()))
  })

  it('joins what is at one place first, 0 and -0 included', async () => {
    const at = [0, 0, 0, 5, 5, 5, -0, 0, -0, 5, 5, 5, 0, 0, 0, 7, 7, 7]
    const joined = await assertJoined(points(at))
    assert.deepEqual(
      joinsOf(joined)
        .slice(0, 3)
        .map(({ edge }) => edge),
      [
        [0, 2],
        [0, 4],
        [1, 3],
      ],
    )
    await assertJoined(points(new Array<number>(300).fill(3)))
  })

  it('adds to the joins that there are', async () => {
    const row = points([0, 0, 0, 1, 0, 0, 3, 0, 0, 7, 0, 0], true)
    const near = await joinFragments(row, { maxDistance: 1 })
    const all = await joinFragments(near)
    assert.deepEqual(joinsOf(all), joinsOf(await joinFragments(row)))
    assert.deepEqual(joinsOf(await joinFragments(all)), joinsOf(all))
  })
})

describe('joinFragments: the flakes of a generated mesh', () => {
  it('joins each, the same way every time', async () => {
    const { mesh } = await generateNeuron({ seed: 3, nodes: 100, flakes: 20 })
    const joined = await joinFragments(mesh as Mesh)
    assert.equal(joined.joins.gaps.length, 20)
    const info = await neuronInfo(joined)
    assert.equal(info.components, 1)
    assert.equal(info.largestComponent, joined.nodeCount)
    assert.equal(info.edges, (await neuronInfo(mesh as Mesh)).edges)
    assert.deepEqual(joinsOf(await joinFragments(mesh as Mesh)), joinsOf(joined))
    assert.deepEqual(joinsOf(joined), bruteForceJoins(joined.positions, edgesOf(joined)))
  })
})

describe('joins in the graph', () => {
  const graphOf = (neuron: Neuron, edgeWeights: EdgeWeights) =>
    neuronGraph(neuron, edgeWeights, new Slices())

  // Two chains, 0-1 and 2-3, that touch at 1 and 2; node 4 is 2 away.
  const touching = new Skeleton({
    positions: [0, 0, 0, 4, 0, 0, 4, 0, 0, 5, 0, 0, 7, 0, 0],
    parents: [-1, 0, -1, 2, -1],
  })

  for (const [edgeWeights, expected] of [
    ['length', [4, 1, 2]],
    ['uniform', [1, 1, 1]],
    ['inverse-length', [1 / 4, 1, 1 / 2]],
  ] as const) {
    it(`are edges of their length, a zero gap welds: ${edgeWeights}`, async () => {
      const graph = await graphOf(await joinFragments(touching), edgeWeights)
      const weightOf = new Map(
        Array.from(graph.weights, (weight, e) => [
          [...graph.edges.subarray(2 * e, 2 * e + 2)].sort((a, b) => a - b).join('-'),
          weight,
        ]),
      )
      assert.deepEqual([...(graph.welds?.of ?? [])], [0, 1, 1, 2, 3])
      assert.deepEqual(
        ['0-1', '1-2', '2-3'].map((pair) => weightOf.get(pair)),
        expected,
      )
      assert.equal(weightOf.size, 3)
      assert.equal(graph.nodeCount, 4)
      assert.equal(graph.edgeCount, 4)
      assert.equal(graph.zeroLengthEdges, 0)
      assert.equal(graph.components.count, 1)
    })
  }

  it('weld where the gap is 0 in float32 only', async () => {
    const graph = await graphOf(await joinFragments(points([0, 0, 0, 1e-60, 0, 0])), 'length')
    assert.deepEqual([graph.nodeCount, graph.components.count], [1, 1])
  })

  it('leave zero-length edges of the neuron as they are under `length`', async () => {
    const neuron = shapeNeuron(shape('zero-length branches'))
    const joined = await joinFragments(neuron)
    const graph = await graphOf(joined, 'length')
    assert.equal(graph.welds, undefined)
    assert.deepEqual(graph, await graphOf(neuron, 'length'))
  })

  it('parallel edges between welds add up before they are rounded', async () => {
    const positions = [0, 0, 0, 3, 0, 0, 0, 0, 0, 3, 0, 0]
    const apart = new Skeleton({ positions, parents: [-1, 0, -1, 2] })
    const twice = apart.withJoins({ edges: Int32Array.of(0, 2, 1, 3), gaps: new Float64Array(2) })
    for (const [edgeWeights, weight] of [
      ['length', 6],
      ['uniform', 2],
      ['inverse-length', Math.fround(1 / 3 + 1 / 3)],
    ] as const) {
      const graph = await graphOf(twice, edgeWeights)
      assert.deepEqual([graph.nodeCount, [...graph.weights]], [2, [weight]])
    }
  })

  it('carry labels, and are refused where edges have a direction', async () => {
    const apart = points([0, 0, 0, 1, 0, 0, 3, 0, 0])
    const joined = await joinFragments(apart)
    for (const [neuron, labels] of [
      [apart, ['a', null, null]],
      [joined, ['a', 'a', 'a']],
    ] as const) {
      const propagator = await Propagator.create(neuron)
      const result = await propagator.run(await seeds(neuron, ['a', null, null]), {
        solver: 'iterative',
        clamping: 'hard',
        maxIterations: 50,
      })
      assert.deepEqual(result.decode(), labels)
      propagator.dispose()
    }
    await assert.rejects(Propagator.create(await joinFragments(touching), { directed: true }), {
      code: 'ERR_CONFLICTING_OPTIONS',
      message: /^`directed` .* got 2 joins\./,
    })
    const whole = new Skeleton({ positions: [0, 0, 0, 1, 0, 0], parents: [-1, 0] })
    const propagator = await Propagator.create(await joinFragments(whole), { directed: true })
    propagator.dispose()
  })
})
