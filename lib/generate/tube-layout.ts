import { branchLength, somaRadius, type Arbor } from './arbor'

/**
 * How many rings every tube has. Rings are numbered branch by branch, those of the soma first; ring
 * r has the vertices r * sides .. r * sides + sides - 1. Then come the caps of the tips, one per
 * branch, and the cap of the soma.
 */
export interface TubeLayout {
  sides: number
  somaRings: number
  ringCount: number
  /** #B + 1: the first ring of every branch's tube, then the number of rings. */
  firstRings: Int32Array
  vertexCount: number
}

/** The layout whose number of vertices is nearest to `vertices`, rings evenly spaced on cables. */
export function tubeLayout(arbor: Arbor, vertices: number, sides: number): TubeLayout {
  const least = fewestRings(arbor, sides)
  const goal = (vertices - arbor.branchCount - 1) / sides
  let low = 0
  let high = 2 * arbor.spacing
  // The number of rings grows with the rings per node: bisection.
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (ringsOf(arbor, least, middle) < goal) low = middle
    else high = middle
  }
  const firstRings = new Int32Array(arbor.branchCount + 1)
  const ringCount = ringsOf(arbor, least, high, firstRings)
  return {
    sides,
    somaRings: firstRings[0],
    ringCount,
    firstRings,
    vertexCount: ringCount * sides + arbor.branchCount + 1,
  }
}

/** #B: a tube has two rings at least, and a quad of its wall for each branch that leaves it. */
function fewestRings(arbor: Arbor, sides: number): Int32Array {
  const children = new Int32Array(arbor.branchCount)
  for (let branch = 1; branch < arbor.branchCount; branch++) {
    children[arbor.branches[arbor.origins[branch]]]++
  }
  return children.map((count) => 2 + Math.floor(count / sides))
}

/** The number of rings at this many rings per node; fills `firstRings` where it is given. */
function ringsOf(
  arbor: Arbor,
  least: Int32Array,
  ringsPerNode: number,
  firstRings?: Int32Array,
): number {
  // A meridian of the soma is pi radii long.
  let rings = Math.max(5, Math.floor(((3 * somaRadius) / arbor.spacing) * ringsPerNode))
  for (let branch = 0; branch < arbor.branchCount; branch++) {
    if (firstRings) firstRings[branch] = rings
    rings += Math.max(least[branch], Math.floor(branchLength(arbor, branch) * ringsPerNode + 0.5))
  }
  if (firstRings) firstRings[arbor.branchCount] = rings
  return rings
}
