/**
 * Imported before a server: for how long it holds its event loop, in time of the core, which does not
 * depend on what else the machine does. Linux only: /proc tells the time that a thread has run.
 * Writes the percentiles in ms to the file $HELD_TIME when the process exits.
 */
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs'

/** Between two looks, in ms, where the loop is not held. */
const resolution = 5

const file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r')
const buffer = Buffer.alloc(64)
const held: number[] = []
let before = coreMs()
/** To load the modules is not what clients wait for. */
let isListening = false

/** Time that the main thread has run. */
function coreMs(): number {
  return Number(buffer.toString('latin1', 0, readSync(file, buffer, 0, 64, 0)).split(' ')[0]) / 1e6
}

setInterval(() => {
  const now = coreMs()
  if (isListening) held.push(now - before)
  isListening ||= process.getActiveResourcesInfo().includes('TCPServerWrap')
  before = now
}, resolution).unref()

process.on('exit', () => {
  closeSync(file)
  const sorted = Float64Array.from(held).sort()
  const at = (part: number): number =>
    Math.round(10 * sorted[Math.floor(part * (sorted.length - 1))]) / 10
  writeFileSync(
    process.env.HELD_TIME!,
    JSON.stringify({ p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) }),
  )
})
