import type { Slices } from '../slices'
import type { Random } from './random'
import type { TubeLayout } from './tube-layout'
import type { MeshPoints } from './tube-rings'
import {
  addScaled,
  copyPoint,
  cosineAndSine,
  cross,
  hundredths,
  makePerpendicular,
  type Vector,
} from './vector'

/**
 * #K: the number of vertices of every flake, 4 (a tetrahedron, every other one, the first included)
 * or 5 to 12 (two pyramids on a common base).
 */
export function flakeSizes(count: number, random: Random): Uint8Array {
  const sizes = new Uint8Array(count)
  for (let i = 0; i < count; i++) sizes[i] = i % 2 === 0 ? 4 : 5 + random.below(8)
  return sizes
}

/** Small closed bodies inside the tubes, as segmentations of real neurons have them. */
export class Flakes {
  readonly #axis: Vector = [0, 0, 0]
  readonly #side: Vector = [0, 0, 0]
  readonly #binormal: Vector = [0, 0, 0]
  readonly #centre: Vector = [0, 0, 0]
  readonly #point: Vector = [0, 0, 0]
  #size = 0
  #vertex: number
  #face: number

  /**
   * @param vertex number of vertices, and `face` of faces, of the main body: the flakes follow.
   */
  constructor(
    readonly points: MeshPoints,
    readonly faces: Uint32Array,
    vertex: number,
    face: number,
    readonly random: Random,
  ) {
    this.#vertex = vertex
    this.#face = face
  }

  async place(sizes: Uint8Array, layout: TubeLayout, slices: Slices): Promise<void> {
    await slices.each(sizes.length, 256, (from, to) => {
      for (let i = from; i < to; i++) this.#placeFlake(sizes[i], layout)
    })
  }

  /** In the middle of a random ring outside the soma, of 0.3 of its radius: inside any tube. */
  #placeFlake(vertices: number, layout: TubeLayout): void {
    const { sides, somaRings, ringCount } = layout
    const ring = somaRings + this.random.below(ringCount - somaRings)
    const [axis, side] = [this.#axis, this.#side]
    this.#centre.fill(0)
    for (let i = 0; i < sides; i++) {
      copyPoint(side, this.points.positions, ring * sides + i)
      addScaled(this.#centre, side, 1 / sides)
    }
    addScaled(side, this.#centre, -1)
    this.#size = 0.3 * Math.sqrt(side[0] * side[0] + side[1] * side[1] + side[2] * side[2])
    this.random.direction(axis)
    this.random.direction(side)
    makePerpendicular(side, axis)
    cross(this.#binormal, axis, side)
    const type = this.points.types[ring * sides]
    if (vertices === 4) this.#addPyramid(type)
    else this.#addDoublePyramid(vertices - 2, type)
  }

  /** A regular tetrahedron: the top at height 1, the base at height -1/3. */
  #addPyramid(type: number): void {
    const first = this.#vertex
    for (let i = 0; i < 3; i++) this.#addPoint(-1 / 3, Math.sqrt(8) / 3, i / 3, type)
    this.#addPoint(1, 0, 0, type)
    for (let i = 0; i < 3; i++) this.#addFace(first + i, first + ((i + 1) % 3), first + 3)
    this.#addFace(first, first + 2, first + 1)
  }

  #addDoublePyramid(base: number, type: number): void {
    const first = this.#vertex
    for (let i = 0; i < base; i++) this.#addPoint(0, 1, i / base, type)
    this.#addPoint(1, 0, 0, type)
    this.#addPoint(-1, 0, 0, type)
    for (let i = 0; i < base; i++) {
      const next = first + ((i + 1) % base)
      this.#addFace(first + i, next, first + base)
      this.#addFace(next, first + i, first + base + 1)
    }
  }

  /** A vertex at cylindrical coordinates around the axis, in units of the flake's size. */
  #addPoint(height: number, radius: number, turn: number, type: number): void {
    const [cosine, sine] = cosineAndSine(turn)
    const point = this.#point
    for (let i = 0; i < 3; i++) point[i] = this.#centre[i]
    addScaled(point, this.#axis, height * this.#size)
    addScaled(point, this.#side, radius * cosine * this.#size)
    addScaled(point, this.#binormal, radius * sine * this.#size)
    const vertex = this.#vertex++
    for (let i = 0; i < 3; i++) this.points.positions[3 * vertex + i] = hundredths(point[i])
    this.points.types[vertex] = type
  }

  #addFace(a: number, b: number, c: number): void {
    this.faces[3 * this.#face] = a
    this.faces[3 * this.#face + 1] = b
    this.faces[3 * this.#face + 2] = c
    this.#face++
  }
}
