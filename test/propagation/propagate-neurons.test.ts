import assert from 'node:assert/strict'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  propagateLabels,
  propagateNeurons,
  Skeleton,
  type BatchOptions,
  type NeuronOfBatch,
  type NeuronOutcome,
} from '../../lib/index'

const options: BatchOptions = { solver: 'iterative', maxIterations: 50 }

/** A chain of `count` nodes. */
function chain(name: string, count: number): Skeleton {
  const positions = Array.from({ length: 3 * count }, (_, i) => (i % 3 === 0 ? i : 0))
  const parents = Array.from({ length: count }, (_, i) => i - 1)
  return new Skeleton({ name, positions, parents })
}

const ends = (neuron: { nodeCount: number }) =>
  new Map([
    [0, 'a'],
    [neuron.nodeCount - 1, 'b'],
  ])

async function collected(outcomes: AsyncIterable<NeuronOutcome>): Promise<NeuronOutcome[]> {
  const all: NeuronOutcome[] = []
  for await (const outcome of outcomes) all.push(outcome)
  return all
}

describe('propagateNeurons', () => {
  const neurons = Array.from({ length: 20 }, (_, i) => chain(`n${i}`, 5 + ((i * 7) % 11)))

  it('gives what propagateLabels gives, in the order of the neurons', async () => {
    const outcomes = await collected(
      propagateNeurons(neurons, ends, { ...options, concurrency: 3 }),
    )
    assert.deepEqual(
      outcomes.map(({ id }) => id),
      neurons.map(({ name }) => name),
    )
    for (const [i, { result }] of outcomes.entries()) {
      const { seconds: _, ...report } = result!.report
      const alone = await propagateLabels(neurons[i], ends(neurons[i]), {
        solver: 'iterative',
        maxIterations: 50,
      })
      const { seconds: __, ...expected } = alone.report
      assert.deepEqual(result!.scores, alone.scores)
      assert.deepEqual(report, expected)
    }
  })

  it('gives failures as values: of reading, of seeds, of propagation', async () => {
    const batch: NeuronOfBatch[] = [
      neurons[0],
      { id: 'unreadable', neuron: () => Promise.reject(new Error('no such neuron')) },
      { id: 'late', neuron: () => Promise.resolve(neurons[1]) },
      { id: 'unlabelled', neuron: chain('x', 3) },
      { id: 'nothing', neuron: undefined as unknown as Skeleton },
    ]
    const outcomes = await collected(
      propagateNeurons(
        batch,
        (neuron, id) => (id === 'unlabelled' ? new Map() : ends(neuron)),
        options,
      ),
    )
    assert.deepEqual(
      outcomes.map(({ id, error }) => [id, (error as { code?: string } | undefined)?.code]),
      [
        ['n0', undefined],
        ['unreadable', undefined],
        ['late', undefined],
        ['unlabelled', 'ERR_NO_SEEDS'],
        ['nothing', 'ERR_INVALID_ARGUMENT'],
      ],
    )
    assert.equal(outcomes[1].error?.message, 'no such neuron')
    assert.ok(outcomes[2].result)
  })

  it('holds no more neurons than asked for', async () => {
    let held = 0
    let most = 0
    const batch = neurons.map((neuron) => ({
      id: neuron.name!,
      neuron: async () => {
        most = Math.max(most, ++held)
        await nextTurn()
        return neuron
      },
    }))
    const seedsOf = (neuron: Skeleton) => ends(neuron)
    for await (const _ of propagateNeurons(batch, seedsOf as never, {
      ...options,
      concurrency: 2,
    })) {
      held--
    }
    assert.ok(most <= 2 + 2 * 3, `${most} at a time`)
  })

  it('reports progress after every neuron', async () => {
    const seen: number[] = []
    await collected(
      propagateNeurons(neurons, ends, { ...options, onProgress: ({ done }) => seen.push(done) }),
    )
    assert.deepEqual(
      seen,
      neurons.map((_, i) => i + 1),
    )
  })

  it('throws what is wrong with the call, and nothing for no neurons', async () => {
    const thrown = (given: object) => collected(propagateNeurons(neurons, ends, given))
    await assert.rejects(thrown({ clampng: 'hard' }), { code: 'ERR_UNKNOWN_OPTION' })
    await assert.rejects(thrown({ concurrency: 0 }), { code: 'ERR_INVALID_OPTION' })
    await assert.rejects(collected(propagateNeurons(neurons, undefined as never, options)), {
      code: 'ERR_INVALID_ARGUMENT',
    })
    assert.deepEqual(await collected(propagateNeurons([], ends, options)), [])
  })

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const outcomes = propagateNeurons(neurons, ends, {
      ...options,
      concurrency: 1, // so that most neurons have not begun
      signal: controller.signal,
    })
    await outcomes.next()
    controller.abort(reason)
    await assert.rejects(collected(outcomes), reason)
  })

  it('begins no neuron more when it is left', async () => {
    let begun = 0
    let read = (): void => undefined
    const second = new Promise<void>((resolve) => (read = resolve))
    const batch = neurons.map((neuron, i) => ({
      id: neuron.name!,
      neuron: async () => {
        begun++
        if (i > 0) await second
        return neuron
      },
    }))
    // Nothing but promises keeps a neuron at work, so that one turn is time for all of them.
    const noSeeds = () => Promise.reject(new Error('no seeds'))
    for await (const _ of propagateNeurons(batch, noSeeds, { ...options, concurrency: 1 })) break
    await nextTurn()
    assert.equal(begun, 2)
    read()
    await nextTurn()
    assert.equal(begun, 2)
  })
})
