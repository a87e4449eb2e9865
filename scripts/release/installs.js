'use strict'

/** The ways by which a user's machine installs the package, each in an empty folder, offline. */

const fs = require('node:fs')
const path = require('node:path')
const { StepError, npmCommand } = require('../run-command')
const { attempt, ordinaryPath, textOf } = require('./sandbox')

/** An empty package of a user. */
function emptyPackage(folder) {
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n')
  return folder
}

const install = ['install', '--no-audit', '--no-fund', '--no-update-notifier']

/** Fills npm's cache with the dependencies of a tarball; the one step that needs the registry. */
function fillCache(tarball, folder, cache) {
  emptyPackage(folder)
  const words = [...npmCommand(), ...install, '--ignore-scripts', '--cache', cache, tarball]
  textOf(words, { cwd: folder })
}

/**
 * Installs a tarball in an empty folder with the network cut.
 * @param {{ tarball: string, folder: string, cache: string, path: string }} where `path`: PATH
 * @param {string[]} options of npm
 * @returns {{ code: number, output: string }}
 */
function installOffline({ tarball, folder, cache, path: PATH }, ...options) {
  emptyPackage(folder)
  const words = [...npmCommand(), ...install, '--offline', '--cache', cache, ...options, tarball]
  return attempt(words, { cwd: folder, path: PATH, offline: true })
}

const installedFile = (folder, name) => path.join(folder, 'node_modules/neuroprop', name)

function requireSuccess({ code, output }) {
  if (code !== 0) throw new StepError(`npm install ended with code ${code}\n${output}`)
}

/** The prebuilt addon is taken where nothing could compile one. */
function withPrebuild(where, ...options) {
  requireSuccess(installOffline(where, ...options))
  if (fs.existsSync(installedFile(where.folder, 'build'))) {
    throw new StepError('an addon was built, though the package holds one that fits')
  }
}

/** The same without the install script. */
function withoutScripts(where) {
  withPrebuild(where, '--ignore-scripts')
}

/** No prebuilt addon fits: it is compiled, and nothing is downloaded for it. */
function byCompiling(where) {
  requireSuccess(installOffline({ ...where, path: ordinaryPath() }))
  if (!fs.existsSync(installedFile(where.folder, 'build/Release/addon.node'))) {
    throw new StepError('no addon was compiled')
  }
}

/** Neither: the install ends with code 1, and what it says is what to do. */
function refusedWithReason(where) {
  const { code, output } = installOffline(where)
  if (code !== 1) throw new StepError(`npm install ended with code ${code}, not 1\n${output}`)
  const target = `${process.platform}-${process.arch}`
  const wanted = [
    `neuroprop: no prebuilt addon fits ${target}, and it cannot be compiled.`,
    'Not installed: a C++17 compiler, CMake, ninja or make',
    'apt-get install --yes --no-install-recommends g++ cmake ninja-build',
  ]
  for (const line of wanted) {
    if (!output.includes(line)) throw new StepError(`npm does not say "${line}", but\n${output}`)
  }
  if (fs.existsSync(installedFile(where.folder, 'package.json'))) {
    throw new StepError('the package stays installed without an addon')
  }
}

module.exports = { byCompiling, fillCache, refusedWithReason, withPrebuild, withoutScripts }
