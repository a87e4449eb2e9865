'use strict'

/**
 * Stands in for node-gyp where prebuildify calls it (`rebuild --target= --arch= --release ..`) and
 * builds with cmake-js.
 */

const { packageCommand, run } = require('./run-command')

const [verb, ...given] = process.argv.slice(2)
const args = [packageCommand('cmake-js'), verb]

for (const option of given) {
  const [name, value] = option.split('=')
  if (name === '--arch') args.push('--arch', value)
  // --target, --devdir and --dist-url choose Node headers, which a Node-API addon does not use.
}
if (given.includes('--debug')) args.push('--debug')

process.exitCode = run(process.execPath, args)
