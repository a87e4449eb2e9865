import type { Slices } from '../slices'

/** Most points in a leaf of the tree. */
export const leafSize = 16

/**
 * A kd-tree over points, built without holding up the event loop. The tree is implicit: the points'
 * indices, partitioned about the median of the widest side again and again. The range [from, to) of
 * `order` is a leaf where it holds at most `leafSize` points; else its middle, (from + to) >> 1,
 * splits it along `axes[middle]` into [from, middle) and [middle + 1, to).
 */
export class PointTree {
  /** #P: indices of the points, partitioned. */
  readonly order: Int32Array
  /** #P: axis of the split of the range whose middle is here. */
  readonly axes: Uint8Array

  private constructor(
    readonly positions: Float64Array,
    points: Int32Array,
  ) {
    this.order = points
    this.axes = new Uint8Array(points.length)
  }

  /**
   * @param positions Float64Array, #N by 3; finite.
   * @param points indices of those that the tree is to hold, reordered in place; default all.
   */
  static async of(
    positions: Float64Array,
    slices: Slices,
    points = ascending(positions.length / 3),
  ): Promise<PointTree> {
    const tree = new PointTree(positions, points)
    const ranges: [number, number][] = [[0, points.length]]
    for (let range = ranges.pop(); range; range = ranges.pop()) {
      const [from, to] = range
      if (to - from <= leafSize) continue
      if (slices.over) await slices.turn()
      const middle = (from + to) >> 1
      const axis = tree.#widestAxis(from, to)
      tree.axes[middle] = axis
      await tree.#partition(from, to, middle, axis, slices)
      ranges.push([from, middle], [middle + 1, to])
    }
    return tree
  }

  #widestAxis(from: number, to: number): number {
    let widest = 0
    let widestExtent = -1
    for (let axis = 0; axis < 3; axis++) {
      let least = Infinity
      let greatest = -Infinity
      for (let i = from; i < to; i++) {
        const value = this.positions[3 * this.order[i] + axis]
        if (value < least) least = value
        if (value > greatest) greatest = value
      }
      if (greatest - least > widestExtent) {
        widestExtent = greatest - least
        widest = axis
      }
    }
    return widest
  }

  /** Quickselect: afterwards none before `middle` is greater than it, none behind is less. */
  async #partition(
    from: number,
    to: number,
    middle: number,
    axis: number,
    slices: Slices,
  ): Promise<void> {
    const order = this.order
    const value = (i: number): number => this.positions[3 * order[i] + axis]
    let low = from
    let high = to - 1
    while (low < high) {
      if (high - low > 4096 && slices.over) await slices.turn()
      const pivot = medianOf(value(low), value((low + high) >> 1), value(high))
      let i = low
      let j = high
      while (i <= j) {
        while (value(i) < pivot) i++
        while (value(j) > pivot) j--
        if (i <= j) {
          const swapped = order[i]
          order[i++] = order[j]
          order[j--] = swapped
        }
      }
      if (middle <= j) high = j
      else if (middle >= i) low = i
      else return
    }
  }
}

function medianOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}

/** 0, 1, .. count - 1 */
function ascending(count: number): Int32Array {
  const indices = new Int32Array(count)
  for (let i = 0; i < count; i++) indices[i] = i
  return indices
}
