/**
 * The published tutorial run, 10,000 steps on a mesh without clamping, by neuroprop and by the same
 * loop in scipy, in turns, one thread each, both with the norm of the change after every step.
 *
 *     npm run bench:tutorial -- [--rounds 7] [--steps 10000] [--change frobenius|max]
 *
 * Prints a table, then the same as JSON. Needs numpy and scipy: $PYTHON names the Python that has
 * them, python3 if not set.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { propagateLabels, type PropagationResult } from '../lib/index'
import { native } from '../lib/native'
import { writeProblemFolder } from './scipy/problem-folder'
import { ScipyProcess, type ScipyRun } from './scipy/scipy-process'
import { summary, tableText, type Round } from './round-times'
import { problemOf, tutorialCase, type TutorialCase } from './tutorial-case'

/** A change that no step falls below: the norm is computed, and all steps are done. */
const neverMet = 1e-30

interface Settings {
  rounds: number
  steps: number
  change: 'frobenius' | 'max'
}

function settings(): Settings {
  const { values } = parseArgs({
    options: { rounds: { type: 'string' }, steps: { type: 'string' }, change: { type: 'string' } },
  })
  const { change = 'frobenius' } = values
  const rounds = Number(values.rounds ?? 7)
  const steps = Number(values.steps ?? 10_000)
  if (change !== 'frobenius' && change !== 'max') {
    throw new Error(`--change must be frobenius or max; got ${change}`)
  }
  if (!(rounds >= 5) || !(steps >= 1)) throw new Error('--rounds must be 5 or more, --steps 1')
  return { rounds, steps, change }
}

/** Makes the addon note how long its runs take. */
function kernelClock(): { seconds: number } {
  const clock = { seconds: NaN }
  const addon = native()
  const propagation = addon.iterativePropagation.bind(addon)
  addon.iterativePropagation = (matrix, run) => {
    const began = performance.now()
    const task = propagation(matrix, run)
    void task.promise.then(() => (clock.seconds = (performance.now() - began) / 1000))
    return task
  }
  return clock
}

/** One call of the library, as a user makes it. */
function called(one: TutorialCase, { steps, change }: Settings): Promise<PropagationResult> {
  return propagateLabels(one.neuron, one.seeds, {
    solver: 'iterative',
    clamping: 'none',
    maxIterations: steps,
    tolerance: neverMet,
    changeNorm: change,
    threads: 1,
  })
}

/** Takes turns; the first turn of each is not counted. */
async function measured(
  one: TutorialCase,
  scipy: ScipyProcess,
  given: Settings,
): Promise<{ rounds: Round[]; result: PropagationResult; run: ScipyRun }> {
  const clock = kernelClock()
  let result = await called(one, given)
  let run = await scipy.run()
  const rounds: Round[] = []
  for (let i = 0; i < given.rounds; i++) {
    const began = performance.now()
    result = await called(one, given)
    const call = (performance.now() - began) / 1000
    run = await scipy.run()
    rounds.push({ kernel: clock.seconds, call, scipy: run.seconds })
  }
  return { rounds, result, run }
}

/**
 * The greatest relative difference of a score. Fails where the two have not computed the same: then
 * there is nothing to compare.
 */
function difference(result: PropagationResult, run: ScipyRun, scores: Float32Array): number {
  const { iterations, lastChange } = result.report
  if (run.iterations !== iterations) {
    throw new Error(`neuroprop did ${iterations} steps, scipy ${run.iterations}`)
  }
  if (scores.length !== result.scores.length) throw new Error('the scores have different shapes')
  let greatest = 0
  for (let i = 0; i < scores.length; i++) {
    const size = Math.max(scores[i], result.scores[i])
    if (size > 0) greatest = Math.max(greatest, Math.abs(scores[i] - result.scores[i]) / size)
  }
  // Not `>=`, so that NaN fails too.
  if (!(greatest < 1e-4)) throw new Error(`the scores differ by ${greatest}, relatively`)
  const change = Math.abs(run.lastChange / lastChange - 1)
  if (!(change < 0.01)) throw new Error(`the last changes are ${lastChange} and ${run.lastChange}`)
  return greatest
}

async function benchmark(): Promise<void> {
  const given = settings()
  const one = await tutorialCase()
  const folder = mkdtempSync(join(tmpdir(), 'neuroprop-bench-'))
  try {
    writeProblemFolder(folder, problemOf(one))
    const scoresFile = join(folder, 'scores.f32')
    const scipy = await ScipyProcess.started([
      ...[folder, '--steps', String(given.steps), '--change', given.change],
      ...['--tolerance', String(neverMet), '--scores', scoresFile],
    ])
    const { rounds, result, run } = await measured(one, scipy, given)
    await scipy.end()
    const scores = new Float32Array(new Uint8Array(readFileSync(scoresFile)).buffer)
    const mostRelative = difference(result, run, scores)
    const rows = summary(rounds, given.steps)
    const { nodes, edges } = result.report
    console.log(`${one.name}: ${nodes} vertices, ${edges} edges, ${one.seeds.labels.length} labels`)
    console.log(tableText(rows))
    const machine = { cpu: cpus()[0].model, node: process.versions.node, ...scipy.versions }
    console.log(
      JSON.stringify({
        case: one.name,
        ...given,
        ...rows,
        rounds,
        mostRelative,
        load: loadavg()[0],
        machine,
      }),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

benchmark().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  // Python, if it still waits for a line, ends with this process.
  process.exit(1)
})
