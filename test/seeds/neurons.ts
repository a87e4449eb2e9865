import { Mesh, Skeleton, Synapses, type SynapsesInit } from '../../lib/index'

const positions = [0, 0, 0, 1, 0, 0, 3, 0, 0]

/** Nodes 10, 20, 30 at x = 0, 1, 3. */
export const skeleton = new Skeleton({
  name: 'n12',
  positions,
  parents: [-1, 10, 20],
  nodeIds: [10, 20, 30],
  properties: {
    kind: ['a', '', 'b'],
    size: [0.5, 2, 0],
    mixed: ['a', 1, null],
    radius: [1, NaN, 2],
  },
})

/** The same, in micrometres. */
export const skeletonInUm = new Skeleton({
  positions,
  parents: [-1, 10, 20],
  nodeIds: [10, 20, 30],
  units: 'um',
})

/** The same places as vertices 0, 1, 2. */
export const mesh = new Mesh({
  positions,
  faces: [0, 1, 2],
  properties: { kind: [true, null, false] },
})

/** Node 10: 1 pre, 1 post; node 20: 3 post; node 30: 4 pre, 1 post. */
export const table: SynapsesInit = {
  positions: [0, 0, 1, 1, 1, 2, 2, 2, 2, 2].flatMap((node) => [[0, 1, 3][node], 0, 0]),
  types: ['pre', 'post', 'post', 'post', 'post', 'pre', 'pre', 'pre', 'post', 'pre'],
  nodeIds: [30, 30, 20, 20, 20, 10, 10, 10, 10, 10],
  columns: {
    roi: ['LH', 'CA', '', 'CA', null, 'LH', 'AL', 'LH', 'AL', undefined],
    number: [1, 2, 3, 4, 5, 6, 7, 8, 9, NaN],
  },
}
export const synapses = new Synapses(table)
