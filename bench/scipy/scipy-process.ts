import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What propagate_scipy.py says of one run. */
export interface ScipyRun {
  /** The loop alone: starting Python and reading the files are not in it. */
  seconds: number
  iterations: number
  lastChange: number
}

export interface ScipyVersions {
  python: string
  numpy: string
  scipy: string
}

/** The Python to use: $PYTHON or python3. Throws where it lacks numpy or scipy. */
function pythonWithScipy(): string {
  const python = process.env.PYTHON ?? 'python3'
  const { status } = spawnSync(python, ['-c', 'import numpy, scipy.sparse'], { stdio: 'ignore' })
  if (status === 0) return python
  throw new Error(
    `${python} does not import numpy and scipy. Install them, and name that Python:\n` +
      '  python3 -m venv /tmp/venv && /tmp/venv/bin/pip install numpy scipy\n' +
      '  PYTHON=/tmp/venv/bin/python npm run bench:tutorial',
  )
}

/** propagate_scipy.py as a process that has read its problem and runs when it is told to. */
export class ScipyProcess {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  private constructor(
    child: ChildProcess,
    lines: AsyncIterator<string>,
    readonly versions: ScipyVersions,
  ) {
    this.#child = child
    this.#lines = lines
  }

  /** @param args of the script: the folder of the problem, and options. */
  static async started(args: readonly string[]): Promise<ScipyProcess> {
    const script = join(__dirname, 'propagate_scipy.py')
    const child = spawn(pythonWithScipy(), [script, ...args, '--serve'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    return new ScipyProcess(child, lines, (await next(lines)) as ScipyVersions)
  }

  /** Runs once more. */
  async run(): Promise<ScipyRun> {
    this.#child.stdin!.write('run\n')
    return (await next(this.#lines)) as ScipyRun
  }

  /** Ends the process; it then writes what `--scores` names. */
  async end(): Promise<void> {
    this.#child.stdin!.end()
    await once(this.#child, 'close')
  }
}

async function next(lines: AsyncIterator<string>): Promise<unknown> {
  const line = await lines.next()
  if (line.done) throw new Error('propagate_scipy.py ended early')
  return JSON.parse(line.value) as unknown
}
