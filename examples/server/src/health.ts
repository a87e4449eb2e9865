import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Jobs, JobCounts } from './jobs'

/** Between two looks at the clock, in ms. */
const resolution = 5

export interface Health {
  status: 'ok' | 'closing'
  uptimeSeconds: number
  jobs: JobCounts
  /** How much later than due the event loop came round, since the start. */
  eventLoopDelayMs: { p50: number; p99: number; max: number }
  memoryBytes: { rss: number; heapUsed: number; arrayBuffers: number }
}

/** A function that says how the service is. */
export function healthOf(jobs: Jobs): () => Health {
  const delays = monitorEventLoopDelay({ resolution })
  delays.enable()
  // What is recorded is the time between two looks.
  const late = (nanoseconds: number): number => Math.max(0, round(nanoseconds / 1e6 - resolution))
  return () => {
    const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
    return {
      status: jobs.closing ? 'closing' : 'ok',
      uptimeSeconds: round(process.uptime()),
      jobs: jobs.counts,
      eventLoopDelayMs: {
        p50: late(delays.percentile(50)),
        p99: late(delays.percentile(99)),
        max: late(delays.max),
      },
      memoryBytes: { rss, heapUsed, arrayBuffers },
    }
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
