/**
 * Named shapes, degenerate and ordinary, that every suite loops over. Plain data: nothing here knows
 * the package. All are small (at most 500 nodes), and the same in every run. One long file, so that
 * the whole list is seen at once.
 */

export interface SkeletonShape {
  name: string
  kind: 'skeleton'
  /** #N, in any order; 0, 1, 2, .. where absent. */
  nodeIds?: number[]
  /** #N: node id of every node's parent; negative or unknown for a root. */
  parents: number[]
  /** #N by 3, row-major. */
  positions: Float64Array
}

export interface MeshShape {
  name: string
  kind: 'mesh'
  /** #V by 3, row-major. */
  positions: Float64Array
  /** #F by 3, row-major, indices into vertices. */
  faces: Uint32Array
}

export type Shape = SkeletonShape | MeshShape

type Point = readonly [number, number, number]
type Face = readonly [number, number, number]

/**
 * Numbers of neighbours that take every branch of the pairwise sum of a row: m neighbours are one
 * entry plus a sum of m - 1, in one go (below 8), in blocks of eight (to 128) or in halves.
 */
export const rowLengths = [1, 2, 7, 8, 9, 10, 128, 129, 130, 137, 257, 300]

/** Pseudorandom numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

function skeleton(name: string, parents: number[], points: Point[], nodeIds?: number[]): Shape {
  return { name, kind: 'skeleton', nodeIds, parents, positions: Float64Array.from(points.flat()) }
}

function mesh(name: string, points: Point[], faces: Face[]): Shape {
  const positions = Float64Array.from(points.flat())
  return { name, kind: 'mesh', positions, faces: Uint32Array.from(faces.flat()) }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}

/** Points whose distances have no two bits in common, so that the order of a sum shows. */
function scattered(count: number, seed: number, size = 100): Point[] {
  const next = random(seed)
  return range(count).map(() => [next() * size, next() * size, next() * size])
}

function shuffled(count: number, seed: number): number[] {
  const next = random(seed)
  const order = range(count)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[order[i], order[j]] = [order[j], order[i]]
  }
  return order
}

function scaled(points: Point[], factor: number): Point[] {
  return points.map(([x, y, z]) => [x * factor, y * factor, z * factor])
}

const chainParents = (count: number) => range(count).map((i) => i - 1)
const line = (xs: number[]): Point[] => xs.map((x) => [x, 0, 0])

/**
 * Seeds of the stars, such that a row sum in another order has other bits: descending or in float64;
 * from 8 leaves on all terms pairwise; from 9 on ascending; from 129 on halves cut elsewhere.
 */
const starSeeds: Record<number, number> = {
  7: 4,
  8: 1,
  9: 50,
  10: 1,
  128: 7,
  129: 23,
  130: 7,
  137: 29,
  257: 28,
  300: 15,
}

/** A hub in the middle of the table with `leaves` leaves. */
function star(leaves: number): Shape {
  const hub = Math.floor(leaves / 2)
  const parents = range(leaves + 1).map((i) => (i === hub ? -1 : hub))
  const points = scattered(leaves + 1, starSeeds[leaves] ?? leaves)
  return skeleton(`star of ${leaves}`, parents, points)
}

/** Every node hangs on one of the `reach` nodes before it. */
function treeParents(count: number, reach: number, seed: number): number[] {
  const next = random(seed)
  return range(count).map((i) => i - 1 - Math.floor(next() * Math.min(i, reach)))
}

/** The same tree under ids that say nothing of the order, its nodes anywhere in the table. */
function shuffledTree(name: string, ids: number[], seed: number): Shape {
  const parents = treeParents(ids.length, 8, seed)
  const order = shuffled(ids.length, seed)
  return skeleton(
    name,
    order.map((node) => (parents[node] < 0 ? -1 : ids[parents[node]])),
    scattered(ids.length, seed),
    order.map((node) => ids[node]),
  )
}

const skeletons: Shape[] = [
  skeleton('one node', [-1], line([5])),
  skeleton('two nodes', [-1, 0], line([0, 3])),
  skeleton('two roots', [-1, -1], line([0, 3])),
  skeleton('chain of 3', [-1, 0, 1], line([0, 1, 3])),
  skeleton('chain of 9, even', chainParents(9), line(range(9))),
  skeleton('chain of 500', chainParents(500), scattered(500, 1)),
  skeleton('chain from leaf to root', [1, 2, 3, 4, -1], scattered(5, 2)),
  ...rowLengths.map(star),
  skeleton(
    'star of 6, even',
    [-1, 0, 0, 0, 0, 0, 0],
    [
      [0, 0, 0],
      ...([-1, 1] as const).flatMap((x): Point[] => [
        [x, 0, 0],
        [0, x, 0],
        [0, 0, x],
      ]),
    ],
  ),
  skeleton('tree of 200', treeParents(200, 12, 3), scattered(200, 3)),
  skeleton(
    'binary tree',
    range(63).map((i) => (i === 0 ? -1 : (i - 1) >> 1)),
    scattered(63, 4),
  ),
  skeleton('forest', [-1, 0, 1, 1, -1, 4, -1, -1, 7, 8], scattered(10, 5)),
  skeleton('roots by unknown and negative parents', [-7, 999, 0, 1, -1], scattered(5, 6)),
  shuffledTree('shuffled ids', shuffled(150, 7), 7),
  shuffledTree(
    'ids with gaps',
    range(120).map((i) => 1000 + 17 * i),
    8,
  ),
  shuffledTree(
    'ids near 2^53',
    range(40).map((i) => 2 ** 53 - 1 - 3 * i),
    9,
  ),
  skeleton('two nodes at one point', [-1, 0], line([4, 4])),
  skeleton('one zero-length edge', chainParents(6), line([0, 2, 2, 5, 6, 9])),
  skeleton('chains of zero-length edges', chainParents(9), line([0, 0, 0, 1, 3, 3, 3, 3, 7])),
  skeleton('zero-length branches', [-1, 0, 0, 2, 0, 4, 1], line([1, 1, 4, 4, 1, 6, 8])),
  skeleton('coincident, not joined', [-1, 0, 0, 1, 2], line([0, 3, 3, 5, 5])),
  skeleton('all at one point', chainParents(7), line(range(7).fill(2))),
  skeleton('nearly coincident', chainParents(4), line([-1, 0, 1e-39, 1])),
  skeleton('tree, tiny', treeParents(60, 5, 10), scattered(60, 10, 1e-30)),
  skeleton('tree, huge', treeParents(60, 5, 11), scattered(60, 11, 1e30)),
  skeleton(
    'tree, far from the origin',
    treeParents(60, 5, 12),
    scattered(60, 12).map(([x, y, z]) => [x + 1e9, y - 1e9, z]),
  ),
  skeleton('lengths from 1e-6 to 1e6', chainParents(13), line(range(13).map((i) => 10 ** (i - 6)))),
]

const tetrahedron: Face[] = [
  [0, 1, 2],
  [0, 1, 3],
  [0, 2, 3],
  [1, 2, 3],
]

const moved = (faces: readonly Face[], by: number): Face[] =>
  faces.map(([a, b, c]) => [a + by, b + by, c + by])

/** Triangles 0-1-2, 1-2-3, .. */
const stripFaces = (count: number): Face[] => range(count - 2).map((i) => [i, i + 1, i + 2])

/** A hub in the middle of the table, its rim closed: a row of `rim` entries. */
function fan(rim: number): Shape {
  const hub = Math.floor(rim / 2)
  const around = range(rim + 1).filter((i) => i !== hub)
  const faces = around.map((v, i): Face => [hub, v, around[(i + 1) % rim]])
  return mesh(`fan of ${rim}`, scattered(rim + 1, 100 + rim), faces)
}

/** Quads of a grid of `rings` by `sides`, closed around, and closed along where `closed`. */
function gridFaces(rings: number, sides: number, closed: boolean): Face[] {
  const at = (ring: number, side: number) => (ring % rings) * sides + (side % sides)
  return range(closed ? rings : rings - 1).flatMap((ring) =>
    range(sides).flatMap((side): Face[] => [
      [at(ring, side), at(ring + 1, side), at(ring, side + 1)],
      [at(ring + 1, side), at(ring + 1, side + 1), at(ring, side + 1)],
    ]),
  )
}

/** A bent tube of uneven thickness. */
function tubePoints(rings: number, sides: number, seed: number): Point[] {
  const next = random(seed)
  return range(rings * sides).map((i) => {
    const [ring, angle] = [Math.floor(i / sides), (2 * Math.PI * (i % sides)) / sides]
    const radius = 2 + next()
    const bend = 20 * Math.sin(ring / 7)
    return [10 * ring + next(), bend + radius * Math.cos(angle), radius * Math.sin(angle)]
  })
}

function torusPoints(rings: number, sides: number): Point[] {
  return range(rings * sides).map((i) => {
    const around = (2 * Math.PI * Math.floor(i / sides)) / rings
    const angle = (2 * Math.PI * (i % sides)) / sides
    const out = 10 + 3 * Math.cos(angle)
    return [out * Math.cos(around), out * Math.sin(around), 3 * Math.sin(angle)]
  })
}

/** The same mesh with its vertices anywhere in the table. */
function renumbered(name: string, points: Point[], faces: Face[], seed: number): Shape {
  const order = shuffled(points.length, seed)
  const place = range(points.length)
  order.forEach((vertex, at) => (place[vertex] = at))
  const renamed = faces.map(([a, b, c]): Face => [place[a], place[b], place[c]])
  return mesh(
    name,
    order.map((vertex) => points[vertex]),
    renamed,
  )
}

/** A tube and three pieces of four vertices beside it, each even enough for exact ties. */
function tubeWithFlakes(): Shape {
  const flake: Point[] = [
    [0, 0, 50],
    [1, 0, 50],
    [1, 1, 50],
    [0, 1, 50],
  ]
  const points = tubePoints(12, 5, 20)
  const faces = gridFaces(12, 5, false)
  for (let i = 0; i < 3; i++) {
    faces.push(
      ...moved(
        [
          [0, 1, 2],
          [0, 2, 3],
        ],
        points.length,
      ),
    )
    points.push(...flake.map(([x, y, z]): Point => [x + 9 * i, y, z]))
  }
  return mesh('tube with flakes', points, faces)
}

const meshes: Shape[] = [
  mesh('one vertex', line([1]), []),
  mesh('no faces', scattered(5, 30), []),
  mesh('single triangle', scattered(3, 31), [[0, 1, 2]]),
  mesh('strip', scattered(12, 32), stripFaces(12)),
  mesh('cycle', scattered(12, 33), [...stripFaces(12), [10, 11, 0], [11, 0, 1]]),
  mesh('tetrahedron', scattered(4, 34), tetrahedron),
  mesh(
    'tetrahedron, even',
    [
      [1, 1, 1],
      [1, -1, -1],
      [-1, 1, -1],
      [-1, -1, 1],
    ],
    tetrahedron,
  ),
  mesh('two components', scattered(8, 35), [...tetrahedron, ...moved(tetrahedron, 4)]),
  mesh('isolated vertices', scattered(9, 36), moved(tetrahedron, 2)),
  tubeWithFlakes(),
  mesh('a vertex twice in a face', scattered(6, 37), [
    [0, 0, 1],
    [2, 3, 2],
    [3, 4, 4],
    [5, 5, 5],
  ]),
  mesh('duplicate faces', scattered(4, 38), [...tetrahedron, [2, 1, 0], [1, 2, 0], [0, 1, 2]]),
  mesh('three faces on an edge', scattered(5, 39), [
    [0, 1, 2],
    [1, 0, 3],
    [0, 1, 4],
  ]),
  ...rowLengths.filter((length) => length >= 7).map(fan),
  fan(200),
  mesh('torus', torusPoints(16, 8), gridFaces(16, 8, true)),
  renumbered('torus, shuffled', torusPoints(12, 6), gridFaces(12, 6, true), 40),
  mesh('random tube', tubePoints(40, 8, 41), gridFaces(40, 8, false)),
  mesh('tube, tiny', scaled(tubePoints(10, 5, 42), 1e-30), gridFaces(10, 5, false)),
  mesh('tube, huge', scaled(tubePoints(10, 5, 43), 1e28), gridFaces(10, 5, false)),
  mesh(
    'zero-length edge',
    [
      [0, 0, 0],
      [0, 0, 0],
      [3, 0, 0],
      [0, 2, 1],
    ],
    stripFaces(4),
  ),
  mesh('welds with parallel edges', line([0, 7, 0, 7, 0, 9]), stripFaces(6)),
  mesh('coincident, in no common face', line([0, 1, 3, 0, 1, 4]), [
    [0, 1, 2],
    [3, 4, 5],
  ]),
  mesh('mesh at one point', line(range(6).fill(3)), stripFaces(6)),
]

/** All shapes; their names are unique. */
export const shapes: readonly Shape[] = [...skeletons, ...meshes]

/** The shape of this name. */
export function shape(name: string): Shape {
  const found = shapes.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`there is no shape called ${JSON.stringify(name)}`)
  return found
}
