'use strict'

/**
 * `node scripts/sanitize.js kernel`: the kernel's tests under ASan with UBSan, then under TSan.
 * `node scripts/sanitize.js addon`: the tests of propagation, with an addon under ASan and
 * UBSan. TSan is left out there, because it reports the threads of V8.
 */

const path = require('node:path')
const { execFileSync } = require('node:child_process')
const { buildAddon } = require('./build-addon')
const { filesBelow } = require('./import-graph')
const { kernelTests } = require('./kernel-tests')
const { mochaTests } = require('./mocha-tests')
const { prepare } = require('./prepare')
const { StepError, root, runScript } = require('./run-command')
const { summary } = require('./test')

function sanitizedKernel() {
  return summary([
    kernelTests({ folder: 'build-asan', sanitize: 'address,undefined' }),
    kernelTests({ folder: 'build-tsan', sanitize: 'thread' }),
  ])
}

/**
 * The tests that run the addon. Golden ones are left out: they run thousands of steps for their last
 * bits, over code that the others reach too.
 */
function addonTests() {
  return filesBelow('test/propagation', '.test.ts').filter(
    (file) => !file.endsWith('/golden.test.ts'),
  )
}

/** Path of a library of the compiler. */
function compilerLibrary(name) {
  const found = execFileSync('g++', [`-print-file-name=${name}`], { encoding: 'utf8' }).trim()
  if (!path.isAbsolute(found)) throw new StepError(`g++ does not have ${name}`)
  return found
}

function sanitizedAddon() {
  const folder = 'build-addon-asan'
  buildAddon({ folder, sanitize: 'address,undefined' })
  // ASan must find the C++ library when it starts, and Node itself does not bring it.
  const preload = ['libasan.so', 'libstdc++.so'].map(compilerLibrary).join(' ')
  const env = {
    NEUROPROP_ADDON: path.join(root, folder, 'Release/addon.node'),
    LD_PRELOAD: preload,
    // Node frees little at its end.
    ASAN_OPTIONS: 'detect_leaks=0',
    UBSAN_OPTIONS: 'print_stacktrace=1',
  }
  return summary([mochaTests({ files: addonTests(), folder, env, timeout: 600_000 })])
}

runScript(async () => {
  const what = process.argv[2]
  prepare({ tests: true })
  if (what === 'kernel') return sanitizedKernel()
  if (what === 'addon') return sanitizedAddon()
  throw new StepError(`sanitize.js needs \`kernel\` or \`addon\`; got ${what}`)
})
