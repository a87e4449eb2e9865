export interface PastRun {
  nodes: number
  /** Of one run as it was made. */
  seconds: number
  /** The median over the rounds, scaled where the steps are. */
  median: number
  /** Beyond what the process takes before it runs. */
  megabytes: number
}

/**
 * What a contestant is likely to need at the next size, by its run at the last one: time and memory
 * in proportion to the nodes, and half as much again.
 */
export class Outlook {
  static readonly #margin = 1.5
  readonly #nodes: number
  readonly #longest: number
  readonly #last: ReadonlyMap<string, PastRun>

  /**
   * @param last runs at a smaller size, by name; empty where nothing is known: then nothing is
   *   advised against.
   * @param longest seconds that one run may take.
   */
  constructor(nodes: number, longest: number, last: ReadonlyMap<string, PastRun>) {
    this.#nodes = nodes
    this.#longest = longest
    this.#last = last
  }

  /** MB likely needed; 0 where nothing is known. */
  megabytes(name: string): number {
    const run = this.#last.get(name)
    return run === undefined ? 0 : run.megabytes * this.#factor(run)
  }

  /** Why it should not be tried; undefined: it may. */
  against(name: string, freeMB: number): string | undefined {
    const run = this.#last.get(name)
    if (run === undefined) return undefined
    const seconds = run.seconds * this.#factor(run)
    if (seconds > this.#longest) {
      return `not run: would take about ${Math.round(seconds)} s (--longest ${this.#longest})`
    }
    const needed = this.megabytes(name)
    return needed > freeMB
      ? `not run: would need about ${Math.round(needed)} MB of ${Math.round(freeMB)} free`
      : undefined
  }

  #factor(run: PastRun): number {
    return (Outlook.#margin * this.#nodes) / run.nodes
  }
}
