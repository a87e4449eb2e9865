import type { Slices } from '../slices'
import { leafSize, PointTree } from '../topology/point-tree'

/** Numbers per range on the stack: its ends and the least squared distance that it can hold. */
const entrySize = 3
/** The tree halves 2^32 points no more than so often, and leaves one half on the stack each time. */
const mostRanges = 40

/** Finds the node that is nearest to a point in space. */
export class NearestNode {
  readonly #stack = new Float64Array(entrySize * mostRanges)
  #top = 0
  #best = -1
  #least = Infinity

  private constructor(private readonly tree: PointTree) {}

  /** @param positions Float64Array, #N by 3; finite. */
  static async of(positions: Float64Array, slices: Slices): Promise<NearestNode> {
    return new NearestNode(await PointTree.of(positions, slices))
  }

  /**
   * Index of the node nearest to (x, y, z) in float64, the lowest of equals, and its distance;
   * index -1 where there are no nodes.
   */
  nearest(x: number, y: number, z: number): { index: number; distance: number } {
    const { positions, order, axes } = this.tree
    this.#best = -1
    this.#least = Infinity
    this.#top = 0
    this.#push(0, order.length, 0)
    while (this.#top > 0) {
      this.#top -= entrySize
      const from = this.#stack[this.#top]
      const to = this.#stack[this.#top + 1]
      if (this.#stack[this.#top + 2] > this.#least) continue // not >=: an equal one may be lower
      if (to - from <= leafSize) {
        for (let i = from; i < to; i++) this.#visit(order[i], x, y, z)
        continue
      }
      const middle = (from + to) >> 1
      const node = order[middle]
      const axis = axes[middle]
      const beside = (axis === 0 ? x : axis === 1 ? y : z) - positions[3 * node + axis]
      const gap = beside * beside
      this.#visit(node, x, y, z)
      // The near side last, so that it is taken first; with 0, both sides can hold an equal one.
      if (beside <= 0) {
        this.#push(middle + 1, to, gap)
        this.#push(from, middle, 0)
      } else {
        this.#push(from, middle, gap)
        this.#push(middle + 1, to, 0)
      }
    }
    return { index: this.#best, distance: Math.sqrt(this.#least) }
  }

  #push(from: number, to: number, gap: number): void {
    this.#stack[this.#top] = from
    this.#stack[this.#top + 1] = to
    this.#stack[this.#top + 2] = gap
    this.#top += entrySize
  }

  #visit(node: number, x: number, y: number, z: number): void {
    const { positions } = this.tree
    const dx = positions[3 * node] - x
    const dy = positions[3 * node + 1] - y
    const dz = positions[3 * node + 2] - z
    const squared = dx * dx + dy * dy + dz * dz
    if (squared > this.#least) return
    if (squared === this.#least && this.#best >= 0 && node > this.#best) return
    this.#least = squared
    this.#best = node
  }
}
