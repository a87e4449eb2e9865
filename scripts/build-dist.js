'use strict'

/** `npm run build`: compiles lib/ to dist/. */

const fs = require('node:fs')
const path = require('node:path')
const { newest } = require('./build-addon')
const { StepError, packageCommand, root, run, runScript } = require('./run-command')

/**
 * Compiles beside dist/ and puts that in its place: nothing of a source that is gone stays, and who
 * reads dist/ meanwhile finds it. A failure leaves no dist/.
 */
function buildDist() {
  const [made, dist] = ['build-dist', 'dist'].map((name) => path.join(root, name))
  const remove = (folder) => fs.rmSync(folder, { recursive: true, force: true })
  remove(made)
  const args = ['--project', 'tsconfig.json', '--noEmitOnError', '--outDir', made]
  const code = run(process.execPath, [packageCommand('typescript', 'tsc'), ...args])
  remove(dist)
  if (code !== 0) throw new StepError('lib/ does not compile')
  fs.renameSync(made, dist)
}

/** Compiles where a source is newer than dist/. */
function buildDistIfStale() {
  const built = newest(['dist/index.js'])
  if (built <= newest(['lib', 'tsconfig.json', 'package.json'])) buildDist()
}

module.exports = { buildDist, buildDistIfStale }

if (require.main === module) runScript(async () => buildDist())
