import type { Slices } from '../slices'

/**
 * For every point the lowest index of a point at the same place: Int32Array, #N; its own index
 * where it is the first there. 0 and -0 are equal. O(#N).
 */
export async function firstAtSamePlace(
  positions: Float64Array,
  slices: Slices,
): Promise<Int32Array> {
  const count = positions.length / 3
  const first = new Int32Array(count)
  const mask = 2 ** Math.ceil(Math.log2(2 * count)) - 1
  const table = new Int32Array(mask + 1).fill(-1) // open addressing
  await slices.each(count, 4096, (from, to) => {
    for (let point = from; point < to; point++) {
      let slot = hash(positions, point) & mask
      while (table[slot] >= 0 && !samePlace(positions, table[slot], point)) slot = (slot + 1) & mask
      if (table[slot] < 0) table[slot] = point
      first[point] = table[slot]
    }
  })
  return first
}

function samePlace(positions: Float64Array, a: number, b: number): boolean {
  return (
    positions[3 * a] === positions[3 * b] &&
    positions[3 * a + 1] === positions[3 * b + 1] &&
    positions[3 * a + 2] === positions[3 * b + 2]
  )
}

const number = new Float64Array(1)
const bits = new Int32Array(number.buffer)

function hash(positions: Float64Array, point: number): number {
  let mixed = 0
  for (let axis = 0; axis < 3; axis++) {
    number[0] = positions[3 * point + axis] + 0 // -0 + 0 is 0
    mixed = Math.imul(mixed ^ bits[0], 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 15) ^ bits[1], 0xc2b2ae35)
    mixed ^= mixed >>> 13
  }
  return mixed
}
