'use strict'

/** What the texts of a release say, against what is there. */

const fs = require('node:fs')
const path = require('node:path')
const { StepError, root } = require('../run-command')
const { filesBelow } = require('../import-graph')

const textOfFile = (file) => fs.readFileSync(path.join(root, file), 'utf8')
const manifest = () => JSON.parse(textOfFile('package.json'))

/**
 * The newest entry of the changelog must be this version; with `tag`, the tag must be too, and the
 * entry must have its date.
 */
function checkVersion(tag) {
  const { version } = manifest()
  const heading = /^## \[(.+?)\] - (.+)$/m.exec(textOfFile('CHANGELOG.md'))
  const [, newest, date] = heading ?? []
  if (newest !== version) {
    throw new StepError(`package.json says ${version}, the newest entry of CHANGELOG.md ${newest}`)
  }
  if (tag === undefined) return `${version}, ${date}`
  if (tag !== `v${version}`) throw new StepError(`the tag is ${tag}, the version ${version}`)
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) {
    throw new StepError(`CHANGELOG.md must give the date of ${version}; it says ${date}`)
  }
  return `${version} of ${date}`
}

const pages = () => ['README.md', 'CHANGELOG.md', ...filesBelow('docs', '.md')]

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text) {
  const headings = text.replace(/^```.*?^```/gms, '').matchAll(/^#+ +(.+)$/gm)
  const kept = /[^\p{L}\p{N}\p{M}\p{Pc} -]/gu
  return [...headings].map(([, title]) => title.toLowerCase().replace(kept, '').replace(/ /g, '-'))
}

/** Every link of the pages leads to a file of the checkout and, where it names one, a heading. */
function checkLinks() {
  let count = 0
  for (const page of pages()) {
    for (const [, link] of textOfFile(page).matchAll(/\]\(\s*([^)\s]+)\s*\)/g)) {
      if (/^[a-z]+:/.test(link)) continue
      const [file, anchor] = link.split('#')
      const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file)
      const isThere = fs.existsSync(path.join(root, target))
      if (!isThere || (anchor && !anchorsOf(textOfFile(target)).includes(anchor))) {
        throw new StepError(`${page} links to ${link}, which is not there`)
      }
      count++
    }
  }
  return `${count} links of ${pages().length} pages`
}

const namedScripts = (text) =>
  [...text.matchAll(/\bnpm run (?:--?\S+ )*([\w:-]+)/g)].map((match) => match[1])

/** Every `npm run` of the pages names a script of package.json. */
function checkCommands() {
  const { scripts } = manifest()
  const known = new Set()
  for (const page of pages()) {
    for (const name of namedScripts(textOfFile(page))) {
      if (!(name in scripts))
        throw new StepError(`${page} names \`npm run ${name}\`, which is none`)
      known.add(name)
    }
  }
  return `${known.size} commands of ${pages().length} pages`
}

module.exports = { checkCommands, checkLinks, checkVersion }
