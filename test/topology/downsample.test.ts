import assert from 'node:assert/strict'
import { join } from 'node:path'
import { generateNeuron, Mesh, readNeuron, Skeleton, type Neuron } from '../../lib/index'
import { downsample } from '../../lib/topology/downsample'
import { joinFragments } from '../../lib/topology/join-fragments'
import { assertShares } from '../event-loop'
import { chainNeuron, shapeNeuron } from '../neuron/shape-neuron'
import { itRefuses } from '../neuron/wrong-input'
import { random, shape, shapes } from '../shapes'
import { sharedFolder } from '../shared-folder'
import { skipWithout } from '../skip'
import { componentCount, componentsOf, edgesOf, joinsOf } from './brute-force-joins'
import { edgesByFaces, eulerCharacteristic } from './surface'

const factors = [1, 1.5, 2, 4, 8, Infinity]

function pointOf({ positions }: Neuron, node: number): number[] {
  return [...positions.subarray(3 * node, 3 * node + 3)]
}

/** Nearest kept node along the edges, not through another: by relaxing all edges again and again. */
function bruteForceNodeOf(neuron: Neuron, kept: Int32Array): number[] {
  const isKept = new Set(kept)
  const best = Array.from({ length: neuron.nodeCount }, (_, node) =>
    isKept.has(node) ? { distance: 0, kept: node } : { distance: Infinity, kept: -1 },
  )
  const links = edgesOf(neuron).flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ])
  for (let changed = true; changed;) {
    changed = false
    for (const [from, to] of links) {
      if (isKept.has(to) || best[from].kept < 0) continue
      const [p, q] = [pointOf(neuron, from), pointOf(neuron, to)]
      const [x, y, z] = p.map((value, axis) => value - q[axis])
      const distance = best[from].distance + Math.sqrt(x * x + y * y + z * z)
      const { kept: source } = best[from]
      const now = best[to]
      const isNearer =
        now.kept < 0 || distance < now.distance || (distance === now.distance && source < now.kept)
      if (!isNearer) continue
      best[to] = { distance, kept: source }
      changed = true
    }
  }
  return best.map(({ kept: source }) => kept.indexOf(source))
}

/** What holds for every neuron and factor. */
async function assertDownsampled<Kind extends Neuron>(
  original: Kind,
  factor: number,
  keep?: number[],
): Promise<Kind> {
  const { neuron, nodes, nodeOf } = await downsample(original, factor, { keep })
  assert.equal(neuron.constructor, original.constructor)
  assert.equal(neuron.name, original.name)
  assert.deepEqual(neuron.nmPerUnit, original.nmPerUnit)
  assert.equal(neuron.nodeCount, nodes.length)
  assert.deepEqual(
    [...nodes],
    [...new Set(nodes)].sort((a, b) => a - b),
  )
  nodes.forEach((node, place) => {
    assert.equal(nodeOf[node], place)
    assert.deepEqual(pointOf(neuron, place), pointOf(original, node))
    if (neuron.kind === 'skeleton') {
      assert.equal(neuron.nodeIds.at(place), original.nodeIds.at(node))
    }
    for (const [key, values] of original.properties) {
      assert.equal(neuron.properties.get(key)?.[place], values[node])
    }
  })
  for (const node of [...(keep ?? []), ...original.joins.edges]) assert.ok(nodes.includes(node))
  const of = componentsOf(original.nodeCount, edgesOf(original))
  nodeOf.forEach((place, node) => assert.equal(of[nodes[place]], of[node]))
  const coarse = componentsOf(neuron.nodeCount, edgesOf(neuron))
  assert.equal(new Set(coarse).size, new Set(of).size)
  for (const [a, b] of edgesOf(neuron)) assert.equal(of[nodes[a]], of[nodes[b]])
  assert.deepEqual(
    joinsOf(neuron).map(({ edge, gap }) => ({ edge: edge.map((place) => nodes[place]), gap })),
    joinsOf(original),
  )
  return neuron
}

describe('downsample: wrong input', () => {
  const chain = chainNeuron(4)
  itRefuses([
    [
      'no neuron',
      () => downsample(5 as never, 2),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      /^`neuron`/,
    ],
    ...([undefined, null, '2', 2n] as const).map(
      (factor) =>
        [
          `factor ${String(factor)}`,
          () => downsample(chain, factor as never),
          'TypeError' as const,
          'ERR_INVALID_OPTION' as const,
          /^`factor` must be a number, 1 \(unchanged\) or greater; got /,
        ] as const,
    ),
    ...[0.99, 0, -2, NaN].map(
      (factor) =>
        [
          `factor ${factor}`,
          () => downsample(chain, factor),
          'RangeError' as const,
          'ERR_INVALID_OPTION' as const,
          `\`factor\` must be a number, 1 (unchanged) or greater; got ${factor} (number)`,
        ] as const,
    ),
    ...[5, 'ab', new Set([1])].map(
      (keep) =>
        [
          `keep ${typeof keep}`,
          () => downsample(chain, 2, { keep: keep as never }),
          'TypeError' as const,
          'ERR_INVALID_OPTION' as const,
          /^`keep` must be an array of node indices; got /,
        ] as const,
    ),
    ...[4, -1, 1.5, NaN, '1'].map(
      (node) =>
        [
          `keep with ${node}`,
          () => downsample(chain, 2, { keep: [0, node as never] }),
          'RangeError' as const,
          'ERR_INVALID_OPTION' as const,
          /^`keep` must be indices from 0 to 3, as the skeleton has 4 nodes; got .* \(entry 1\)$/,
        ] as const,
    ),
    [
      'an unknown option',
      () => downsample(chain, 2, { kep: [1] } as never),
      'TypeError',
      'ERR_UNKNOWN_OPTION',
      /`kep`; did you mean `keep`\?$/,
    ],
  ])

  it('is aborted before and while it works', async () => {
    const reason = new Error('enough')
    await assert.rejects(downsample(chain, 2, { signal: AbortSignal.abort(reason) }), reason)
    const { mesh } = await generateNeuron({ seed: 1, nodes: 4000, vertices: 40_000 })
    // Two passes at least, each twice over the vertices, in blocks of 2048 and of 512.
    const leastTurns = (2 * 40_000) / 2048 + (2 * 40_000) / 512
    await assertShares((signal) => downsample(mesh as Mesh, 4, { signal }), leastTurns)
  })
})

describe('downsample: every shape', () => {
  for (const each of shapes) {
    it(`keeps what it must of ${each.name}`, async () => {
      const neuron = shapeNeuron(each, { voxelSize: 8, name: 'n' })
      for (const factor of factors) {
        const coarse = await assertDownsampled(neuron, factor)
        if (factor === 1) assert.equal(coarse, neuron)
        if (coarse.kind === 'mesh' && neuron.kind === 'mesh') {
          assert.equal(eulerCharacteristic(coarse), eulerCharacteristic(neuron))
        }
      }
      const all = Array.from({ length: neuron.nodeCount }, (_, node) => node)
      assert.equal((await assertDownsampled(neuron, Infinity, all)).nodeCount, neuron.nodeCount)
      await assertDownsampled(await joinFragments(neuron), 4, [neuron.nodeCount - 1])
    })
  }

  for (const name of [
    'tree of 200',
    'chain of 500',
    'random tube',
    'torus',
    'zero-length branches',
  ]) {
    it(`maps the nodes of ${name} to the nearest along the edges`, async () => {
      const neuron = shapeNeuron(shape(name))
      for (const factor of [2, 4, Infinity]) {
        const { nodes, nodeOf } = await downsample(neuron, factor)
        assert.deepEqual([...nodeOf], bruteForceNodeOf(neuron, nodes))
      }
    })
  }

  it('takes the kept node with the lowest index where two are equally near', async () => {
    const { nodes, nodeOf } = await downsample(chainNeuron(9), 4)
    assert.deepEqual([...nodes], [0, 4, 8])
    assert.deepEqual([...nodeOf], [0, 0, 0, 1, 1, 1, 1, 2, 2])
  })

  it('carries properties over in arrays of their kind', async () => {
    const properties = {
      radius: Float32Array.of(1, 2, 3, 4, 5),
      type: ['a', null, 'c', undefined, 'e'],
    }
    const { neuron } = await downsample(chainNeuron(5, { properties }), 2)
    assert.deepEqual(neuron.properties.get('radius'), Float32Array.of(1, 3, 5))
    assert.deepEqual(neuron.properties.get('type'), ['a', 'c', 'e'])
  })
})

describe('downsample: skeletons', () => {
  it('keep about every n-th node of a path, evenly', async () => {
    const kept = async (count: number, factor: number) => [
      ...(await downsample(chainNeuron(count), factor)).nodes,
    ]
    assert.deepEqual(await kept(9, 2), [0, 2, 4, 6, 8])
    assert.deepEqual(await kept(9, 1), [0, 1, 2, 3, 4, 5, 6, 7, 8])
    assert.deepEqual(await kept(9, Infinity), [0, 8])
    assert.deepEqual(await kept(2, 50), [0, 1])
    for (const factor of [1.5, 2, 3, 7.3, 40]) {
      const nodes = await kept(1000, factor)
      const steps = nodes.slice(1).map((node, i) => node - nodes[i])
      const even = 999 / Math.round(999 / factor)
      assert.equal(steps.length, Math.round(999 / factor))
      assert.ok(steps.every((step) => step >= Math.floor(even) && step <= Math.ceil(even)))
    }
  })

  it('keep roots, leaves, branch points and what is to be kept, and lose only others', async () => {
    const { skeleton } = await generateNeuron({ seed: 4, nodes: 500, vertices: 0 })
    const children = new Int32Array(500)
    for (const parent of skeleton.parents) if (parent >= 0) children[parent]++
    const { neuron, nodes } = await downsample(skeleton, Infinity, { keep: [77, 78] })
    const expected = Array.from(children.keys()).filter(
      (node) => children[node] !== 1 || skeleton.parents[node] < 0 || node === 77 || node === 78,
    )
    assert.deepEqual([...nodes], expected)
    neuron.parents.forEach((parent, place) => {
      let above = skeleton.parents[nodes[place]]
      while (above >= 0 && !nodes.includes(above)) above = skeleton.parents[above]
      assert.equal(parent < 0 ? -1 : nodes[parent], above)
    })
  })

  it('thin random forests as forests', async () => {
    const next = random(21)
    for (let round = 0; round < 30; round++) {
      const count = 1 + Math.floor(next() * 200)
      const reach = 1 + Math.floor(next() * 4)
      await assertDownsampled(
        new Skeleton({
          positions: Array.from({ length: 3 * count }, next),
          parents: Array.from({ length: count }, (_, i) =>
            i === 0 || next() < 0.05 ? -1 : Math.max(0, i - 1 - Math.floor(next() * reach)),
          ),
        }),
        1 + 6 * next(),
        [Math.floor(next() * count)],
      )
    }
  })
})

describe('downsample: meshes', () => {
  it('of a generated neuron keep their surface and their flakes at every factor', async () => {
    const { mesh } = await generateNeuron({ seed: 5, nodes: 300, vertices: 4000, flakes: 12 })
    const faces = (mesh as Mesh).faces.length / 3
    for (const factor of [2, 4, 8, 30, Infinity]) {
      const coarse = await assertDownsampled(mesh as Mesh, factor)
      assert.equal(eulerCharacteristic(coarse), 2 * 13)
      assert.deepEqual(Object.keys(edgesByFaces(coarse)), ['2'])
      const wanted = Math.round(faces / factor)
      const left = coarse.faces.length / 3
      assert.ok(left >= wanted - 1 && left <= (factor <= 8 ? wanted : faces / 20), `${left}`)
    }
  })

  it('are the same every time', async () => {
    const { mesh } = await generateNeuron({ seed: 6, nodes: 300, vertices: 2000 })
    assert.deepEqual(await downsample(mesh as Mesh, 3), await downsample(mesh as Mesh, 3))
  })

  it('are joined as before, joined nodes included', async () => {
    const { mesh } = await generateNeuron({ seed: 7, nodes: 300, vertices: 2000, flakes: 9 })
    const joined = await joinFragments(mesh as Mesh)
    const coarse = await assertDownsampled(joined, 6)
    assert.equal(coarse.joins.gaps.length, 9)
    assert.equal(componentCount(coarse), 1)
  })

  it('far from the origin and of any size are thinned alike', async () => {
    const tube = shapeNeuron(shape('random tube')) as Mesh
    const wanted = await downsample(tube, 4)
    for (const scale of [2 ** -90, 2 ** 90]) {
      const positions = tube.positions.map((value) => value * scale)
      const scaled = await downsample(new Mesh({ positions, faces: tube.faces }), 4)
      assert.deepEqual(scaled.nodes, wanted.nodes)
    }
    const positions = tube.positions.map((value) => value + 1e9)
    const far = await assertDownsampled(new Mesh({ positions, faces: tube.faces }), 4)
    assert.ok(far.faces.length <= wanted.neuron.faces.length * 1.1)
  })

  it('measure in nm where a voxel has different sides', async () => {
    const tube = shapeNeuron(shape('random tube')) as Mesh
    const inNm = await downsample(tube, 4)
    const voxelSize = [4, 8, 32]
    const positions = tube.positions.map((value, i) => value / voxelSize[i % 3])
    const inVoxels = await downsample(new Mesh({ positions, faces: tube.faces, voxelSize }), 4)
    assert.deepEqual(inVoxels.nodes, inNm.nodes)
    assert.deepEqual(inVoxels.nodeOf, inNm.nodeOf)
  })

  const folder = join(sharedFolder, 'data/hemibrain/obj')
  it('of real neurons keep components, holes and handles', async function () {
    skipWithout(this, folder)
    const mesh = (await readNeuron(join(folder, '722817260.obj'))) as Mesh
    for (const factor of [2, 4, 8]) {
      const { neuron } = await downsample(mesh, factor)
      assert.equal(eulerCharacteristic(neuron), eulerCharacteristic(mesh))
      assert.equal(componentCount(neuron), componentCount(mesh))
    }
  })
})
