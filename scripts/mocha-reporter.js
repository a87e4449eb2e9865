'use strict'

const fs = require('node:fs')
const { reporters, Runner } = require('mocha')

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Runner.constants

/** Prints as mocha's `spec` and writes the full names of all tests, as JSON, to option `output`. */
class ListReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    const results = { passed: [], failed: [], skipped: [] }
    const list = (event, names) => runner.on(event, (test) => names.push(test.fullTitle()))
    list(EVENT_TEST_PASS, results.passed)
    list(EVENT_TEST_FAIL, results.failed)
    list(EVENT_TEST_PENDING, results.skipped)
    const { output } = options.reporterOptions
    runner.once(EVENT_RUN_END, () => fs.writeFileSync(output, JSON.stringify(results, null, 2)))
  }
}

module.exports = ListReporter
