import { shown, wrongKind, wrongValue } from '../errors'
import { measuredPositions } from '../neuron/node-properties'
import { nmPerMeasured, type Neuron } from '../neuron/neuron'
import type { NmPerUnit } from '../neuron/units'
import type { Slices } from '../slices'
import { NearestNode } from './nearest-node'

/** Points in space, and what their numbers mean. */
export interface Points {
  /** #P by 3, row-major. */
  positions: Float64Array
  /** Nanometres per unit of x, y, z; undefined: the neuron's own numbers. */
  nmPerUnit?: NmPerUnit
}

export interface SnappedPoints {
  /** #P: index of each point's node, -1 where it is farther than the limit. */
  nodes: Int32Array
  /** #P: distance to the nearest node: nm where the neuron's units are known, else its numbers. */
  distances: Float64Array
  /** Points farther than the limit. */
  dropped: number
}

/** Positions in the units of the neuron. @throws RangeError ERR_UNITS where it has none. */
function inUnitsOf(neuron: Neuron, points: Points, option: string): Float64Array {
  const [from, to] = [points.nmPerUnit, neuron.nmPerUnit]
  if (from === undefined) return points.positions
  if (to === undefined) {
    throw wrongValue(
      'ERR_UNITS',
      `${option} have units but the neuron has none; give \`units\` (and \`voxelSize\`) when reading it`,
    )
  }
  if (from.every((nm, axis) => nm === to[axis])) return points.positions
  return points.positions.map((value, i) => (value * from[i % 3]) / to[i % 3])
}

function tooFar(noun: string, p: number): Error {
  return wrongValue(
    'ERR_INVALID_POSITION',
    `${noun}: number ${p} is too far from the neuron for a distance in float64. Check the units`,
  )
}

type NodeOfPoint = (p: number) => { index: number; distance: number }

/**
 * The node of every point: the nearest in float64, the lowest index of equals, unless the caller
 * names them. O((N + P) log N).
 *
 * @param limit greatest distance in nm.
 * @param named #P: indices of the points' nodes; the nearest where undefined.
 * @throws RangeError ERR_UNITS, ERR_INVALID_OPTION, ERR_INVALID_POSITION.
 */
export async function snappedPoints(
  neuron: Neuron,
  points: Points,
  limit: { nm?: number; option: string; noun: string },
  slices: Slices,
  named?: Int32Array,
): Promise<SnappedPoints> {
  const greatest = greatestDistance(neuron, limit)
  const targets = measuredPositions(inUnitsOf(neuron, points, limit.noun), neuron.nmPerUnit)
  const positions = measuredPositions(neuron.positions, neuron.nmPerUnit)
  const nodeOf = named
    ? distanceToNamed(positions, targets, named)
    : await nearestOf(positions, targets, slices)
  const nmPerMeasure = nmPerMeasured(neuron)
  const count = targets.length / 3
  const nodes = new Int32Array(count)
  const distances = new Float64Array(count)
  let dropped = 0
  await slices.each(count, 256, (from, to) => {
    for (let p = from; p < to; p++) {
      const { index, distance } = nodeOf(p)
      distances[p] = distance * nmPerMeasure
      if (distances[p] === Infinity) throw tooFar(limit.noun, p)
      const isNear = distances[p] <= greatest
      nodes[p] = isNear ? index : -1
      if (!isNear) dropped++
    }
  })
  return { nodes, distances, dropped }
}

async function nearestOf(
  positions: Float64Array,
  targets: Float64Array,
  slices: Slices,
): Promise<NodeOfPoint> {
  const tree = await NearestNode.of(positions, slices)
  return (p) => tree.nearest(targets[3 * p], targets[3 * p + 1], targets[3 * p + 2])
}

function distanceToNamed(
  positions: Float64Array,
  targets: Float64Array,
  named: Int32Array,
): NodeOfPoint {
  return (p) => {
    const [dx, dy, dz] = [0, 1, 2].map(
      (axis) => positions[3 * named[p] + axis] - targets[3 * p + axis],
    )
    return { index: named[p], distance: Math.sqrt(dx * dx + dy * dy + dz * dz) }
  }
}

function greatestDistance(neuron: Neuron, { nm, option }: { nm?: number; option: string }): number {
  if (nm === undefined) return Infinity
  const rule = `\`${option}\` must be a number of nm, 0 or greater; got ${shown(nm)}`
  if (typeof nm !== 'number') throw wrongKind('ERR_INVALID_OPTION', rule)
  if (!(nm >= 0)) throw wrongValue('ERR_INVALID_OPTION', rule)
  if (neuron.nmPerUnit === undefined) {
    throw wrongValue(
      'ERR_UNITS',
      `\`${option}\` is in nm, but the neuron's units are not known; give \`units\` (and \`voxelSize\`) when reading it`,
    )
  }
  return nm
}
