import assert from 'node:assert/strict'
import { propagateLabels, type PropagationResult } from '../../lib/index'
import { chainNeuron } from '../neuron/shape-neuron'
import { normalizedReference } from '../reference/propagate'
import { random } from '../shapes'

const nodes = 60

/** Random scores of many sizes on a chain, one step on; the last nodes have none. */
async function resultOf(width: number): Promise<PropagationResult> {
  const next = random(width)
  const scores = Array.from({ length: nodes * width }, (_, i) =>
    i < (nodes - 4) * width && next() < 0.7 ? 10 ** (6 * next() - 3) : 0,
  )
  const labels = Array.from({ length: width }, (_, l) => l)
  const seeds = { scores, labels }
  const options = { solver: 'iterative', clamping: 'none', maxIterations: 1 } as const
  return propagateLabels(chainNeuron(nodes), seeds, options)
}

/** The rows of a matrix, as numbers. */
const rowsOf = (values: ArrayLike<number>, width: number): number[][] =>
  Array.from({ length: values.length / width }, (_, row) =>
    Array.from({ length: width }, (_, l) => values[row * width + l]),
  )

const add = (a: number, b: number) => a + b

function assertNear(actual: ArrayLike<number>, expected: number[]): void {
  expected.forEach((value, i) => {
    const isNear = Object.is(value, actual[i]) || Math.abs(actual[i] - value) <= 2e-7
    assert.ok(isNear, `${i}: ${actual[i]}, not ${value}`)
  })
}

describe('probabilities', () => {
  const widths = [...Array.from({ length: 20 }, (_, i) => i + 1), 128, 129, 300]
  for (const width of widths) {
    it(`of ${width} labels are normalised bit for bit`, async () => {
      const result = await resultOf(width)
      const normalized = result.probabilities('normalized')
      assert.ok(normalized instanceof Float32Array)
      const expected = normalizedReference(result.scores as Float32Array, width)
      assert.deepEqual(Array.from(normalized), Array.from(expected))
      assert.equal(normalized.at(-1), NaN)
    })

    it(`of ${width} labels: softmax, margin and entropy are those of the formulas`, async () => {
      const result = await resultOf(width)
      const rows = rowsOf(result.scores, width).map((row) => {
        const sum = row.reduce(add, 0)
        return row.map((score) => (sum === 0 ? NaN : score / sum))
      })
      const exponentials = rows.map((row) => row.map(Math.exp))
      const softmax = exponentials.flatMap((row) => row.map((e) => e / row.reduce(add, 0)))
      assertNear(result.probabilities('softmax'), softmax)
      const descending = rows.map((row) => [...row, 0].sort((a, b) => b - a))
      assertNear(
        result.margins(),
        descending.map(([best, second]) => best - second),
      )
      const terms = (p: number) => (p === 0 ? 0 : -p * Math.log2(p))
      const entropies = rows.map((row) => row.map(terms).reduce(add, 0))
      result.entropies().forEach((entropy, node) => {
        assertNear([entropy / Math.log2(width + 1)], [entropies[node] / Math.log2(width + 1)])
      })
    })
  }

  it('are computed once; raw ones are the scores; normalised ones the default', async () => {
    const result = await resultOf(3)
    assert.equal(result.probabilities('raw'), result.scores)
    assert.equal(result.probabilities(), result.probabilities('normalized'))
    assert.equal(result.probabilities('softmax'), result.probabilities('softmax'))
  })

  it('have margins from 0 to 1 and entropies from 0 to log2 #L', async () => {
    const result = await resultOf(5)
    const reached = result.margins().filter((margin) => !Number.isNaN(margin))
    assert.equal(reached.length, nodes - result.report.unlabelled)
    assert.ok(reached.every((margin) => margin >= 0 && margin <= 1))
    const within = (entropy: number) => entropy >= 0 && entropy <= Math.fround(Math.log2(5))
    assert.ok(result.entropies().every((entropy) => Number.isNaN(entropy) || within(entropy)))
  })
})
