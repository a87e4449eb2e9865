import assert from 'node:assert/strict'
import { join } from 'node:path'
import { readNeuron, readSynapses, splitAxonDendrite, type SplitOptions } from '../../lib/index'
import { goldenCases, goldenScores, itNeedsGolden } from '../reference/golden'
import { sharedFolder } from '../shared-folder'

const data = join(sharedFolder, 'data/hemibrain')

const optionsOf: Readonly<Record<string, SplitOptions>> = {
  default: {},
  weights: { balance: false, clamping: 'soft', maxIterations: 2000, tolerance: 1e-5 },
}

describe('splitAxonDendrite as published, bit for bit', () => {
  itNeedsGolden()
  for (const golden of goldenCases()) {
    const [, kind] = /-split-(default|weights)$/.exec(golden.id) ?? []
    if (kind === undefined) continue
    it(`makes ${golden.id}`, async () => {
      const ending = golden.kind === 'mesh' ? 'obj' : 'swc'
      const neuron = await readNeuron(join(data, ending, `${golden.neuron}.${ending}`))
      const synapses = await readSynapses(join(data, `synapses/${golden.neuron}.csv`))
      const options = { method: 'propagation' as const, ...optionsOf[kind] }
      const split = await splitAxonDendrite(neuron, synapses, options)
      assert.deepEqual(split.propagation?.scores, goldenScores(golden))
      assert.deepEqual(split.propagation.labels, golden.labels)
      assert.equal(split.propagation.report.iterations, golden.iterations)
      assert.equal(split.report.propagation?.unlabelled, golden.unlabelled)
      const axon = split.share.filter((share) => share > 0.5).length
      assert.equal(axon, golden.counts.pre)
    })
  }
})
