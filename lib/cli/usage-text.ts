import type { CommanderError } from 'commander'

/** What Commander says, and what is said here: the subject first. */
const wordings: readonly [RegExp, string][] = [
  [/^option '(--[\w-]+)[^']*' argument '.*' is invalid\. (.*)$/s, '`$1` $2'],
  [/^option '([^']*)' argument missing$/, '`$1` needs its argument'],
  [/^required option '([^']*)' not specified$/, '`$1` is missing'],
  [/^missing required argument '([^']*)'$/, '`<$1>` is missing'],
  [/^option '([^']*)' cannot be used with option '([^']*)'$/, '`$1` and `$2` exclude each other'],
  [/^too many arguments for '([^']*)'\. Expected (.*) but got (\d+).*$/s, '`$1` takes $2; got $3'],
  [/^unknown (option|command) '(.*)'$/s, 'unknown $1 `$2`'],
]

/** A wrong command line as one line, in the form of the other errors. */
export function usageText({ message, code }: CommanderError): string {
  const [fault, suggestion] = message.replace(/^error: /, '').split('\n(Did you mean ')
  const wording = wordings.find(([pattern]) => pattern.test(fault))
  const text = wording === undefined ? fault : fault.replace(...wording)
  return `error: ${text}${wayOut(code, suggestion)}`.replace(/\s*[\r\n]+\s*/g, ' ')
}

function wayOut(code: string, suggestion?: string): string {
  if (suggestion !== undefined) {
    const names = suggestion.replace(/^one of /, '').replace(/\?\)$/, '')
    return `; did you mean ${names.replace(/[^\s,]+/g, '`$&`')}?`
  }
  return code === 'commander.invalidArgument' ? '' : ' (--help says more)'
}
