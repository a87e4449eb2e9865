'use strict'

const { createHash } = require('node:crypto')

/** Runs that are compared: the default solver, and the steps. */
const runs = [{}, { solver: 'iterative', maxIterations: 200 }]

/**
 * SHA-256 of the tables of the example neuron beside this file, a line for each run.
 * @param {typeof import('neuroprop')} neuroprop however it was loaded
 */
async function tables(neuroprop) {
  const neuron = await neuroprop.readNeuron('neuron.obj')
  const synapses = await neuroprop.readSynapses('synapses.csv')
  const seeds = await neuroprop.seedsFromSynapses(neuron, synapses, { rule: 'pre-over-post' })
  const lines = []
  for (const run of runs) {
    const result = await neuroprop.propagateLabels(neuron, seeds, run)
    const hash = createHash('sha256')
    for await (const text of neuroprop.resultText(result, 'csv')) hash.update(text)
    lines.push(hash.digest('hex'))
  }
  return lines.join('\n')
}

module.exports = tables
