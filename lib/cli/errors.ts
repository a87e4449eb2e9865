import { CommanderError } from 'commander'
import { errorCodes, NeuronDataError } from '../errors'

/** Codes of errors that another command line would not have. */
const usageCodes = new Set<string>([
  'ERR_UNKNOWN_OPTION',
  'ERR_INVALID_OPTION',
  'ERR_MISSING_OPTION',
  'ERR_CONFLICTING_OPTIONS',
])

/** Options that are called otherwise in the library. */
const namesHere: Readonly<Record<string, string>> = {
  rule: 'seeds',
  maxDistance: 'maxSynapseDistance',
}

/** Some neurons of a batch failed; they have been told of. */
export class SomeFailed extends Error {
  constructor(failed: number, total: number) {
    super(`${failed} of ${total} neurons failed`)
  }
}

function codeOf(error: unknown): string {
  return (error instanceof Error && (error as NodeJS.ErrnoException).code) || ''
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof SomeFailed) return 3
  return error instanceof CommanderError || usageCodes.has(codeOf(error)) ? 2 : 1
}

/**
 * One line for people; a bug with its stack. Options have their names on the command line.
 *
 * @param options the library's names of the options that the command line has.
 */
export function errorText(error: unknown, options: ReadonlySet<string>): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`
  if (error instanceof SomeFailed) return oneLine(error.message)
  const isSystems = (error as NodeJS.ErrnoException).syscall !== undefined
  if (codeOf(error) in errorCodes) return oneLine(asOnCommandLine(error.message, options))
  if (isSystems) return oneLine(systemText(error))
  return error.stack ?? String(error)
}

function oneLine(message: string): string {
  return `error: ${message.replace(/\s*[\r\n]+\s*/g, ' ')}`
}

/** `maxIterations` -> `--max-iterations`, `columns.type` -> `--columns type`. */
function asOnCommandLine(message: string, options: ReadonlySet<string>): string {
  return message
    .replace(/`([a-zA-Z]+)(?:\.(\w+))?`/g, (text, name: string, member?: string) => {
      const here = namesHere[name] ?? name
      if (!options.has(here)) return text
      return `\`${optionName(here)}${member === undefined ? '' : ` ${member}`}\``
    })
    .replace('{ column }', "'column:NAME'")
}

/** The command line's name of a library's option. */
export function optionName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** `ENOENT: no such file or directory, open 'n.swc'` -> `n.swc: no such file or directory (ENOENT)` */
function systemText({ code, message, path, syscall }: NodeJS.ErrnoException): string {
  if (code === undefined) return message
  const [, reason = message] = /^[A-Z]\w*: (.*?), \w/s.exec(message) ?? []
  const rule = code === 'EISDIR' ? 'a directory where a file is needed' : reason
  return `${path ?? syscall}: ${rule} (${code})`
}

/**
 * What the work gives. Its errors name this file: not an unfinished one beside it, and not none, as
 * those of standard input (`-`) and of a directory do.
 */
export async function naming<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const name = file === '-' ? 'standard input' : file || 'a file without a name'
    if (error instanceof NeuronDataError && error.file === undefined) {
      error.message = `${name}:${error.line === undefined ? ' ' : ''}${error.message}`
    }
    if ((error as NodeJS.ErrnoException).syscall !== undefined) {
      ;(error as NodeJS.ErrnoException).path = name
    }
    throw error
  }
}
