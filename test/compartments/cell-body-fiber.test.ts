import assert from 'node:assert/strict'
import { cellBodyFiber, markSomaAndFiber } from '../../lib/compartments/cell-body-fiber'
import { rootedForest } from '../../lib/compartments/rooted-forest'
import { synapseCounts } from '../../lib/compartments/synapse-counts'
import { generateNeuron, joinFragments } from '../../lib/index'
import { Skeleton } from '../../lib/neuron/skeleton'
import { chainNeuron } from '../neuron/shape-neuron'
import { skeletonEdges } from '../reference/topology'
import { Tree } from './brute-force-flow'
import {
  codes,
  countsOf,
  lettersOf,
  randomCounts,
  skeletonShapes,
  slices,
  type Counts,
} from './parts'

async function fiberOf(skeleton: Skeleton, counts: Counts, soma: number): Promise<number[]> {
  const forest = await rootedForest(skeleton, soma, slices())
  return [...(await cellBodyFiber(forest, counts, soma, slices()))]
}

function tree(parents: number[]): Skeleton {
  return new Skeleton({ positions: new Float64Array(3 * parents.length), parents })
}

/** One kind of synapse at these nodes. */
function at(nodeCount: number, ...nodes: number[]): Counts {
  const post = new Uint8Array(nodeCount)
  for (const node of nodes) post[node] = 1
  return countsOf(new Uint8Array(nodeCount), post)
}

/** From the soma on: nodes from which synapses lie in one direction only, then one with two. */
function slowFiber(skeleton: Skeleton, { pre, post }: Counts, soma: number): number[] {
  const slow = new Tree(skeleton.nodeCount, skeletonEdges(skeleton.parents))
  const children = (node: number, from: number): number[] =>
    slow.reach(node).filter((other) => other !== from && slow.path(node, other)?.length === 2)
  const hasSynapses = (node: number, from: number): boolean =>
    slow
      .reach(node, (u, v) => u === node && v === from)
      .some((other) => pre[other] + post[other] > 0)
  const way: number[] = []
  let [node, from] = [soma, -1]
  for (;;) {
    const branches = children(node, from).filter((child) => hasSynapses(child, node))
    if (branches.length !== 1) return branches.length === 0 ? [] : way.slice(1)
    way.push(node)
    ;[node, from] = [branches[0], node]
  }
}

describe('cellBodyFiber', () => {
  // 0 - 1 - 2 - 3, which forks into 4 - 5 and 6 - 7; a twig 8 on node 1.
  const fork = tree([-1, 0, 1, 2, 3, 4, 3, 6, 1])

  it('lies between the soma and the first fork to synapses on both sides', async () => {
    assert.deepEqual(await fiberOf(fork, at(9, 5, 7), 0), [1, 2])
    assert.deepEqual(await fiberOf(fork, at(9, 5, 8), 0), [])
    assert.deepEqual(await fiberOf(fork, at(9, 5, 7, 3), 0), [1, 2])
  })

  it('is seen from the soma, wherever the root of the skeleton is', async () => {
    assert.deepEqual(await fiberOf(fork, at(9, 5, 7), 8), [1, 2])
    assert.deepEqual(await fiberOf(fork, at(9, 0, 7), 5), [4])
    assert.deepEqual(await fiberOf(fork, at(9, 0, 8), 5), [4, 3, 2])
  })

  it('is not ended by synapses on the way', async () => {
    assert.deepEqual(await fiberOf(fork, at(9, 0, 1, 2, 5, 7), 0), [1, 2])
  })

  it('is empty where the soma itself forks', async () => {
    assert.deepEqual(await fiberOf(fork, at(9, 5, 7), 3), [])
  })

  it('is empty where there is no fork, no synapse, or no soma', async () => {
    assert.deepEqual(await fiberOf(chainNeuron(6), at(6, 3, 5), 0), [])
    assert.deepEqual(await fiberOf(chainNeuron(1), at(1, 0), 0), [])
    assert.deepEqual(await fiberOf(fork, at(9), 0), [])
    assert.deepEqual(await fiberOf(fork, at(9, 5, 7), -1), [])
    assert.deepEqual(await fiberOf(tree([-1, -1, 1, 1]), at(4, 2, 3), 0), [])
  })

  it('crosses joins', async () => {
    const apart = new Skeleton({
      positions: [0, 0, 0, 5, 0, 0, 6, 0, 0, 7, 0, 0, 7, 1, 0],
      parents: [-1, -1, 1, 2, 2],
    })
    const joined = await joinFragments(apart)
    assert.deepEqual(await fiberOf(joined, at(5, 3, 4), 0), [1])
  })

  for (const [name, skeleton] of skeletonShapes.filter(([, one]) => one.nodeCount <= 75)) {
    it(`is the slow way from every soma: ${name}`, async () => {
      const { nodeCount } = skeleton
      const few = randomCounts(nodeCount, 3)
      few.pre.fill(0)
      few.post.forEach((_, node) => (few.post[node] = node % 5 === 2 ? 1 : 0))
      for (let soma = 0; soma < nodeCount; soma += 3) {
        assert.deepEqual(await fiberOf(skeleton, few, soma), slowFiber(skeleton, few, soma))
      }
    })
  }

  it('is that of a generated neuron, but for its fork', async () => {
    for (const axons of [1, 4]) {
      const { skeleton, synapses, truth } = await generateNeuron({ axons, vertices: 0 })
      const counts = await synapseCounts(skeleton, synapses, {}, slices())
      const fiber = await fiberOf(skeleton, counts, 0)
      const forkNode = truth.skeleton.indexOf(3) - 1
      assert.deepEqual(
        fiber,
        Array.from({ length: forkNode - 1 }, (_, i) => i + 1),
      )
    }
  })
})

describe('markSomaAndFiber', () => {
  it('marks both, and no soma where there is none', () => {
    const marked = codes('dddda')
    markSomaAndFiber(marked, 0, Int32Array.of(1, 3))
    assert.equal(lettersOf(marked), 'scdca')
    const none = codes('da')
    markSomaAndFiber(none, -1, new Int32Array(0))
    assert.equal(lettersOf(none), 'da')
  })
})
