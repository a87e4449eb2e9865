import type { Job } from './job'

/** A comment is sent this often, so that nothing between here and the client takes it for dead. */
const aliveMs = 15_000

/**
 * The changes of a job as server-sent events, the last of them its end. Each event is the whole
 * status, named after its state: a client that reads slowly, or comes back, misses nothing that
 * still counts, and nothing is stored for it.
 */
export async function* jobEvents(job: Job): AsyncGenerator<string> {
  let told = -1
  for (;;) {
    const { version, ended, state } = job
    if (version === told) yield ': alive\n\n'
    else yield `id: ${version}\nevent: ${state}\ndata: ${JSON.stringify(job.status())}\n\n`
    told = version
    if (ended) return
    if (job.version === told) await job.changeWithin(aliveMs)
  }
}
