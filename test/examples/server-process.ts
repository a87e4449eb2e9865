/** The server of examples/server as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

const root = resolve(__dirname, '../..')
export const neuronFolder = join(root, 'examples/neuron')

/** What tests look at of `/health`. */
export interface Health {
  status: string
  jobs: Record<
    'uploading' | 'waiting' | 'running' | 'kept' | 'done' | 'failed' | 'cancelled' | 'refused',
    number
  >
  eventLoopDelayMs: { p50: number; p99: number; max: number }
  memoryBytes: { rss: number; heapUsed: number; arrayBuffers: number }
}

export class ServerProcess {
  /** Exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>
  #errors = ''

  private constructor(
    readonly child: ChildProcess,
    /** Folder of its files. */
    readonly folder: string,
    readonly url: string,
  ) {
    this.ended = once(child, 'exit').then(([code]) => code as number | null)
    child.stderr!.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()))
  }

  /** Starts it; `settings` are environment variables, `entry` is the file to run. */
  static async started(
    settings: Record<string, string | number> = {},
    entry = 'examples/server/src/main.ts',
  ): Promise<ServerProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'neuroprop-test-'))
    const texts = Object.entries(settings).map(([name, value]) => [name, String(value)])
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, entry)], {
      cwd: root,
      env: {
        ...process.env,
        // Where `neuroprop` is the library of this checkout.
        TSX_TSCONFIG_PATH: join(root, 'tsconfig.check.json'),
        PORT: '0',
        FOLDER: folder,
        ...(Object.fromEntries(texts) as Record<string, string>),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /^listening on (\S+)/.exec(line)?.[1]
      if (url !== undefined) return new ServerProcess(child, folder, url)
    }
    throw new Error(`the server did not start:\n${errors}`)
  }

  /** What it has printed as errors since it listens. */
  get errors(): string {
    return this.#errors
  }

  /** Names of what it has on disk. */
  get files(): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
  }

  async health(): Promise<Health> {
    const answer = await fetch(`${this.url}/health`)
    return (await answer.json()) as Health
  }

  /** Waits until its state is as wanted; fails after 30 s. */
  async until(
    wanted: (health: Health, server: ServerProcess) => boolean,
    what: string,
  ): Promise<Health> {
    let health = await this.health()
    for (const latest = Date.now() + 30_000; !wanted(health, this); health = await this.health()) {
      if (Date.now() > latest) throw new Error(`not ${what} in 30 s: ${JSON.stringify(health)}`)
      await delay(20)
    }
    return health
  }

  async post(path: string, body: FormData, init: RequestInit = {}): Promise<Response> {
    return await fetch(this.url + path, { method: 'POST', body, ...init })
  }

  /** Ends it, if it has not ended. */
  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL')
    await this.ended
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export function fileOf(name: string): Buffer {
  return readFileSync(join(neuronFolder, name))
}

type FileName = 'neuron' | 'synapses'

/**
 * A form with the small neuron and its synapses.
 *
 * @param files bytes in place of those, or undefined for no such file.
 */
export function form(
  fields: Record<string, string | number>,
  files: Partial<Record<FileName, Uint8Array | undefined>> = {},
  neuronName = 'neuron.swc',
): FormData {
  const data = new FormData()
  const names = { neuron: neuronName, synapses: 'synapses.csv' }
  for (const kind of ['neuron', 'synapses'] as const) {
    const bytes = kind in files ? files[kind] : fileOf(names[kind])
    if (bytes) data.set(kind, new Blob([new Uint8Array(bytes)]), names[kind])
  }
  for (const [name, value] of Object.entries(fields)) data.append(name, String(value))
  return data
}

/** Fields of a run that does not end by itself. */
export const endless = { solver: 'iterative', maxIterations: 1e9 }
