'use strict'

/** What a built addon asks of the machine that loads it, by nm and readelf of GNU binutils. */

const { StepError, isInstalled, packageCommand, root } = require('../run-command')
const { textOf } = require('./sandbox')
const { Skipped } = require('./steps')

const nodeApi = 8

/** Libraries that belong to the C library, of glibc and of musl. */
const ofLibc = [
  /^lib(c|m|pthread|dl|rt)\.so\.\d$/,
  /^ld-linux[\w-]*\.so\.\d$/,
  /^libc\.musl-\w+\.so\.1$/,
]

const entries = ['napi_register_module_v1', 'node_api_module_get_api_version_v1']

/** Names of the functions of a version of Node-API: the list by which cmake-js compiles. */
function nodeApiNames(version) {
  const from = packageCommand('cmake-js')
  const symbols = require(require.resolve('node-api-headers/symbols.js', { paths: [from] }))
  const { js_native_api_symbols: ofJs, node_api_symbols: ofNode } = symbols[`v${version}`]
  return new Set([...ofJs, ...ofNode])
}

const isOfNodeApi = (name) => /^(napi|node_api)_/.test(name)

/** Names in a table of dynamic symbols, without their versions. */
function symbolNames(file, choice) {
  const table = textOf(['nm', '--dynamic', choice, '--format=posix', file], { cwd: root })
  const lines = table.trim().split('\n')
  return lines.map((line) => line.split(' ')[0].replace(/@.*/, '')).sort()
}

function checkImports(file) {
  const imported = symbolNames(file, '--undefined-only').filter(isOfNodeApi)
  if (imported.length === 0) throw new StepError(`${file} imports nothing of Node-API`)
  const external = imported.filter((name) => /external_(array)?buffer|external_string/.test(name))
  if (external.length > 0) throw new StepError(`Electron has no ${external.join(', ')}`)
  const known = nodeApiNames(nodeApi)
  const newer = imported.filter((name) => !known.has(name))
  if (newer.length > 0) throw new StepError(`not in Node-API ${nodeApi}: ${newer.join(', ')}`)
  return imported.length
}

function checkExports(file) {
  const exported = symbolNames(file, '--defined-only').filter((name) => !/^GLIBC/.test(name))
  if (exported.join() !== entries.join()) {
    throw new StepError(`exports ${exported.join(', ')}; wanted ${entries.join(', ')}`)
  }
}

function checkLibraries(file) {
  const dynamic = textOf(['readelf', '--dynamic', '--wide', file], { cwd: root })
  const needed = [...dynamic.matchAll(/\(NEEDED\).*\[(.+)\]/g)].map((match) => match[1])
  const foreign = needed.filter((name) => !ofLibc.some((rule) => rule.test(name)))
  if (foreign.length > 0) throw new StepError(`needs ${foreign.join(', ')} beside the C library`)
  return needed
}

/** The newest version of glibc that a symbol asks for; undefined where none does. */
function neededGlibc(file) {
  const versions = textOf(['readelf', '--version-info', '--wide', file], { cwd: root })
  const numbers = [...versions.matchAll(/GLIBC_(\d+(?:\.\d+)+)/g)].map((match) => match[1])
  return numbers.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)
}

const isNewer = (a, b) => a.localeCompare(b, 'en', { numeric: true }) > 0

/**
 * @param {string} file an addon for Linux
 * @param {string} [mostGlibc] the newest glibc that it may ask for
 * @returns {string} a detail for the screen
 */
function checkBinary(file, mostGlibc) {
  if (process.platform !== 'linux' || !isInstalled('nm') || !isInstalled('readelf')) {
    throw new Skipped('nm and readelf are not installed, or this is not Linux')
  }
  const imports = checkImports(file)
  checkExports(file)
  const libraries = checkLibraries(file)
  const glibc = neededGlibc(file)
  if (glibc && mostGlibc && isNewer(glibc, mostGlibc)) {
    throw new StepError(`${file} asks for glibc ${glibc}; wanted ${mostGlibc} at most`)
  }
  const asks = glibc === undefined ? 'no glibc' : `glibc ${glibc}`
  return `${imports} functions of Node-API, ${libraries.join(', ')}; asks for ${asks}`
}

module.exports = { checkBinary }
