import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import {
  generateNeuron,
  propagateLabels,
  readNeuron,
  readSynapses,
  resultText,
  seedsFromSynapses,
  writeNeuronFiles,
} from '../../dist/index.js'
import { neuronFolder } from '../../test/examples/server-process'

/** A neuron with its synapses as they are sent, and the table that must come back. */
export interface KnownRequest {
  title: string
  neuron: Buffer
  neuronName: string
  synapses: Buffer
  fields: Record<string, string>
  expected: string
}

/** Enough steps for the arithmetic to take a part of the time, and few enough for a large neuron. */
const options = { solver: 'iterative', maxIterations: 300 } as const

async function knownRequest(
  title: string,
  folder: string,
  neuronName: string,
  gzipped = false,
): Promise<KnownRequest> {
  const packed = (bytes: Buffer): Buffer => (gzipped ? gzipSync(bytes) : bytes)
  const neuron = readFileSync(join(folder, neuronName))
  const synapses = readFileSync(join(folder, 'synapses.csv'))
  const read = await readNeuron(neuron)
  const seeds = await seedsFromSynapses(read, await readSynapses(synapses))
  let expected = ''
  for await (const text of resultText(await propagateLabels(read, seeds, options), 'csv')) {
    expected += text
  }
  const fields = Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, String(value)]),
  )
  return { title, neuron: packed(neuron), neuronName, synapses: packed(synapses), fields, expected }
}

/** Small, medium and large requests, the small ones first. */
export async function knownRequests(): Promise<KnownRequest[]> {
  const folder = mkdtempSync(join(tmpdir(), 'neuroprop-load-'))
  try {
    const requests = [
      await knownRequest('skeleton, 1,500 nodes', neuronFolder, 'neuron.swc'),
      await knownRequest('mesh, 6,000 vertices, gzip', neuronFolder, 'neuron.obj', true),
    ]
    for (const [title, nodes, vertices] of [
      ['50,000', 10_000, 50_000],
      ['200,000', 40_000, 200_000],
    ] as const) {
      const made = join(folder, title)
      await writeNeuronFiles(await generateNeuron({ nodes, vertices, synapses: nodes / 4 }), made)
      requests.push(await knownRequest(`mesh, ${title} vertices`, made, 'neuron.obj'))
    }
    return requests
  } finally {
    rmSync(folder, { recursive: true })
  }
}
