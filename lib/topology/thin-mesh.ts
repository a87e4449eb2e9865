import type { Slices } from '../slices'
import { EdgeCollapse } from './edge-collapse'
import { FaceRings } from './face-rings'
import { Quadrics } from './quadrics'

/**
 * Part of the squared length of an edge in the cost of its collapse. With 0 straight tubes would be
 * left with faces as long as they are; this keeps vertices about evenly spaced along a neurite, so
 * that labels keep their resolution.
 */
const evenness = 0.05

/** Costs that are looked at to find how cheap the cheapest so many are. */
const sampleSize = 32768

/** Visiting vertices by this stride (a prime, so that all are met) leaves no trace of their order. */
const stride = 514_229

/**
 * Faces of a mesh with fewer of them, by collapsing edges onto one of their ends, the cheapest
 * about first; the surface stays what it is (see {@link EdgeCollapse}), so that it may end above
 * `target`. In every pass the cheap collapses that do not touch each other are made.
 *
 * Source: passes ours; cost Garland and Heckbert 1997. About O((#V + #F) log(#F / target)).
 *
 * @param positions Float64Array, #V by 3, in units that are the same along x, y and z.
 * @param faces #F by 3, three different vertices each.
 * @param isLocked #V: 1 for a vertex that stays.
 * @param target number of faces wanted.
 */
export async function thinnedFaces(
  positions: Float64Array,
  faces: Uint32Array,
  isLocked: Uint8Array,
  target: number,
  slices: Slices,
): Promise<Uint32Array> {
  const rings = new FaceRings(positions.length / 3, faces.slice(), faces.length / 3)
  const quadrics = await Quadrics.of(positions, faces, slices)
  const passes = new Passes(positions, rings, quadrics, isLocked)
  let reach = 1
  while (rings.count > target) {
    const { collapsed, candidates, isAll } = await passes.next(target, reach, slices)
    if (isAll && collapsed <= candidates / 1000) break
    reach = collapsed > candidates / 20 ? 1 : 2 * reach
  }
  return rings.faces.slice(0, 3 * rings.count)
}

class Passes {
  readonly #collapse: EdgeCollapse
  /** #V: cost of the cheapest collapse of each vertex; Infinity where it has none. */
  readonly #costs: Float64Array
  /** #V: the vertex that each is now; itself unless collapsed in this pass. */
  readonly #targets: Int32Array
  /** #V: 1 for a vertex whose faces this pass has changed. */
  readonly #isTouched: Uint8Array

  constructor(
    private readonly positions: Float64Array,
    private readonly rings: FaceRings,
    private readonly quadrics: Quadrics,
    private readonly isLocked: Uint8Array,
  ) {
    this.#collapse = new EdgeCollapse(positions, rings)
    this.#costs = new Float64Array(isLocked.length)
    this.#targets = new Int32Array(isLocked.length)
    this.#isTouched = new Uint8Array(isLocked.length)
  }

  /** Makes one pass over the vertices whose collapse is among the cheapest. */
  async next(
    target: number,
    reach: number,
    slices: Slices,
  ): Promise<{ collapsed: number; candidates: number; isAll: boolean }> {
    const { rings } = this
    const count = this.#costs.length
    await rings.refresh(slices)
    this.#isTouched.fill(0)
    await slices.each(count, 1024, (from, to) => {
      for (let vertex = from; vertex < to; vertex++) {
        this.#targets[vertex] = vertex
        this.#costs[vertex] = this.#leastCost(vertex)
      }
    })
    const { limit, candidates, isAll } = this.#costLimit((reach * (rings.count - target)) / 2)
    let faces = rings.count
    let collapsed = 0
    const step = count % stride === 0 ? 1 : stride
    let vertex = 0
    await slices.each(count, 512, (from, to) => {
      for (let i = from; i < to && faces > target; i++) {
        vertex = (vertex + step) % count
        if (!(this.#costs[vertex] <= limit) || this.#isTouched[vertex] === 1) continue
        const lost = this.#collapseVertex(vertex, limit)
        if (lost > 0) collapsed++
        faces -= lost
      }
    })
    await rings.rename(this.#targets, slices)
    return { collapsed, candidates, isAll }
  }

  #cost(vertex: number, target: number): number {
    const { positions } = this
    const dx = positions[3 * vertex] - positions[3 * target]
    const dy = positions[3 * vertex + 1] - positions[3 * target + 1]
    const dz = positions[3 * vertex + 2] - positions[3 * target + 2]
    return this.quadrics.error(vertex, target) + evenness * (dx * dx + dy * dy + dz * dz)
  }

  /** Cost of the cheapest collapse, possible or not, with the corner that follows in each face. */
  #leastCost(vertex: number): number {
    const { starts, faceAt, faces } = this.rings
    if (this.isLocked[vertex] === 1) return Infinity
    let least = Infinity
    for (let i = starts[vertex]; i < starts[vertex + 1]; i++) {
      const face = 3 * faceAt[i]
      const corner = faces[face] === vertex ? 1 : faces[face + 1] === vertex ? 2 : 0
      const cost = this.#cost(vertex, faces[face + corner])
      if (cost < least) least = cost
    }
    return least
  }

  /** The greatest of the `wanted` least costs, about; Infinity where there are not so many. */
  #costLimit(wanted: number): { limit: number; candidates: number; isAll: boolean } {
    const count = this.#costs.length
    const every = Math.ceil(count / sampleSize)
    const sample = new Float64Array(Math.ceil(count / every))
    let size = 0
    for (let vertex = 0; vertex < count; vertex += every) {
      if (this.#costs[vertex] < Infinity) sample[size++] = this.#costs[vertex]
    }
    const place = Math.ceil(wanted / every)
    if (place >= size) return { limit: Number.MAX_VALUE, candidates: size * every, isAll: true }
    const limit = sample.subarray(0, size).sort()[place]
    return { limit, candidates: wanted, isAll: false }
  }

  /** Collapses a vertex the cheapest possible way, if within the limit. @returns faces lost. */
  #collapseVertex(vertex: number, limit: number): number {
    const collapse = this.#collapse
    collapse.lookAt(vertex)
    const costs = collapse.ring.map((other) => this.#cost(vertex, other))
    for (;;) {
      let best = -1
      for (let i = 0; i < costs.length; i++) {
        if (costs[i] <= (best < 0 ? limit : costs[best]) && (best < 0 || costs[i] < costs[best]))
          best = i
      }
      if (best < 0) return 0
      const target = collapse.ring[best]
      costs[best] = Infinity
      if (this.#isTouched[target] === 1 || !collapse.isPossible(vertex, target)) continue
      this.#targets[vertex] = target
      this.quadrics.add(vertex, target)
      this.#isTouched[vertex] = 1
      for (const other of collapse.ring) this.#isTouched[other] = 1
      return collapse.sharedFaces(target)
    }
  }
}
