import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PropagationResult } from '../../lib/index'
import { roundsAfterAbort, turnsDuring } from '../event-loop'

/**
 * Asserts that writing a long result shares the event loop, and that an abort, at a time when a part
 * of the file is there, ends it with the signal's reason and leaves nothing in the folder.
 */
export async function assertAbortedWrite(result: PropagationResult, path: string): Promise<void> {
  const folder = dirname(path)
  const turns = await turnsDuring(() => result.write(path))
  assert.ok(turns >= result.labelIndex.length / 2048, `${turns} turns`)
  const whole = readFileSync(path).length
  rmSync(path)
  assert.deepEqual(readdirSync(folder), [])
  let unfinished = 0
  const write = (signal?: AbortSignal): Promise<void> => {
    signal?.addEventListener('abort', () => {
      const [name] = readdirSync(folder)
      unfinished = readFileSync(join(folder, name)).length
    })
    return result.write(path, { signal })
  }
  await roundsAfterAbort(write, turns >> 1)
  assert.ok(unfinished > 0 && unfinished < whole, `${unfinished} of ${whole} bytes at the abort`)
  assert.deepEqual(readdirSync(folder), [])
}
