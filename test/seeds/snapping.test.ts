import assert from 'node:assert/strict'
import { Mesh, seedsFromPoints, seedsFromSynapses, Synapses } from '../../lib/index'
import { random } from '../shapes'

/** Index of the nearest node and its distance by brute force: float64, the lowest of equals. */
function nearest(nodes: ArrayLike<number>, points: ArrayLike<number>, p: number) {
  let index = -1
  let least = Infinity
  for (let node = 0; node < nodes.length / 3; node++) {
    const [dx, dy, dz] = [0, 1, 2].map((axis) => nodes[3 * node + axis] - points[3 * p + axis])
    const squared = dx * dx + dy * dy + dz * dz
    if (squared < least) [index, least] = [node, squared]
  }
  return { index, distance: Math.sqrt(least) }
}

const scattered = (count: number, next: () => number, step = 0): number[] =>
  Array.from({ length: 3 * count }, () =>
    step === 0 ? 100 * next() - 50 : step * Math.round(4 * next()),
  )

interface Places {
  nodes: number[]
  points: number[]
}

/** Places of nodes and points, many of them equally far from several nodes. */
const places: Record<string, (next: () => number) => Places> = {
  'points anywhere': (next) => ({ nodes: scattered(400, next), points: scattered(60, next) }),
  'points and nodes on one lattice': (next) => ({
    nodes: scattered(400, next, 2),
    points: scattered(60, next, 1),
  }),
  'points in the middle of cells': (next) => ({
    nodes: scattered(300, next, 2),
    points: scattered(60, next, 2).map((value) => value + 1),
  }),
  'nodes in a line': (next) => ({
    nodes: Array.from({ length: 100 }, (_, i) => [5, (i * 37) % 100, 5]).flat(),
    points: scattered(60, next, 1),
  }),
  'nodes at one place': (next) => ({
    nodes: Array.from({ length: 90 }, () => [1, 2, 3]).flat(),
    points: scattered(20, next, 1),
  }),
  'one node': (next) => ({ nodes: [1, 2, 3], points: scattered(5, next) }),
  'points far away': (next) => ({
    nodes: scattered(200, next),
    points: scattered(20, next).map((value) => 1e6 * value),
  }),
}

describe('seeds: the nearest node is that of brute force, the lowest index of equals', () => {
  for (const [what, placesOf] of Object.entries(places)) {
    it(what, async () => {
      const { nodes, points } = placesOf(random(17))
      const mesh = new Mesh({ positions: nodes, faces: [] })
      for (let p = 0; p < points.length / 3; p++) {
        const positions = points.slice(3 * p, 3 * p + 3)
        const { index, distances } = await seedsFromPoints(mesh, { positions, labels: ['a'] })
        const expected = nearest(nodes, points, p)
        assert.deepEqual([index[0], distances?.[0]], [expected.index, expected.distance], `${p}`)
      }
    })
  }

  it('thousands of points at once', async () => {
    const next = random(3)
    const [nodes, points] = [scattered(3000, next, 3), scattered(2000, next, 1.5)]
    const found = Array.from({ length: 2000 }, (_, p) => nearest(nodes, points, p))
    const lastOn = new Map(found.map(({ index }, p) => [index, p]))
    const ascending = [...lastOn].sort(([a], [b]) => a - b)
    const made = await seedsFromPoints(new Mesh({ positions: nodes, faces: [] }), {
      positions: points,
      labels: Float64Array.from({ length: 2000 }, (_, p) => p),
    })
    assert.deepEqual(
      [...(made.distances ?? [])],
      found.map(({ distance }) => distance),
    )
    assert.deepEqual(
      [...made.index],
      ascending.map(([node]) => node),
    )
    assert.deepEqual(
      Array.from(made.label, (l) => made.labels[l]),
      ascending.map(([, p]) => p),
    )
  })

  it('synapses as well as points', async () => {
    const { nodes, points } = places['points and nodes on one lattice'](random(5))
    const found = Array.from({ length: points.length / 3 }, (_, p) => nearest(nodes, points, p))
    const synapses = new Synapses({ positions: points, types: found.map(() => 'pre') })
    const made = await seedsFromSynapses(new Mesh({ positions: nodes, faces: [] }), synapses)
    const expected = [...new Set(found.map(({ index }) => index))].sort((a, b) => a - b)
    assert.deepEqual([...made.index], expected)
    assert.deepEqual(
      [...(made.distances ?? [])],
      found.map(({ distance }) => distance),
    )
  })

  it('does not pass over a point whose squared distance is beyond float64', async () => {
    const mesh = new Mesh({ positions: [0, 0, 0, 1, 0, 0], faces: [] })
    const points = { positions: [0, 0, 0, 1e200, 0, 0], labels: ['a', 'b'] }
    await assert.rejects(seedsFromPoints(mesh, points), { code: 'ERR_INVALID_POSITION' })
  })
})
