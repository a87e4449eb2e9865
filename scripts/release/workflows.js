'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { filesBelow } = require('../import-graph')
const { StepError, packageCommand, root } = require('../run-command')

/** npm's own verbs, and `npm run` with the name of a script. */
const command = /^npm (?:ci|publish|test|run ([\w:-]+))(?: |$)/

/** js-yaml as mocha has it. */
function parsedYaml(file) {
  const yaml = require(require.resolve('js-yaml', { paths: [packageCommand('mocha')] }))
  try {
    return yaml.load(fs.readFileSync(path.join(root, file), 'utf8'))
  } catch (error) {
    throw new StepError(`${file}: ${error.message}`)
  }
}

/** Each step's command is one of npm, and each script of package.json that it names exists. */
function checkWorkflows() {
  const { scripts } = require(path.join(root, 'package.json'))
  const files = filesBelow('.github/workflows', '.yml')
  if (files.length === 0) throw new StepError('there are no workflows')
  let count = 0
  for (const file of files) {
    const jobs = Object.values(parsedYaml(file).jobs)
    for (const { run } of jobs.flatMap((job) => job.steps ?? []).filter((step) => step.run)) {
      const [matched, script] = command.exec(run) ?? []
      if (matched === undefined) throw new StepError(`${file}: \`${run}\` is no command of npm`)
      if (script && !(script in scripts))
        throw new StepError(`${file}: there is no script ${script}`)
      count++
    }
    const called = jobs.map((job) => job.uses).filter((name) => name?.startsWith('./'))
    const missing = called.find((name) => !fs.existsSync(path.join(root, name)))
    if (missing) throw new StepError(`${file} calls ${missing}, which is not there`)
  }
  return `${count} commands of ${files.length} files`
}

module.exports = { checkWorkflows }
