import { splitAxonDendrite } from '../compartments/split-axon-dendrite'
import type { SplitResult } from '../compartments/split-result'
import { splitTableText } from '../compartments/write-split'
import { checkWritable } from '../propagation/write-result'
import { naming } from './errors'
import { readNeuronArgument } from './neuron-argument'
import { writeOut } from './output'
import { ProgressLine } from './progress-line'
import { Sources } from './sources'
import { splitLibraryOptions, type SplitCommandOptions } from './split-command-options'
import { synapsesFromFile } from './synapses-from-file'

/** Splits one neuron and writes what was asked for. */
export async function splitOne(
  file: string,
  options: SplitCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const sources = new Sources()
  const neuron = await readNeuronArgument(file, options, sources, signal)
  if (options.output !== undefined && options.output !== '-') checkWritable(neuron, options.output)
  const synapses = await synapsesFromFile(options.synapses, options, sources, signal)
  const line = new ProgressLine()
  const split = await splitAxonDendrite(neuron, synapses, {
    ...splitLibraryOptions(options),
    signal,
    onProgress: options.quiet ? undefined : (progress) => line.steps(progress),
  }).finally(() => line.clear())
  await write(split, options, signal)
}

async function write(
  split: SplitResult,
  { output, swcTypes, json, quiet }: SplitCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  if (output === '-') await writeOut(splitTableText(split, 'csv', signal), signal)
  else if (output !== undefined) await naming(output, split.write(output, { swcTypes, signal }))
  if (quiet) return
  const report = json ? JSON.stringify(split.report, null, 2) : String(split)
  if (output === '-') process.stderr.write(`${report}\n`)
  else await writeOut(`${report}\n`, signal)
}
