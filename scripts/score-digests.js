'use strict'

/**
 * Prints one line for each of a set of runs: `digest`, SHA-256 of all bits of its scores and of how
 * it ended, the name of the run. Needs dist/ and the addon alone. Two processors compute the same
 * where they print the same. Softmax and entropy are left out: they are made of Node's Math.exp and
 * Math.log2, whose last bits are not the same on x86-64 and arm64.
 */

const { createHash } = require('node:crypto')
const { join } = require('node:path')
const { generateNeuron, propagateLabels, seedsFromSynapses } = require(join(__dirname, '../dist'))

/** Every solver with what chooses its loops: weights, holds, stop rules, labels, threads. */
const runs = {
  'iterative hard': { solver: 'iterative', maxIterations: 300, threads: 2 },
  'iterative lazy tolerance': {
    ...{ solver: 'iterative', clamping: 'none', lazy: true },
    ...{ maxIterations: 400, tolerance: 1e-4 },
  },
  'iterative soft frobenius': {
    ...{ solver: 'iterative', clamping: 'soft', alpha: 0.9, edgeWeights: 'inverse-length' },
    ...{ maxIterations: 400, tolerance: 1e-3, changeNorm: 'frobenius' },
  },
  'iterative uniform patience': { preset: 'navis', edgeWeights: 'uniform', patience: 3 },
  'accelerated lazy': { clamping: 'none' },
  'accelerated hard': { solver: 'accelerated', maxIterations: 1000, tolerance: 1e-6 },
  'accelerated soft': { solver: 'accelerated', clamping: 'soft', maxIterations: 777, threads: 2 },
  'direct hard': { solver: 'direct' },
  'direct soft': { solver: 'direct', clamping: 'soft', alpha: 0.3, edgeWeights: 'inverse-length' },
  'direct anchors': { solver: 'direct', anchors: 1e-4 },
  'direct, conjugate gradients': { solver: 'direct', clamping: 'soft', maxFactorBytes: 0 },
}
const skeletonRuns = {
  'directed iterative': { solver: 'iterative', directed: true, maxIterations: 200 },
  'directed accelerated': { solver: 'accelerated', directed: true, maxIterations: 200 },
  'directed direct': { solver: 'direct', directed: true, clamping: 'soft' },
}

/** Two labels and more have loops of their own. */
const seedRules = { 'two labels': 'pre-over-post', regions: { column: 'roi' } }

function digest({ scores, labels, report }) {
  const { counts, iterations, lastChange, method, stop, ties, unlabelled } = report
  const end = { labels, counts, iterations, lastChange, method, stop, ties, unlabelled }
  const bytes = new Uint8Array(scores.buffer, scores.byteOffset, scores.byteLength)
  return createHash('sha256').update(bytes).update(JSON.stringify(end)).digest('hex')
}

async function main() {
  const { mesh, skeleton, synapses } = await generateNeuron({ seed: 5, nodes: 300, sides: 4 })
  for (const [ruleName, rule] of Object.entries(seedRules)) {
    for (const neuron of [skeleton, mesh]) {
      const seeds = await seedsFromSynapses(neuron, synapses, { rule })
      const all = neuron === skeleton ? { ...runs, ...skeletonRuns } : runs
      for (const [name, options] of Object.entries(all)) {
        const result = await propagateLabels(neuron, seeds, options)
        console.log(`digest ${digest(result)} ${neuron.kind}, ${ruleName}, ${name}`)
      }
    }
  }
}

main()
