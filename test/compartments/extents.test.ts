import assert from 'node:assert/strict'
import { extentsByCompartment, nodeExtents } from '../../lib/compartments/extents'
import { joinFragments, Mesh, type Neuron } from '../../lib/index'
import { chainNeuron, shapeNeuron } from '../neuron/shape-neuron'
import { edgeLength } from '../reference/adjacency'
import { shapeEdges } from '../reference/topology'
import { shapes } from '../shapes'
import { codes, slices } from './parts'

async function extents(neuron: Neuron): Promise<Float64Array> {
  const found = await nodeExtents(neuron, slices())
  assert.ok(found)
  return found
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0)

function near(value: number, expected: number, name: string): void {
  assert.ok(
    Math.abs(value - expected) <= 1e-9 * Math.abs(expected),
    `${name}: ${value}, ${expected}`,
  )
}

/** Area by the lengths of the three sides (Heron, in the stable form of Kahan). */
function slowArea(a: number, b: number, c: number): number {
  const [x, y, z] = [a, b, c].sort((one, other) => other - one)
  return Math.sqrt(Math.max(0, (x + (y + z)) * (z - (x - y)) * (z + (x - y)) * (x + (y - z)))) / 4
}

describe('nodeExtents', () => {
  it('is not defined where the units are not known', async () => {
    for (const shape of shapes) {
      assert.equal(await nodeExtents(shapeNeuron(shape), slices()), undefined)
    }
  })

  it('gives half of every edge to each of its ends, in nm', async () => {
    assert.deepEqual(
      await extents(chainNeuron(3, { units: 'um' })),
      Float64Array.of(500, 1000, 500),
    )
    assert.deepEqual(await extents(chainNeuron(1, { units: 'nm' })), Float64Array.of(0))
    const voxels = chainNeuron(2, { voxelSize: [4, 40, 400] })
    assert.deepEqual(await extents(voxels), Float64Array.of(2, 2))
  })

  it('gives a third of every face to each of its corners, in nm^2', async () => {
    const positions = [0, 0, 0, 3, 0, 0, 0, 2, 0, 9, 9, 9]
    const triangle = { positions, faces: [0, 1, 2] }
    assert.deepEqual(
      await extents(new Mesh({ ...triangle, units: 'nm' })),
      Float64Array.of(1, 1, 1, 0),
    )
    const voxels = new Mesh({ ...triangle, voxelSize: [4, 8, 40] })
    assert.deepEqual(await extents(voxels), Float64Array.of(32, 32, 32, 0))
    const um = new Mesh({ ...triangle, faces: [0, 1, 2, 2, 1, 0, 1, 1, 2], units: 'um' })
    assert.deepEqual(await extents(um), Float64Array.of(2e6, 2e6, 2e6, 0))
  })

  for (const shape of shapes) {
    it(`adds up to the whole: ${shape.kind} ${shape.name}`, async () => {
      const { positions } = shape
      const length = (u: number, v: number): number => edgeLength(positions, [u, v])
      const found = await extents(shapeNeuron(shape, { voxelSize: 8 }))
      assert.ok(found.every((extent) => extent >= 0))
      if (shape.kind === 'skeleton') {
        const expected = sum(shapeEdges(shape).map(([u, v]) => length(u, v)))
        return near(sum(found), 8 * expected, 'cable')
      }
      const areas = Array.from({ length: shape.faces.length / 3 }, (_, f) => {
        const [a, b, c] = shape.faces.subarray(3 * f, 3 * f + 3)
        return slowArea(length(a, b), length(b, c), length(c, a))
      })
      near(sum(found), 64 * sum(areas), 'area')
    })
  }

  it('counts no joins', async () => {
    const forest = shapes.find(({ name }) => name === 'forest')!
    const skeleton = shapeNeuron(forest, { units: 'nm' })
    const joined = await joinFragments(skeleton)
    assert.ok(joined.joins.edges.length > 0)
    assert.deepEqual(await extents(joined), await extents(skeleton))
  })
})

describe('extentsByCompartment', () => {
  it('sums cable in um and area in um^2', async () => {
    const skeleton = chainNeuron(4, { units: 'um' })
    const cable = await extents(skeleton)
    const byCode = await extentsByCompartment(skeleton, cable, codes('dda.'), slices())
    assert.deepEqual(byCode, Float64Array.of(0.5, 1, 1.5, 0, 0, 0, 0))
    const positions = [0, 0, 0, 3, 0, 0, 0, 2, 0]
    const mesh = new Mesh({ positions, faces: [0, 1, 2], units: 'um' })
    const area = await extentsByCompartment(mesh, await extents(mesh), codes('adm'), slices())
    assert.deepEqual(area, Float64Array.of(0, 1, 1, 0, 0, 0, 1))
  })
})
