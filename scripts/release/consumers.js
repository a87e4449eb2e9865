'use strict'

/** The ways by which an installed package is used, each with the same result. */

const fs = require('node:fs')
const path = require('node:path')
const { createHash } = require('node:crypto')
const { StepError, root } = require('../run-command')
const { textOf } = require('./sandbox')

const programs = ['by-require.js', 'by-import.mjs', 'by-worker.js', 'by-child.js']

const commandLineRuns = [[], ['--solver', 'iterative', '--max-iterations', '200']]

/** Copies the programs and the example neuron beside an installed package. */
function addConsumers(folder) {
  fs.cpSync(path.join(__dirname, 'consumer'), folder, { recursive: true })
  for (const file of ['neuron.obj', 'synapses.csv']) {
    fs.copyFileSync(path.join(root, 'examples/neuron', file), path.join(folder, file))
  }
}

/** What consumer/tables.js gives, by the command line. */
function tablesOfCommandLine(folder, options) {
  const npx = path.join(options.path, 'npx')
  const job = ['neuroprop', 'propagate', 'neuron.obj', '--synapses', 'synapses.csv']
  const hashes = commandLineRuns.map((choices) => {
    const words = [npx, '--no-install', ...job, ...choices, '--output', '-']
    return createHash('sha256').update(textOf(words, options)).digest('hex')
  })
  return `${hashes.join('\n')}\n`
}

/**
 * Uses the package in `folder` by require, import, worker, child process and command line, offline.
 * @param {string} folder with what `addConsumers` copies
 * @param {string} links of `pathOfLinks`; its Node is used
 * @returns {string} the one result of all, two hashes
 */
function commonTables(folder, links) {
  const options = { cwd: folder, path: links, offline: true }
  const node = path.join(links, 'node')
  const results = new Map([
    ...programs.map((program) => [program, textOf([node, program], options)]),
    ['command line', tablesOfCommandLine(folder, options)],
  ])
  const wanted = results.get(programs[0])
  if (!/^([0-9a-f]{64}\n){2}$/.test(wanted)) throw new StepError(`no hashes: ${wanted}`)
  for (const [way, result] of results) {
    if (result !== wanted) throw new StepError(`${way} gives\n${result}but require\n${wanted}`)
  }
  return wanted
}

module.exports = { addConsumers, commonTables }
