import type { Slices } from '../slices'
import { distanceBetween } from './edge-lengths'
import { leafSize, PointTree } from './point-tree'

/** What `of` says of a range whose points are of several fragments. */
const mixed = -1

/**
 * Finds the point of another fragment that is nearest to a point. Every range of a kd-tree knows its
 * bounding box, and its fragment where all its points have the same; such a range is skipped as a
 * whole by the points of that fragment.
 */
export class NearestForeign {
  /** Distance to the point that `nearest` found last. */
  gap = Infinity
  /** 2^d + i: the i-th range of depth d. Least and greatest x, y, z of its points. */
  readonly #boxes: Float64Array
  /** Fragment of each range's points, or `mixed`. */
  readonly #of: Int32Array
  /** From, to, number and distance of the ranges that are still to be visited. */
  readonly #stack = new Float64Array(4 * 64)

  private constructor(
    private readonly tree: PointTree,
    private readonly fragmentOf: Int32Array,
  ) {
    let ranges = 2
    for (let size = tree.order.length; size > leafSize; size >>= 1) ranges *= 2
    this.#boxes = new Float64Array(6 * ranges)
    this.#of = new Int32Array(ranges)
  }

  /**
   * @param tree the points.
   * @param fragmentOf fragment of each point, by its index; may change, see `refresh`.
   */
  static async of(
    tree: PointTree,
    fragmentOf: Int32Array,
    slices: Slices,
  ): Promise<NearestForeign> {
    const search = new NearestForeign(tree, fragmentOf)
    await search.#eachRange(slices, (from, to, range) => search.#fitBox(from, to, range))
    await search.refresh(slices)
    return search
  }

  /** To be called whenever `fragmentOf` has changed. */
  async refresh(slices: Slices): Promise<void> {
    await this.#eachRange(slices, (from, to, range) => {
      const { fragmentOf } = this
      const { order } = this.tree
      let same = fragmentOf[order[(from + to) >> 1]]
      if (to - from > leafSize) {
        if (this.#of[2 * range] !== same || this.#of[2 * range + 1] !== same) same = mixed
      } else {
        for (let i = from; i < to; i++) if (fragmentOf[order[i]] !== same) same = mixed
      }
      this.#of[range] = same
    })
  }

  /**
   * The nearest point of another fragment, the lowest of equals, and its distance in `gap`; -1 where
   * there is none within `bound`.
   */
  nearest(point: number, bound: number): number {
    const { fragmentOf } = this
    const { order, positions } = this.tree
    const fragment = fragmentOf[point]
    let best = -1
    let least = bound
    let height = this.#push(0, 0, order.length, 1, this.#distanceToBox(point, 1))
    while (height > 0) {
      height -= 4
      const [from, to, range] = [
        this.#stack[height],
        this.#stack[height + 1],
        this.#stack[height + 2],
      ]
      if (this.#stack[height + 3] > least || this.#of[range] === fragment) continue
      const isLeaf = to - from <= leafSize
      const middle = (from + to) >> 1
      for (let i = isLeaf ? from : middle; i < (isLeaf ? to : middle + 1); i++) {
        const other = order[i]
        if (fragmentOf[other] === fragment) continue
        const gap = distanceBetween(positions, point, other)
        if (gap < least || (gap === least && (best < 0 || other < best))) {
          least = gap
          best = other
        }
      }
      if (isLeaf) continue
      const lower = this.#distanceToBox(point, 2 * range)
      const upper = this.#distanceToBox(point, 2 * range + 1)
      // The nearer one last, so that it comes first.
      if (lower > upper) height = this.#push(height, from, middle, 2 * range, lower)
      height = this.#push(height, middle + 1, to, 2 * range + 1, upper)
      if (lower <= upper) height = this.#push(height, from, middle, 2 * range, lower)
    }
    this.gap = least
    return best
  }

  #push(height: number, from: number, to: number, range: number, distance: number): number {
    const stack = this.#stack
    stack[height] = from
    stack[height + 1] = to
    stack[height + 2] = range
    stack[height + 3] = distance
    return height + 4
  }

  /** Never greater, rounding included, than `distanceBetween` of the point and one in the range. */
  #distanceToBox(point: number, range: number): number {
    const boxes = this.#boxes
    let sum = 0
    for (let axis = 0; axis < 3; axis++) {
      const value = this.tree.positions[3 * point + axis]
      const below = boxes[6 * range + axis] - value
      const above = value - boxes[6 * range + 3 + axis]
      const beside = below > 0 ? below : above > 0 ? above : 0
      sum += beside * beside
    }
    return Math.sqrt(sum)
  }

  #fitBox(from: number, to: number, range: number): void {
    const { order, positions } = this.tree
    for (let axis = 0; axis < 3; axis++) {
      let least = Infinity
      let greatest = -Infinity
      for (let i = from; i < to; i++) {
        const value = positions[3 * order[i] + axis]
        if (value < least) least = value
        if (value > greatest) greatest = value
      }
      this.#boxes[6 * range + axis] = least
      this.#boxes[6 * range + 3 + axis] = greatest
    }
  }

  /** Calls `body` for every range, the parts of a range before it. */
  async #eachRange(
    slices: Slices,
    body: (from: number, to: number, range: number) => void,
  ): Promise<void> {
    const open: [from: number, to: number, range: number][] = [[0, this.tree.order.length, 1]]
    const ranges: typeof open = []
    for (let range = open.pop(); range; range = open.pop()) {
      ranges.push(range)
      const [from, to, number] = range
      const middle = (from + to) >> 1
      if (to - from > leafSize)
        open.push([from, middle, 2 * number], [middle + 1, to, 2 * number + 1])
    }
    for (let range = ranges.pop(); range; range = ranges.pop()) {
      if (slices.over) await slices.turn()
      body(...range)
    }
  }
}
