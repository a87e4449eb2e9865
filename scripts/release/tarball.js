'use strict'

/** The package as npm would publish it. */

const fs = require('node:fs')
const path = require('node:path')
const { filesBelow } = require('../import-graph')
const { StepError, npmCommand, root } = require('../run-command')
const { textOf } = require('./sandbox')

const mostBytes = 5_000_000

/** Packs the package in `folder` into `target`. @returns {string} path of the tarball */
function packed(folder, target, ...options) {
  fs.mkdirSync(target, { recursive: true })
  const words = [...npmCommand(), 'pack', '--json', '--pack-destination', target, ...options]
  textOf(words, { cwd: folder })
  const [name] = fs.readdirSync(target)
  return path.join(target, name)
}

/** Packs this checkout; dist/ is dirty before, and must not be in the tarball. */
function packedCheckout(target) {
  fs.mkdirSync(path.join(root, 'dist'), { recursive: true })
  fs.writeFileSync(path.join(root, 'dist/left-over.js'), '')
  return packed(root, target)
}

/** Unpacks a tarball into `folder`. @returns {string} path of the package */
function unpacked(tarball, folder) {
  fs.mkdirSync(folder, { recursive: true })
  textOf(['tar', '-xzf', tarball, '-C', folder], { cwd: folder })
  return path.join(folder, 'package')
}

/** The same package without prebuilt addons. @returns {string} path of the tarball */
function withoutPrebuilds(tarball, folder) {
  const content = unpacked(tarball, path.join(folder, 'content'))
  fs.rmSync(path.join(content, 'prebuilds'), { recursive: true })
  return packed(content, path.join(folder, 'packed'), '--ignore-scripts')
}

/** What tsc makes of a source file. */
function compiled(source) {
  const name = source.replace(/^lib/, 'dist')
  if (name.endsWith('.d.ts')) return []
  if (name.endsWith('.mts')) return [name.replace(/mts$/, 'mjs'), name.replace(/mts$/, 'd.mts')]
  return [name.replace(/ts$/, 'js'), name.replace(/ts$/, 'd.ts')]
}

/** The files that the package must hold, the prebuilt addons left out. */
function wantedFiles() {
  const sources = ['.h', '.cpp'].flatMap((ending) => [
    ...filesBelow('cpp', ending).filter((file) => !file.startsWith('cpp/test/')),
    ...filesBelow('binding', ending),
  ])
  const typescript = [...filesBelow('lib', '.ts'), ...filesBelow('lib', '.mts')]
  const scripts = ['scripts/install.js', 'scripts/requirements.js']
  const texts = ['README.md', 'LICENSE', 'CHANGELOG.md']
  const builds = ['CMakeLists.txt', 'binding/exports.map', 'package.json']
  return [...texts, ...builds, ...scripts, ...sources, ...typescript.flatMap(compiled)]
}

const isPrebuild = (file) =>
  /^prebuilds\/[a-z0-9]+-[a-z0-9+]+\/node\.napi(\.\w+)?\.node$/.test(file)

/** Checks what a tarball holds. @returns {string} a detail for the screen */
function checkContents(tarball, folder) {
  const content = unpacked(tarball, folder)
  const held = fs
    .readdirSync(content, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(content, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
  const wanted = wantedFiles()
  const prebuilds = held.filter(isPrebuild)
  const missing = wanted.filter((file) => !held.includes(file))
  const surplus = held.filter((file) => !wanted.includes(file) && !isPrebuild(file))
  const bytes = fs.statSync(tarball).size
  const faults = []
  if (missing.length > 0) faults.push(`missing: ${missing.join(', ')}`)
  if (surplus.length > 0) faults.push(`not wanted: ${surplus.join(', ')}`)
  if (prebuilds.length === 0) faults.push('no prebuilt addon')
  if (bytes >= mostBytes) faults.push(`${bytes} bytes, from ${mostBytes} on too large`)
  if (faults.length > 0) throw new StepError(faults.join('; '))
  return `${bytes.toLocaleString('en')} bytes, ${held.length} files, ${prebuilds.join(', ')}`
}

module.exports = { checkContents, packedCheckout, withoutPrebuilds }
