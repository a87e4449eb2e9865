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
 * about first; the surface stays what it is (see {@link EdgeCollapse}), so that more faces may
 * be left. In every pass the cheap collapses that do not touch each other are made.
 *
 * Source: passes ours; cost Garland and Heckbert 1997. About O((#V + #F) log factor).
 *
 * @param positions Float64Array, #V by 3, in units that are the same along x, y and z.
 * @param faces #F by 3, three different vertices each.
 * @param isLocked #V: 1 for a vertex that stays.
 * @param factor one face in so many is wanted; faces with the vertices of an earlier one do not
 *   count, and go.
 */
export async function thinnedFaces(
  positions: Float64Array,
  faces: Uint32Array,
  isLocked: Uint8Array,
  factor: number,
  slices: Slices,
): Promise<Uint32Array> {
  const rings = new FaceRings(positions.length / 3, faces.slice(), faces.length / 3)
  await rings.dropRepeated(slices)
  const quadrics = await Quadrics.of(positions, rings.faces.subarray(0, 3 * rings.count), slices)
  const target = Math.round(rings.count / factor)
  const passes = new Passes(positions, rings, quadrics, isLocked)
  // Costs that were found too high may have become less where faces further away have changed: when
  // nothing moves any more, all are found anew, as long as that helps.
  let countWhenFresh = Infinity
  for (let isFresh = true; rings.count > target;) {
    if (isFresh) countWhenFresh = rings.count
    const isStuck = await passes.next(target, isFresh, slices)
    if (isStuck && rings.count > 0.999 * countWhenFresh) break
    isFresh = isStuck
  }
  return rings.faces.slice(0, 3 * rings.count)
}

class Passes {
  readonly #collapse: EdgeCollapse
  /** #V: cost of the cheapest collapse of each vertex; Infinity where it has none. */
  readonly #costs: Float64Array
  /** #V: onto which vertex that is. */
  readonly #best: Int32Array
  /** Costs of the collapses of one vertex, by place in its ring. */
  #ringCosts = new Float64Array(64)
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
    this.#best = new Int32Array(isLocked.length)
    this.#targets = new Int32Array(isLocked.length)
    this.#isTouched = new Uint8Array(isLocked.length)
  }

  /**
   * Makes one pass over the vertices whose collapse is among the cheapest.
   *
   * @param isFresh whether all costs are to be found anew, not only where faces have changed.
   * @returns whether next to nothing could be collapsed at any cost.
   */
  async next(target: number, isFresh: boolean, slices: Slices): Promise<boolean> {
    const { rings } = this
    const count = this.#costs.length
    await rings.refresh(slices)
    await slices.each(count, 2048, (from, to) => {
      for (let vertex = from; vertex < to; vertex++) {
        this.#targets[vertex] = vertex
        if (isFresh || this.#isTouched[vertex] === 1) this.#findBest(vertex)
        this.#isTouched[vertex] = 0
      }
    })
    const limit = this.#costLimit((rings.count - target) / 2)
    let faces = rings.count
    let tried = 0
    let collapsed = 0
    let vertex = 0
    const step = count % stride === 0 ? 1 : stride
    await slices.each(count, 512, (from, to) => {
      for (let i = from; i < to && faces > target; i++) {
        vertex = (vertex + step) % count
        if (this.#costs[vertex] > limit || this.#isTouched[vertex] === 1) continue
        if (this.#isTouched[this.#best[vertex]] === 1) continue
        const lost = this.#collapseVertex(vertex, limit)
        faces -= lost
        tried++
        if (lost > 0) collapsed++
      }
    })
    await rings.rename(this.#targets, slices)
    return limit === Number.MAX_VALUE && collapsed <= tried / 1000
  }

  #cost(vertex: number, target: number): number {
    const { positions } = this
    const dx = positions[3 * vertex] - positions[3 * target]
    const dy = positions[3 * vertex + 1] - positions[3 * target + 1]
    const dz = positions[3 * vertex + 2] - positions[3 * target + 2]
    return this.quadrics.error(vertex, target) + evenness * (dx * dx + dy * dy + dz * dz)
  }

  /** The cheapest collapse, possible or not, onto the corner that follows in one of the faces. */
  #findBest(vertex: number): void {
    const { starts, faceAt, faces } = this.rings
    this.#costs[vertex] = Infinity
    if (this.isLocked[vertex] === 1) return
    for (let i = starts[vertex]; i < starts[vertex + 1]; i++) {
      const face = 3 * faceAt[i]
      const corner = faces[face] === vertex ? 1 : faces[face + 1] === vertex ? 2 : 0
      const cost = this.#cost(vertex, faces[face + corner])
      if (cost >= this.#costs[vertex]) continue
      this.#costs[vertex] = cost
      this.#best[vertex] = faces[face + corner]
    }
  }

  /**
   * A cost that enough vertices do not exceed: those that are `wanted`, and some more, as many are in
   * each other's way; the greatest number where there are not so many.
   */
  #costLimit(wanted: number): number {
    const count = this.#costs.length
    const every = Math.ceil(count / sampleSize)
    const sample = new Float64Array(Math.ceil(count / every))
    let size = 0
    for (let vertex = 0; vertex < count; vertex += every) {
      if (this.#costs[vertex] < Infinity) sample[size++] = this.#costs[vertex]
    }
    const place = Math.ceil(wanted / every + Math.min((5 * wanted) / every, size / 8))
    return place < size ? sample.subarray(0, size).sort()[place] : Number.MAX_VALUE
  }

  /**
   * Collapses a vertex the cheapest possible way, if within the limit; else its cost becomes that of
   * the cheapest possible way. @returns the number of faces lost.
   */
  #collapseVertex(vertex: number, limit: number): number {
    const collapse = this.#collapse
    collapse.lookAt(vertex)
    const { ring, size } = collapse
    if (size > this.#ringCosts.length) this.#ringCosts = new Float64Array(2 * size)
    const costs = this.#ringCosts
    for (let i = 0; i < size; i++) costs[i] = this.#cost(vertex, ring[i])
    let waits = false
    for (let place = lowest(costs, size); place >= 0; place = lowest(costs, size)) {
      const target = ring[place]
      const cost = costs[place]
      costs[place] = Infinity
      if (this.#isTouched[target] === 1) waits = true
      else if (collapse.isPossible(vertex, target)) {
        if (cost <= limit) return this.#collapseOnto(vertex, target)
        if (!waits) this.#costs[vertex] = cost
        this.#best[vertex] = target
        return 0
      }
    }
    if (!waits) this.#costs[vertex] = Infinity
    return 0
  }

  #collapseOnto(vertex: number, target: number): number {
    this.#targets[vertex] = target
    this.quadrics.add(vertex, target)
    this.#isTouched[vertex] = 1
    const { ring, size } = this.#collapse
    for (let i = 0; i < size; i++) this.#isTouched[ring[i]] = 1
    return this.#collapse.sharedFaces(target)
  }
}

/** Place of the least of the first numbers, the first of equals; -1 where none is finite. */
function lowest(numbers: Float64Array, count: number): number {
  let best = -1
  let least = Infinity
  for (let i = 0; i < count; i++) {
    if (numbers[i] < least) {
      least = numbers[i]
      best = i
    }
  }
  return best
}
