import { InvalidArgumentError } from 'commander'
import { shown, wrongValue } from '../errors'

/** A number; 1e4 will do. */
export function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || Number.isNaN(value)) {
    throw new InvalidArgumentError(`must be a number; got ${shown(text)}`)
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
  const names = new Set<string>()
  return list(text).map((pair) => {
    const at = pair.lastIndexOf('=')
    if (at < 1) throw new InvalidArgumentError(`must be name=value pairs; got ${shown(pair)}`)
    const name = pair.slice(0, at)
    if (names.has(name)) {
      throw new InvalidArgumentError(`must name each once; got ${shown(name)} twice`)
    }
    names.add(name)
    return [name, pair.slice(at + 1)]
  })
}

/**
 * Labels for `labelOrder`, of the type that the labels themselves have.
 *
 * @throws RangeError ERR_INVALID_OPTION for a text that is no label of this type.
 */
export function typedLabels(
  texts: readonly string[],
  type: 'string' | 'number' | 'boolean',
): (string | number | boolean)[] {
  return texts.map((text) => {
    if (type === 'string') return text
    if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
    if (type === 'number' && text.trim() !== '' && !Number.isNaN(Number(text))) return Number(text)
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `\`labelOrder\` must name labels as they are in the table, ${type}s; got ${shown(text)}`,
    )
  })
}
