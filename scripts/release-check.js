'use strict'

/**
 * `npm run release:check`: what a release promises, tried from the tarball. Options:
 * `--prebuilt` takes the prebuilt addons that are in prebuilds/ and builds none;
 * `--tag v1.2.3` also checks that a release of that tag is ready.
 */

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { parseArgs } = require('node:util')
const { addConsumers, commonTables } = require('./release/consumers')
const { checkCommands, checkLinks, checkVersion } = require('./release/documents')
const installs = require('./release/installs')
const { nodeLines, nodeOfLine } = require('./release/nodes')
const { checkPrebuilds, prebuildsBelow, shortHash } = require('./release/prebuilds')
const { pathOfLinks, textOf } = require('./release/sandbox')
const { Steps } = require('./release/steps')
const { checkContents, packedCheckout, withoutPrebuilds } = require('./release/tarball')
const { checkWorkflows } = require('./release/workflows')
const { StepError, npmCommand, root, runScript } = require('./run-command')

async function checkDocuments(steps, tag) {
  await steps.take('version and changelog agree', () => checkVersion(tag))
  await steps.take('links lead somewhere', checkLinks)
  await steps.take('commands of the pages exist', checkCommands)
  await steps.take('commands of the workflows exist', checkWorkflows)
}

/** Builds the prebuilt addon of this machine, or takes those that are there. */
async function findPrebuilds(steps, { prebuilt, tag }) {
  const build = () => {
    fs.rmSync(path.join(root, 'prebuilds'), { recursive: true, force: true })
    textOf([...npmCommand(), 'run', 'prebuildify'], { cwd: root })
  }
  if (!prebuilt && !(await steps.take('the addon is built', build))) return false
  return steps.take('the addon asks for little, and gives two symbols', () =>
    checkPrebuilds({ isRelease: tag !== undefined }),
  )
}

/** Packs with and without prebuilt addons. @returns both tarballs, or undefined */
async function packages(steps, folder) {
  const tarballs = {}
  const contents = path.join(folder, 'contents')
  const passed = await steps.take('the tarball holds what it should', () => {
    tarballs.whole = packedCheckout(path.join(folder, 'packed'))
    tarballs.bare = withoutPrebuilds(tarballs.whole, path.join(folder, 'bare'))
    return checkContents(tarballs.whole, contents)
  })
  return passed ? tarballs : undefined
}

/** A function that refuses results which differ from the first ones it was given. */
function agreement() {
  let wanted
  return (results) => {
    wanted ??= results
    if (results !== wanted) throw new StepError(`the results are\n${results}not\n${wanted}`)
  }
}

/** Installs in every way; each install that succeeds is used. @returns a folder to go on with */
async function checkInstalls(steps, folder, { whole, bare }, agree) {
  const cache = path.join(folder, 'npm-cache')
  const links = pathOfLinks(path.join(folder, 'bin'))
  const inFolder = (name, tarball) => ({
    tarball,
    folder: path.join(folder, name),
    cache,
    path: links,
  })
  const used = (where) => {
    addConsumers(where.folder)
    agree(commonTables(where.folder, links))
  }
  const good = [
    ['with a prebuilt addon and no compiler', installs.withPrebuild, inFolder('prebuilt', whole)],
    ['the same with --ignore-scripts', installs.withoutScripts, inFolder('no-scripts', whole)],
    ['without one, by a compiler', installs.byCompiling, inFolder('compiled', bare)],
  ]
  const refused = inFolder('refused', bare)

  await steps.take('npm has the dependencies in a cache', () =>
    installs.fillCache(whole, path.join(folder, 'throw-away'), cache),
  )
  for (const [name, install, where] of good) {
    const title = `installs offline ${name}`
    if (await steps.take(title, () => install(where))) {
      await steps.take(`  and gives one result in five ways`, () => used(where))
    }
  }
  await steps.take('says what to do with neither, code 1', () =>
    installs.refusedWithReason(refused),
  )
  return good[0][2].folder
}

/** The folder that was installed above, under every line of Node. */
async function checkNodes(steps, folder, installed, agree) {
  for (const line of nodeLines) {
    await steps.take(`Node ${line} runs the same binary`, () => {
      const { node, version } = nodeOfLine(line)
      const links = pathOfLinks(path.join(folder, `bin-${line}`), node)
      agree(commonTables(installed, links))
      const binaries = prebuildsBelow(path.join(installed, 'node_modules/neuroprop'))
      return `${version}, SHA-256 of ${binaries.map(shortHash).join(', ')}..`
    })
  }
}

runScript(async () => {
  const options = { prebuilt: { type: 'boolean' }, tag: { type: 'string' } }
  const { prebuilt, tag } = parseArgs({ options }).values
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'neuroprop-release-'))
  const steps = new Steps()
  try {
    await checkDocuments(steps, tag)
    const tarballs =
      (await findPrebuilds(steps, { prebuilt, tag })) && (await packages(steps, folder))
    if (tarballs) {
      const agree = agreement()
      const installed = await checkInstalls(steps, folder, tarballs, agree)
      await checkNodes(steps, folder, installed, agree)
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
  return steps.summary()
})
