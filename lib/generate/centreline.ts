import { branchLength, type Arbor } from './arbor'
import { addScaled, copyPoint, normalise, type Vector } from './vector'

/**
 * The smooth curve through the nodes of a branch (Catmull-Rom), on which rings and synapses are
 * placed. Along a branch `t` is 0 at its origin and i at its i-th node, counted from 1.
 */
export class Centreline {
  /** Place, direction (of length 1) and radius in nm, where `moveTo` was told to go. */
  readonly position: Vector = [0, 0, 0]
  readonly tangent: Vector = [0, 0, 0]
  radius = 0
  readonly #around: [Vector, Vector, Vector, Vector] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ]

  constructor(readonly arbor: Arbor) {}

  /**
   * `t` of a branch's first ring: outside of the tube that it leaves, but never beyond two fifths of
   * the branch. Branch 0 leaves no tube and starts at its origin.
   */
  start(branch: number): number {
    if (branch === 0) return 0
    const { radii, origins, firsts, spacing } = this.arbor
    const clear = 1.6 * radii[origins[branch]] + radii[firsts[branch]]
    return Math.min(0.4 * branchLength(this.arbor, branch), clear / spacing)
  }

  /** The node of the branch that is nearest to `t`, its origin excepted. */
  nodeAt(branch: number, t: number): number {
    return this.arbor.firsts[branch] + Math.max(1, Math.floor(t + 0.5)) - 1
  }

  /** Goes to `t`, from 0 to the number of nodes of the branch. */
  moveTo(branch: number, t: number): void {
    const length = branchLength(this.arbor, branch)
    const before = Math.min(length - 1, Math.floor(t))
    const u = t - before
    const [a, b, c, d] = this.#around
    this.#place(b, branch, before)
    this.#place(c, branch, before + 1)
    if (before > 0) this.#place(a, branch, before - 1)
    else mirror(a, b, c)
    if (before + 2 <= length) this.#place(d, branch, before + 2)
    else mirror(d, c, b)
    for (let axis = 0; axis < 3; axis++) {
      const slope = (c[axis] - a[axis]) / 2
      const square = a[axis] - 2.5 * b[axis] + 2 * c[axis] - 0.5 * d[axis]
      const cube = (d[axis] - a[axis]) / 2 + 1.5 * (b[axis] - c[axis])
      this.position[axis] = b[axis] + u * (slope + u * (square + u * cube))
      this.tangent[axis] = slope + u * (2 * square + 3 * u * cube)
    }
    normalise(this.tangent)

    // A branch is as thin at its origin as at its first node, whatever it comes from.
    const { firsts, radii } = this.arbor
    const node = firsts[branch] + before
    const from = radii[before === 0 ? node : node - 1]
    this.radius = from + u * (radii[node] - from)
  }

  #place(out: Vector, branch: number, index: number): void {
    const { positions, firsts, origins } = this.arbor
    copyPoint(out, positions, index === 0 ? origins[branch] : firsts[branch] + index - 1)
  }
}

/** Makes `out` the point that continues the line from `next` to `point`. */
function mirror(out: Vector, point: Readonly<Vector>, next: Readonly<Vector>): void {
  for (let axis = 0; axis < 3; axis++) out[axis] = point[axis]
  addScaled(out, point, 1)
  addScaled(out, next, -1)
}
