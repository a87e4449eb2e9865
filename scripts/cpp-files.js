'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { filesBelow } = require('./import-graph')
const { root } = require('./run-command')

/** Every own C++ file, tests and benchmarks among them. */
function cppFiles() {
  const folders = ['cpp', 'binding', 'bench']
  return folders.flatMap((folder) => [...filesBelow(folder, '.h'), ...filesBelow(folder, '.cpp')])
}

/**
 * Writes the compile commands of the built addon, without the flags that only g++ knows, where
 * clang-tidy reads them. They name every file of the kernel and of the binding.
 * @returns {{ folder: string, files: string[] }}
 */
function tidyCommands() {
  const folder = 'build-tidy'
  const built = path.join(root, 'build/compile_commands.json')
  const commands = JSON.parse(fs.readFileSync(built, 'utf8'))
  for (const one of commands) one.command = one.command.replace(' -fno-gnu-unique', '')
  fs.mkdirSync(path.join(root, folder), { recursive: true })
  fs.writeFileSync(path.join(root, folder, 'compile_commands.json'), JSON.stringify(commands))
  const files = commands.map((one) => path.relative(root, one.file)).sort()
  return { folder, files }
}

module.exports = { cppFiles, tidyCommands }
