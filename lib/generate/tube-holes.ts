import type { Slices } from '../slices'
import { branchLength, type Arbor } from './arbor'
import { Centreline } from './centreline'
import type { TubeLayout } from './tube-layout'
import { addScaled, copyPoint, dot, type Vector } from './vector'

/** Where tubes leave tubes: quads of the wall that are left out, each for one branch. */
export interface TubeHoles {
  /** #R * sides: 1 where the quad between this ring and the next, from this side on, is left out. */
  isHole: Uint8Array
  /** #B: the quad (ring * sides + side) from which the branch starts; -1 for branch 0. */
  quads: Int32Array
}

/**
 * Chooses a quad for every branch: beside its origin, facing its way; where that is taken, the
 * nearest free one. Removing a disc and putting in a capped tube keeps the surface a sphere,
 * whichever quads are neighbours.
 */
export async function tubeHoles(
  arbor: Arbor,
  layout: TubeLayout,
  positions: Float64Array,
  slices: Slices,
): Promise<TubeHoles> {
  const line = new Centreline(arbor)
  const isHole = new Uint8Array(layout.ringCount * layout.sides)
  const quads = new Int32Array(arbor.branchCount).fill(-1)
  await slices.each(arbor.branchCount, 256, (from, to) => {
    for (let branch = Math.max(1, from); branch < to; branch++) {
      quads[branch] = freeQuad(branch, line, layout, positions, isHole)
      isHole[quads[branch]] = 1
    }
  })
  return { isHole, quads }
}

/** The layout gives every tube at least as many quads as branches, so there is a free one. */
function freeQuad(
  branch: number,
  line: Centreline,
  layout: TubeLayout,
  positions: Float64Array,
  isHole: Uint8Array,
): number {
  const { arbor } = line
  const { firstRings, sides } = layout
  const origin = arbor.origins[branch]
  const parent = arbor.branches[origin]
  const lastRow = firstRings[parent + 1] - firstRings[parent] - 2
  const start = line.start(parent)
  const t = origin - arbor.firsts[parent] + 1
  const along = (t - start) / (branchLength(arbor, parent) - start)
  const row = Math.max(0, Math.min(lastRow, Math.floor(along * (lastRow + 1))))
  const facing = facingSide(branch, firstRings[parent] + row, arbor, sides, positions)
  for (let step = 0; ; step++) {
    // Rows row, row + 1, row - 1, row + 2, ..; sides in the same way.
    const near = row + zigzag(step)
    if (near < 0 || near > lastRow) continue
    for (let turn = 0; turn < sides; turn++) {
      const side = (facing + zigzag(turn) + sides) % sides
      const quad = (firstRings[parent] + near) * sides + side
      if (isHole[quad] === 0) return quad
    }
  }
}

/** 0, 1, -1, 2, -2, .. */
function zigzag(step: number): number {
  return step % 2 === 1 ? (step + 1) / 2 : -step / 2
}

/** The side of a ring that looks towards the first node of the branch. */
function facingSide(
  branch: number,
  ring: number,
  arbor: Arbor,
  sides: number,
  positions: Float64Array,
): number {
  const goal: Vector = [0, 0, 0]
  const corner: Vector = [0, 0, 0]
  copyPoint(goal, arbor.positions, arbor.firsts[branch])
  copyPoint(corner, arbor.positions, arbor.origins[branch])
  addScaled(goal, corner, -1)
  let best = 0
  let most = -Infinity
  for (let side = 0; side < sides; side++) {
    copyPoint(corner, positions, ring * sides + side)
    let toward = dot(corner, goal)
    copyPoint(corner, positions, ring * sides + ((side + 1) % sides))
    toward += dot(corner, goal)
    if (toward > most) {
      most = toward
      best = side
    }
  }
  return best
}
