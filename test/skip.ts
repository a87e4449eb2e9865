import { existsSync } from 'node:fs'
import type { Context } from 'mocha'

/** Skips a test, or from `before` all of its group, and prints why. */
function skip(context: Context, reason: string): never {
  process.stderr.write(`    SKIPPED: ${reason}\n`)
  return context.skip()
}

/** Skips where a file or folder is not there, such as the optional data beside the repository. */
export function skipWithout(context: Context, path: string): void {
  if (!existsSync(path)) skip(context, `${path} is not there`)
}

/** Skips on Windows, which ends a process instead of sending it a signal. */
export function skipWithoutSignals(context: Context): void {
  if (process.platform === 'win32') skip(context, 'Windows sends no signals')
}
