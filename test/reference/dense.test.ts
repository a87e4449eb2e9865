import assert from 'node:assert/strict'
import { random, shapes, type Shape } from '../shapes'
import { denseAdjacency, denseAlpha, densePower, denseState, denseTransition } from './dense'
import { denseAnchored, denseAnchors, denseSolution } from './dense-solve'
import {
  adjacencyReference,
  oneHot,
  propagateReference,
  seedScoresReference,
  shapeEdges,
  type ReferenceInput,
} from './propagate'

/** Nodes 0 - 1 - 2, of weights 1 and 2. */
const chain = Float64Array.of(0, 1, 0, 1, 0, 2, 0, 2, 0)

function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>, within: number): void {
  assert.equal(actual.length, expected.length)
  for (let i = 0; i < expected.length; i++) {
    const off = Math.abs(actual[i] - expected[i])
    assert.ok(off <= within, `entry ${i}: ${actual[i]} instead of ${expected[i]}`)
  }
}

describe('dense oracle', () => {
  it('raises a matrix to a power', () => {
    const fibonacci = Float64Array.of(1, 1, 1, 0)
    assert.deepEqual([...densePower(fibonacci, 2, 10)], [89, 55, 55, 34])
    assert.deepEqual([...densePower(fibonacci, 2, 0)], [1, 0, 0, 1])
  })

  it('divides the rows of A by their sums, and leaves empty rows', () => {
    assertNear(denseTransition(chain, 3), [0, 1, 0, 1 / 3, 0, 2 / 3, 0, 1, 0], 1e-16)
    assert.deepEqual([...denseTransition(new Float64Array(1), 1)], [0])
  })

  it('solves by elimination, with pivots', () => {
    const matrix = Float64Array.of(0, 2, 1, 1, 1, 1, 4, 0, -1)
    const solution = denseSolution(matrix, Float64Array.of(7, 6, 1), 3)
    assertNear(solution, [1, 2, 3], 1e-14)
    assert.throws(() => denseSolution(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 1), 2))
    assert.deepEqual([...denseSolution(new Float64Array(0), new Float64Array(0), 0)], [])
  })

  it('puts a free node between two hard ones where its edges pull it', () => {
    const anchors = [Infinity, 0, Infinity]
    const seedScores = [1, 0, 0, 0, 0, 1]
    const { scores } = denseAnchored({ adjacency: chain, n: 3, anchors, seedScores, labels: 2 })
    assertNear(scores, [1, 0, 1 / 3, 2 / 3, 0, 1], 1e-15)
  })

  it('solves soft anchors: two nodes, by hand', () => {
    // (1 + 3) f0 - f1 = 3 and (1 + 1) f1 - f0 = 0
    const adjacency = Float64Array.of(0, 1, 1, 0)
    const input = { adjacency, n: 2, anchors: [3, 1], seedScores: [1, 0], labels: 1 }
    assertNear(denseAnchored(input).scores, [6 / 7, 3 / 7], 1e-15)
  })

  it('leaves out what no anchor reaches, also down directed edges', () => {
    const apart = Float64Array.of(0, 1, 0, 1, 0, 0, 0, 0, 0)
    const input = { n: 3, anchors: [0, 0, 2], seedScores: [0, 0, 5], labels: 1 }
    const { scores, reached } = denseAnchored({ adjacency: apart, ...input })
    assert.deepEqual(reached, [false, false, true])
    assert.deepEqual([...scores], [0, 0, 5])

    const toParent = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 2, 0)
    const hard = { n: 3, anchors: [0, Infinity, 0], seedScores: [0, 4, 0], labels: 1 }
    const directed = denseAnchored({ adjacency: toParent, ...hard })
    assert.deepEqual(directed.reached, [false, true, true])
    assert.deepEqual([...directed.scores], [0, 4, 4])
  })
})

/** Random seeds of two labels on a third of the nodes, the first one always. */
function problem(each: Shape, clamping: ReferenceInput['clamping'], lazy: boolean): ReferenceInput {
  const nodes = each.positions.length / 3
  const next = random(nodes + 1)
  const columns = Array.from({ length: nodes }, (_, i) =>
    i === 0 || next() < 1 / 3 ? Math.floor(next() * 2) : -1,
  )
  return {
    nodes,
    edges: shapeEdges(each),
    positions: each.positions,
    edgeWeights: 'length',
    directed: false,
    lazy,
    ...seedScoresReference({ nodes, labels: 2, entries: oneHot(columns, 2) }),
    labels: 2,
    alpha: Float64Array.from({ length: nodes }, () => 0.1 + 0.8 * next()),
    clamping,
    maxIterations: 9,
    changeNorm: 'max',
  }
}

describe('dense oracle and reference', () => {
  for (const each of shapes.filter(({ positions }) => positions.length <= 3 * 64)) {
    it(`agree on the state after nine steps, and on the limit: ${each.name}`, () => {
      for (const clamping of ['hard', 'soft', 'none'] as const) {
        for (const lazy of [false, true]) {
          const input = problem(each, clamping, lazy)
          const alpha = denseAlpha(clamping, input.labelled, input.alpha)
          const adjacency = denseAdjacency(adjacencyReference(input))
          const dense = { ...input, adjacency, n: input.nodes, alpha, iterations: 9 }
          assertNear(propagateReference(input).scores, denseState(dense), 2e-6)

          if (clamping === 'none' || !lazy) continue
          const anchors = denseAnchors(adjacency, input.nodes, alpha, lazy)
          const limit = denseAnchored({ ...dense, anchors })
          const late = denseState({ ...dense, iterations: 2 ** 40 })
          // A soft seed without neighbours keeps its Y in the solution, (1 - alpha) Y in the steps.
          const joined = (i: number) =>
            adjacency.subarray(i * dense.n, (i + 1) * dense.n).some(Boolean)
          for (let i = 0; i < dense.n; i++) {
            if (!limit.reached[i] || !joined(i)) continue
            const row = [2 * i, 2 * i + 2] as const
            assertNear(late.slice(...row), limit.scores.slice(...row), 1e-9)
          }
        }
      }
    })
  }
})
