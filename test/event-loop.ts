/** How calls share the event loop: counted and not timed, so that it is the same on every machine. */
import assert from 'node:assert/strict'

export type Call = (signal?: AbortSignal) => Promise<unknown>

/** How far the clock moves at each look, in ms: more than any slice. */
const step = 1000

/** What happens on the event loop while a call is under way. */
interface Watch {
  /** Times that the loop came round. */
  rounds: number
  /** Those before which the call had looked at the clock, and not only waited for others. */
  turns: number
  /** Called when the call has begun, and after each of its turns. */
  onTurn: (turns: number) => void
}

/**
 * Watches a call. Meanwhile the clock moves by more than a slice at each look, so that the call
 * gives way wherever it may.
 */
async function watched(call: () => Promise<unknown>, watch: Watch): Promise<void> {
  let looks = 0
  let seen = 0
  const real = performance.now()
  const now = (): number => real + ++looks * step
  Object.defineProperty(performance, 'now', { value: now, configurable: true })
  const round = (): void => {
    watch.rounds++
    if (looks > seen) watch.onTurn(++watch.turns)
    seen = looks
    next = setImmediate(round)
  }
  // Before the call's own, so that a turn is counted before the call goes on.
  let next = setImmediate(round)
  try {
    const ended = call()
    watch.onTurn(0)
    await ended
  } finally {
    clearImmediate(next)
    Reflect.deleteProperty(performance, 'now') // the own one, which hid that of the prototype
  }
}

/** How often the event loop comes round while a call is at work: once per block of its work. */
export async function turnsDuring(call: Call): Promise<number> {
  const watch: Watch = { rounds: 0, turns: 0, onTurn: () => undefined }
  await watched(() => call(), watch)
  return watch.turns
}

/**
 * Aborts a call after so many of its turns, and asserts that it ends with the signal's reason, which
 * no call does that has ended before. Gives how often the loop came round from then to the end.
 */
export async function roundsAfterAbort(call: Call, turns: number): Promise<number> {
  const reason = new Error('enough')
  const control = new AbortController()
  let abortedAt = 0
  const watch: Watch = {
    rounds: 0,
    turns: 0,
    onTurn: (done) => {
      if (done !== turns) return
      abortedAt = watch.rounds
      control.abort(reason)
    },
  }
  await assert.rejects(
    watched(() => call(control.signal), watch),
    (error) => error === reason,
    `aborted after ${turns} turns`,
  )
  return watch.rounds - abortedAt
}

/**
 * Asserts that a call takes so many turns at least, and that it ends with the signal's reason
 * where it is aborted after half of them.
 */
export async function assertShares(call: Call, leastTurns: number): Promise<void> {
  const turns = await turnsDuring(call)
  assert.ok(turns >= leastTurns, `${turns} turns of at least ${leastTurns}`)
  await roundsAfterAbort(call, turns >> 1)
}
