/**
 * neuroprop as a contestant: reads a case, then makes one whole call for every line of standard
 * input and answers with a line of JSON (see measured-process.ts).
 *
 *     node --expose-gc --import tsx bench/solvers/serve-neuroprop.ts FOLDER OPTIONS
 *
 * OPTIONS are those of propagateLabels, as JSON. A line of input is empty, or names the file that
 * the labels are written into (int32, -1 for none).
 */
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import {
  propagateLabels,
  type PropagateOptions,
  type PropagationResult,
  type Report,
} from '../../lib/index'
import { neuronOf, readCaseFolder } from './case-folder'
import { KernelClock } from './kernel-clock'
import type { Answer } from './measured-process'

const [folder, optionsText] = process.argv.slice(2)
const options = JSON.parse(optionsText) as PropagateOptions
const arrays = readCaseFolder(folder)
/** As a caller has them: a number per labelled node, NaN for the others. */
const labels = Float64Array.from(arrays.labels, (column) => (column < 0 ? NaN : column))
const clock = new KernelClock()

function peakMB(): number {
  return process.resourceUsage().maxRSS / 1024
}

/** Seconds in the kernel until the first step was done, the making of its matrices among them. */
let untilFirstStep: number | undefined
const onProgress = (): void => {
  untilFirstStep ??= clock.secondsOfTask
}

/** From plain arrays to the label and the probabilities of every node. */
async function wholeCall(): Promise<PropagationResult> {
  const result = await propagateLabels(neuronOf(arrays), labels, { ...options, onProgress })
  result.probabilities('normalized')
  return result
}

/** By all steps but the first, where steps are taken one by one. */
function stepSeconds({ solver, iterations }: Report): number | undefined {
  if (solver !== 'iterative' || untilFirstStep === undefined || iterations < 2) return undefined
  return ((clock.solving - untilFirstStep) * iterations) / (iterations - 1)
}

let lastSeconds = 0

async function answer(labelFile: string): Promise<Answer> {
  // The memory of long runs should be their own; of short ones it would undo the warming up.
  if (lastSeconds > 0.2) globalThis.gc?.()
  clock.reset()
  untilFirstStep = undefined
  const began = performance.now()
  const result = await wholeCall()
  const seconds = (performance.now() - began) / 1000
  lastSeconds = seconds
  if (labelFile) writeFileSync(labelFile, result.labelIndex)
  const { report } = result
  return {
    seconds,
    kernelSeconds: clock.solving,
    stepSeconds: stepSeconds(report),
    peakMB: peakMB(),
    nonzeros: 2 * report.edges,
    iterations: report.iterations,
    multiplications: report.multiplications,
    reportSeconds: report.seconds,
    byName: clock.byName,
  }
}

async function serve(): Promise<void> {
  console.log(JSON.stringify({ node: process.versions.node, baseMB: peakMB() }))
  for await (const line of createInterface({ input: process.stdin })) {
    const said = await answer(line).catch((error: unknown) => ({
      error: error instanceof Error ? error.message : String(error),
    }))
    console.log(JSON.stringify(said))
  }
}

void serve()
