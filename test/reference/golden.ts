/**
 * The golden results of `../shared/golden` (beside the repository; absent elsewhere) and the
 * neurons they were made with, read with a few naive lines that share nothing with the package.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedFolder } from '../shared-folder'
import { skipWithout } from '../skip'
import type { ReferenceInput } from './propagate'
import { oneHot, seedScoresReference } from './seed-scores'
import { meshEdges, skeletonEdges, type Edge } from './topology'

export const goldenFile = join(sharedFolder, 'golden/cases.json')
const hasGolden = existsSync(goldenFile)

/** A skipped test where the golden results are absent, as none of theirs is there then. */
export function itNeedsGolden(): void {
  if (hasGolden) return
  it('needs the golden results', function () {
    skipWithout(this, goldenFile)
  })
}

/** An entry of cases.json; its README says what the fields mean. */
export interface GoldenCase {
  id: string
  neuron: string
  kind: 'skeleton' | 'mesh'
  seeds: 'pre-over-post' | 'majority' | 'majority-balanced' | 'roi'
  nodeWeights: boolean
  labelWeights: Record<string, number> | null
  clamping: boolean | string
  maxIterations: number
  tolerance: number
  norm: 'max' | 'frobenius'
  directed: boolean
  labels: string[]
  nodes: number
  seedCounts: Record<string, number>
  counts: Record<string, number>
  unlabelled: number
  iterations: number
  stop: 'converged' | 'max_iter'
  lastChange: number
  scores: string
}

export interface GoldenNeuron {
  nodes: number
  positions: Float64Array
  /** [child, parent] of a skeleton. */
  edges: Edge[]
  synapses: Synapse[]
  /** Per synapse: the nearest node, the lowest index of equally near ones. */
  nearest: number[]
}

interface Synapse {
  type: string
  position: number[]
  roi: string
}

/** All cases; none where the folder is absent. */
export function goldenCases(): GoldenCase[] {
  if (!hasGolden) return []
  const text = readFileSync(goldenFile, 'utf8')
  return JSON.parse(text) as GoldenCase[]
}

/** F of a case: #N by #L, row-major. */
export function goldenScores({ scores }: GoldenCase): Float32Array {
  const bytes = readFileSync(join(sharedFolder, 'golden', scores))
  return new Float32Array(Uint8Array.from(bytes).buffer)
}

const neurons = new Map<string, GoldenNeuron>()

/** The neuron of a case, read once. */
export function goldenNeuron({ neuron, kind }: Pick<GoldenCase, 'neuron' | 'kind'>): GoldenNeuron {
  const key = `${neuron} ${kind}`
  const known = neurons.get(key) ?? neuronFromFiles(neuron, kind)
  neurons.set(key, known)
  return known
}

/** What `propagateReference` takes to make a case. */
export function goldenProblem(golden: GoldenCase): ReferenceInput {
  const neuron = goldenNeuron(golden)
  const { columns, seedWeights } = goldenSeeds(golden, neuron)
  const { seedScores, labelled } = seedScoresReference({
    nodes: neuron.nodes,
    labels: golden.labels.length,
    entries: oneHot(columns, golden.labels.length),
    labelWeights: golden.labels.map((label) => golden.labelWeights?.[label] ?? 1),
    seedWeights: golden.nodeWeights ? seedWeights : undefined,
  })
  const patient = golden.tolerance >= 1
  return {
    ...neuron,
    edgeWeights: 'length',
    directed: golden.directed,
    lazy: false,
    seedScores,
    labelled,
    labels: golden.labels.length,
    ...clampingOf(golden.clamping),
    maxIterations: golden.maxIterations,
    ...(patient ? { patience: golden.tolerance } : { tolerance: golden.tolerance }),
    changeNorm: golden.norm,
  }
}

function clampingOf(text: boolean | string): Pick<ReferenceInput, 'clamping' | 'alpha'> {
  if (typeof text === 'boolean') return { clamping: text ? 'hard' : 'none', alpha: undefined }
  const alpha = text.split(':')[1]
  return { clamping: 'soft', alpha: alpha === undefined ? undefined : Number(alpha) }
}

/** Column of the label of every node, -1 for none, and its weight. */
export function goldenSeeds(
  { seeds, labels }: Pick<GoldenCase, 'seeds' | 'labels'>,
  { nodes, synapses, nearest }: GoldenNeuron,
): { columns: Int32Array; seedWeights: Float32Array } {
  const columns = new Int32Array(nodes).fill(-1)
  const seedWeights = new Float32Array(nodes).fill(1)
  if (seeds === 'roi') {
    synapses.forEach(({ roi }, s) => {
      if (roi !== '') columns[nearest[s]] = labels.indexOf(roi)
    })
    return { columns, seedWeights }
  }
  const pre = countPerNode('pre', synapses, nearest, nodes)
  const post = countPerNode('post', synapses, nearest, nodes)
  const total = (type: string) => synapses.filter((synapse) => synapse.type === type).length
  const balance = Math.fround(total('post') / total('pre'))
  for (let i = 0; i < nodes; i++) {
    const majority = seeds !== 'pre-over-post'
    const isPre = majority ? pre[i] > post[i] : pre[i] > 0
    const isPost = majority ? post[i] > pre[i] : post[i] > 0
    if (isPre) columns[i] = labels.indexOf('pre')
    else if (isPost) columns[i] = labels.indexOf('post')
    if (majority) seedWeights[i] = Math.abs(pre[i] - post[i])
    if (seeds === 'majority-balanced' && isPre)
      seedWeights[i] = Math.fround(seedWeights[i] * balance)
  }
  return { columns, seedWeights }
}

function countPerNode(type: string, synapses: Synapse[], nearest: number[], nodes: number) {
  const counts = new Int32Array(nodes)
  synapses.forEach((synapse, s) => {
    if (synapse.type === type) counts[nearest[s]]++
  })
  return counts
}

function neuronFromFiles(id: string, kind: 'skeleton' | 'mesh'): GoldenNeuron {
  const { positions, edges } = kind === 'mesh' ? meshOf(id) : skeletonOf(id)
  const synapses = synapsesOf(id)
  const nearest = synapses.map(({ position }) => nearestNode(positions, position))
  return { nodes: positions.length / 3, positions, edges, synapses, nearest }
}

function lines(path: string): string[] {
  return readFileSync(join(sharedFolder, 'data/hemibrain', path), 'utf8')
    .trim()
    .split('\n')
}

function meshOf(id: string): { positions: Float64Array; edges: Edge[] } {
  const rows = lines(`obj/${id}.obj`).map((line) => line.trim().split(/\s+/))
  const positions = rows
    .filter((row) => row[0] === 'v')
    .flatMap((row) => row.slice(1, 4).map(Number))
  const faces = rows
    .filter((row) => row[0] === 'f')
    .flatMap((row) => row.slice(1, 4).map((corner) => parseInt(corner, 10) - 1))
  return { positions: Float64Array.from(positions), edges: meshEdges(faces) }
}

function skeletonOf(id: string): { positions: Float64Array; edges: Edge[] } {
  const rows = lines(`swc/${id}.swc`)
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim().split(/\s+/).map(Number))
  const column = (at: number) => rows.map((row) => row[at])
  return {
    positions: Float64Array.from(rows.flatMap((row) => row.slice(2, 5))),
    edges: skeletonEdges(column(6), column(0)),
  }
}

function synapsesOf(id: string): Synapse[] {
  const [header, ...rows] = lines(`synapses/${id}.csv`).map((line) => line.trim().split(','))
  const at = (name: string) => header.indexOf(name)
  return rows.map((row) => ({
    type: row[at('type')],
    position: [row[at('x')], row[at('y')], row[at('z')]].map(Number),
    roi: row[at('roi')],
  }))
}

function nearestNode(positions: Float64Array, [x, y, z]: number[]): number {
  let best = 0
  let least = Infinity
  for (let i = 0; i < positions.length / 3; i++) {
    const dx = positions[3 * i] - x
    const dy = positions[3 * i + 1] - y
    const dz = positions[3 * i + 2] - z
    const distance = Math.sqrt(dx * dx + dy * dy + dz * dz)
    if (distance < least) {
      least = distance
      best = i
    }
  }
  return best
}
