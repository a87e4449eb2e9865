import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { objText } from '../formats/write-obj'
import { swcText } from '../formats/write-swc'
import { synapsesCsv } from '../formats/write-synapses'
import type { GeneratedNeuron } from './generate-neuron'

/**
 * Writes a neuron as `neuron.swc`, `neuron.obj` (where it has a mesh) and `synapses.csv` and returns
 * their paths, in this order. The folder is made where it does not exist; files of these names are
 * replaced.
 *
 * @throws the file system's errors (`ENOSPC`, `EACCES`, ..); the reason of `signal` when it is
 *   aborted, after which a file may be incomplete.
 * @example
 * await writeNeuronFiles(await generateNeuron(), 'examples/neuron')
 */
export async function writeNeuronFiles(
  neuron: Pick<GeneratedNeuron, 'skeleton' | 'mesh' | 'synapses'>,
  folder: string,
  options: { signal?: AbortSignal } = {},
): Promise<string[]> {
  const { skeleton, mesh, synapses } = neuron
  await mkdir(folder, { recursive: true })
  const files: [string, AsyncIterable<string>][] = [['neuron.swc', swcText(skeleton, options)]]
  if (mesh) files.push(['neuron.obj', objText(mesh, options)])
  files.push(['synapses.csv', synapsesCsv(synapses, options)])
  const paths: string[] = []
  for (const [name, text] of files) {
    const path = join(folder, name)
    await pipeline(Readable.from(text), createWriteStream(path))
    paths.push(path)
  }
  return paths
}
