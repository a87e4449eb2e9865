import type { Slices } from '../slices'

/** Most nodes in a leaf of the tree. */
const leafSize = 16

/**
 * A kd-tree over points, built without holding up the event loop. The tree is implicit: the points'
 * indices, partitioned about the median of the widest side again and again.
 */
export class NearestNode {
  readonly #positions: Float64Array
  readonly #order: Int32Array
  /** Axis of the split of the range whose middle is here. */
  readonly #axes: Uint8Array

  private constructor(positions: Float64Array) {
    this.#positions = positions
    this.#order = new Int32Array(positions.length / 3)
    for (let i = 0; i < this.#order.length; i++) this.#order[i] = i
    this.#axes = new Uint8Array(this.#order.length)
  }

  /** @param positions Float64Array, #N by 3; finite. */
  static async of(positions: Float64Array, slices: Slices): Promise<NearestNode> {
    const tree = new NearestNode(positions)
    const ranges: [number, number][] = [[0, tree.#order.length]]
    for (let range = ranges.pop(); range; range = ranges.pop()) {
      const [from, to] = range
      if (to - from <= leafSize) continue
      if (slices.over) await slices.turn()
      const middle = (from + to) >> 1
      const axis = tree.#widestAxis(from, to)
      tree.#axes[middle] = axis
      await tree.#partition(from, to, middle, axis, slices)
      ranges.push([from, middle], [middle + 1, to])
    }
    return tree
  }

  /**
   * Index of the node nearest to (x, y, z) in float64, the lowest of equals, and its distance;
   * index -1 where there are no nodes.
   */
  nearest(x: number, y: number, z: number): { index: number; distance: number } {
    const positions = this.#positions
    const point = [x, y, z]
    let best = -1
    let least = Infinity
    const visit = (node: number): void => {
      const dx = positions[3 * node] - x
      const dy = positions[3 * node + 1] - y
      const dz = positions[3 * node + 2] - z
      const squared = dx * dx + dy * dy + dz * dz
      if (squared < least || (squared === least && node < best)) {
        least = squared
        best = node
      }
    }
    const ranges = [0, this.#order.length, 0]
    while (ranges.length > 0) {
      const gap = ranges.pop() as number
      const to = ranges.pop() as number
      const from = ranges.pop() as number
      if (gap > least) continue // not >=: an equal one may have a lower index
      if (to - from <= leafSize) {
        for (let i = from; i < to; i++) visit(this.#order[i])
        continue
      }
      const middle = (from + to) >> 1
      const node = this.#order[middle]
      const axis = this.#axes[middle]
      const beside = point[axis] - positions[3 * node + axis]
      visit(node)
      const lower = [from, middle, beside <= 0 ? 0 : beside * beside]
      const upper = [middle + 1, to, beside >= 0 ? 0 : beside * beside]
      ranges.push(...(beside <= 0 ? upper : lower), ...(beside <= 0 ? lower : upper))
    }
    return { index: best, distance: Math.sqrt(least) }
  }

  #widestAxis(from: number, to: number): number {
    let widest = 0
    let widestExtent = -1
    for (let axis = 0; axis < 3; axis++) {
      let least = Infinity
      let greatest = -Infinity
      for (let i = from; i < to; i++) {
        const value = this.#positions[3 * this.#order[i] + axis]
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
    const order = this.#order
    const value = (i: number): number => this.#positions[3 * order[i] + axis]
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
