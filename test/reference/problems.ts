import { random, type Shape } from '../shapes'
import { oneHot, seedScoresReference, shapeEdges, type ReferenceInput } from './propagate'

/** Nodes at x = 0, 1 and 3, the ends labelled differently. */
export function chain(options: Partial<ReferenceInput> = {}): ReferenceInput {
  return {
    nodes: 3,
    edges: [
      [1, 0],
      [2, 1],
    ],
    positions: Float64Array.of(0, 0, 0, 1, 0, 0, 3, 0, 0),
    edgeWeights: 'length',
    directed: false,
    lazy: false,
    seedScores: Float32Array.of(1, 0, 0, 0, 0, 1),
    labelled: [true, false, true],
    labels: 2,
    alpha: undefined,
    clamping: 'none',
    maxIterations: 1,
    changeNorm: 'max',
    ...options,
  }
}

/** A third of the nodes labelled at random, three labels. */
export function problem(each: Shape, options: Partial<ReferenceInput> = {}): ReferenceInput {
  const nodes = each.positions.length / 3
  const next = random(nodes)
  const columns = Array.from({ length: nodes }, (_, i) =>
    i === 0 || next() < 1 / 3 ? Math.floor(next() * 3) : -1,
  )
  const entries = oneHot(columns, 3)
  return chain({
    nodes,
    edges: shapeEdges(each),
    positions: each.positions,
    labels: 3,
    ...seedScoresReference({ nodes, labels: 3, entries }),
    maxIterations: 20,
    ...options,
  })
}
