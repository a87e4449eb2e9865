import type { Slices } from '../slices'
import { leafSize, PointTree } from '../topology/point-tree'

/** Finds the node that is nearest to a point in space. */
export class NearestNode {
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
    const ranges = [0, order.length, 0]
    while (ranges.length > 0) {
      const gap = ranges.pop() as number
      const to = ranges.pop() as number
      const from = ranges.pop() as number
      if (gap > least) continue // not >=: an equal one may have a lower index
      if (to - from <= leafSize) {
        for (let i = from; i < to; i++) visit(order[i])
        continue
      }
      const middle = (from + to) >> 1
      const node = order[middle]
      const axis = axes[middle]
      const beside = point[axis] - positions[3 * node + axis]
      visit(node)
      const lower = [from, middle, beside <= 0 ? 0 : beside * beside]
      const upper = [middle + 1, to, beside >= 0 ? 0 : beside * beside]
      ranges.push(...(beside <= 0 ? upper : lower), ...(beside <= 0 ? lower : upper))
    }
    return { index: best, distance: Math.sqrt(least) }
  }
}
