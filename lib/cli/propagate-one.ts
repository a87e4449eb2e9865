import { propagateLabels } from '../propagation/propagate-labels'
import { convergenceSentence } from '../propagation/report'
import { resultText } from '../propagation/result-text'
import type { PropagationResult } from '../propagation/result'
import { checkWritable } from '../propagation/write-result'
import { naming } from './errors'
import { writeOut } from './output'
import { ProgressLine } from './progress-line'
import { libraryOptions, type PropagateCommandOptions } from './propagate-options'
import { readForPropagation } from './read-for-propagation'
import { seedsFromFiles } from './seeds-from-files'
import { Sources } from './sources'

/** Propagates the labels of one neuron and writes what was asked for. */
export async function propagateOne(
  file: string,
  options: PropagateCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const say = (text: string): void => {
    if (options.verbose) process.stderr.write(`${text}\n`)
  }
  const sources = new Sources()
  const neuron = await readForPropagation(file, options, sources, signal, say)
  if (options.output !== undefined && options.output !== '-') checkWritable(neuron, options.output)
  say(`making seeds`)
  const seeds = await seedsFromFiles(neuron, options, sources, signal)
  say(`propagating`)
  const line = new ProgressLine()
  const result = await propagateLabels(neuron, seeds, {
    ...libraryOptions(options),
    signal,
    onProgress: options.quiet ? undefined : (progress) => line.steps(progress),
  }).finally(() => line.clear())
  say(convergenceSentence(result.report))
  await write(result, options, signal)
}

async function write(
  result: PropagationResult,
  { output, probabilities, swcTypes, json, quiet }: PropagateCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  if (output === '-') await writeOut(resultText(result, 'csv', { probabilities, signal }), signal)
  else if (output !== undefined) {
    await naming(output, result.write(output, { probabilities, swcTypes, signal }))
  }
  if (quiet) return
  const report = json ? JSON.stringify(result.report, null, 2) : String(result)
  if (output === '-') process.stderr.write(`${report}\n`)
  else await writeOut(`${report}\n`, signal)
}
