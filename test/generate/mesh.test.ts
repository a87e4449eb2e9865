import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { generateNeuron } from '../../lib/generate/generate-neuron'
import { bodies } from './mesh-bodies'
import { countOf, shapeName, shapes } from './neuron-shapes'

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
