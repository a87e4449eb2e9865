import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { generateNeuron, type GenerateOptions } from '../../lib/generate/generate-neuron'
import { assertShares } from '../event-loop'

describe('generateNeuron: wrong input', () => {
  const wrong: [keyof GenerateOptions, unknown[], unknown[]][] = [
    // option, values of the wrong kind, numbers outside the range
    ['seed', ['1', null], [-1, 1.5, 4294967296, NaN]],
    ['nodes', ['many'], [99, 10_000_001, 150.5]],
    ['vertices', [true], [-4, 100, 60_000_000, 5999.5]],
    ['sides', ['6'], [2, 25, 4.5]],
    ['spacing', [[400]], [99, 5001, Infinity]],
    ['flakes', ['5'], [-1, 1501, 0.5]],
    ['synapses', [{}], [-1, 15_001, 0.5]],
    ['mixing', ['0.1'], [-0.1, 0.51, NaN]],
    ['axons', ['1'], [0, 101, 1.5]],
    ['balance', ['3'], [0, 101, NaN]],
    ['name', [7], []],
    ['signal', [{}, 'stop'], []],
  ]
  for (const [option, kinds, values] of wrong) {
    it(`rejects a wrong \`${option}\` and names it`, async () => {
      for (const value of [...kinds, ...values]) {
        const name = kinds.includes(value) ? 'TypeError' : 'RangeError'
        await assert.rejects(generateNeuron({ [option]: value }), (error: Error) => {
          assert.equal(error.name, name, `${String(value)}: ${error.message}`)
          assert.equal((error as Error & { code: string }).code, 'ERR_INVALID_OPTION')
          assert.ok(error.message.startsWith(`\`${option}\` must be `), error.message)
          assert.match(error.message, /; got /)
          return true
        })
      }
    })
  }

  it('rejects an unknown option and suggests the nearest', async () => {
    const options = { node: 100 } as GenerateOptions
    await assert.rejects(generateNeuron(options), {
      name: 'TypeError',
      code: 'ERR_UNKNOWN_OPTION',
      message: 'unknown option `node`; did you mean `nodes`?',
    })
  })

  it('rejects fewer than 100 nodes per axon', async () => {
    await assert.rejects(generateNeuron({ nodes: 299, axons: 3 }), {
      code: 'ERR_INVALID_OPTION',
      message: '`nodes` must be at least 100 per axon, 300 for 3 axons; got 299',
    })
  })

  it('rejects with the reason of a signal that is aborted before or during the work', async () => {
    const reason = new Error('enough')
    await assert.rejects(generateNeuron({ signal: AbortSignal.abort(reason) }), reason)
    // A branch has at most 68 nodes; it gives way where it grows, and again as a tube.
    await assertShares((signal) => generateNeuron({ nodes: 50_000, signal }), (2 * 50_000) / 68)
  })
})
