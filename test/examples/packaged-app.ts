import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../..')

/** What compiles the addon on installation, and nobody needs after it. */
const buildTools = ['cmake-js', 'node-addon-api']

function dependenciesIn(folder: string): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
  }
  return Object.keys(dependencies)
}

/** The packages that neuroprop needs at run time, with those that they need. */
function runtimePackages(): Set<string> {
  const found = new Set<string>()
  const add = (names: string[]): void => {
    for (const name of names.filter((one) => !found.has(one))) {
      found.add(name)
      add(dependenciesIn(join(root, 'node_modules', name)))
    }
  }
  add(dependenciesIn(root).filter((name) => !buildTools.includes(name)))
  return found
}

/** A propagation on a chain of five nodes, in JavaScript; prints the result and the addon's path. */
const mainScript = `
const { Skeleton, propagateLabels } = require('neuroprop')
const chain = new Skeleton({
  positions: Float64Array.from({ length: 15 }, (_, i) => (i % 3 === 0 ? i : 0)),
  parents: [-1, 0, 1, 2, 3],
  nodeIds: [0, 1, 2, 3, 4],
})
const seeds = new Map([[0, 'axon'], [4, 'dendrite']])
propagateLabels(chain, seeds, { solver: 'iterative', maxIterations: 3 }).then((result) => {
  const addons = Object.keys(require.cache).filter((path) => path.endsWith('.node'))
  console.log(JSON.stringify({ labels: result.decode(), scores: [...result.scores], addons }))
})
`

/** What `mainScript` prints, but for the path: three steps, each inner node the mean of its two. */
export const expectedOfMain = {
  labels: ['axon', 'axon', 'axon', 'dendrite', 'dendrite'],
  scores: [1, 0, 0.625, 0.125, 0.25, 0.25, 0.125, 0.625, 0, 1],
}

/**
 * Lays out an app as a packager does before it packs: a script, and neuroprop installed as npm
 * would, its addon at `addon` below the package.
 */
export function layOutApp(folder: string, addon: string): void {
  const modules = join(folder, 'node_modules')
  const neuroprop = join(modules, 'neuroprop')
  mkdirSync(join(neuroprop, addon, '..'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'app', main: 'main.js' }))
  writeFileSync(join(folder, 'main.js'), mainScript)
  cpSync(join(root, 'package.json'), join(neuroprop, 'package.json'))
  cpSync(join(root, 'dist'), join(neuroprop, 'dist'), { recursive: true })
  cpSync(join(root, 'build/Release/addon.node'), join(neuroprop, addon))
  for (const name of runtimePackages()) {
    const source = join(root, 'node_modules', name)
    cpSync(source, join(modules, name), { recursive: true, dereference: true })
  }
}
