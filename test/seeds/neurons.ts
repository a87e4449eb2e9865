import { Mesh, Skeleton } from '../../lib/index'

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
