'use strict'

/**
 * Makes a fresh checkout ready: `node scripts/prepare.js [--tests] [--checks]`. Does only what is
 * missing, so that it costs next to nothing the second time.
 */

const fs = require('node:fs')
const { buildAddonIfStale, newest } = require('./build-addon')
const { buildDistIfStale } = require('./build-dist')
const { aptLine, missingRequirements, missingText } = require('./requirements')
const { StepError, npmCommand, run, runOrThrow, runScript } = require('./run-command')

const nodeRange = '^20.19.0 || >=22.12.0'

/** Whether a version such as '20.19.4' is in `nodeRange`. */
function nodeFits(version) {
  const [major, minor] = version.split('.').map(Number)
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22
}

function requireNode() {
  const version = process.versions.node
  if (!nodeFits(version)) {
    throw new StepError(`Node must be ${nodeRange} to build and test; this is ${version}`)
  }
}

/** Installs what npm does not bring, where that is possible without asking; else says how. */
function installRequirements(needs) {
  const missing = missingRequirements(needs)
  if (missing.length === 0) return
  console.log(missingText(missing))
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !fs.existsSync('/usr/bin/apt-get')) {
    throw new StepError('Install what is missing, then run this again.')
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '--quiet'], { env })
  const [command, ...args] = aptLine(missing).split(' ')
  runOrThrow(command, args, { env })
  const still = missingRequirements(needs)
  if (still.length > 0) throw new StepError(missingText(still))
}

function installPackages() {
  const lock = newest(['package-lock.json'])
  if (newest(['node_modules/.package-lock.json']) >= lock) return
  runNpm('ci', '--no-audit', '--no-fund')
}

/** Runs npm with these arguments. @throws {StepError} where it fails */
function runNpm(...args) {
  const [node, npm] = npmCommand()
  runOrThrow(node, [npm, ...args])
}

/**
 * Makes the checkout ready: compiler and libraries, npm packages, the addon, dist/.
 * @param {{ tests?: boolean, checks?: boolean }} [needs] what is wanted beyond running it
 * @throws {StepError} with the way out, where something is missing or does not build
 */
function prepare(needs = {}) {
  requireNode()
  installRequirements(needs)
  installPackages()
  buildAddonIfStale()
  buildDistIfStale()
}

module.exports = { installPackages, nodeFits, prepare, runNpm }

if (require.main === module) {
  const given = process.argv.slice(2)
  runScript(async () => {
    const unknown = given.find((option) => !['--tests', '--checks'].includes(option))
    if (unknown) throw new StepError(`unknown option \`${unknown}\`; known: --tests, --checks`)
    prepare({ tests: given.includes('--tests'), checks: given.includes('--checks') })
  })
}
