import assert from 'node:assert/strict'
import { flowSplit } from '../../lib/compartments/flow-split'
import { rootedForest } from '../../lib/compartments/rooted-forest'
import { agreement } from '../../lib/compartments/agreement'
import { synapseCounts } from '../../lib/compartments/synapse-counts'
import { codeOf } from '../../lib/compartments/compartments'
import { generateNeuron } from '../../lib/index'
import { Skeleton } from '../../lib/neuron/skeleton'
import { chainNeuron } from '../neuron/shape-neuron'
import { skeletonEdges } from '../reference/topology'
import { slowFlowSplit, Tree } from './brute-force-flow'
import { codes, countsOf, lettersOf, randomCounts, skeletonShapes, slices } from './parts'

async function split(
  skeleton: Skeleton,
  pre: ArrayLike<number>,
  post: ArrayLike<number>,
  linkerShare?: number,
): Promise<string> {
  const forest = await rootedForest(skeleton, -1, slices())
  return lettersOf(await flowSplit(forest, countsOf(pre, post), slices(), linkerShare))
}

/** Parents by index. */
function tree(parents: number[]): Skeleton {
  return new Skeleton({ positions: new Float64Array(3 * parents.length), parents })
}

describe('flowSplit', () => {
  it('cuts a chain between its inputs and its outputs', async () => {
    assert.equal(
      await split(chainNeuron(7), [0, 0, 0, 0, 0, 1, 4], [3, 3, 0, 0, 0, 0, 0]),
      'ddlllaa',
    )
    assert.equal(
      await split(chainNeuron(7), [2, 4, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 3, 3]),
      'aallldd',
    )
    assert.equal(await split(chainNeuron(2), [1, 0], [0, 1]), 'ad')
  })

  it('takes what has one kind only for what the kind says', async () => {
    assert.equal(await split(chainNeuron(3), [1, 0, 2], [0, 0, 0]), 'aaa')
    assert.equal(await split(chainNeuron(3), [0, 0, 0], [0, 1, 0]), 'ddd')
    assert.equal(await split(chainNeuron(3), [0, 0, 0], [0, 0, 0]), '...')
    assert.equal(await split(tree([-1, 0, -1, 2, -1]), [1, 0, 0, 0, 0], [0, 0, 0, 4, 0]), 'aadd.')
  })

  it('calls a tree with all of both kinds on one node mixed', async () => {
    assert.equal(await split(chainNeuron(1), [2], [7]), 'm')
    assert.equal(await split(chainNeuron(4), [0, 0, 2, 0], [0, 0, 7, 0]), 'mmmm')
  })

  it('cuts every ray of a star, its hub being linker', async () => {
    assert.equal(await split(tree([-1, 0, 0, 0, 0]), [0, 1, 1, 0, 0], [0, 0, 0, 1, 1]), 'laadd')
  })

  it('cuts every tree of a forest by itself', async () => {
    const two = tree([-1, 0, 1, -1, 3, 4])
    assert.equal(await split(two, [0, 0, 9, 1, 0, 0], [9, 0, 0, 0, 0, 1]), 'dlaald')
  })

  it('makes pieces without synapses on the linker linker', async () => {
    // 0 - 1 - 2 - 3 with a bare twig 4 - 5 on node 1.
    assert.equal(
      await split(tree([-1, 0, 1, 2, 1, 4]), [0, 0, 0, 2, 0, 0], [2, 0, 0, 0, 0, 0]),
      'dllall',
    )
  })

  it('compares the mixture of a piece with that of the neuron; the same is dendrite', async () => {
    assert.equal(await split(chainNeuron(2), [3, 1], [3, 7]), 'ad')
    assert.equal(await split(chainNeuron(2), [1, 2], [2, 4]), 'dd')
  })

  it('takes more edges for the linker the lower its share is', async () => {
    const [pre, post] = [
      [0, 0, 0, 1, 9],
      [9, 1, 0, 0, 0],
    ]
    assert.equal(await split(chainNeuron(5), pre, post, 1), 'ddlaa')
    assert.equal(await split(chainNeuron(5), pre, post, 0.9), 'dllla')
  })

  for (const [name, skeleton] of skeletonShapes.filter(([, one]) => one.nodeCount <= 75)) {
    it(`is what the slow split gives, from any root: ${name}`, async () => {
      const { nodeCount } = skeleton
      const slow = new Tree(nodeCount, skeletonEdges(skeleton.parents))
      for (const linkerShare of [1, 0.9, 0.5]) {
        const counts = randomCounts(nodeCount, nodeCount)
        const expected = lettersOf(slowFlowSplit(slow, counts, linkerShare))
        for (const soma of [-1, 0, nodeCount - 1]) {
          const forest = await rootedForest(skeleton, soma, slices())
          const found = await flowSplit(forest, counts, slices(), linkerShare)
          assert.equal(lettersOf(found), expected)
        }
      }
    })
  }

  for (const axons of [1, 3]) {
    it(`finds the compartments of generated neurons with ${axons} axons`, async () => {
      for (let seed = 1; seed <= 5; seed++) {
        const options = { seed, axons, vertices: 0, mixing: 0.05, synapses: 2000 }
        const { skeleton, synapses, truth } = await generateNeuron(options)
        const counts = await synapseCounts(skeleton, synapses, {}, slices())
        const forest = await rootedForest(skeleton, 0, slices())
        const found = await flowSplit(forest, counts, slices())
        const known = truth.skeleton.map(
          (type) => [0, codeOf.soma, codeOf.axon, codeOf.dendrite][type],
        )
        const weights = counts.pre.map((count, node) => count + counts.post[node])
        const { share, compared } = await agreement(found, known, weights, slices())
        assert.ok(share > 0.97, `seed ${seed}: ${share}`)
        assert.ok(compared > 0.8 * synapses.count, `seed ${seed}: ${compared}`)
      }
    })
  }
})

describe('agreement', () => {
  it('compares by weight where both say axon or dendrite', async () => {
    const weights = [1, 2, 4, 8, 16, 32, 64]
    const found = await agreement(codes('addalm.'), codes('aadddas'), weights, slices())
    assert.deepEqual(found, { share: (1 + 4) / 15, compared: 15 })
  })

  it('is NaN where nothing can be compared', async () => {
    const found = await agreement(codes('lsa'), codes('aad'), [1, 1, 0], slices())
    assert.deepEqual(found, { share: NaN, compared: 0 })
  })
})
