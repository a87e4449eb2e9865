'use strict'

const fs = require('node:fs')
const path = require('node:path')
const ts = require('typescript')
const { root } = require('./run-command')

/** Every file below a folder of the checkout whose name ends so; paths relative to the root. */
function filesBelow(folder, ending) {
  const absolute = path.join(root, folder)
  if (!fs.existsSync(absolute)) return []
  return fs
    .readdirSync(absolute, { recursive: true })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((name) => name.endsWith(ending))
    .sort()
}

/** The file that a relative import names, or undefined. */
function resolved(importer, target) {
  const base = path.posix.join(path.posix.dirname(importer), target)
  const candidates = [base, `${base}.ts`, base.replace(/js$/, 'ts'), `${base}/index.ts`]
  return candidates.find((name) =>
    fs.statSync(path.join(root, name), { throwIfNoEntry: false })?.isFile(),
  )
}

/** What a TypeScript file imports: `files` of the checkout, `packages` by name. */
function importsOf(file) {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  const names = ts.preProcessFile(text, true, true).importedFiles.map((one) => one.fileName)
  const files = []
  for (const name of names.filter((one) => one.startsWith('.'))) files.push(resolved(file, name))
  const packages = names.filter((one) => !one.startsWith('.'))
  return { files: files.filter((one) => one !== undefined), packages }
}

/**
 * One circle among the links, as the list of its members, or undefined.
 * @param {Map<string, string[]>} links
 */
function circle(links) {
  const done = new Set()
  const trail = []
  const search = (name) => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name]
    if (done.has(name)) return undefined
    trail.push(name)
    for (const next of links.get(name) ?? []) {
      const found = search(next)
      if (found) return found
    }
    trail.pop()
    done.add(name)
    return undefined
  }
  for (const name of links.keys()) {
    const found = search(name)
    if (found) return found
  }
  return undefined
}

module.exports = { circle, filesBelow, importsOf }
