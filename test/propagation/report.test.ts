import assert from 'node:assert/strict'
import { convergenceSentence, propagateLabels, seedsFromPoints, Skeleton } from '../../lib/index'

/** 1 - 2 = 3 - 4 in a row, 2 and 3 at one place; 5 and 6 at one place and joined to nothing else. */
const skeleton = new Skeleton({
  name: 'n12',
  positions: [0, 0, 0, 1, 0, 0, 1, 0, 0, 3, 0, 0, 9, 9, 9, 9, 9, 9],
  parents: [-1, 1, 2, 3, -1, 5],
  nodeIds: [1, 2, 3, 4, 5, 6],
  units: 'um',
})

const result = async () => {
  const points = {
    positions: [0, 0, 0, 3, 0, 0, 3, 0, 0, 0, 0, 99],
    labels: ['a', 'a', 'b', 'a'],
  }
  const seeds = await seedsFromPoints(skeleton, points, {
    maxDistance: 1000,
    labelWeights: { a: 2, soma: 3 },
  })
  return propagateLabels(skeleton, seeds, {
    solver: 'iterative',
    clamping: 'none',
    maxIterations: 3,
  })
}

describe('report', () => {
  it('has all of its fields', async () => {
    const began = performance.now()
    const { seconds, solverReason, warnings, ...report } = (await result()).report
    assert.ok(seconds >= 0 && 1000 * seconds <= performance.now() - began)
    assert.equal(solverReason, 'named by the caller')
    assert.deepEqual(report, {
      neuron: 'n12',
      nodes: 6,
      joins: 0,
      edges: 4,
      labels: ['a', 'b'],
      seeds: { a: 1, b: 1 },
      counts: { a: 1, b: 1 },
      unlabelled: 4,
      iterations: 3,
      multiplications: 3,
      converged: false,
      stop: 'maxIterations',
      lastChange: 1,
      solver: 'iterative',
      components: 4,
      componentsWithoutSeed: 2,
      zeroLengthEdges: 2,
      ties: 0,
      droppedSynapses: 1,
    })
    const codes = ['replaced-labels', 'unused-label-weight', 'no-clamping', 'zero-length-edges']
    assert.deepEqual(
      warnings.map(({ code }) => code),
      codes,
    )
    for (const { message } of warnings) assert.match(message, /^[^\n]{20,}$/)
  })

  it('names no neuron where it has no name', async () => {
    const nameless = new Skeleton({ positions: [0, 0, 0], parents: [-1] })
    const { report } = await propagateLabels(nameless, [5], { preset: 'navis' })
    assert.equal(report.neuron, null)
    assert.match(report.solverReason, /preset/)
    assert.deepEqual([report.converged, report.stop, report.iterations], [true, 'patience', 2])
  })

  it('is JSON, the same back', async () => {
    const { report } = await result()
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report)
  })

  it('is read by people', async () => {
    const done = await result()
    const lines = done.toString().split('\n')
    assert.equal(String(done), done.toString())
    const starts = [
      /^n12 +6 nodes, 4 edges, 4 components \(2 without a seed\)$/,
      /^seeds +1 a, 1 b$/,
      /^result +1 a, 1 b, 4 unlabelled$/,
      /^run +Finished 3 iterations without convergence \(last change: 1e\+00\)\. \d+\.\d{3} s$/,
      /^solver +iterative \(named by the caller\)$/,
      /^zero-length edges +2$/,
      /^dropped +1 /,
      ...done.report.warnings.map(({ code }) => new RegExp(`^warning .*\\(${code}\\)$`)),
    ]
    assert.equal(lines.length, starts.length)
    starts.forEach((start, i) => assert.match(lines[i], start))
  })

  const sentences: [iterations: number, converged: boolean, change: number, text: string][] = [
    [10_000, false, 3e-4, 'Finished 10,000 iterations without convergence (last change: 3e-04).'],
    [1, false, 1, 'Finished 1 iteration without convergence (last change: 1e+00).'],
    [
      1234,
      true,
      2.6e-12,
      'Converged after 1,234 iterations (last change: 3e-12, stop rule: patience).',
    ],
    [2, true, 0, 'Converged after 2 iterations (last change: 0e+00, stop rule: patience).'],
    [2, true, 5e-101, 'Converged after 2 iterations (last change: 5e-101, stop rule: patience).'],
  ]
  for (const [iterations, converged, lastChange, text] of sentences) {
    it(text, async () => {
      const { report } = await result()
      const stop = converged ? 'patience' : 'maxIterations'
      assert.equal(
        convergenceSentence({ ...report, iterations, converged, lastChange, stop }),
        text,
      )
    })
  }
})
