import type { Slices } from '../slices'

/** Numbers per vertex: 9 of the symmetric 4 by 4 matrix, its last one, and the sum of weights. */
const width = 11

/**
 * How far a point is from the planes of faces: for every vertex the sum over its faces of
 * area * (distance to the plane)^2, as a quadratic form.
 *
 * Source: Garland and Heckbert, Surface Simplification Using Quadric Error Metrics, 1997, section 5.
 */
export class Quadrics {
  readonly #forms: Float64Array
  /** Middle of the first vertex; positions far from the origin lose no digits. */
  readonly #origin: readonly [number, number, number]

  private constructor(private readonly positions: Float64Array) {
    this.#forms = new Float64Array((width * positions.length) / 3)
    this.#origin = [positions[0], positions[1], positions[2]]
  }

  /** @param positions #V by 3. @param faces #F by 3. */
  static async of(positions: Float64Array, faces: Uint32Array, slices: Slices): Promise<Quadrics> {
    const quadrics = new Quadrics(positions)
    await slices.each(faces.length / 3, 2048, (from, to) => {
      for (let face = from; face < to; face++) quadrics.#addFace(faces, face)
    })
    return quadrics
  }

  /** Mean squared distance of vertex `to` from the planes of vertex `from`; 0 where it has none. */
  error(from: number, to: number): number {
    const forms = this.#forms
    const f = width * from
    const x = this.positions[3 * to] - this.#origin[0]
    const y = this.positions[3 * to + 1] - this.#origin[1]
    const z = this.positions[3 * to + 2] - this.#origin[2]
    const weight = forms[f + 10]
    if (weight === 0) return 0
    const sum =
      x * (forms[f] * x + 2 * (forms[f + 1] * y + forms[f + 2] * z + forms[f + 3])) +
      y * (forms[f + 4] * y + 2 * (forms[f + 5] * z + forms[f + 6])) +
      z * (forms[f + 7] * z + 2 * forms[f + 8]) +
      forms[f + 9]
    return Math.max(0, sum / weight)
  }

  /** The planes of vertex `from` are those of vertex `to` as well. */
  add(from: number, to: number): void {
    for (let i = 0; i < width; i++) this.#forms[width * to + i] += this.#forms[width * from + i]
  }

  #addFace(faces: Uint32Array, face: number): void {
    const { positions } = this
    const [a, b, c] = [faces[3 * face], faces[3 * face + 1], faces[3 * face + 2]]
    let [x, y, z] = faceNormal(positions, a, b, c)
    const length = Math.sqrt(x * x + y * y + z * z)
    if (length === 0) return
    x /= length
    y /= length
    z /= length
    const w = -(
      x * (positions[3 * a] - this.#origin[0]) +
      y * (positions[3 * a + 1] - this.#origin[1]) +
      z * (positions[3 * a + 2] - this.#origin[2])
    )
    const area = length / 2
    const form = [x * x, x * y, x * z, x * w, y * y, y * z, y * w, z * z, z * w, w * w, 1]
    for (let i = 0; i < width; i++) {
      const part = area * form[i]
      this.#forms[width * a + i] += part
      this.#forms[width * b + i] += part
      this.#forms[width * c + i] += part
    }
  }
}

/** Twice the area of the triangle, along its normal. */
export function faceNormal(
  positions: Float64Array,
  a: number,
  b: number,
  c: number,
): [x: number, y: number, z: number] {
  const ux = positions[3 * b] - positions[3 * a]
  const uy = positions[3 * b + 1] - positions[3 * a + 1]
  const uz = positions[3 * b + 2] - positions[3 * a + 2]
  const vx = positions[3 * c] - positions[3 * a]
  const vy = positions[3 * c + 1] - positions[3 * a + 1]
  const vz = positions[3 * c + 2] - positions[3 * a + 2]
  return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
}
