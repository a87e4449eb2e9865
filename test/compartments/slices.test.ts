import assert from 'node:assert/strict'
import { agreement } from '../../lib/compartments/agreement'
import { borderCount } from '../../lib/compartments/borders'
import { cellBodyFiber } from '../../lib/compartments/cell-body-fiber'
import { extentsByCompartment, nodeExtents } from '../../lib/compartments/extents'
import { flowSplit } from '../../lib/compartments/flow-split'
import { withoutIslands } from '../../lib/compartments/islands'
import { rootedForest } from '../../lib/compartments/rooted-forest'
import { somaNode } from '../../lib/compartments/soma'
import { synapsesByCompartment } from '../../lib/compartments/synapse-counts'
import { Slices } from '../../lib/slices'
import { skeletonEdges } from '../../lib/topology/skeleton-edges'
import { chainNeuron } from '../neuron/shape-neuron'
import { randomCounts } from './parts'

const nodeCount = 300_000

describe('parts of the split share the event loop', () => {
  const radius = new Float64Array(nodeCount).fill(1)
  const chain = chainNeuron(nodeCount, { units: 'nm', properties: { radius } })
  const counts = randomCounts(nodeCount, 1)
  const codes = new Uint8Array(nodeCount).map((_, node) => 1 + (node % 7 === 0 ? 1 : 0))
  const order = Int32Array.from(radius.keys())
  const forest = { parents: chain.parents, order, roots: new Int32Array(nodeCount) }
  const edges = skeletonEdges(chain)

  const parts: Record<string, (slices: Slices) => Promise<unknown>> = {
    agreement: (slices) => agreement(codes, codes, radius, slices),
    borderCount: (slices) => borderCount(edges, codes, slices),
    cellBodyFiber: (slices) => cellBodyFiber(forest, counts, 0, slices),
    extentsByCompartment: (slices) => extentsByCompartment(chain, radius, codes, slices),
    flowSplit: (slices) => flowSplit(forest, counts, slices),
    nodeExtents: (slices) => nodeExtents(chain, slices),
    rootedForest: (slices) => rootedForest(chain, 0, slices),
    somaNode: (slices) => somaNode(chain, undefined, slices),
    synapsesByCompartment: (slices) => synapsesByCompartment(codes, counts, slices),
    withoutIslands: (slices) => withoutIslands(edges, codes, { least: 3 }, slices),
  }
  for (const [name, part] of Object.entries(parts)) {
    it(`${name} ends with the reason of an aborted signal`, async () => {
      // Always over: a turn is taken wherever one is offered, and it is there that the signal shows.
      const controller = new AbortController()
      const slices = new Slices(controller.signal)
      let turns = 0
      Object.defineProperty(slices, 'over', { get: () => true })
      slices.turn = () => {
        turns++
        controller.abort(reason)
        return Slices.prototype.turn.call(slices)
      }
      const reason = new Error('enough')
      await assert.rejects(part(slices), (error) => error === reason)
      assert.equal(turns, 1)
    })
  }
})
