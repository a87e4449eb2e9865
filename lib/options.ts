import { shown, wrongKind } from './errors'

/**
 * The options as given, checked to have only known names: `{}` where there are none.
 *
 * @param given the caller's options; undefined stands for none. A key whose value is undefined
 *   counts as not given, but its name must be known too.
 * @param known the names of all options.
 * @param owner the function that takes them, named when `given` is no object.
 * @throws TypeError ERR_INVALID_ARGUMENT where `given` is not an object, ERR_UNKNOWN_OPTION for an
 *   unknown name, with the known name that is nearest in spelling.
 * @example
 * checkedOptions({ clampng: 'hard' }, ['clamping', 'alpha'], 'propagateLabels')
 * // TypeError: unknown option `clampng`; did you mean `clamping`?
 */
export function checkedOptions<Options extends object>(
  given: Options | undefined,
  known: readonly string[],
  owner: string,
): Partial<Options> {
  if (given === undefined) return {}
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `the options of ${owner} must be an object; got ${shown(given)}`,
    )
  }
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      throw wrongKind('ERR_UNKNOWN_OPTION', `unknown option \`${name}\`; ${wayOut(name, known)}`)
    }
  }
  return given
}

function wayOut(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  if (nearest !== undefined) return `did you mean \`${nearest}\`?`
  return `there are ${known.map((other) => `\`${other}\``).join(', ')}`
}

/** The name whose spelling is nearest, undefined where none is near. The first of equals wins. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined
  let least = Infinity
  for (const other of names) {
    const distance = editDistance(name.toLowerCase(), other.toLowerCase())
    const near = distance <= Math.ceil(Math.max(name.length, other.length) / 3)
    if (near && distance < least) {
      least = distance
      nearest = other
    }
  }
  return nearest
}

/** Fewest insertions, deletions and replacements of characters that turn one into the other. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, above[j] + 1, row[j - 1] + 1))
    }
    above = row
  }
  return above[b.length]
}
