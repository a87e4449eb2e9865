import assert from 'node:assert/strict'
import { neuronInfo, Skeleton } from '../../lib/index'
import { shapeNeuron } from '../neuron/shape-neuron'
import { itRefuses } from '../neuron/wrong-input'
import { edgeLength, shapeEdges } from '../reference/propagate'
import { shapes, type MeshShape, type Shape, type SkeletonShape } from '../shapes'
import { floodedComponents } from './flood'

const lone = new Skeleton({ positions: [1, 2, 3], parents: [-1] })

function graphOf(shape: Shape) {
  const nodes = shape.positions.length / 3
  const edges = shapeEdges(shape)
  const of = floodedComponents(nodes, edges)
  const sizes = new Map<number, number>()
  for (const component of of) sizes.set(component, (sizes.get(component) ?? 0) + 1)
  const lengths = edges.map((edge) => edgeLength(shape.positions, edge))
  const joined = new Set(edges.flat())
  return {
    nodes,
    edges: edges.length,
    components: sizes.size,
    largestComponent: Math.max(...sizes.values()),
    isolatedNodes: nodes - joined.size,
    zeroLengthEdges: lengths.filter((length) => Math.fround(length) === 0).length,
    cableLength: shape.kind === 'skeleton' ? lengths.reduce((sum, l) => sum + l, 0) : null,
  }
}

function skeletonCounts(shape: SkeletonShape) {
  const parents = shapeEdges(shape).map(([, parent]) => parent)
  const nodes = shape.parents.length
  return {
    roots: nodes - parents.length,
    leaves: nodes - new Set(parents).size,
    branchPoints: new Set(parents.filter((parent, i) => parents.indexOf(parent) !== i)).size,
    ...{ faces: null, degenerateFaces: null, duplicateFaces: null },
  }
}

function meshCounts({ faces }: MeshShape) {
  const triples = Array.from({ length: faces.length / 3 }, (_, f) =>
    Array.from(faces.subarray(3 * f, 3 * f + 3)).sort((a, b) => a - b),
  )
  return {
    ...{ roots: null, leaves: null, branchPoints: null },
    faces: triples.length,
    degenerateFaces: triples.filter((triple) => new Set(triple).size < 3).length,
    duplicateFaces: triples.length - new Set(triples.map(String)).size,
  }
}

function boundsOf(positions: Float64Array) {
  const along = (axis: number) => Array.from(positions).filter((_, i) => i % 3 === axis)
  return {
    least: [0, 1, 2].map((axis) => Math.min(...along(axis))),
    greatest: [0, 1, 2].map((axis) => Math.max(...along(axis))),
  }
}

describe('neuronInfo', () => {
  itRefuses([
    [
      'what is no neuron',
      () => neuronInfo({ kind: 'mesh' } as never),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      '`neuron` must be a Skeleton or a Mesh (see readNeuron); got an object (Object)',
    ],
    [
      'an unknown option',
      () => neuronInfo(lone, { sgnal: 5 } as never),
      'TypeError',
      'ERR_UNKNOWN_OPTION',
      'unknown option `sgnal`; did you mean `signal`?',
    ],
    [
      'an edge too long for float32',
      () => {
        const positions = [0, 0, 0, 1e39, 0, 0]
        return neuronInfo(new Skeleton({ positions, parents: [-1, 7], nodeIds: [7, 9] }))
      },
      'RangeError',
      'ERR_INVALID_POSITION',
      '`positions`: the edge from node 9 to node 7 is longer than float32 can hold; got 1e+39',
    ],
  ])

  it('rejects with the reason of an aborted signal', async () => {
    const reason = new Error('enough')
    await assert.rejects(
      neuronInfo(lone, { signal: AbortSignal.abort(reason) }),
      (error) => error === reason,
    )
  })

  for (const shape of shapes) {
    it(`counts what brute force counts: ${shape.kind} ${shape.name}`, async () => {
      assert.deepEqual(await neuronInfo(shapeNeuron(shape)), {
        name: null,
        kind: shape.kind,
        ...graphOf(shape),
        ...(shape.kind === 'mesh' ? meshCounts(shape) : skeletonCounts(shape)),
        bounds: boundsOf(shape.positions),
        properties: [],
        nmPerUnit: null,
      })
    })
  }

  it('tells name, properties and units', async () => {
    const neuron = new Skeleton({
      name: 'n12',
      positions: [1, 2, 3],
      parents: [-1],
      properties: { type: [1], radius: [2] },
      units: 'um',
    })
    const { name, properties, nmPerUnit } = await neuronInfo(neuron)
    assert.deepEqual([name, properties], ['n12', ['type', 'radius']])
    assert.deepEqual(nmPerUnit, [1000, 1000, 1000])
  })
})
