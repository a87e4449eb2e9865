import type { Slices } from '../slices'
import { branchLength, region, somaRadius, swcType, type Arbor } from './arbor'
import { Centreline } from './centreline'
import type { TubeLayout } from './tube-layout'
import {
  addScaled,
  copyPoint,
  cosineAndSine,
  cross,
  hundredths,
  makePerpendicular,
  normalise,
  type Vector,
} from './vector'

/** Points of the mesh and what they belong to, filled as the mesh is built. */
export interface MeshPoints {
  /** #V by 3, row-major, nm, multiples of 0.01. */
  positions: Float64Array
  /** #V: SWC types. */
  types: Uint8Array
}

/**
 * Places the vertices of the main body: on each centreline rings of `sides` vertices, numbered
 * counterclockwise seen from ahead, a cap vertex beyond the tip, and the soma as a ball of rings that
 * the tube of branch 0 continues.
 */
export class TubeRings {
  readonly #circle: Float64Array
  readonly #centreline: Centreline
  /** First spoke of the ring; carried along the branch, so that tubes do not twist. */
  readonly #spoke: Vector = [1, 0, 0]
  readonly #binormal: Vector = [0, 0, 0]
  readonly #vertex: Vector = [0, 0, 0]

  constructor(
    readonly arbor: Arbor,
    readonly layout: TubeLayout,
    readonly points: MeshPoints,
  ) {
    const { sides } = layout
    this.#circle = new Float64Array(2 * sides)
    for (let side = 0; side < sides; side++) this.#circle.set(cosineAndSine(side / sides), 2 * side)
    this.#centreline = new Centreline(arbor)
  }

  async place(slices: Slices): Promise<void> {
    this.#placeSoma()
    for (let branch = 0; branch < this.arbor.branchCount; branch++) {
      await this.#placeBranch(branch, slices)
    }
  }

  /** Rings at equal angles from the far pole, whose cap is the mesh's last vertex. */
  #placeSoma(): void {
    const { somaRings, vertexCount } = this.layout
    const centre: Vector = [0, 0, 0]
    const axis: Vector = [0, 0, 0]
    copyPoint(centre, this.arbor.positions, 0)
    copyPoint(axis, this.arbor.positions, 1)
    addScaled(axis, centre, -1)
    normalise(axis)
    const place: Vector = [0, 0, 0]
    for (let ring = 0; ring < somaRings; ring++) {
      const [cosine, sine] = cosineAndSine((ring + 1) / (2 * (somaRings + 1)))
      for (let i = 0; i < 3; i++) place[i] = centre[i] - somaRadius * cosine * axis[i]
      this.#placeRing(ring, place, axis, somaRadius * sine, region.soma)
    }
    addScaled(centre, axis, -somaRadius)
    this.#placeVertex(vertexCount - 1, centre, region.soma)
  }

  async #placeBranch(branch: number, slices: Slices): Promise<void> {
    const { firstRings, ringCount, sides } = this.layout
    const line = this.#centreline
    const rings = firstRings[branch + 1] - firstRings[branch]
    const length = branchLength(this.arbor, branch)
    const start = line.start(branch)
    for (let i = 0; i < rings; i++) {
      if ((i & 127) === 0 && slices.over) await slices.turn()
      const t = i === rings - 1 ? length : start + ((length - start) * i) / (rings - 1)
      line.moveTo(branch, t)
      const regionCode = this.arbor.regions[line.nodeAt(branch, t)]
      this.#placeRing(firstRings[branch] + i, line.position, line.tangent, line.radius, regionCode)
    }
    const tip = this.#vertex
    for (let axis = 0; axis < 3; axis++) tip[axis] = line.position[axis]
    addScaled(tip, line.tangent, 0.8 * line.radius)
    const regionCode = this.arbor.regions[line.nodeAt(branch, length)]
    this.#placeVertex(ringCount * sides + branch, tip, regionCode)
  }

  #placeRing(
    ring: number,
    centre: Readonly<Vector>,
    tangent: Readonly<Vector>,
    radius: number,
    regionCode: number,
  ): void {
    const { sides } = this.layout
    makePerpendicular(this.#spoke, tangent)
    cross(this.#binormal, tangent, this.#spoke)
    for (let side = 0; side < sides; side++) {
      for (let axis = 0; axis < 3; axis++) this.#vertex[axis] = centre[axis]
      addScaled(this.#vertex, this.#spoke, radius * this.#circle[2 * side])
      addScaled(this.#vertex, this.#binormal, radius * this.#circle[2 * side + 1])
      this.#placeVertex(ring * sides + side, this.#vertex, regionCode)
    }
  }

  #placeVertex(vertex: number, place: Readonly<Vector>, regionCode: number): void {
    const { positions, types } = this.points
    for (let axis = 0; axis < 3; axis++) positions[3 * vertex + axis] = hundredths(place[axis])
    types[vertex] = swcType(regionCode)
  }
}
