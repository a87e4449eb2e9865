'use strict'

/** Checks that imports and includes follow the one direction of the layers, and no circle. */

const fs = require('node:fs')
const path = require('node:path')
const { circle, filesBelow, importsOf } = require('./import-graph')
const { root } = require('./run-command')

/** Layers of lib/, lowest first: a file may import its own layer and those before it. */
const layers = [
  'errors',
  'options',
  'slices',
  'native',
  'neuron',
  'formats',
  'topology',
  'seeds',
  'propagation',
  'compartments',
  'generate',
  'index',
  'cli',
]

/** Layers that may import less than all before them. */
const narrow = {
  errors: [],
  native: ['errors'],
  generate: ['errors', 'options', 'slices', 'neuron', 'formats'],
}

/** Packages, and the layers that may import them. */
const packages = {
  'node-gyp-build': ['native'],
  commander: ['cli'],
  tinyglobby: ['cli'],
  'csv-parse': ['formats'],
}

const layerOf = (file) => /^lib\/([^/.]+)/.exec(file)?.[1]

function allowedLayers(layer) {
  return [layer, ...(narrow[layer] ?? layers.slice(0, layers.indexOf(layer)))]
}

function packageFaults(file, names) {
  const layer = layerOf(file)
  const faults = []
  for (const name of names.filter((one) => !one.startsWith('node:'))) {
    const known = Object.keys(packages).find((one) => name === one || name.startsWith(`${one}/`))
    if (known === undefined) faults.push(`${file} imports ${name}, which no layer may`)
    else if (!packages[known].includes(layer)) {
      faults.push(`${file} imports ${name}, which only ${packages[known].join(', ')} may`)
    }
  }
  return faults
}

function typescriptFaults() {
  const faults = []
  const links = new Map()
  const sources = [...filesBelow('lib', '.ts'), ...filesBelow('lib', '.mts')]
  for (const file of sources.filter((name) => !name.endsWith('.d.ts'))) {
    const imports = importsOf(file)
    links.set(file, imports.files)
    faults.push(...packageFaults(file, imports.packages))
    const layer = layerOf(file)
    if (!layers.includes(layer)) {
      faults.push(`${file}: layer ${layer} has no place in scripts/check-layers.js`)
      continue
    }
    for (const target of imports.files) {
      if (!target.startsWith('lib/')) faults.push(`${file} imports ${target}, outside lib/`)
      else if (!allowedLayers(layer).includes(layerOf(target))) {
        faults.push(`${file} imports ${target}, a layer that ${layer} may not use`)
      }
    }
  }
  const found = circle(links)
  if (found) faults.push(`circle of imports: ${found.join(' -> ')}`)
  return faults
}

/** Folders of cpp/, lowest first, and those beside itself whose headers a file may include. */
const kernel = {
  common: [],
  threads: [],
  matrices: ['common'],
  slices: ['common', 'matrices'],
  iterative: ['common', 'threads', 'matrices', 'slices'],
  direct: ['common'],
  accelerated: ['common', 'threads', 'slices', 'direct'],
}
const kernelFolders = Object.keys(kernel).map((name) => `cpp/${name}`)

/** Folders whose headers a file of a folder may include; none for a folder that is not listed. */
function includable(folder) {
  if (folder === 'binding' || folder === 'cpp/test') return [folder, ...kernelFolders]
  const others = kernel[path.posix.basename(folder)]?.map((name) => `cpp/${name}`)
  return others === undefined ? [] : [folder, ...others]
}

/** Headers of others that a file of a folder may include. */
function isForeign(name, folder) {
  if (/^[a-z_]+$/.test(name)) return true // the standard library
  if (folder === 'binding') return name === 'napi.h'
  return /^Eigen\//.test(name) || (folder === 'cpp/test' && name === 'doctest/doctest.h')
}

/** What a C++ file includes: `[bracket, name]`, bracket `<` or `"`. */
function includesOf(file) {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  return [...text.matchAll(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/gm)].map((match) => match.slice(1))
}

function cppFaults() {
  const faults = []
  const links = new Map()
  for (const file of [
    ...filesBelow('cpp', '.h'),
    ...filesBelow('binding', '.h'),
    ...cppSources(),
  ]) {
    const folder = path.posix.dirname(file)
    const targets = []
    for (const [bracket, name] of includesOf(file)) {
      const target = [`${folder}/${name}`, `cpp/${name}`]
        .filter((one) => includable(folder).includes(path.posix.dirname(one)))
        .find((one) => fs.existsSync(path.join(root, one)))
      if (bracket === '"' && target) targets.push(target)
      else if (bracket === '"' || !isForeign(name, folder)) {
        faults.push(`${file} includes ${name}, which ${folder}/ may not`)
      }
    }
    links.set(file, targets)
  }
  const found = circle(links)
  if (found) faults.push(`circle of includes: ${found.join(' -> ')}`)
  return faults
}

function cppSources() {
  return [...filesBelow('cpp', '.cpp'), ...filesBelow('binding', '.cpp')]
}

const faults = [...typescriptFaults(), ...cppFaults()]
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
