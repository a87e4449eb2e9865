'use strict'

/** `npm run build`: compiles lib/ to dist/. */

const fs = require('node:fs')
const path = require('node:path')
const { newest } = require('./build-addon')
const { packageCommand, root, runOrThrow, runScript } = require('./run-command')

/** Compiles anew, so that nothing of a source that is gone stays; a failure leaves no dist/. */
function buildDist() {
  fs.rmSync(path.join(root, 'dist'), { recursive: true, force: true })
  const args = ['--project', 'tsconfig.json', '--noEmitOnError']
  runOrThrow(process.execPath, [packageCommand('typescript', 'tsc'), ...args])
}

/** Compiles where a source is newer than dist/. */
function buildDistIfStale() {
  const built = newest(['dist/index.js'])
  if (built <= newest(['lib', 'tsconfig.json', 'package.json'])) buildDist()
}

module.exports = { buildDist, buildDistIfStale }

if (require.main === module) runScript(async () => buildDist())
