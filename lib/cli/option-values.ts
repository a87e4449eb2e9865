import { InvalidArgumentError } from 'commander'

/** A number; 1e4 will do. */
export function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || Number.isNaN(value)) {
    throw new InvalidArgumentError(`It must be a number; got '${text}'.`)
  }
  return value
}

/** `a,b,c` */
export function list(text: string): string[] {
  return text.split(',')
}

/** `8` or `4,4,40` */
export function numbers(text: string): number | number[] {
  const values = list(text).map(number)
  return values.length === 1 ? values[0] : values
}

/** `pre=3,post=1` */
export function numberByName(text: string): Record<string, number> {
  return Object.fromEntries(pairs(text).map(([name, value]) => [name, number(value)]))
}

/** `type=kind,x=pos_x` */
export function nameByName(text: string): Record<string, string> {
  return Object.fromEntries(pairs(text))
}

function pairs(text: string): [string, string][] {
  return list(text).map((pair) => {
    const at = pair.lastIndexOf('=')
    if (at < 1) throw new InvalidArgumentError(`It must be name=value pairs; got '${pair}'.`)
    return [pair.slice(0, at), pair.slice(at + 1)]
  })
}

/** Labels as the labels themselves are: numbers or booleans where all of them are. */
export function typedLabels(
  texts: string[],
  like: 'string' | 'number' | 'boolean',
): (string | number | boolean)[] {
  if (like === 'number') return texts.map(number)
  if (like === 'boolean') return texts.map((text) => text === 'true')
  return texts
}
