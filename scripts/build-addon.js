'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { packageCommand, root, runOrThrow, runScript } = require('./run-command')

const addonFile = 'build/Release/addon.node'

/** Time of the newest of these files and folders, folders with all they hold; 0 for none. */
function newest(names) {
  let time = 0
  for (const name of names) {
    const file = path.join(root, name)
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    if (stat === undefined) continue
    // A folder's own time moves when a file is removed from it.
    time = Math.max(time, stat.mtimeMs)
    if (stat.isDirectory()) {
      const entries = fs.readdirSync(file).map((entry) => path.join(name, entry))
      time = Math.max(time, newest(entries))
    }
  }
  return time
}

/** Whether a build folder was configured, to its end, for this checkout and processor. */
function isConfigured(folder, arch = process.arch) {
  const file = (name) => path.join(root, folder, name)
  if (!['build.ninja', 'Makefile'].some((name) => fs.existsSync(file(name)))) return false
  const cache = fs.readFileSync(file('CMakeCache.txt'), 'utf8')
  const cached = (name) => new RegExp(`^${name}:\\w+=(.*)$`, 'm').exec(cache)?.[1]
  return cached('CMAKE_HOME_DIRECTORY') === root && cached('NODE_ARCH') === arch
}

/**
 * Builds the addon with cmake-js into `folder`/Release.
 * @param {{ folder?: string, sanitize?: string, arch?: string }} [options] `sanitize`: as
 *   NEUROPROP_SANITIZE; `arch`: as process.arch
 */
function buildAddon({ folder = 'build', sanitize, arch = process.arch } = {}) {
  const verb = isConfigured(folder, arch) ? 'build' : 'rebuild'
  const args = [verb, '--out', folder, '--parallel', String(os.availableParallelism())]
  if (arch !== process.arch) args.push('--arch', arch)
  if (sanitize) args.push(`--CDNEUROPROP_SANITIZE=${sanitize}`)
  runOrThrow(process.execPath, [packageCommand('cmake-js'), ...args])
  // A source may have changed without a change of the addon: what counts is when this was checked.
  const now = new Date()
  fs.utimesSync(path.join(root, folder, 'Release/addon.node'), now, now)
}

/** Builds the addon where a source is newer than it. */
function buildAddonIfStale() {
  if (newest(['cpp', 'binding', 'CMakeLists.txt']) > newest([addonFile])) buildAddon()
}

module.exports = { buildAddon, buildAddonIfStale, isConfigured, newest }

if (require.main === module) runScript(async () => buildAddon())
