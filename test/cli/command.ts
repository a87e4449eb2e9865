/** The command line as a process of its own: `node dist/cli/main.js`. */
import { execFile, spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buffer, text } from 'node:stream/consumers'

export const root = resolve(__dirname, '../..')
/** Folder of neuron.swc, neuron.obj and synapses.csv. */
export const examples = join(root, 'examples/neuron')

const main = join(root, 'dist/cli/main.js')

export interface Outcome {
  /** Exit code; null where a signal ended the process. */
  code: number | null
  stdout: Buffer
  stderr: string
}

export interface RunOptions {
  /** Working directory. Default: the root of the repository. */
  cwd?: string
  /** What the process reads from standard input. Default: nothing. */
  stdin?: Uint8Array
}

export interface StartOptions {
  cwd?: string
  stdio?: StdioOptions
  /** Options of Node itself. */
  nodeOptions?: readonly string[]
}

let building: Promise<void> | undefined

/** Compiles lib/ to dist/ where a source is newer, once for all files of tests. */
export function built(): Promise<void> {
  return (building ??= builtAnew())
}

async function builtAnew(): Promise<void> {
  const compiled = statSync(main, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity
  const sources = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
  const files = ['tsconfig.json', ...sources.map((name) => join('lib', name))]
  if (files.every((file) => statSync(join(root, file)).mtimeMs < compiled)) return
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const args = [tsc, '-p', 'tsconfig.json', '--noEmitOnError']
  await new Promise<void>((built, failed) => {
    execFile(process.execPath, args, { cwd: root }, (error, stdout) => {
      if (error) failed(new Error(`dist/ is older than lib/ and does not build:\n${stdout}`))
      else built()
    })
  })
}

/** Starts the command line; `built` must have been awaited. */
export function started(
  args: readonly string[],
  { cwd = root, stdio = 'pipe', nodeOptions = [] }: StartOptions = {},
): ChildProcess {
  return spawn(process.execPath, [...nodeOptions, main, ...args], { cwd, stdio })
}

/** Exit code of a process, null where a signal ended it. Await it from the start. */
export async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null]
  return code
}

/** Runs the command line to its end. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  await built()
  const child = started(args, options)
  // A process that fails early does not read what it is given.
  child.stdin!.on('error', () => undefined).end(options.stdin)
  const [code, stdout, stderr] = await Promise.all([
    exitCode(child),
    buffer(child.stdout!),
    text(child.stderr!),
  ])
  return { code, stdout, stderr }
}

/** Runs the command line, which must end well, and gives its standard output. */
export async function output(args: readonly string[], options?: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await run(args, options)
  if (code !== 0) throw new Error(`neuroprop ${args.join(' ')}: code ${code}\n${stderr}`)
  return stdout.toString()
}

/** A new folder for the files of a test. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'neuroprop-cli-'))
}

/** A new folder with a copy of the example files. */
export function exampleFolder(): string {
  const folder = newFolder()
  cpSync(examples, folder, { recursive: true })
  return folder
}
