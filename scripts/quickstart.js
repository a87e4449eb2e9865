'use strict'

/** `npm run quickstart`: from a fresh checkout to a table of labels of the example neuron. */

const { prepare } = require('./prepare')
const { run, runScript } = require('./run-command')

const table = 'labels.csv'

const job = [
  'dist/cli/main.js',
  'propagate',
  'examples/neuron/neuron.obj',
  ['--synapses', 'examples/neuron/synapses.csv'],
  ['--clamping', 'soft'],
  ['--output', table],
  '--verbose',
].flat()

const next = `
The labels are in ${table}: one line per vertex, with the probability of each label.

Next:
  node dist/cli/main.js propagate --help     every option
  node dist/cli/main.js propagate <your.swc or your.obj> --synapses <your.csv> --output labels.csv
`

runScript(async () => {
  prepare()
  const code = run(process.execPath, job)
  if (code === 0) console.log(next)
  return code
})
