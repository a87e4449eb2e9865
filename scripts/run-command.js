'use strict'

const { spawn, spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')

const root = path.join(__dirname, '..')

/** A step that failed; its message is all that is shown. */
class StepError extends Error {}

/** What a user would type, for the screen. */
function commandLine(command, args) {
  const shown = command === process.execPath ? 'node' : command
  return [shown, ...args]
    .map((word) => word.replace(root + path.sep, ''))
    .map((word) => (/[\s"'$*;&|<>()]/.test(word) ? JSON.stringify(word) : word))
    .join(' ')
}

/**
 * Prints a command, runs it in the checkout with this terminal, and returns its exit code; a
 * program that does not start or ends by a signal counts as 1.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string> }} [options] `env` is added to the environment
 */
function run(command, args, { env = {} } = {}) {
  console.log(`$ ${commandLine(command, args)}`)
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (error) console.error(`${command} did not start: ${error.message}`)
  return status ?? 1
}

/** Runs a command as `run` does and throws a StepError where it fails. */
function runOrThrow(command, args, options) {
  const code = run(command, args, options)
  if (code !== 0) throw new StepError(`\`${commandLine(command, args)}\` ended with code ${code}`)
}

/**
 * Runs a command without a terminal.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string> }} [options] `env` is added to the environment
 * @returns {Promise<{ code: number, output: string, seconds: number }>} stdout and stderr in one
 */
function captured(command, args, { env = {} } = {}) {
  const began = performance.now()
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    const end = (code) => resolve({ code, output, seconds: (performance.now() - began) / 1000 })
    child.on('error', (error) => {
      output += `${command} did not start: ${error.message}\n`
      end(1)
    })
    child.on('close', (code) => end(code ?? 1))
  })
}

/** Whether a program is there: `program --version` ends well. */
function isInstalled(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}

/** Path of a program that is on the PATH, or undefined. */
function programPath(program) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.map((folder) => path.join(folder, program)).find((file) => fs.existsSync(file))
}

/**
 * The words that start npm: the one that runs this script, else the one on the path. Its JavaScript
 * file is named, because Node starts no `npm.cmd` without a shell.
 */
function npmCommand() {
  const besideNode = path.join(path.dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js')
  const candidates = [process.env.npm_execpath, besideNode]
  const link = programPath('npm')
  if (link !== undefined) candidates.push(fs.realpathSync(link))
  const file = candidates.find((one) => one?.endsWith('npm-cli.js') && fs.existsSync(one))
  if (file === undefined) throw new StepError('npm is not on the path')
  return [process.execPath, file]
}

/** Path of the JavaScript file behind a command of an installed package. */
function packageCommand(name, command = name) {
  const folder = path.join(root, 'node_modules', name)
  const { bin } = require(path.join(folder, 'package.json'))
  return path.join(folder, typeof bin === 'string' ? bin : bin[command])
}

/** Runs `main` of a script; a StepError is one line on the screen and exit code 1. */
async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

module.exports = {
  StepError,
  captured,
  commandLine,
  isInstalled,
  npmCommand,
  packageCommand,
  programPath,
  root,
  run,
  runOrThrow,
  runScript,
}
