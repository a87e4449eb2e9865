#!/usr/bin/env node
import { runCommandLine } from './command-line'
import { forgiveClosedPipes } from './output'

forgiveClosedPipes()
void runCommandLine(process.argv.slice(2)).then((code) => {
  process.exitCode = code
  // After a signal nothing is waited for: not the slow reader of a pipe, nor a disk.
  if (code > 128) process.stderr.write('', () => process.exit())
})
