import assert from 'node:assert/strict'
import {
  generateNeuron,
  propagateLabels,
  seedsFromSynapses,
  type PropagateOptions,
  type Report,
} from '../../lib/index'
import { chainNeuron, shapeNeuron } from '../neuron/shape-neuron'
import { shape } from '../shapes'

const expansion: PropagateOptions = {
  solver: 'iterative',
  edgeWeights: 'length',
  clamping: 'hard',
  patience: 1,
  maxIterations: 10_000,
}

/** All of the report but its time and the reason for its solver. */
const told = ({ seconds, solverReason, ...report }: Report) => {
  assert.ok(seconds >= 0)
  assert.notEqual(solverReason, '')
  return report
}

describe('preset navis', () => {
  const tree = shapeNeuron(shape('tree of 200'))
  const labels = Array.from({ length: 200 }, (_, i) =>
    i % 40 === 0 ? ['a', 'b'][(i / 40) % 2] : '',
  )

  async function assertSame(one: PropagateOptions, other: PropagateOptions): Promise<Report> {
    const [a, b] = await Promise.all([one, other].map((o) => propagateLabels(tree, labels, o)))
    assert.deepEqual(a.scores, b.scores)
    assert.deepEqual(told(a.report), told(b.report))
    return a.report
  }

  it('is its expansion', async () => {
    const report = await assertSame({ preset: 'navis' }, expansion)
    assert.deepEqual([report.solver, report.stop], ['iterative', 'patience'])
    const { skeleton, mesh, synapses } = await generateNeuron({ seed: 2, nodes: 300, sides: 4 })
    for (const neuron of [skeleton, mesh]) {
      assert.ok(neuron)
      const seeds = await seedsFromSynapses(neuron, synapses)
      const [a, b] = await Promise.all([
        propagateLabels(neuron, seeds, { preset: 'navis' }),
        propagateLabels(neuron, seeds, expansion),
      ])
      assert.deepEqual(a.scores, b.scores)
      assert.deepEqual(told(a.report), told(b.report))
    }
  })

  const overrides: PropagateOptions[] = [
    { clamping: 'none' },
    { clamping: 'soft', alpha: 0.9 },
    { clamping: 'soft:0.75' },
    { clamping: false },
    { patience: 5 },
    { maxIterations: 2 },
    { edgeWeights: 'uniform' },
    { directed: true },
    { lazy: true },
    { solver: 'iterative' },
    { threads: 1 },
    { clamping: undefined, maxIterations: undefined, tolerance: undefined },
  ]
  for (const override of overrides) {
    it(`gives way to ${JSON.stringify(override)}`, async () => {
      const given = Object.entries(override).filter(([, value]) => value !== undefined)
      await assertSame(
        { preset: 'navis', ...override },
        { ...expansion, ...Object.fromEntries(given) },
      )
    })
  }

  it('has no patience where a tolerance is given', async () => {
    const rule = { tolerance: 1e-3 }
    const { patience, ...withoutPatience } = expansion
    assert.equal(patience, 1)
    const report = await assertSame({ preset: 'navis', ...rule }, { ...withoutPatience, ...rule })
    assert.equal(report.stop, 'tolerance')
    const both = { ...rule, patience: 1 }
    await assertSame({ preset: 'navis', ...both }, { ...withoutPatience, ...both })
  })
})

describe('the published stop rule', () => {
  const chain = chainNeuron(40)

  /** Nodes 0 and 3 are seeds: the label of node 3 has a long way to go. */
  const outcome = async (first: string, second: string, options: PropagateOptions) => {
    const labels = new Map([
      [0, first],
      [3, second],
    ])
    const result = await propagateLabels(chain, labels, options)
    return { report: result.report, decoded: result.decode() }
  }
  const renamed = (decoded: unknown[]) =>
    decoded.map((label) => (label === null ? null : label === 'a' ? 'b' : 'a'))

  it('may end before labels have crossed, and gives another result when they are renamed', async () => {
    const plain = await outcome('a', 'b', { preset: 'navis' })
    const swapped = await outcome('b', 'a', { preset: 'navis' })
    assert.equal(plain.report.stop, 'patience')
    assert.equal(swapped.report.stop, 'patience')
    assert.equal(plain.report.unlabelled, 0)
    assert.ok(swapped.report.unlabelled > 30, `${swapped.report.unlabelled} unlabelled`)
    assert.notDeepEqual(renamed(swapped.decoded), plain.decoded)
  })

  it('is not needed: a converged run reaches every node, whatever the labels are called', async () => {
    const converged = { solver: 'iterative', tolerance: 1e-7, maxIterations: 100_000 } as const
    const plain = await outcome('a', 'b', converged)
    const swapped = await outcome('b', 'a', converged)
    assert.equal(plain.report.stop, 'tolerance')
    assert.equal(plain.report.unlabelled, 0)
    assert.deepEqual(renamed(swapped.decoded), plain.decoded)
  })
})
