import { wrongValue } from '../errors'
import type { Source } from '../formats/source'

/** The file of an argument; `-` is standard input, which one argument may name. */
export class Sources {
  #standardInputOf?: string

  of(path: string, argument: string): Source {
    if (path !== '-') return path
    if (this.#standardInputOf !== undefined) {
      throw wrongValue(
        'ERR_CONFLICTING_OPTIONS',
        `both ${this.#standardInputOf} and ${argument} are read from standard input (-)`,
      )
    }
    this.#standardInputOf = argument
    return process.stdin
  }
}
