import type { Mesh } from '../../lib/neuron/mesh'

/** A connected part of a mesh. */
export interface Body {
  vertices: number
  /** Edges that are not passed once in either direction by the faces beside them. */
  edgesNotOfTwoFaces: number
  eulerCharacteristic: number
  /** Signed: positive where the faces are counterclockwise seen from outside. */
  volume: number
  shortestEdge: number
}

type Point = [number, number, number]

function pointAt(positions: Float64Array, index: number): Point {
  return [positions[3 * index], positions[3 * index + 1], positions[3 * index + 2]]
}

function minus(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

function dot(a: Point, b: Point): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

function cross(a: Point, b: Point): Point {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/** The connected parts of a mesh, in the order of their first vertices. */
export function bodies({ positions, faces, nodeCount }: Mesh): Body[] {
  const rootOf = components(faces, nodeCount)
  const found = new Map<number, Body>()
  const bodyOf = (vertex: number): Body => found.get(rootOf[vertex]) as Body
  for (let vertex = 0; vertex < nodeCount; vertex++) {
    const body = found.get(rootOf[vertex]) ?? {
      vertices: 0,
      edgesNotOfTwoFaces: 0,
      eulerCharacteristic: 0,
      volume: 0,
      shortestEdge: Infinity,
    }
    body.vertices++
    body.eulerCharacteristic++
    found.set(rootOf[vertex], body)
  }

  // Passes of an edge: 1 for every face that goes from the lower vertex to the higher, 1000 back.
  const passes = new Map<number, number>()
  for (let i = 0; i < faces.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) => pointAt(positions, faces[i + corner]))
    bodyOf(faces[i]).volume += dot(a, cross(b, c)) / 6
    bodyOf(faces[i]).eulerCharacteristic++
    for (let corner = 0; corner < 3; corner++) {
      const [from, to] = [faces[i + corner], faces[i + ((corner + 1) % 3)]]
      const key = Math.min(from, to) * nodeCount + Math.max(from, to)
      passes.set(key, (passes.get(key) ?? 0) + (from < to ? 1 : 1000))
    }
  }
  for (const [key, count] of passes) {
    const [from, to] = [Math.floor(key / nodeCount), key % nodeCount]
    const body = bodyOf(from)
    body.eulerCharacteristic--
    if (count !== 1001) body.edgesNotOfTwoFaces++
    const along = minus(pointAt(positions, to), pointAt(positions, from))
    body.shortestEdge = Math.min(body.shortestEdge, Math.sqrt(dot(along, along)))
  }
  return [...found.values()]
}

/** #V: the lowest vertex of each vertex' part. */
function components(faces: Uint32Array, vertexCount: number): Uint32Array {
  const parent = Uint32Array.from({ length: vertexCount }, (_, vertex) => vertex)
  const rootOf = (vertex: number): number => {
    let root = vertex
    while (parent[root] !== root) root = parent[root] = parent[parent[root]]
    return root
  }
  for (let i = 0; i < faces.length; i++) {
    const [a, b] = [rootOf(faces[i]), rootOf(faces[i - (i % 3)])]
    parent[Math.max(a, b)] = Math.min(a, b)
  }
  return parent.map((_, vertex) => rootOf(vertex))
}

/** #P: the distance of every point (#P by 3) to the nearest face. */
export function distancesToSurface(points: Float64Array, { positions, faces }: Mesh): number[] {
  return Array.from({ length: points.length / 3 }, (_, index) => {
    const point = pointAt(points, index)
    let least = Infinity
    for (let i = 0; i < faces.length; i += 3) {
      // A face whose first corner is far away is far away: faces here are below 2000 nm wide.
      const a = minus(pointAt(positions, faces[i]), point)
      if (Math.sqrt(dot(a, a)) > 2000 + least) continue
      const b = minus(pointAt(positions, faces[i + 1]), point)
      const c = minus(pointAt(positions, faces[i + 2]), point)
      least = Math.min(least, distanceToOrigin(a, b, c))
    }
    return least
  })
}

/** The distance of a triangle to the origin: to its plane where that falls inside, else to a side. */
function distanceToOrigin(a: Point, b: Point, c: Point): number {
  const normal = cross(minus(b, a), minus(c, a))
  const corners = [a, b, c]
  const inside = corners.every((corner, i) => {
    const side = minus(corners[(i + 1) % 3], corner)
    return dot(cross(side, [-corner[0], -corner[1], -corner[2]]), normal) >= 0
  })
  if (inside) return Math.abs(dot(a, normal)) / Math.sqrt(dot(normal, normal))
  return Math.min(...corners.map((corner, i) => toSegment(corner, corners[(i + 1) % 3])))
}

function toSegment(from: Point, to: Point): number {
  const along = minus(to, from)
  const t = Math.max(0, Math.min(1, -dot(from, along) / dot(along, along)))
  return Math.hypot(from[0] + t * along[0], from[1] + t * along[1], from[2] + t * along[2])
}
