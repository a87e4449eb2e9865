import { join } from 'node:path'
import { median } from '../round-times'
import { readIndices } from './case-folder'
import type { Case, Pair } from './cases'
import type { Contestant } from './contestants'
import { medianRatio, type Measured, type Outcomes } from './rounds'

/** Medians of one contestant. */
export interface Times {
  name: string
  seconds: number
  kernelSeconds: number | null
  /** Greatest resident memory of its process, and what it was before the first run. */
  peakMB: number
  baseMB: number
  /** Steps timed where the seconds are scaled to 10,000. */
  scaledFrom?: number
}

/** One row of the table. */
export interface Row {
  group: string
  case: string
  nodes: number
  ours: Times | { name: string; missing: string }
  peer?: Times | { name: string; missing: string }
  /** Medians over the rounds of the peer's seconds over ours. */
  callRatio?: number
  kernelRatio?: number
  /** Part of the nodes that both give the same label. */
  sameLabels?: number
  /** Seconds of the call over those of the case before it, ten times smaller. */
  growth?: number
}

/** The rows of a case that was run in a folder. */
export function rowsOf(one: Case, nodes: number, outcomes: Outcomes, folder: string): Row[] {
  return one.pairs.map((pair) => {
    const { ours, peer } = pair
    const [mine, theirs] = [outcomes.get(ours)!, peer && outcomes.get(peer)]
    const row: Row = { group: one.group, case: one.name, nodes, ours: timesOf(ours, mine) }
    if (peer === undefined || theirs === undefined) return row
    row.peer = timesOf(peer, theirs)
    if (typeof mine === 'string' || typeof theirs === 'string') return row
    row.callRatio = medianRatio(mine.seconds, theirs.seconds)
    if (mine.kernelSeconds !== null && theirs.kernelSeconds !== null) {
      row.kernelRatio = medianRatio(mine.kernelSeconds, theirs.kernelSeconds)
    }
    if (pair.isSame) row.sameLabels = sameLabels(pair, mine, theirs, folder)
    return row
  })
}

function timesOf(contestant: Contestant, outcome: Measured | string): Row['ours'] {
  const { name, scaledFrom } = contestant
  if (typeof outcome === 'string') return { name, missing: outcome }
  return {
    name,
    seconds: median(outcome.seconds),
    kernelSeconds: outcome.kernelSeconds && median(outcome.kernelSeconds),
    peakMB: outcome.peakMB,
    baseMB: outcome.introduction.baseMB,
    scaledFrom,
  }
}

/** Of all nodes, or of those with a row in the peer's system. */
function sameLabels({ peer }: Pair, mine: Measured, theirs: Measured, folder: string): number {
  const rows = peer?.system && readIndices(join(folder, `system-${peer.system}`, 'rows.i32'))
  const count = theirs.labels.length
  let same = 0
  for (let i = 0; i < count; i++) {
    if (mine.labels[rows ? rows[i] : i] === theirs.labels[i]) same++
  }
  return same / count
}
