/**
 * Vectors of three numbers, changed in place: the generator makes none per node. Only operations
 * that IEEE 754 fixes to the last bit are used (+ - * / and the square root), so the same seed gives
 * the same bytes on every platform; Math.sin and its kin may differ between engines.
 */
export type Vector = [number, number, number]

export function dot(a: Readonly<Vector>, b: Readonly<Vector>): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/** Makes `out` the vector product of a and b, which must be other vectors. */
export function cross(out: Vector, a: Readonly<Vector>, b: Readonly<Vector>): void {
  out[0] = a[1] * b[2] - a[2] * b[1]
  out[1] = a[2] * b[0] - a[0] * b[2]
  out[2] = a[0] * b[1] - a[1] * b[0]
}

/** out += factor * v */
export function addScaled(out: Vector, v: Readonly<Vector>, factor: number): void {
  out[0] += factor * v[0]
  out[1] += factor * v[1]
  out[2] += factor * v[2]
}

/** Scales `v` to length 1 and returns the length that it had; a vector of length 0 stays. */
export function normalise(v: Vector): number {
  const length = Math.sqrt(dot(v, v))
  if (length === 0) return 0
  v[0] /= length
  v[1] /= length
  v[2] /= length
  return length
}

/**
 * Makes `v` perpendicular to the unit vector `axis`, of length 1. Where it is nearly parallel to the
 * axis, the coordinate direction that is least parallel to the axis takes its place.
 */
export function makePerpendicular(v: Vector, axis: Readonly<Vector>): void {
  addScaled(v, axis, -dot(v, axis))
  if (normalise(v) > 1e-6) return
  const [x, y, z] = axis.map((value) => value * value)
  v[0] = v[1] = v[2] = 0
  v[x <= y && x <= z ? 0 : y <= z ? 1 : 2] = 1
  addScaled(v, axis, -dot(v, axis))
  normalise(v)
}

/** Makes `out` row `index` of a table of points, #P by 3. */
export function copyPoint(out: Vector, points: Float64Array, index: number): void {
  out[0] = points[3 * index]
  out[1] = points[3 * index + 1]
  out[2] = points[3 * index + 2]
}

/** The nearest multiple of 0.01, which is printed with two decimals at most and reads back equal. */
export function hundredths(value: number): number {
  return Math.floor(value * 100 + 0.5) / 100
}

/**
 * Cosine and sine of `turn` * 2 pi, for a turn from 0 to 1: Taylor series within a quarter turn,
 * to about 1e-15.
 */
export function cosineAndSine(turn: number): [number, number] {
  const quarter = Math.floor(turn * 4)
  const angle = (turn - quarter / 4) * 2 * Math.PI
  let cosine = 1
  let sine = angle
  let cosineTerm = 1
  let sineTerm = angle
  for (let k = 1; k <= 12; k++) {
    cosineTerm *= -(angle * angle) / ((2 * k - 1) * (2 * k))
    sineTerm *= -(angle * angle) / (2 * k * (2 * k + 1))
    cosine += cosineTerm
    sine += sineTerm
  }
  switch (quarter % 4) {
    case 0:
      return [cosine, sine]
    case 1:
      return [-sine, cosine]
    case 2:
      return [-cosine, -sine]
    default:
      return [sine, -cosine]
  }
}
