import assert from 'node:assert/strict'
import { abortedRuns } from './aborted-runs'
import { exitFault, exitWays, workerExitFault, workerExitWays } from './exit-ways'
import { growthFaults, slope } from './memory-course'
import { runCases } from './run-cases'
import { runningCases } from './running-cases'
import { terminatedWorkers } from './terminated-workers'

/** The name of the case whose runs are under way, another for each way to end. */
const caseOf = (way: number): string => runningCases[way % runningCases.length].name

describe('the slope of memory', () => {
  it('is that of the line nearest to the samples', () => {
    assert.equal(slope([10, 20, 30], [5, 5, 5]), 0)
    assert.equal(slope([10, 20, 30], [105, 205, 305]), 10)
    assert.equal(slope([0, 1, 2, 3], [0, 3, 0, 3]), 0.6)
  })

  it('is a fault where it is above what is allowed, or unknown', () => {
    const most = { rss: 100, heapUsed: 10, external: 10 }
    assert.deepEqual(growthFaults({ rss: 100, heapUsed: -5, external: 10 }, most, 'run'), [])
    assert.deepEqual(growthFaults({ rss: 101, heapUsed: 10, external: NaN }, most, 'run'), [
      'rss grows by 101 bytes per run; allowed: 100',
      'external grows by NaN bytes per run; allowed: 10',
    ])
  })
})

describe('runs aborted at random moments', () => {
  it('reject with the reason, or give what they give undisturbed; memory stays flat', async () => {
    const plan = { runs: 20 * runCases.length, seed: 1, sizes: [1000], samples: 10 }
    const { aborted, completed, faults, memory } = await abortedRuns(plan)
    assert.deepEqual(faults, [])
    assert.ok(aborted > 0 && completed > 0, `${aborted} aborted, ${completed} completed`)
    // One result is 32 to 96 kB; so few runs tell a leak of every second one from noise.
    const most = { rss: Infinity, heapUsed: 16_000, external: 16_000 }
    assert.deepEqual(growthFaults(memory.growth(), most, 'run'), [])
  })
})

describe('workers terminated at random moments', () => {
  it('end, and take their threads and files with them', async () => {
    const { faults, inMidRun } = await terminatedWorkers({ workers: 10, seed: 1, samples: 3 })
    assert.deepEqual(faults, [])
    assert.ok(inMidRun > 0)
  })
})

describe('a process in mid-run ends as Node documents, without a crash', () => {
  for (const [i, way] of exitWays.entries()) {
    it(`at ${way.name}`, async () => {
      assert.equal(await exitFault(way, caseOf(i)), undefined)
    })
  }
})

describe('a worker in mid-run ends as Node documents, and its process goes on', () => {
  for (const [i, way] of workerExitWays.entries()) {
    it(`at ${way.name}`, async () => {
      assert.equal(await workerExitFault(way, caseOf(i)), undefined)
    })
  }
})
