import type { Slices } from '../slices'
import type { TubeHoles } from './tube-holes'
import type { TubeLayout } from './tube-layout'

/**
 * Adds the triangles of the main body to `faces`, from triangle 0 on, all of them counterclockwise
 * seen from outside, and returns their number: 2 #V - 4, as for every sphere of triangles.
 */
export async function addTubeFaces(
  faces: Uint32Array,
  positions: Float64Array,
  layout: TubeLayout,
  holes: TubeHoles,
  slices: Slices,
): Promise<number> {
  const { sides, firstRings, ringCount, vertexCount, somaRings } = layout
  const strips = new TubeFaces(faces, positions, sides)
  strips.addFan(vertexCount - 1, 0, true)
  for (let ring = 0; ring < somaRings; ring++) strips.addWall(ring, holes.isHole)
  for (let branch = 0; branch < firstRings.length - 1; branch++) {
    if (slices.over) await slices.turn()
    if (branch > 0) strips.addJunction(holes.quads[branch], firstRings[branch])
    const lastRing = firstRings[branch + 1] - 1
    for (let ring = firstRings[branch]; ring < lastRing; ring++) {
      if ((ring & 1023) === 0 && slices.over) await slices.turn()
      strips.addWall(ring, holes.isHole)
    }
    strips.addFan(ringCount * sides + branch, lastRing, false)
  }
  return strips.count
}

class TubeFaces {
  count = 0

  constructor(
    readonly faces: Uint32Array,
    readonly positions: Float64Array,
    readonly sides: number,
  ) {}

  #add(a: number, b: number, c: number): void {
    this.faces[3 * this.count] = a
    this.faces[3 * this.count + 1] = b
    this.faces[3 * this.count + 2] = c
    this.count++
  }

  /** Two triangles per quad between this ring and the next. */
  addWall(ring: number, isHole: Uint8Array): void {
    const { sides } = this
    for (let side = 0; side < sides; side++) {
      if (isHole[ring * sides + side]) continue
      const [a, b, c, d] = this.#quad(ring * sides + side)
      this.#add(a, b, d)
      this.#add(b, c, d)
    }
  }

  /** Corners of a quad, counterclockwise seen from outside. */
  #quad(quad: number): [number, number, number, number] {
    const { sides } = this
    const next = quad % sides === sides - 1 ? quad + 1 - sides : quad + 1
    return [quad, next, next + sides, quad + sides]
  }

  /** Closes the tube at a ring by a cap vertex: behind it, or ahead of it. */
  addFan(cap: number, ring: number, behind: boolean): void {
    const { sides } = this
    for (let side = 0; side < sides; side++) {
      const vertex = ring * sides + side
      const next = ring * sides + ((side + 1) % sides)
      if (behind) this.#add(cap, next, vertex)
      else this.#add(cap, vertex, next)
    }
  }

  /**
   * Joins the rim of a hole to a ring by a strip that goes around both at the same pace. (Always
   * taking the shorter diagonal may go all around one of them first, and so use an edge four times.)
   */
  addJunction(quad: number, ring: number): void {
    const { sides } = this
    const rim = this.#quad(quad)
    const offset = this.#leastTwist(rim, ring)
    const ringVertex = (step: number): number => ring * sides + ((offset + step) % sides)
    let i = 0
    let j = 0
    while (i < 4 || j < sides) {
      if ((i + 1) * sides <= (j + 1) * 4) {
        this.#add(rim[i], rim[(i + 1) % 4], ringVertex(j))
        i++
      } else {
        this.#add(rim[i % 4], ringVertex(j + 1), ringVertex(j))
        j++
      }
    }
  }

  /** The side of the ring that goes with the first corner so that the strip twists least. */
  #leastTwist(rim: readonly number[], ring: number): number {
    const { sides } = this
    let best = 0
    let least = Infinity
    for (let offset = 0; offset < sides; offset++) {
      let sum = 0
      for (let i = 0; i < 4; i++) {
        const side = (offset + Math.floor((i * sides) / 4)) % sides
        sum += this.#squaredDistance(rim[i], ring * sides + side)
      }
      if (sum < least) {
        least = sum
        best = offset
      }
    }
    return best
  }

  #squaredDistance(a: number, b: number): number {
    let sum = 0
    for (let axis = 0; axis < 3; axis++) {
      const difference = this.positions[3 * a + axis] - this.positions[3 * b + axis]
      sum += difference * difference
    }
    return sum
  }
}
