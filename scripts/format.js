'use strict'

/** `npm run format`: writes every file as the checks want it. */

const { cppFiles } = require('./cpp-files')
const { packageCommand, runOrThrow, runScript } = require('./run-command')

runScript(async () => {
  runOrThrow(process.execPath, [packageCommand('prettier'), '--write', '--log-level', 'warn', '.'])
  runOrThrow('clang-format', ['-i', ...cppFiles()])
})
