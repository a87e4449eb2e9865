/**
 * Every solver against what one would use instead, all cases in one run: the published mesh and
 * skeletons, generated neurons of 10^3 to 10^7 nodes, 2 to 100 labels; time, memory and growth.
 *
 *     npm run bench:solvers -- [--cases tutorial,meshes] [--quick] [--rounds N] [--longest SECONDS]
 *       [--json FILE]
 *
 * Prints tables as Markdown; see README.md for their columns. $PYTHON names the Python with numpy and
 * scipy, $NAVIS_PYTHON the one with navis, python3 if not set. Where a peer is absent, its column
 * says so.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Benchmark, type BenchmarkSettings, type CaseResult } from './solvers/benchmark'
import { allCases, caseGroups, type CaseGroup } from './solvers/cases'
import { compiledProgram } from './solvers/compiled-program'
import type { Programs } from './solvers/contestants'
import { readBandwidth } from './solvers/read-bandwidth'
import { rowsText, throughputText } from './solvers/table-text'

interface Settings extends BenchmarkSettings {
  groups: readonly CaseGroup[]
  isQuick: boolean
  jsonFile?: string
}

function settings(): Settings {
  const string = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      ...{ cases: string, rounds: string, longest: string, json: string },
      quick: { type: 'boolean' },
    },
  })
  const { cases, rounds, longest = '120', json: jsonFile, quick: isQuick = false } = values
  return {
    groups: cases === undefined ? caseGroups : cases.split(',').map(caseGroup),
    rounds: rounds === undefined ? undefined : atLeastOne('--rounds', rounds),
    longest: atLeastOne('--longest', longest),
    ...{ jsonFile, isQuick },
  }
}

function caseGroup(name: string): CaseGroup {
  const group = caseGroups.find((one) => one === name)
  if (group !== undefined) return group
  throw new Error(`--cases must be of ${caseGroups.join(', ')}; got ${name}`)
}

function atLeastOne(name: string, text: string): number {
  const value = Number(text)
  if (value >= 1) return value
  throw new Error(`${name} must be 1 or more; got ${text}`)
}

function programs(folder: string): Programs {
  const { PYTHON: python = 'python3', NAVIS_PYTHON: navisPython = 'python3' } = process.env
  try {
    return { python, navisPython, ldltAmd: compiledProgram('ldlt_amd', folder, true) }
  } catch (error) {
    console.log(`No peer by Eigen: ${error instanceof Error ? error.message : String(error)}\n`)
    return { python, navisPython }
  }
}

async function benchmark(folder: string): Promise<void> {
  const { groups, isQuick, jsonFile, ...given } = settings()
  const peers = programs(folder)
  const cases = allCases(peers, isQuick).filter(({ group }) => groups.includes(group))
  const bench = new Benchmark(folder, given)
  for (const group of groups) {
    if (cases.some((one) => one.group === group)) continue
    console.log(`No ${group}: ../shared is absent.\n`)
  }
  const loadBefore = loadavg()[0]
  const results: CaseResult[] = []
  for (const one of cases) {
    const result = await bench.run(one)
    results.push(result)
    console.log(`### ${one.name}, ${result.rows[0].nodes.toLocaleString('en-US')} in all\n`)
    console.log(`${rowsText(result.rows)}\n`)
    globalThis.gc?.()
  }
  const throughputs = results.flatMap(({ throughput }) => throughput ?? [])
  const bandwidth = await readBandwidth(folder, peers.python)
  console.log(`### Memory bandwidth\n\n${throughputText(throughputs, bandwidth)}\n`)
  const machine = {
    ...{ cpu: cpus()[0].model, cores: availableParallelism(), memoryMB: totalmem() / 2 ** 20 },
    ...{ node: process.versions.node, loadBefore },
  }
  console.log(JSON.stringify(machine))
  if (jsonFile) {
    writeFileSync(jsonFile, JSON.stringify({ machine, bandwidth, results }, null, 2) + '\n')
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'neuroprop-bench-'))
  try {
    await benchmark(folder)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true })
  }
}

void main()
