'use strict'

/** `npm test`: every test, of the kernel and of the package; the last line is the sum. */

const { kernelTests } = require('./kernel-tests')
const { mochaTests } = require('./mocha-tests')
const { prepare } = require('./prepare')
const { StepError, runScript } = require('./run-command')

/** @returns {import('./kernel-tests').Results} what is not ready is a failed test */
function preparation() {
  try {
    prepare({ tests: true })
    return { passed: [], failed: [], skipped: [] }
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    console.error(error.message)
    return { passed: [], failed: [`preparation: ${error.message.split('\n')[0]}`], skipped: [] }
  }
}

/** Prints what was skipped and what failed, then the sum. @returns {number} the exit code */
function summary(parts) {
  const all = (kind) => parts.flatMap((part) => part[kind])
  const [passed, failed, skipped] = [all('passed'), all('failed'), all('skipped')]
  console.log()
  for (const name of skipped) console.log(`skipped: ${name}`)
  for (const name of failed) console.log(`FAILED: ${name}`)
  const ends = skipped.length > 0 ? `, ${skipped.length} skipped` : ''
  console.log(`${passed.length} passed, ${failed.length} failed${ends}`)
  return failed.length > 0 || passed.length === 0 ? 1 : 0
}

module.exports = { summary }

if (require.main === module) {
  runScript(async () => {
    const ready = preparation()
    // Without npm's packages and a compiler the other parts could only fail for the same reason.
    if (ready.failed.length > 0) return summary([ready])
    return summary([kernelTests(), mochaTests()])
  })
}
