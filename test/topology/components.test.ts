import assert from 'node:assert/strict'
import { generateNeuron, propagateLabels, type EdgeWeights, type Neuron } from '../../lib/index'
import { shapeNeuron } from '../neuron/shape-neuron'
import { edgeLength, meshEdges, shapeEdges, type Edge } from '../reference/propagate'
import { shapes } from '../shapes'
import { floodedComponents } from './flood'

const joins: Record<EdgeWeights, (length: number) => boolean> = {
  length: (length) => Math.fround(length) > 0,
  uniform: () => true,
  'inverse-length': () => true,
}

/** Every third node is a seed: components, and those without a seed, as the report counts them. */
async function assertComponents(neuron: Neuron, edges: readonly Edge[]): Promise<void> {
  const nodes = neuron.nodeCount
  const labels = Array.from({ length: nodes }, (_, node) => (node % 3 === 0 ? 'a' : null))
  for (const edgeWeights of Object.keys(joins) as EdgeWeights[]) {
    const joined = edges.filter((edge) => joins[edgeWeights](edgeLength(neuron.positions, edge)))
    const of = floodedComponents(nodes, joined)
    const seeded = new Set(of.filter((_, node) => node % 3 === 0))
    const options = { solver: 'iterative', edgeWeights, maxIterations: 1 } as const
    const { report } = await propagateLabels(neuron, labels, options)
    const components = new Set(of).size
    assert.deepEqual(
      [report.edges, report.components, report.componentsWithoutSeed],
      [edges.length, components, components - seeded.size],
      edgeWeights,
    )
  }
}

describe('components are those of brute force', () => {
  for (const shape of shapes) {
    it(`${shape.kind} ${shape.name}`, () => assertComponents(shapeNeuron(shape), shapeEdges(shape)))
  }

  it('a mesh with flakes', async () => {
    const { mesh } = await generateNeuron({ seed: 4, nodes: 100, sides: 3, flakes: 30 })
    assert.ok(mesh)
    await assertComponents(mesh, meshEdges(mesh.faces))
  })
})
