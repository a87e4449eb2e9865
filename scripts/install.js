'use strict'

/**
 * npm's `install` script: nothing where a built addon loads, else compiles it with cmake-js.
 * Uses Node and the package's own dependencies alone.
 */

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { spawnSync } = require('node:child_process')
const { missingRequirements, missingText } = require('./requirements')

const root = path.join(__dirname, '..')

/** Loads the addon in a child, because a broken one may end the process. Undefined, or why not. */
function loadFailure() {
  const load = `require('node-gyp-build')(process.argv[1])`
  const child = spawnSync(process.execPath, ['-e', load, root], { cwd: root, encoding: 'utf8' })
  if (child.status === 0) return undefined
  const error = /Error: (.+)/.exec(child.stderr)?.[1]
  return error ?? `the process ended by ${child.signal ?? `code ${child.status}`}`
}

function compile() {
  const cmakeJs = path.join(path.dirname(require.resolve('cmake-js/package.json')), 'bin/cmake-js')
  const threads = String(os.availableParallelism())
  const args = [cmakeJs, 'rebuild', '--directory', root, '--parallel', threads]
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0
}

/** Windows compilers are found by CMake itself, and Eigen can be downloaded by it. */
function fatal(missing) {
  return missing.filter((one) => process.platform !== 'win32' && one.apt !== 'libeigen3-dev')
}

function stop(message) {
  console.error(`\nneuroprop: ${message}\n`)
  process.exit(1)
}

function main() {
  if (!fs.existsSync(path.join(root, 'CMakeLists.txt')))
    stop('CMakeLists.txt is not in the package')
  const noPrebuild = loadFailure()
  if (noPrebuild === undefined) return
  const target = `${process.platform}-${process.arch}`
  const missing = missingRequirements()
  if (fatal(missing).length > 0) {
    const refusal = `no prebuilt addon fits ${target}, and it cannot be compiled.`
    stop(`${refusal}\nThe loader said: ${noPrebuild}\n${missingText(missing)}`)
  }
  console.log(`neuroprop: no prebuilt addon fits ${target} (${noPrebuild}); compiling it`)
  if (!compile()) {
    const way = missing.length > 0 ? missingText(missing) : 'The compiler output above says why.'
    stop(`the addon could not be compiled.\n${way}`)
  }
  const failure = loadFailure()
  if (failure !== undefined)
    stop(`the addon was compiled but does not load.\nThe loader said: ${failure}`)
}

main()
