/**
 * The readers of SWC, OBJ and PLY against navis' (Python) and, for meshes, three's: the same numbers
 * and links from the same files, and the times in turns.
 *
 *     npm run bench:readers -- [--rounds 3] [--nodes 200000]
 *
 * Prints a table, then the same as JSON; ends with 1 where a comparison finds a difference. Needs
 * navis: $PYTHON names the Python that has it, python3 if not set. $THREE_FOLDER names the folder
 * where three was installed; not set, that part is skipped.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readNeuron } from '../dist/index.js'
import { differenceInOrder, differenceMerged } from './readers/comparison'
import { linkedNodes } from './readers/linked-nodes'
import { NavisProcess } from './readers/navis-process'
import { generatedFiles, publishedFiles, type ReaderFile } from './readers/reader-files'
import { summary, tableText, type Round, type Times } from './readers/reader-times'
import { linkedNodesOf, threeLoaders, type ThreeLoaders } from './readers/three-loaders'

/** Nodes and vertices of the small generated neuron. */
const small = { nodes: 1500, vertices: 6000 }

interface Readers {
  navis: NavisProcess
  three?: ThreeLoaders
}

function settings(): { rounds: number; nodes: number } {
  const { values } = parseArgs({
    options: { rounds: { type: 'string' }, nodes: { type: 'string' } },
  })
  const rounds = Number(values.rounds ?? 3)
  const nodes = Number(values.nodes ?? 200_000)
  if (!(rounds >= 3) || !(nodes >= 100)) throw new Error('--rounds must be 3 or more, --nodes 100')
  return { rounds, nodes }
}

async function seconds(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

interface Comparison {
  nodes: number
  /** In words; none where the readers agree. */
  differences: string[]
}

/** How the readers differ on a file. */
async function compared(
  { path, format, bytes, title }: ReaderFile,
  { navis, three }: Readers,
): Promise<Comparison> {
  const neuron = await readNeuron(path)
  const ours = linkedNodes(neuron)
  const found: [reader: string, difference: string | undefined][] = []
  if (ours.kind === 'skeleton') {
    found.push(['navis', differenceInOrder(ours, await navis.linkedNodes(path, 'skeleton'))])
  } else {
    const inOrder = await navis.linkedNodes(path, 'mesh', 'trimesh')
    found.push(['trimesh', differenceInOrder(ours, inOrder)])
    found.push(['navis', differenceMerged(ours, await navis.linkedNodes(path, 'mesh'))])
  }
  if (three && format !== 'swc') {
    found.push(['three', differenceMerged(ours, linkedNodesOf(three.parse(format, bytes)))])
  }
  const differing = found.filter(([, difference]) => difference !== undefined)
  const differences = differing.map(([reader, text]) => `${title}, against ${reader}: ${text}`)
  return { nodes: neuron.nodeCount, differences }
}

/** Takes turns; the first turn of each is not counted. */
async function timed(
  { path, format, bytes }: ReaderFile,
  { navis, three }: Readers,
  count: number,
): Promise<Round[]> {
  const rounds: Round[] = []
  for (let i = 0; i <= count; i++) {
    const round: Round = {
      read: await seconds(() => readNeuron(path)),
      navis: await navis.seconds(path),
    }
    if (three && format !== 'swc') {
      round.parse = await seconds(() => readNeuron(bytes, { format }))
      round.three = await seconds(() => three.parse(format, bytes))
    }
    if (i > 0) rounds.push(round)
  }
  return rounds
}

async function benchmark(folder: string): Promise<void> {
  const { rounds, nodes } = settings()
  const three = await threeLoaders()
  if (!three) {
    console.warn('SKIPPED: three; npm i --prefix /tmp/three three, THREE_FOLDER=/tmp/three')
  }
  const navis = await NavisProcess.started()
  const files = [
    ...publishedFiles(),
    ...(await generatedFiles(folder, small.nodes, small.vertices)),
    ...(await generatedFiles(folder, nodes, nodes)),
  ]
  const comparisons: Comparison[] = []
  for (const file of files) comparisons.push(await compared(file, { navis, three }))
  const times: Times[] = []
  for (const [i, file] of files.entries()) {
    const { title, bytes } = file
    const size = { title, megabytes: bytes.length / 1e6, nodes: comparisons[i].nodes }
    times.push(summary(size, await timed(file, { navis, three }, rounds)))
  }
  await navis.end()

  console.log(tableText(times))
  const withThree = three ? ' (three: meshes alone)' : ''
  const differences = comparisons.flatMap((comparison) => comparison.differences)
  console.log(`${files.length} files compared${withThree}; differences: ${differences.length}`)
  for (const difference of differences) console.error(difference)
  if (differences.length > 0) process.exitCode = 1
  const software = { node: process.versions.node, three: three?.revision, ...navis.versions }
  const machine = { cpu: cpus()[0].model, ...software, load: loadavg()[0] }
  console.log(JSON.stringify({ rounds, files: times, differences, machine }))
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'neuroprop-bench-'))
  try {
    await benchmark(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  // Python, if it still waits for a line, ends with this process.
  process.exit(1)
})
