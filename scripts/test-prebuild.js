'use strict'

/** `npm run test:prebuild`: the prebuilt addon of this machine, and every test of the package on it. */

const { buildDistIfStale } = require('./build-dist')
const { mochaTests } = require('./mocha-tests')
const { checkPrebuilds } = require('./release/prebuilds')
const { Steps } = require('./release/steps')
const { runScript } = require('./run-command')
const { summary } = require('./test')

runScript(async () => {
  const steps = new Steps()
  await steps.take('the addon asks for little, and gives two symbols', () => checkPrebuilds())
  buildDistIfStale()
  // Without it a build of this checkout would be taken before any prebuilt addon.
  const tests = summary([mochaTests({ env: { PREBUILDS_ONLY: '1' } })])
  return Math.max(steps.summary(), tests)
})
