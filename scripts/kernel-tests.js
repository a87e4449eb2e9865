'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { spawnSync } = require('node:child_process')
const { isInstalled, root, run } = require('./run-command')

/** @typedef {{ passed: string[], failed: string[], skipped: string[] }} Results full names */

const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }
const unescaped = (text) => text.replace(/&(lt|gt|quot|apos|amp);/g, (entity) => entities[entity])

/** The results in the text of a JUnit file that CTest wrote. */
function parseJunit(text) {
  const results = { passed: [], failed: [], skipped: [] }
  for (const [, attributes, rest] of text.matchAll(/<testcase ([^>]*)>([\s\S]*?)<\/testcase>/g)) {
    const attribute = (name) => new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
    const name = `kernel: ${unescaped(attribute('name'))}`
    const status = attribute('status')
    // A test whose program is missing is "notrun" too, but is no test that someone skipped.
    const skipped = status === 'disabled' || /<skipped message="SKIP_/.test(rest)
    if (status === 'run') results.passed.push(name)
    else if (skipped) results.skipped.push(name)
    else results.failed.push(name)
  }
  return results
}

/** Thread sanitizers of some versions do not start where addresses are randomised a lot. */
function fixedAddresses(sanitize) {
  const wrapper = ['setarch', process.arch === 'x64' ? 'x86_64' : os.machine(), '-R']
  const works = () => spawnSync(wrapper[0], [...wrapper.slice(1), 'true']).status === 0
  return sanitize === 'thread' && process.platform === 'linux' && works() ? wrapper : []
}

/** Ninja where it is installed; a folder keeps what it was first configured with. */
const generator = () => (isInstalled('ninja') ? { CMAKE_GENERATOR: 'Ninja' } : {})

/**
 * Configures and builds with CMake, without cmake-js, in a folder of its own.
 * @param {string} folder
 * @param {string[]} targets such as kernel_tests; all where there is none
 * @param {{ options?: string[], wrapper?: string[] }} [choices] `options`: for CMake's first run;
 *   `wrapper`: words before each command
 * @returns {boolean} whether it was built
 */
function buildKernel(folder, targets, { options = [], wrapper = [] } = {}) {
  const threads = String(os.availableParallelism())
  const what = targets.length > 0 ? ['--target', ...targets] : []
  const steps = [
    ['-S', '.', '-B', folder, '-DNEUROPROP_TESTS=ON', '-DCMAKE_BUILD_TYPE=Release', ...options],
    ['--build', folder, '--config', 'Release', '--parallel', threads, ...what],
  ]
  return steps.every((step) => {
    const [command, ...args] = [...wrapper, 'cmake', ...step]
    return run(command, args, { env: generator() }) === 0
  })
}

/**
 * Configures, builds and runs the kernel's tests with CMake and CTest in a folder of their own.
 * @param {{ folder?: string, sanitize?: string }} [options] `sanitize`: as NEUROPROP_SANITIZE
 * @returns {Results} a failed build and a crash of CTest are failed tests
 */
function kernelTests({ folder = 'build-kernel', sanitize = '' } = {}) {
  const wrapper = fixedAddresses(sanitize)
  const junit = path.join(root, folder, 'kernel-tests.xml')
  fs.rmSync(junit, { force: true })
  const options = [`-DNEUROPROP_SANITIZE=${sanitize}`]
  if (!buildKernel(folder, [], { options, wrapper })) {
    return { passed: [], failed: ['kernel: build'], skipped: [] }
  }
  const threads = String(os.availableParallelism())
  const choices = ['--build-config', 'Release', '--parallel', threads, '--output-on-failure']
  const words = ['ctest', '--test-dir', folder, ...choices, '--output-junit', junit]
  const [command, ...args] = [...wrapper, ...words]
  const code = run(command, args)
  const results = fs.existsSync(junit) ? parseJunit(fs.readFileSync(junit, 'utf8')) : undefined
  if (results === undefined) return { passed: [], failed: ['kernel: ctest'], skipped: [] }
  if (code !== 0 && results.failed.length === 0) results.failed.push('kernel: ctest')
  return results
}

module.exports = { buildKernel, kernelTests, parseJunit }
