import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import {
  generateNeuron,
  type GeneratedNeuron,
  type GenerateOptions,
} from '../lib/generate/generate-neuron'
import { Skeleton } from '../lib/neuron/skeleton'
import { assertShares } from './event-loop'
import { bodies, distancesToSurface } from './mesh-bodies'

/** Small neurons of many shapes: the least sizes, coarse and fine meshes, many axons and flakes. */
const shapes: GenerateOptions[] = [
  {},
  { nodes: 100 },
  { nodes: 100, vertices: 50, sides: 3, flakes: 0 },
  { nodes: 1000, vertices: 1000 },
  { nodes: 400, vertices: 40_000, seed: 4 },
  { nodes: 300, spacing: 100, sides: 7, seed: 4294967295 },
  { nodes: 300, spacing: 5000, sides: 24, seed: 0 },
  { nodes: 1000, axons: 10, sides: 3, vertices: 500, flakes: 100 },
  { nodes: 10_000, axons: 100, seed: 9, vertices: 10_000 },
]

function shapeName(options: GenerateOptions): string {
  const name = Object.entries(options).map(([key, value]) => `${key} ${value}`)
  return name.length === 0 ? 'defaults' : name.join(', ')
}

function countOf(values: ArrayLike<unknown>, wanted: unknown): number {
  return Array.from(values).filter((value) => value === wanted).length
}

function property(neuron: GeneratedNeuron, name: string): ArrayLike<unknown> {
  const values = neuron.skeleton.properties.get(name)
  assert.ok(values, `no property ${name}`)
  return values
}

function column(neuron: GeneratedNeuron, name: string): ArrayLike<unknown> {
  const values = neuron.synapses.columns.get(name)
  assert.ok(values, `no column ${name}`)
  return values
}

/** Everything that can be compared. */
function contents({ skeleton, mesh, synapses, truth }: GeneratedNeuron): unknown {
  return {
    positions: skeleton.positions,
    parents: skeleton.parents,
    properties: [...skeleton.properties],
    vertices: mesh?.positions,
    faces: mesh?.faces,
    synapses: synapses.positions,
    isPre: synapses.isPre,
    nodeIds: synapses.nodeIds,
    columns: [...synapses.columns],
    truth,
  }
}

describe('generateNeuron: wrong input', () => {
  const wrong: [keyof GenerateOptions, unknown[], unknown[]][] = [
    // option, values of the wrong kind, numbers outside the range
    ['seed', ['1', null], [-1, 1.5, 4294967296, NaN]],
    ['nodes', ['many'], [99, 10_000_001, 150.5]],
    ['vertices', [true], [-4, 100, 60_000_000, 5999.5]],
    ['sides', ['6'], [2, 25, 4.5]],
    ['spacing', [[400]], [99, 5001, Infinity]],
    ['flakes', ['5'], [-1, 1501, 0.5]],
    ['synapses', [{}], [-1, 15_001, 0.5]],
    ['mixing', ['0.1'], [-0.1, 0.51, NaN]],
    ['axons', ['1'], [0, 101, 1.5]],
    ['balance', ['3'], [0, 101, NaN]],
    ['name', [7], []],
    ['signal', [{}, 'stop'], []],
  ]
  for (const [option, kinds, values] of wrong) {
    it(`rejects a wrong \`${option}\` and names it`, async () => {
      for (const value of [...kinds, ...values]) {
        const name = kinds.includes(value) ? 'TypeError' : 'RangeError'
        await assert.rejects(generateNeuron({ [option]: value }), (error: Error) => {
          assert.equal(error.name, name, `${String(value)}: ${error.message}`)
          assert.equal((error as Error & { code: string }).code, 'ERR_INVALID_OPTION')
          assert.ok(error.message.startsWith(`\`${option}\` must be `), error.message)
          assert.match(error.message, /; got /)
          return true
        })
      }
    })
  }

  it('rejects an unknown option and suggests the nearest', async () => {
    const options = { node: 100 } as GenerateOptions
    await assert.rejects(generateNeuron(options), {
      name: 'TypeError',
      code: 'ERR_UNKNOWN_OPTION',
      message: 'unknown option `node`; did you mean `nodes`?',
    })
  })

  it('rejects fewer than 100 nodes per axon', async () => {
    await assert.rejects(generateNeuron({ nodes: 299, axons: 3 }), {
      code: 'ERR_INVALID_OPTION',
      message: '`nodes` must be at least 100 per axon, 300 for 3 axons; got 299',
    })
  })

  it('rejects with the reason of a signal that is aborted before or during the work', async () => {
    const reason = new Error('enough')
    await assert.rejects(generateNeuron({ signal: AbortSignal.abort(reason) }), reason)
    // A branch has at most 68 nodes; it gives way where it grows, and again as a tube.
    await assertShares((signal) => generateNeuron({ nodes: 50_000, signal }), (2 * 50_000) / 68)
  })
})

describe('generateNeuron: skeleton', () => {
  for (const options of shapes) {
    it(`is one tree of \`nodes\` nodes that branches in two: ${shapeName(options)}`, async () => {
      const neuron = await generateNeuron({ ...options, vertices: 0 })
      const { skeleton } = neuron
      assert.ok(skeleton instanceof Skeleton)
      assert.equal(skeleton.nodeCount, options.nodes ?? 1500)
      assert.deepEqual(skeleton.nmPerUnit, [1, 1, 1])
      const children = new Uint8Array(skeleton.nodeCount)
      for (let node = 0; node < skeleton.nodeCount; node++) {
        assert.equal(skeleton.nodeIds.at(node), node + 1)
        assert.equal(skeleton.parents[node] < node, true, 'parents come first')
        assert.equal(skeleton.parents[node] < 0, node === 0, 'one root')
        if (node > 0) children[skeleton.parents[node]]++
      }
      assert.ok(children.every((count) => count <= 2))
      assert.ok(countOf(children, 2) >= (options.axons ?? 1))
      assert.equal(countOf(children, 0), countOf(children, 2) + 1)
    })
  }

  it('has edges as long as `spacing`, that to the soma excepted', async () => {
    for (const spacing of [100, 400, 1234.5]) {
      const { skeleton } = await generateNeuron({ nodes: 500, vertices: 0, spacing })
      const { positions, parents } = skeleton
      for (let node = 2; node < 500; node++) {
        const [from, to] = [3 * parents[node], 3 * node]
        const step = [0, 1, 2].map((axis) => positions[to + axis] - positions[from + axis])
        assert.ok(Math.abs(Math.hypot(...step) - spacing) < 0.02)
      }
      const neck = Math.hypot(...positions.slice(3, 6))
      assert.ok(Math.abs(neck - spacing - 2500) < 0.02)
    }
  })

  it('has the radii of a neuron, thinner towards the tips, and every compartment', async () => {
    const neuron = await generateNeuron({ axons: 2, vertices: 0 })
    const radius = property(neuron, 'radius') as Float64Array
    const { parents } = neuron.skeleton
    assert.equal(radius[0], 2500)
    assert.ok(radius.slice(1).every((value) => value >= 30 && value <= 300))
    const type = property(neuron, 'type')
    assert.deepEqual(Array.from(type as Int32Array), Array.from(neuron.truth.skeleton))
    assert.equal(countOf(type, 1), 1)
    for (const compartment of [0, 2, 3]) assert.ok(countOf(type, compartment) > 150)
    parents.forEach((parent, node) => {
      const inArbor = neuron.truth.skeleton[node] >= 2
      if (inArbor && neuron.truth.skeleton[parent] === neuron.truth.skeleton[node]) {
        assert.ok(radius[node] <= radius[parent])
      }
    })
  })

  it('has coordinates and radii of two decimals, which read back equal', async () => {
    const neuron = await generateNeuron()
    const radius = property(neuron, 'radius') as Float64Array
    assert.ok(neuron.mesh)
    for (const values of [neuron.skeleton.positions, neuron.mesh.positions, radius]) {
      assert.ok(values.every((value) => Number(value.toFixed(2)) === value))
    }
  })
})

describe('generateNeuron: mesh', () => {
  for (const options of shapes) {
    it(`is closed bodies, spheres, facing out: ${shapeName(options)}`, async () => {
      const { mesh, truth } = await generateNeuron(options)
      assert.ok(mesh)
      assert.equal(truth.mesh?.length, mesh.nodeCount)
      assert.deepEqual(mesh.nmPerUnit, [1, 1, 1])
      const found = bodies(mesh)
      const flakes = options.flakes ?? 5
      assert.equal(found.length, 1 + flakes)
      for (const body of found) {
        assert.equal(body.edgesNotOfTwoFaces, 0)
        assert.equal(body.eulerCharacteristic, 2)
        assert.ok(body.volume > 0, 'outward')
        assert.ok(body.shortestEdge > 0)
      }
      const [main, ...small] = found
      assert.ok(small.every(({ vertices }) => vertices >= 4 && vertices <= 12))
      assert.equal(
        countOf(
          small.map(({ vertices }) => vertices),
          4,
        ),
        Math.ceil(flakes / 2),
      )
      const goal = options.vertices ?? 4 * (options.nodes ?? 1500)
      assert.ok(Math.abs(main.vertices - goal) <= 0.05 * goal + 40, `${main.vertices} for ${goal}`)
    })
  }

  it('counts every vertex of a face once', async () => {
    const { mesh } = await generateNeuron({ nodes: 3000 })
    assert.ok(mesh)
    for (let i = 0; i < mesh.faces.length; i += 3) {
      assert.equal(new Set(mesh.faces.subarray(i, i + 3)).size, 3)
    }
  })

  it('reaches 10^5 vertices within 1 %', async () => {
    const { mesh } = await generateNeuron({ nodes: 5000, vertices: 100_000 })
    assert.ok(mesh)
    assert.ok(Math.abs(mesh.nodeCount - 100_000) < 1000)
    assert.equal(bodies(mesh).length, 6)
  })

  it('is absent where `vertices` is 0', async () => {
    const { mesh, truth } = await generateNeuron({ vertices: 0 })
    assert.equal(mesh, undefined)
    assert.equal(truth.mesh, undefined)
  })

  it('has vertices of the type of the cable that they surround, flakes inside', async () => {
    const { skeleton, mesh, truth } = await generateNeuron({ flakes: 20 })
    assert.ok(mesh && truth.mesh)
    const radius = skeleton.properties.get('radius') as Float64Array
    const [main] = bodies(mesh)
    for (let vertex = 0; vertex < mesh.nodeCount; vertex++) {
      // Another node of the type can only be nearer: cables of one type cross, others hardly.
      let least = Infinity
      for (let node = 0; node < skeleton.nodeCount; node++) {
        if (truth.skeleton[node] !== truth.mesh[vertex]) continue
        const squares = [0, 1, 2].map(
          (axis) => (skeleton.positions[3 * node + axis] - mesh.positions[3 * vertex + axis]) ** 2,
        )
        const reach = vertex < main.vertices ? radius[node] : 0.31 * radius[node]
        least = Math.min(least, Math.sqrt(squares[0] + squares[1] + squares[2]) - reach)
      }
      // Half a spacing along the cable, and a little for its bends.
      assert.ok(least < 250, `vertex ${vertex} is ${least} nm off`)
    }
  })
})

describe('generateNeuron: synapses', () => {
  it('are within 100 nm of the surface, near their node, at whole nm', async () => {
    const { skeleton, mesh, synapses } = await generateNeuron()
    assert.ok(mesh && synapses.nodeIds)
    assert.equal(synapses.count, 750)
    assert.ok(synapses.positions.every(Number.isInteger))
    assert.ok(distancesToSurface(synapses.positions, mesh).every((distance) => distance < 100))
    for (let i = 0; i < synapses.count; i++) {
      const node = skeleton.nodeIds.indexOf(synapses.nodeIds[i])
      const away = [0, 1, 2].map(
        (axis) => skeleton.positions[3 * node + axis] - synapses.positions[3 * i + axis],
      )
      assert.ok(Math.hypot(...away) < 550, `synapse ${i}`)
    }
  })

  it('have the compartment, region and truth of their node', async () => {
    const neuron = await generateNeuron({ axons: 3, synapses: 2000 })
    const { skeleton, synapses, truth } = neuron
    const compartment = column(neuron, 'compartment')
    const roi = column(neuron, 'roi')
    const confidence = column(neuron, 'confidence')
    const types = ['linker', '', 'axon', 'dendrite']
    for (let i = 0; i < synapses.count; i++) {
      const node = skeleton.nodeIds.indexOf(synapses.nodeIds![i])
      assert.equal(truth.synapses[i], truth.skeleton[node])
      assert.equal(compartment[i], types[truth.synapses[i]])
      const expected = { linker: /^$/, axon: /^A[123]$/, dendrite: /^D$/ }
      assert.match(String(roi[i]), expected[compartment[i] as 'linker' | 'axon' | 'dendrite'])
      const value = confidence[i] as number
      assert.ok(value >= 0.5 && value <= 1 && Number(value.toFixed(3)) === value)
    }
    assert.deepEqual([...new Set(Array.from(roi))].sort(), ['', 'A1', 'A2', 'A3', 'D'])
    const linker = countOf(compartment, 'linker')
    assert.ok(linker > 0 && linker <= 40)
  })

  it('keep off the cell body fiber', async () => {
    const { skeleton, synapses } = await generateNeuron({ synapses: 15_000 })
    // The cell body fiber is all that leads from the soma to the first branch point.
    const children = new Uint8Array(1500)
    skeleton.parents.forEach((parent) => parent >= 0 && children[parent]++)
    const lastOfFiber = children.indexOf(2) + 1
    assert.ok(lastOfFiber > 50)
    assert.ok(synapses.nodeIds!.every((id) => id > lastOfFiber))
  })

  it('are pure at mixing 0, and half and half at 0.5', async () => {
    for (const mixing of [0, 0.2, 0.5]) {
      const neuron = await generateNeuron({ mixing, synapses: 4000, balance: 3 })
      const compartment = column(neuron, 'compartment')
      const counts: Record<string, number> = {}
      for (let i = 0; i < 4000; i++) {
        const key = `${neuron.synapses.isPre[i] ? 'pre' : 'post'} ${String(compartment[i])}`
        counts[key] = (counts[key] ?? 0) + 1
      }
      // 1 in 100 of each kind is on the linker.
      assert.deepEqual(
        { 'pre dendrite': 0, 'post axon': 0, ...counts },
        {
          'pre linker': 10,
          'post linker': 30,
          'pre axon': 990 * (1 - mixing),
          'pre dendrite': 990 * mixing,
          'post dendrite': 2970 * (1 - mixing),
          'post axon': 2970 * mixing,
        },
      )
    }
  })

  it('keep the balance of #post to #pre', async () => {
    for (const balance of [0.01, 0.5, 1, 9, 100]) {
      const { synapses } = await generateNeuron({ balance, synapses: 1000, vertices: 0 })
      assert.equal(synapses.count, 1000)
      assert.equal(synapses.postCount, Math.round((1000 * balance) / (1 + balance)))
    }
  })

  it('may be none', async () => {
    const { synapses, truth } = await generateNeuron({ synapses: 0 })
    assert.equal(synapses.count, 0)
    assert.equal(truth.synapses.length, 0)
  })
})

describe('generateNeuron: determinism', () => {
  it('gives the same neuron for the same options, another for another seed', async () => {
    const options = { seed: 12, nodes: 800, axons: 2 }
    const first = contents(await generateNeuron(options))
    assert.deepEqual(contents(await generateNeuron(options)), first)
    const { skeleton, synapses } = await generateNeuron({ ...options, seed: 13 })
    const other = await generateNeuron(options)
    assert.notDeepEqual(skeleton.positions, other.skeleton.positions)
    assert.notDeepEqual(synapses.positions, other.synapses.positions)
  })

  it('grows the same skeleton and synapses whatever the mesh', async () => {
    const plain = await generateNeuron({ vertices: 0 })
    const fine = await generateNeuron({ vertices: 20_000, sides: 9, flakes: 30 })
    const same = ({ skeleton, synapses }: GeneratedNeuron): unknown => [
      skeleton.positions,
      synapses.positions,
    ]
    assert.deepEqual(same(fine), same(plain))
  })

  it('names the neuron', async () => {
    const { skeleton, mesh, synapses } = await generateNeuron({ name: 'n7', nodes: 100 })
    assert.deepEqual([skeleton.name, mesh?.name, synapses.name], ['n7', 'n7', 'n7'])
    assert.equal((await generateNeuron({ nodes: 100 })).skeleton.name, 'generated')
  })
})
