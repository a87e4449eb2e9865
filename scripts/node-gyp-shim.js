'use strict'

/**
 * Stands in for node-gyp where prebuildify calls it (`rebuild --target= --arch= --release ..`) and
 * builds with cmake-js, only what has changed since the last build. prebuildify then moves
 * build/Release/addon.node away; the next build links it again.
 */

const { buildAddon } = require('./build-addon')
const { StepError, runScript } = require('./run-command')

const [verb, ...given] = process.argv.slice(2)

/**
 * Value of an option such as `--arch=x64`. Others choose headers of Node, which a Node-API addon does
 * not use.
 */
function optionValue(name) {
  return given.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1)
}

runScript(async () => {
  if (verb !== 'rebuild') throw new StepError(`node-gyp-shim.js knows \`rebuild\`; got ${verb}`)
  if (given.includes('--debug')) throw new StepError('node-gyp-shim.js builds releases only')
  buildAddon({ arch: optionValue('--arch') })
})
