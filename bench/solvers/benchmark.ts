import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { median } from '../round-times'
import { writeAnchoredSystem } from './anchored-system'
import { writeCaseFolder } from './case-folder'
import type { Case } from './cases'
import type { Contestant } from './contestants'
import { Outlook, type PastRun } from './outlook'
import { takenTurns, wantedSteps, type Measured, type Outcomes, type RoundSettings } from './rounds'
import { rowsOf, type Row } from './rows'
import type { Throughput } from './table-text'

export interface BenchmarkSettings extends RoundSettings {
  /** Seconds that one run may take, by the outlook. */
  longest: number
}

/** What was found in one case. */
export interface CaseResult {
  rows: Row[]
  throughput?: Throughput
  /** By contestant: every round, or the reason why it has none. */
  details: Record<string, unknown>
}

/** Runs cases of ascending size, and remembers what each contestant needed. */
export class Benchmark {
  readonly #folder: string
  readonly #settings: BenchmarkSettings
  /** By group of cases, then by contestant. */
  readonly #past = new Map<string, Map<string, PastRun>>()

  constructor(folder: string, settings: BenchmarkSettings) {
    this.#folder = folder
    this.#settings = settings
  }

  async run(one: Case): Promise<CaseResult> {
    const folder = join(this.#folder, 'case')
    const past = (one.grows && this.#past.get(one.group)) || new Map<string, PastRun>()
    const contestants = [
      ...new Set(one.pairs.flatMap(({ ours, peer }) => (peer ? [ours, peer] : [ours]))),
    ]
    try {
      const size = await written(folder, one, contestants)
      // The contestants need the memory.
      globalThis.gc?.()
      const outlook = new Outlook(size.nodes, this.#settings.longest, past)
      const outcomes = await takenTurns(folder, contestants, outlook, this.#settings)
      const rows = rowsOf(one, size.nodes, outcomes, folder)
      for (const row of rows) row.growth = growth(row, past)
      // What was left out keeps what is known of it from a smaller size.
      this.#past.set(one.group, new Map([...past, ...pastRuns(outcomes, size.nodes)]))
      const throughput = throughputOf(one, outcomes, size)
      return { rows, throughput, details: detailsOf(outcomes) }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Writes the case and the systems that its contestants read. */
async function written(
  folder: string,
  one: Case,
  contestants: readonly Contestant[],
): Promise<{ nodes: number; labels: number }> {
  const arrays = await one.arrays()
  writeCaseFolder(folder, arrays)
  const systems = new Set(contestants.flatMap(({ system }) => (system ? [system] : [])))
  for (const system of systems) await writeAnchoredSystem(folder, arrays, system)
  return { nodes: arrays.labels.length, labels: arrays.labelCount }
}

/** t(10 n) / t(n), where the case before was about ten times smaller. */
function growth({ ours, nodes }: Row, past: ReadonlyMap<string, PastRun>): number | undefined {
  const before = past.get(ours.name)
  if (before === undefined || 'missing' in ours || nodes > 20 * before.nodes) return undefined
  return ours.seconds / before.median
}

function* pastRuns(outcomes: Outcomes, nodes: number): Iterable<[string, PastRun]> {
  for (const [{ name }, outcome] of outcomes) {
    if (typeof outcome === 'string') continue
    const { answer, peakMB, introduction, seconds } = outcome
    const megabytes = peakMB - introduction.baseMB
    yield [name, { nodes, seconds: answer.seconds, megabytes, median: median(seconds) }]
  }
}

/** Of the steps with two threads: an index and a value per entry of S, its row starts, F and G. */
function throughputOf(
  one: Case,
  outcomes: Outcomes,
  { nodes, labels }: { nodes: number; labels: number },
): Throughput | undefined {
  if (one.group !== 'meshes') return undefined
  for (const [{ name }, outcome] of outcomes) {
    if (name !== 'iterative, 2 threads' || typeof outcome === 'string') continue
    const { kernelSeconds, answer } = outcome
    if (kernelSeconds === null || answer.nonzeros === undefined) return undefined
    const bytesPerStep = 8 * answer.nonzeros + 4 * nodes + 8 * nodes * labels
    const secondsPerStep = median(kernelSeconds) / wantedSteps
    return { case: one.name, bytesPerStep, bytesPerSecond: bytesPerStep / secondsPerStep }
  }
  return undefined
}

function detailsOf(outcomes: Outcomes): Record<string, unknown> {
  const details: Record<string, unknown> = {}
  for (const [{ name }, outcome] of outcomes) {
    details[name] = typeof outcome === 'string' ? { missing: outcome } : said(outcome)
  }
  return details
}

function said({ seconds, kernelSeconds, introduction, answer }: Measured): object {
  return { seconds, kernelSeconds, introduction, lastAnswer: answer }
}
