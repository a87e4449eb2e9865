import assert from 'node:assert/strict'
import { propagateLabels, Skeleton, type PropagateOptions } from '../../lib/index'
import { chainNeuron, shapeNeuron } from '../neuron/shape-neuron'
import { shape } from '../shapes'

/** 0 - 1 - 2 in a row, 3 - 4 in a row, and 5 alone. */
const forest = new Skeleton({
  positions: Array.from({ length: 18 }, (_, i) => (i % 3 === 0 ? i : 0)),
  parents: [-1, 0, 1, -1, 3, -1],
})

const codes = (result: { report: { warnings: readonly { code: string }[] } }): string[] =>
  result.report.warnings.map(({ code }) => code)

describe('report of direct propagation', () => {
  it('has all of its fields', async () => {
    const result = await propagateLabels(forest, ['a', null, 'b', null, null, null])
    const { seconds, solverReason, ...report } = result.report
    assert.ok(seconds >= 0)
    assert.match(solverReason, /clamped/)
    assert.deepEqual(report, {
      neuron: null,
      nodes: 6,
      joins: 0,
      edges: 3,
      labels: ['a', 'b'],
      seeds: { a: 1, b: 1 },
      counts: { a: 2, b: 1 },
      unlabelled: 3,
      iterations: 0,
      multiplications: 0,
      converged: true,
      stop: 'none',
      lastChange: 0,
      solver: 'direct',
      method: 'elimination',
      components: 3,
      componentsWithoutSeed: 2,
      zeroLengthEdges: 0,
      ties: 1,
      droppedSynapses: 0,
      warnings: [],
    })
    assert.deepEqual(result.decode(), ['a', 'a', 'b', null, null, null])
    assert.match(String(result), /^run +Solved for the state that the steps converge to\. /m)
    assert.match(String(result), /^solver +direct by elimination \(/m)
  })

  it('warns of components whose seeds nothing holds, and gives them no label', async () => {
    const names = ['a', null, 'b', 'a', 'b', 'b']
    const soft: PropagateOptions = { clamping: 'soft', alpha: [0.5, 1, 1, 1, 1, 1] }
    for (const options of [soft, { anchors: [1, 0, 0, 0, 0, 0] }]) {
      const result = await propagateLabels(forest, names, options)
      assert.deepEqual(result.decode(), ['a', 'a', 'a', null, null, null])
      assert.deepEqual([...result.scores.subarray(6)], [0, 0, 0, 0, 0, 0])
      assert.deepEqual(codes(result), ['no-anchor'])
      assert.match(result.report.warnings[0].message, /^2 components /)
      assert.equal(result.report.unlabelled, 3)
    }
    assert.deepEqual(codes(await propagateLabels(forest, names)), [])
  })

  it('names the costliest method that a component needed', async () => {
    const torus = shapeNeuron(shape('torus'))
    const clicks = new Map([[0, 'a'], [50, 'b']]) // prettier-ignore
    const methods: Record<string, PropagateOptions> = {
      factorization: {},
      'conjugate gradients': { maxFactorBytes: 0 },
    }
    for (const [method, options] of Object.entries(methods)) {
      const { report } = await propagateLabels(torus, clicks, options)
      assert.equal(report.method, method)
    }
    const all = Array.from({ length: torus.nodeCount }, () => 'a')
    const held = await propagateLabels(torus, all) // hard nodes leave nothing to solve
    assert.equal(held.report.method, 'elimination')
  })

  it('is of the same bytes whatever the threads', async () => {
    const torus = shapeNeuron(shape('torus, shuffled'))
    const clicks = new Map([[0, 'a'], [50, 'b'], [7, 'c']]) // prettier-ignore
    for (const options of [{}, { clamping: 'soft' }, { maxFactorBytes: 0 }] as PropagateOptions[]) {
      const one = await propagateLabels(torus, clicks, { ...options, threads: 1 })
      for (const threads of [2, 3, 16]) {
        const other = await propagateLabels(torus, clicks, { ...options, threads })
        assert.deepEqual(
          new Uint8Array(other.scores.buffer as ArrayBuffer),
          new Uint8Array(one.scores.buffer as ArrayBuffer),
        )
      }
    }
  })
})

describe('ties of direct propagation', () => {
  /** The middle of three nodes whose right end pulls a little more. */
  const middle = async (excess: number, labelOrder: string[]) => {
    const seeds = ['a', null, 'b']
    const anchors = [1, 0, 1 + excess]
    return propagateLabels(chainNeuron(3), seeds, { anchors, labelOrder })
  }

  it('are scores within 1e-9 of the greatest: the first label in column order', async () => {
    for (const excess of [0, 1e-9, -1e-9]) {
      for (const order of [
        ['a', 'b'],
        ['b', 'a'],
      ]) {
        const result = await middle(excess, order)
        assert.equal(result.labelOf(1), order[0], `${excess}`)
        assert.equal(result.report.ties, 1)
        const [first, second] = result.scores.subarray(2, 4)
        assert.equal(first === second, excess === 0)
      }
    }
  })

  it('are no scores farther apart', async () => {
    for (const excess of [1e-8, -1e-8]) {
      for (const order of [
        ['a', 'b'],
        ['b', 'a'],
      ]) {
        const result = await middle(excess, order)
        assert.equal(result.labelOf(1), excess > 0 ? 'b' : 'a')
        assert.equal(result.report.ties, 0)
      }
    }
  })

  it('are counted once per node, also where three labels share it', async () => {
    const star = new Skeleton({
      positions: [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1],
      parents: [-1, 0, 0, 0],
    })
    const { labelIndex, report } = await propagateLabels(star, [null, 'c', 'b', 'a'])
    assert.deepEqual([labelIndex[0], report.ties], [0, 1])
  })
})
