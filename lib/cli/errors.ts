import { errorCodes } from '../errors'

/** Codes of errors that another command line would not have. */
const usageCodes = new Set<string>([
  'ERR_UNKNOWN_OPTION',
  'ERR_INVALID_OPTION',
  'ERR_MISSING_OPTION',
  'ERR_CONFLICTING_OPTIONS',
])

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
}

export function exitCodeOf(error: unknown): number {
  return usageCodes.has(codeOf(error) ?? '') ? 2 : 1
}

/** One line for people: options by their names on the command line; a bug with its stack. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`
  const code = codeOf(error)
  const isOurs = code !== undefined && code in errorCodes
  const isSystems = (error as NodeJS.ErrnoException).syscall !== undefined
  if (!isOurs && !isSystems) return error.stack ?? String(error)
  return `error: ${usageCodes.has(code ?? '') || code === 'ERR_UNITS' ? asOnCommandLine(error.message) : error.message}`
}

/** `maxIterations` -> `--max-iterations`. */
function asOnCommandLine(message: string): string {
  return message.replace(
    /`([a-z]+(?:[A-Z][a-z]+)*)`/g,
    (_, name: string) => `\`${optionName(name)}\``,
  )
}

/** The command line's name of a library's option. */
export function optionName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
