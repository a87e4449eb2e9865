import type { Arbor } from './arbor'
import type { Random } from './random'
import { addScaled, copyPoint, hundredths, normalise, type Vector } from './vector'

/**
 * The nodes and branches of an arbor as they grow. `position` and `direction` are those of the
 * growing tip.
 */
export class ArborBuilder {
  readonly position: Vector = [0, 0, 0]
  readonly radii: Float64Array
  count = 0
  readonly #direction: Vector = [0, 0, 0]
  /** Slowly changing: what makes fibers curve instead of jitter. */
  readonly #drift: Vector = [0, 0, 0]
  readonly #positions: Float64Array
  readonly #parents: Int32Array
  readonly #regions: Uint8Array
  readonly #branches: Int32Array
  readonly #firsts: Int32Array
  readonly #origins: Int32Array
  /** #N: 1 for a node from which a branch starts. */
  readonly #branching: Uint8Array
  #branchCount = 0

  constructor(
    nodes: number,
    mostBranches: number,
    readonly spacing: number,
    readonly random: Random,
  ) {
    this.#positions = new Float64Array(3 * nodes)
    this.#parents = new Int32Array(nodes)
    this.radii = new Float64Array(nodes)
    this.#regions = new Uint8Array(nodes)
    this.#branches = new Int32Array(nodes)
    this.#branching = new Uint8Array(nodes)
    this.#firsts = new Int32Array(mostBranches + 1)
    this.#origins = new Int32Array(mostBranches)
  }

  addNode(place: Readonly<Vector>, parent: number, radius: number, regionCode: number): void {
    const node = this.count++
    for (let axis = 0; axis < 3; axis++) this.#positions[3 * node + axis] = hundredths(place[axis])
    this.#parents[node] = parent
    this.radii[node] = hundredths(radius)
    this.#regions[node] = regionCode
    this.#branches[node] = this.#branchCount - 1
  }

  /** The next nodes are a new branch, which leaves the node `origin` in this direction. */
  startBranch(origin: number, direction: Readonly<Vector>): void {
    this.#origins[this.#branchCount] = origin
    this.#firsts[this.#branchCount] = this.count
    this.#branchCount++
    this.#branching[origin] = 1
    copyPoint(this.position, this.#positions, origin)
    for (let axis = 0; axis < 3; axis++) this.#direction[axis] = direction[axis]
    this.#drift.fill(0)
  }

  /**
   * Adds `count` nodes to the branch, its radius changing evenly from radii[0] to radii[1] nm. The
   * fiber turns towards `middle` wherever it is farther than `reach` nm from it.
   */
  grow(
    count: number,
    regionCode: number,
    radii: readonly [number, number],
    middle: Readonly<Vector>,
    reach: number,
  ): void {
    for (let i = 0; i < count; i++) {
      this.#turn(middle, reach)
      addScaled(this.position, this.#direction, this.spacing)
      const first = this.count === this.#firsts[this.#branchCount - 1]
      const parent = first ? this.#origins[this.#branchCount - 1] : this.count - 1
      const radius = radii[0] + ((radii[1] - radii[0]) * i) / Math.max(1, count - 1)
      this.addNode(this.position, parent, radius, regionCode)
    }
  }

  /** One step's change of direction: about 0.1 rad to each side, and towards the middle. */
  #turn(middle: Readonly<Vector>, reach: number): void {
    // Nodes closer than 400 nm turn less, so that a bend is never tighter than the tube is wide.
    const bend = Math.min(1, this.spacing / 400)
    let square = 0
    for (let axis = 0; axis < 3; axis++) {
      this.#drift[axis] = 0.85 * this.#drift[axis] + 0.25 * this.random.signed()
      const away = middle[axis] - this.position[axis]
      square += away * away
    }
    addScaled(this.#direction, this.#drift, 0.3 * bend)
    if (square > reach * reach) {
      const pull = (0.12 * bend) / Math.sqrt(square)
      addScaled(this.#direction, middle, pull)
      addScaled(this.#direction, this.position, -pull)
    }
    normalise(this.#direction)
  }

  /**
   * A random node, `from` or later, from which a branch may start: inside a branch, with no branch
   * point beside it. Every branch has at least 8 nodes and so at least two such places for the one
   * that its own origin took; few draws fail.
   */
  freeNode(from: number): number {
    for (;;) {
      const node = from + this.random.below(this.count - from)
      const branch = this.#branches[node]
      const last = branch + 1 < this.#branchCount ? this.#firsts[branch + 1] : this.count
      const inside = node >= this.#firsts[branch] + 2 && node < last - 2
      const near = this.#branching[node - 1] + this.#branching[node] + this.#branching[node + 1]
      if (inside && near === 0) return node
    }
  }

  /** Direction of the cable from the node's parent to the node. */
  directionInto(node: number): Vector {
    const direction: Vector = [0, 0, 0]
    const before: Vector = [0, 0, 0]
    copyPoint(direction, this.#positions, node)
    copyPoint(before, this.#positions, this.#parents[node])
    addScaled(direction, before, -1)
    normalise(direction)
    return direction
  }

  /** What has grown. */
  arbor(): Arbor {
    this.#firsts[this.#branchCount] = this.count
    return {
      spacing: this.spacing,
      positions: this.#positions,
      parents: this.#parents,
      radii: this.radii,
      regions: this.#regions,
      branches: this.#branches,
      branchCount: this.#branchCount,
      firsts: this.#firsts.slice(0, this.#branchCount + 1),
      origins: this.#origins.slice(0, this.#branchCount),
    }
  }
}
