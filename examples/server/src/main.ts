import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Jobs } from './jobs'
import { server } from './server'
import { settingsFrom } from './settings'

/** Time in which answers that are under way may reach their clients, once all jobs have ended. */
const answersMs = 2000

async function main(): Promise<void> {
  const settings = settingsFrom(process.env)
  const folder = await mkdtemp(join(settings.folder, 'neuroprop-server-'))
  const jobs = new Jobs(folder, settings)
  const app = await server(jobs, settings)

  let ending = false
  const end = async (): Promise<void> => {
    if (ending) return
    ending = true
    await jobs.close()
    const timer = setTimeout(() => app.server.closeAllConnections(), answersMs)
    await app.close()
    clearTimeout(timer)
    await rm(folder, { recursive: true, force: true })
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end())
  // The last resort: whatever a request has left behind must not end those of others.
  process.on('unhandledRejection', (reason) => console.error('unhandled rejection:', reason))

  await app.listen({ host: settings.host, port: settings.port })
  const { address, port, family } = app.server.address() as AddressInfo
  const host = family === 'IPv6' ? `[${address}]` : address
  console.log(`listening on http://${host}:${port}`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
