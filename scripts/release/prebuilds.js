'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { createHash } = require('node:crypto')
const { StepError, root } = require('../run-command')
const { checkBinary } = require('./binary')

/** What a release holds; prebuildify says glibc where there is no other C library to tell from. */
const released = [
  'darwin-arm64/node.napi.glibc.node',
  'darwin-x64/node.napi.glibc.node',
  'linux-arm64/node.napi.glibc.node',
  'linux-arm64/node.napi.musl.node',
  'linux-x64/node.napi.glibc.node',
  'linux-x64/node.napi.musl.node',
  'win32-x64/node.napi.glibc.node',
]

/** The glibc of the image in which releases are built. */
const releasedGlibc = '2.28'

/** Every prebuilt addon for this platform, in the package in `folder`. */
function prebuildsBelow(folder) {
  const target = path.join(folder, 'prebuilds', `${process.platform}-${process.arch}`)
  const names = fs.existsSync(target) ? fs.readdirSync(target) : []
  if (names.length === 0) throw new StepError(`there is no addon in ${target}`)
  return names.map((name) => path.join(target, name))
}

/** Checks those of this checkout. @returns {string} a detail for the screen */
function checkPrebuilds({ isRelease = false } = {}) {
  const missing = released.filter((name) => !fs.existsSync(path.join(root, 'prebuilds', name)))
  if (isRelease && missing.length > 0) throw new StepError(`missing: ${missing.join(', ')}`)
  const mostGlibc = isRelease ? releasedGlibc : undefined
  return prebuildsBelow(root)
    .map((file) => checkBinary(file, mostGlibc))
    .join('; ')
}

/** The first 16 digits of a file's SHA-256. */
function shortHash(file) {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex').slice(0, 16)
}

module.exports = { checkPrebuilds, prebuildsBelow, shortHash }
