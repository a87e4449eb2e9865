'use strict'

/**
 * `node scripts/fuzz.js [--minutes 10] [--reader swc] [--seed 1]`: reads mutated files for that many
 * minutes per reader (swc, obj, ply, stl, precomputed, csv, labels; all, one after the other, where
 * none is named). What a reader should not do with any file is a find: an exception without one of
 * the package's codes, more than 2 s, or more memory than 16 MB and ten times the file. Finds are
 * saved and shortened below the system's folder for temporary files; exit code 1 where there are.
 */

const { run, runScript } = require('./run-command')

runScript(async () => {
  const args = ['--import=tsx', 'test/fuzz/main.ts', ...process.argv.slice(2)]
  return run(process.execPath, args)
})
