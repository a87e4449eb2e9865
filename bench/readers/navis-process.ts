import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { LinkedNodes } from './linked-nodes'

export interface NavisVersions {
  python: string
  numpy: string
  navis: string
  trimesh: string
}

/** What read_navis.py says of one read. */
interface NavisAnswer {
  seconds: number
  nodes: number
}

/** read_navis.py as a process that has imported navis and reads when it is told to. */
export class NavisProcess {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  private constructor(
    child: ChildProcess,
    lines: AsyncIterator<string>,
    readonly versions: NavisVersions,
  ) {
    this.#child = child
    this.#lines = lines
  }

  /** Starts $PYTHON or python3. Throws where that does not import navis. */
  static async started(): Promise<NavisProcess> {
    const python = process.env.PYTHON ?? 'python3'
    const child = spawn(python, [join(__dirname, 'read_navis.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const failed = once(child, 'error')
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const first = await Promise.race([lines.next(), failed])
    if (!('value' in first) || first.done) {
      throw new Error(
        `${python} does not import navis. Install it, and name that Python:\n` +
          '  python3 -m venv /tmp/venv-navis && /tmp/venv-navis/bin/pip install navis\n' +
          '  PYTHON=/tmp/venv-navis/bin/python npm run bench:readers',
      )
    }
    return new NavisProcess(child, lines, JSON.parse(first.value) as NavisVersions)
  }

  /** Seconds of reading a file with navis' defaults, the request not included. */
  async seconds(path: string): Promise<number> {
    return (await this.#answer({ path })).seconds
  }

  /**
   * What navis reads from a file, or for a mesh trimesh beneath it: navis merges vertices of equal
   * position, trimesh leaves them as they are in the file.
   */
  async linkedNodes(
    path: string,
    kind: LinkedNodes['kind'],
    reader: 'navis' | 'trimesh' = 'navis',
  ): Promise<LinkedNodes> {
    const folder = mkdtempSync(join(tmpdir(), 'neuroprop-navis-'))
    try {
      await this.#answer({ path, folder, reader })
      const buffer = (name: string) => new Uint8Array(readFileSync(join(folder, name))).buffer
      return {
        kind,
        positions: new Float32Array(buffer('positions.f32')),
        links: new Int32Array(buffer('links.i32')),
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  async end(): Promise<void> {
    this.#child.stdin!.end()
    await once(this.#child, 'close')
  }

  async #answer(request: { path: string; folder?: string; reader?: string }): Promise<NavisAnswer> {
    this.#child.stdin!.write(`${JSON.stringify(request)}\n`)
    const line = await this.#lines.next()
    if (line.done) throw new Error(`read_navis.py ended at ${request.path}`)
    return JSON.parse(line.value) as NavisAnswer
  }
}
