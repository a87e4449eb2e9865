import type { Slices } from '../slices'
import type { DisjointSets } from './components'
import type { NearestForeign } from './nearest-foreign'
import type { NodePairs } from './node-pairs'

/** The rounds of Boruvka's algorithm, and what one round learns for the next. */
export class JoiningRounds {
  /** By fragment: gap, lower and higher node of its shortest pair; -1 where none is known. */
  readonly #gap: Float64Array
  readonly #lower: Int32Array
  readonly #higher: Int32Array
  /** By fragment: 1 where no pair within the limit exists. */
  readonly #isApart: Uint8Array
  /** By node: the nearest foreign node found, and its gap; -1 and a gap that was too small to find one. */
  readonly #nearest: Int32Array
  readonly #atLeast: Float64Array

  constructor(
    fragments: number,
    private readonly points: Int32Array,
    private readonly fragmentOf: Int32Array,
    private readonly search: NearestForeign,
  ) {
    this.#gap = new Float64Array(fragments)
    this.#lower = new Int32Array(fragments)
    this.#higher = new Int32Array(fragments)
    this.#isApart = new Uint8Array(fragments)
    this.#nearest = new Int32Array(fragmentOf.length).fill(-1)
    this.#atLeast = new Float64Array(fragmentOf.length).fill(-1)
  }

  /** Finds the shortest pair of every fragment but the largest, whose pairs the others find. */
  async look(greatest: number, slices: Slices): Promise<void> {
    const { points, fragmentOf } = this
    const sizes = new Int32Array(this.#gap.length)
    for (const point of points) sizes[fragmentOf[point]]++
    let largest = 0
    sizes.forEach((size, fragment) => (largest = size > sizes[largest] ? fragment : largest))
    this.#gap.fill(greatest)
    this.#lower.fill(-1)
    await slices.each(points.length, 64, (from, to) => {
      for (let i = from; i < to; i++) {
        const fragment = fragmentOf[points[i]]
        if (fragment !== largest && this.#isApart[fragment] === 0)
          this.#lookFrom(points[i], fragment)
      }
    })
    for (let fragment = 0; fragment < sizes.length; fragment++) {
      if (fragment !== largest && this.#lower[fragment] < 0) this.#isApart[fragment] = 1
    }
  }

  #lookFrom(point: number, fragment: number): void {
    const bound = this.#gap[fragment]
    const known = this.#nearest[point]
    const isFound = known >= 0 && this.fragmentOf[known] !== fragment
    // What is near can only have become less: other fragments have joined this one.
    if (this.#atLeast[point] > bound || (known < 0 && this.#atLeast[point] === bound)) return
    const other = isFound ? known : this.search.nearest(point, bound)
    const gap = isFound ? this.#atLeast[point] : this.search.gap
    this.#nearest[point] = other
    this.#atLeast[point] = gap
    if (other < 0) return
    const [lower, higher] = point < other ? [point, other] : [other, point]
    const best = this.#lower[fragment]
    const isFirst =
      best < 0 || gap < bound || lower < best || (lower === best && higher < this.#higher[fragment])
    if (!isFirst) return
    this.#gap[fragment] = gap
    this.#lower[fragment] = lower
    this.#higher[fragment] = higher
  }

  /** Joins along the pairs found. @returns the number of joins. */
  join(isAllowed: (gap: number) => boolean, sets: DisjointSets, pairs: NodePairs): number {
    let joined = 0
    for (let fragment = 0; fragment < this.#gap.length; fragment++) {
      const lower = this.#lower[fragment]
      if (lower < 0 || !isAllowed(this.#gap[fragment])) continue
      const higher = this.#higher[fragment]
      // Two fragments may have found the same pair.
      if (!sets.unite(this.fragmentOf[lower], this.fragmentOf[higher])) continue
      pairs.add(lower, higher, this.#gap[fragment])
      joined++
    }
    return joined
  }
}
