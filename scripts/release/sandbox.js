'use strict'

/** Commands as a user's machine would run them: few programs on the path, the network cut. */

const fs = require('node:fs')
const path = require('node:path')
const { spawnSync } = require('node:child_process')
const { StepError, commandLine, npmCommand, programPath } = require('../run-command')
const { Skipped } = require('./steps')

/** What npm and a shebang need beside Node. None of them compiles. */
const tools = ['sh', 'env', 'cat', 'cp', 'mv', 'rm', 'mkdir', 'ls', 'ln', 'uname', 'dirname']

/** Programs by which an addon could be compiled. */
const builders = ['cmake', 'make', 'ninja', 'cc', 'c++', 'gcc', 'g++', 'clang', 'clang++']

/**
 * A folder of links to Node, npm and a few tools: a PATH without compiler and CMake.
 * @param {string} folder made anew
 * @param {string} [node] the Node that `node` shall be
 */
function pathOfLinks(folder, node = process.execPath) {
  fs.mkdirSync(folder, { recursive: true })
  const npm = npmCommand()[1]
  const links = new Map([
    ['node', node],
    ['npm', npm],
    ['npx', path.join(path.dirname(npm), 'npx-cli.js')],
    ...tools.map((tool) => [tool, programPath(tool)]),
  ])
  for (const [name, target] of links) {
    if (target === undefined) throw new StepError(`${name} is not on the path`)
    fs.symlinkSync(target, path.join(folder, name))
  }
  const found = builders.filter((name) => fs.existsSync(path.join(folder, name)))
  if (found.length > 0) throw new StepError(`the path without a compiler holds ${found.join(', ')}`)
  return folder
}

/** The path of this process without what `npm run` puts in front. */
function ordinaryPath() {
  const isOfNpm = (folder) => /node_modules[/\\]\.bin$|node-gyp-bin$/.test(folder)
  return process.env.PATH.split(path.delimiter)
    .filter((folder) => !isOfNpm(folder))
    .join(path.delimiter)
}

/** The environment without what `npm run` and other builds of the addon put there. */
function cleanEnvironment(PATH) {
  const foreign =
    /^npm_(package|lifecycle|command|execpath|node|config_(local_prefix|ignore_scripts|cache|loglevel)$)/
  const own = /^(PREBUILD|NEUROPROP_|INIT_CWD$|NODE_OPTIONS$|PATH$)/
  const kept = Object.entries(process.env).filter(
    ([name]) => !foreign.test(name) && !own.test(name),
  )
  return { ...Object.fromEntries(kept), PATH }
}

let cutter

/**
 * The words before a command that cut the network for it: a network namespace of its own.
 * @throws {Skipped} where this machine does not permit that
 */
function withoutNetwork() {
  if (cutter === undefined) {
    const unshare = programPath('unshare')
    const ways = [
      [unshare, '--net'],
      [unshare, '--map-root-user', '--net'],
    ]
    const works = ([command, ...args]) =>
      command !== undefined && spawnSync(command, [...args, process.execPath, '-v']).status === 0
    cutter = ways.find(works) ?? []
  }
  if (cutter.length === 0) throw new Skipped('the network cannot be cut here (unshare --net)')
  return cutter
}

/**
 * Runs a command without a terminal.
 * @param {string[]} words the command and its arguments
 * @param {{ cwd: string, path?: string, offline?: boolean }} options `path`: PATH; `offline`: with
 *   the network cut
 * @returns {{ code: number, output: string, text: string }} `text`: stdout; `output`: with stderr
 */
function attempt(words, { cwd, path: PATH = ordinaryPath(), offline = false }) {
  const [command, ...args] = [...(offline ? withoutNetwork() : []), ...words]
  const env = cleanEnvironment(PATH)
  const options = { cwd, env, encoding: 'utf8', timeout: 1_800_000, maxBuffer: 2 ** 28 }
  const { status, error, stdout, stderr } = spawnSync(command, args, options)
  const output = `${stdout ?? ''}${stderr ?? ''}${error ? String(error) : ''}`
  return { code: status ?? 1, text: stdout ?? '', output }
}

/** Stdout of a command that must end well. */
function textOf(words, options) {
  const { code, text, output } = attempt(words, options)
  if (code === 0) return text
  const [command, ...args] = words
  throw new StepError(`\`${commandLine(command, args)}\` ended with code ${code}\n${output}`)
}

module.exports = { attempt, ordinaryPath, pathOfLinks, textOf, withoutNetwork }
