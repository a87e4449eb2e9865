import assert from 'node:assert/strict'
import { flowCentrality } from '../../lib/compartments/flow-centrality'
import { rootedForest } from '../../lib/compartments/rooted-forest'
import { joinFragments } from '../../lib/index'
import type { Skeleton } from '../../lib/neuron/skeleton'
import { chainNeuron } from '../neuron/shape-neuron'
import { skeletonEdges, type Edge } from '../reference/topology'
import { random } from '../shapes'
import { flows, Tree } from './brute-force-flow'
import { countsOf, randomCounts, skeletonShapes, slices, type Counts } from './parts'

/** Edges of a skeleton and its joins. */
function edgesOf({ parents, joins }: Skeleton): Edge[] {
  const joined = Array.from({ length: joins.edges.length / 2 }, (_, j): Edge => [
    joins.edges[2 * j],
    joins.edges[2 * j + 1],
  ])
  return [...skeletonEdges(parents), ...joined]
}

async function assertFlow(skeleton: Skeleton, counts: Counts, soma: number): Promise<void> {
  const forest = await rootedForest(skeleton, soma, slices())
  const { centrifugal, centripetal } = await flowCentrality(forest, counts, slices())
  const expected = flows(new Tree(skeleton.nodeCount, edgesOf(skeleton)), counts)
  forest.parents.forEach((parent, node) => {
    assert.equal(centrifugal[node], expected.get(`${parent},${node}`) ?? 0)
    assert.equal(centripetal[node], expected.get(`${node},${parent}`) ?? 0)
  })
}

describe('rootedForest', () => {
  for (const [name, skeleton] of skeletonShapes) {
    it(`has the trees of the skeleton, seen from any node: ${name}`, async () => {
      const { nodeCount } = skeleton
      const soma = Math.floor(random(nodeCount)() * nodeCount)
      for (const neuron of [skeleton, await joinFragments(skeleton)]) {
        const { parents, order, roots } = await rootedForest(neuron, soma, slices())
        const pairs = (edges: Edge[]): string[] =>
          edges.map((edge) => edge.toSorted().join()).sort()
        const links = Array.from(parents, (parent, node): Edge => [node, parent])
        assert.deepEqual(pairs(links.filter(([, parent]) => parent >= 0)), pairs(edgesOf(neuron)))
        assert.equal(parents[soma], -1)
        const places = Array.from(order.keys()).sort((a, b) => order[a] - order[b])
        for (let node = 0; node < nodeCount; node++) {
          assert.equal(order[places[node]], node)
          const parent = parents[node]
          if (parent >= 0) assert.ok(places[parent] < places[node])
          assert.equal(roots[node], parent < 0 ? node : roots[parent])
        }
      }
    })
  }

  it('keeps the roots of the skeleton where there is no soma', async () => {
    for (const [name, skeleton] of skeletonShapes) {
      const { parents } = await rootedForest(skeleton, -1, slices())
      assert.deepEqual(parents, skeleton.parents, name)
    }
  })
})

describe('flowCentrality', () => {
  it('counts the pairs whose path crosses an edge, by direction', async () => {
    // Inputs 2 at node 0, 1 at node 2; outputs 3 at node 1, 5 at node 3: a chain rooted at 0.
    const counts = countsOf([0, 3, 0, 5], [2, 0, 1, 0])
    const forest = await rootedForest(chainNeuron(4), -1, slices())
    const flow = await flowCentrality(forest, counts, slices())
    assert.deepEqual(flow.centrifugal, Float64Array.of(0, 2 * 8, 2 * 5, 3 * 5))
    assert.deepEqual(flow.centripetal, Float64Array.of(0, 0, 1 * 3, 0))
  })

  for (const [name, skeleton] of skeletonShapes.filter(([, one]) => one.nodeCount <= 260)) {
    it(`is what enumerating all pairs gives: ${name}`, async () => {
      const { nodeCount } = skeleton
      for (const soma of [-1, nodeCount - 1]) {
        await assertFlow(skeleton, randomCounts(nodeCount, nodeCount + soma), soma)
      }
      await assertFlow(
        skeleton,
        countsOf(new Uint8Array(nodeCount).fill(1), new Uint8Array(nodeCount)),
        -1,
      )
    })
  }

  it('crosses joins', async () => {
    const forest = skeletonShapes.find(([name]) => name === 'forest')![1]
    const joined = await joinFragments(forest)
    assert.ok(joined.joins.edges.length > 0)
    await assertFlow(joined, randomCounts(joined.nodeCount, 5), 6)
  })
})
