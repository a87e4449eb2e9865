import { existsSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { wrongValue } from '../errors'

/** A neuron of a batch and its files. */
export interface NeuronJob {
  id: string
  file: string
  synapses?: string
  labels?: string
  output?: string
}

/** Names of files, in which {name} and {ext} stand for parts of the neuron's. */
export type FilePatterns = Omit<NeuronJob, 'id' | 'file'>

/** Whether the arguments mean one neuron: a pattern does not, unless a file has that very name. */
export function isOneNeuron(files: readonly string[]): boolean {
  return files.length === 1 && !(isDynamicPattern(files[0]) && !existsSync(files[0]))
}

/**
 * The neurons that the arguments mean, and their files.
 *
 * @throws RangeError ERR_CONFLICTING_OPTIONS where one file would be written for several.
 */
export async function neuronJobs(
  patterns: readonly string[],
  files: FilePatterns,
): Promise<NeuronJob[]> {
  const jobs = (await filesOf(patterns)).map((file) => jobOf(file, files))
  rejectSharedOutputs(jobs)
  return jobs
}

async function filesOf(patterns: readonly string[]): Promise<string[]> {
  if (patterns.includes('-')) {
    throw wrongValue(
      'ERR_CONFLICTING_OPTIONS',
      'standard input (-) holds one neuron; here are several',
    )
  }
  const found = await Promise.all(
    patterns.map(async (pattern) => {
      const files = await glob(pattern, { expandDirectories: false })
      // A name without a match stays: that the file is missing is said as of any other.
      return files.length > 0 ? files.sort() : [pattern]
    }),
  )
  return [...new Set(found.flat())]
}

/** The files of a neuron: `{name}` stands for its file's name, `{ext}` for the ending. */
function jobOf(file: string, { synapses, labels, output }: FilePatterns): NeuronJob {
  const bare = basename(file).replace(/\.gz$/i, '')
  const ext = extname(bare).slice(1)
  const name = ext === '' ? bare : bare.slice(0, -ext.length - 1)
  const filled = (pattern?: string): string | undefined =>
    pattern?.replaceAll('{name}', name).replaceAll('{ext}', ext)
  return {
    ...{ id: file, file },
    ...{ synapses: filled(synapses), labels: filled(labels), output: filled(output) },
  }
}

function rejectSharedOutputs(jobs: readonly NeuronJob[]): void {
  const fileOf = new Map<string, string>()
  for (const { file, output } of jobs) {
    if (output === undefined) continue
    const other = fileOf.get(output)
    if (output === '-' || other !== undefined) {
      throw wrongValue(
        'ERR_CONFLICTING_OPTIONS',
        `\`output\` ${output} would be written for several neurons${other === undefined ? '' : `, ${other} and ${file}`}; name it with {name} and {ext}`,
      )
    }
    fileOf.set(output, file)
  }
}
