'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { packageCommand, root, run } = require('./run-command')

/**
 * Runs mocha's tests, as many files at a time as there are processors.
 * @param {{ files?: string[], folder?: string, env?: Record<string, string>, timeout?: number }}
 *   [options] `files`: only these; `folder`: where the list of results goes; `timeout`: in ms
 * @returns {import('./kernel-tests').Results} a crash is a failed test
 */
function mochaTests({ files = ['test/**/*.test.ts'], folder = 'build', env, timeout } = {}) {
  const list = path.join(root, folder, 'mocha-tests.json')
  fs.mkdirSync(path.dirname(list), { recursive: true })
  fs.rmSync(list, { force: true })
  const args = [packageCommand('mocha'), '--forbid-only']
  args.push('--parallel', '--jobs', String(os.availableParallelism()))
  args.push('--reporter', 'scripts/mocha-reporter.js', '--reporter-option', `output=${list}`)
  if (timeout) args.push('--timeout', String(timeout))
  args.push(...files)
  const code = run(process.execPath, args, { env })
  if (!fs.existsSync(list)) return { passed: [], failed: ['mocha: crashed'], skipped: [] }
  const results = JSON.parse(fs.readFileSync(list, 'utf8'))
  if (code !== 0 && results.failed.length === 0) results.failed.push(`mocha: code ${code}`)
  return results
}

module.exports = { mochaTests }
