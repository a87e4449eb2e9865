/** Pairs of nodes, the lower first, and their distances. */
export class NodePairs {
  readonly ends: number[] = []
  readonly gaps: number[] = []

  add(lower: number, higher: number, gap: number): void {
    this.ends.push(lower, higher)
    this.gaps.push(gap)
  }

  /** #J by 2, by gap, then by the lower node, then by the higher. */
  sorted(): Int32Array {
    const { ends, gaps } = this
    const order = gaps
      .map((_, pair) => pair)
      .sort(
        (a, b) =>
          gaps[a] - gaps[b] || ends[2 * a] - ends[2 * b] || ends[2 * a + 1] - ends[2 * b + 1],
      )
    return Int32Array.from(order.flatMap((pair) => [ends[2 * pair], ends[2 * pair + 1]]))
  }
}
