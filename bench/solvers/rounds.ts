import { freemem } from 'node:os'
import { join } from 'node:path'
import { median } from '../round-times'
import { readIndices } from './case-folder'
import type { Contestant } from './contestants'
import { MeasuredProcess, type Answer, type Introduction } from './measured-process'
import type { Outlook } from './outlook'

/** The steps that times are scaled to. */
export const wantedSteps = 10_000

/** What was measured of a contestant. */
export interface Measured {
  /** Per round, scaled where the contestant says so. */
  seconds: number[]
  kernelSeconds: number[] | null
  peakMB: number
  introduction: Introduction
  /** The last answer. */
  answer: Answer
  /** Labels per node, or per row of the contestant's system. */
  labels: Int32Array
}

/** Measured, or why not. */
export type Outcomes = Map<Contestant, Measured | string>

export interface RoundSettings {
  /** Rounds; undefined: from 3 to 9, about a minute. */
  rounds?: number
}

/** Runs shorter than this, in seconds, are repeated: warmed up for a second, and several a turn. */
const shortRun = 0.2
const runsPerTurn = 5

interface Running {
  contestant: Contestant
  process: MeasuredProcess
  warmUp: Answer
  answers: Answer[]
  labels: Int32Array
}

/**
 * Starts every contestant, lets each run once for its labels, and then lets them take turns. One
 * that fails, or that the outlook advises against, is left out with the reason.
 */
export async function takenTurns(
  folder: string,
  contestants: readonly Contestant[],
  outlook: Outlook,
  settings: RoundSettings,
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map()
  const running: Running[] = []
  try {
    // What those that run already may still take is not free.
    let promisedMB = 0
    for (const contestant of contestants) {
      const needsMB = outlook.megabytes(contestant.name)
      const reason = outlook.against(contestant.name, freemem() / 2 ** 20 - promisedMB)
      const started = reason ?? (await warmedUp(folder, contestant))
      if (typeof started === 'string') outcomes.set(contestant, started)
      else {
        running.push(started)
        promisedMB += Math.max(0, needsMB - started.warmUp.peakMB)
      }
    }
    await turns(running, outcomes, settings)
  } finally {
    await Promise.all(running.map(({ process }) => process.end()))
  }
  return outcomes
}

/** Runs once, uncounted; the reason where it cannot. */
async function warmedUp(folder: string, contestant: Contestant): Promise<Running | string> {
  let process: MeasuredProcess | undefined
  try {
    process = await MeasuredProcess.started(contestant.command(folder))
    const file = join(folder, 'labels-found.i32')
    const warmUp = await process.run(file)
    // A compiler at run time, as JavaScript has one, needs more than one run.
    for (let spent = warmUp.seconds, last = spent; last < shortRun && spent < 1; spent += last) {
      last = (await process.run()).seconds
    }
    return { contestant, process, warmUp, answers: [], labels: readIndices(file) }
  } catch (error) {
    await process?.end()
    return error instanceof Error ? error.message : String(error)
  }
}

async function turns(
  running: readonly Running[],
  outcomes: Outcomes,
  { rounds: given }: RoundSettings,
): Promise<void> {
  const perRound = running.reduce((sum, { warmUp }) => sum + warmUp.seconds, 0)
  const rounds = given ?? Math.max(3, Math.min(9, Math.floor(60 / perRound)))
  for (let round = 0; round < rounds; round++) {
    for (const one of running) {
      if (outcomes.has(one.contestant)) continue
      try {
        one.answers.push(await oneTurn(one))
      } catch (error) {
        outcomes.set(one.contestant, error instanceof Error ? error.message : String(error))
      }
    }
  }
  for (const one of running) {
    if (!outcomes.has(one.contestant)) outcomes.set(one.contestant, summed(one))
  }
}

/** One run, or the one of several short ones that took the median time. */
async function oneTurn({ process, warmUp }: Running): Promise<Answer> {
  const answers = [await process.run()]
  while (warmUp.seconds < shortRun && answers.length < runsPerTurn)
    answers.push(await process.run())
  return answers.sort((a, b) => a.seconds - b.seconds)[Math.floor(answers.length / 2)]
}

function summed({ contestant: { scaledFrom }, process, answers, labels }: Running): Measured {
  const answer = answers[answers.length - 1]
  // Only the steps grow with their number; matrix, seeds and result stay.
  const left = answers.map(({ kernelSeconds, stepSeconds = kernelSeconds }) =>
    scaledFrom === undefined ? 0 : (wantedSteps / scaledFrom - 1) * (stepSeconds ?? NaN),
  )
  const kernels = answers.map(({ kernelSeconds }, i) => (kernelSeconds ?? NaN) + left[i])
  return {
    seconds: answers.map(({ seconds }, i) => seconds + left[i]),
    kernelSeconds: kernels.some(Number.isNaN) ? null : kernels,
    peakMB: answer.peakMB,
    introduction: process.introduction,
    answer,
    labels,
  }
}

/** Median over the rounds of b's seconds over a's. */
export function medianRatio(a: readonly number[], b: readonly number[]): number {
  return median(a.map((seconds, round) => b[round] / seconds))
}
