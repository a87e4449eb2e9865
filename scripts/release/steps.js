'use strict'

const { StepError } = require('../run-command')

/** Thrown by a step that this machine cannot take; its message says why. */
class Skipped extends Error {}

/** Steps of a check, each one line on the screen, and the sum of them. */
class Steps {
  #counts = { ok: 0, FAILED: 0, SKIPPED: 0 }

  /**
   * Takes a step. What it throws is its failure; the others go on.
   * @param {string} title what holds where the step passes
   * @param {() => unknown} step returns undefined, or a detail for the line
   * @returns {Promise<boolean>} whether it passed
   */
  async take(title, step) {
    const began = performance.now()
    const end = (outcome, detail) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6)
      this.#counts[outcome]++
      console.log(`${outcome.padEnd(7)} ${seconds} s  ${title}${detail ? `: ${detail}` : ''}`)
    }
    try {
      end('ok', await step())
      return true
    } catch (error) {
      if (error instanceof Skipped) end('SKIPPED', error.message)
      else end('FAILED', error instanceof StepError ? error.message : error.stack)
      return false
    }
  }

  /** Prints the sum. @returns {number} the exit code */
  summary() {
    const { ok, FAILED, SKIPPED } = this.#counts
    const ends = SKIPPED > 0 ? `, ${SKIPPED} SKIPPED` : ''
    console.log(`${ok} steps passed, ${FAILED} failed${ends}`)
    return FAILED > 0 || ok === 0 ? 1 : 0
  }
}

module.exports = { Skipped, Steps }
