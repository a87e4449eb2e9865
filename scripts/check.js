'use strict'

/**
 * `npm run check`: every static check. Two run at a time; what one prints is shown where it fails.
 */

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { cppFiles, tidyCommands } = require('./cpp-files')
const { prepare } = require('./prepare')
const { captured, commandLine, packageCommand, root, runScript } = require('./run-command')

/** The checks, the slow ones first, each a command line. */
function checks() {
  const node = (script, ...args) => [process.execPath, script, ...args]
  const tidy = tidyCommands()
  return [
    node(packageCommand('eslint'), '--max-warnings', '0', '.'),
    ...tidy.files.map((file) => ['clang-tidy', '--quiet', '-p', tidy.folder, file]),
    node(packageCommand('typescript', 'tsc'), '--project', 'tsconfig.check.json'),
    ...exampleProjects().map((project) =>
      node(packageCommand('typescript', 'tsc'), '--noEmit', '--project', project),
    ),
    node(packageCommand('prettier'), '--check', '.'),
    ['clang-format', '--dry-run', '-Werror', ...cppFiles()],
    node(packageCommand('typedoc'), '--options', 'scripts/typedoc-options.js', '--emit', 'none'),
    node('scripts/check-layers.js'),
    node('scripts/check-native.js'),
  ]
}

/** The examples that are TypeScript projects of their own. */
function exampleProjects() {
  const projects = fs.readdirSync(path.join(root, 'examples')).map((name) => {
    return path.join('examples', name, 'tsconfig.json')
  })
  return projects.filter((project) => fs.existsSync(path.join(root, project)))
}

/** Those that pack the package: one after the other, as they write the same file. */
function packageChecks() {
  return [
    [process.execPath, packageCommand('publint'), '--strict'],
    [process.execPath, packageCommand('@arethetypeswrong/cli', 'attw'), '--pack', '.'],
  ]
}

/** Runs a check and prints its line. @returns {Promise<boolean>} whether it passed */
async function passes([command, ...args]) {
  const { code, output, seconds } = await captured(command, args)
  const line = commandLine(command, args)
  const shown = line.length > 90 ? `${line.slice(0, 87)}...` : line
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(5)} s  ${shown}`)
  if (code !== 0) console.log(output.trimEnd())
  return code === 0
}

/** Takes checks from the list until it is empty. @returns {Promise<number>} how many failed */
async function worker(list) {
  let failed = 0
  for (let next = list.shift(); next !== undefined; next = list.shift()) {
    if (!(await passes(next))) failed++
  }
  return failed
}

runScript(async () => {
  prepare({ checks: true })
  const list = checks()
  const count = list.length + packageChecks().length
  const workers = Array.from({ length: Math.max(2, os.availableParallelism()) }, () => worker(list))
  const failures = [...(await Promise.all(workers)), await worker(packageChecks())]
  const failed = failures.reduce((sum, one) => sum + one, 0)
  console.log(`${count} checks, ${failed} failed`)
  return failed > 0 ? 1 : 0
})
