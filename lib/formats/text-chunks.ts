import type { NmPerUnit } from '../neuron/units'
import { Slices } from '../slices'

/** Lines per chunk: some tens of kilobytes, well below a slice of the event loop. */
const chunkLines = 1000

/** The lines 0 to `count` - 1, each with its own line end, joined in chunks. */
export async function* linesInChunks(
  count: number,
  line: (index: number) => string,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const slices = new Slices(signal)
  for (let from = 0; from < count; from += chunkLines) {
    await slices.turn()
    const to = Math.min(count, from + chunkLines)
    let chunk = ''
    for (let i = from; i < to; i++) chunk += line(i)
    yield chunk
  }
}

/** Units as a comment names them: nm, um, or the sides of a voxel; undefined where not known. */
export function unitsName(nmPerUnit: NmPerUnit | undefined): string | undefined {
  if (nmPerUnit === undefined) return undefined
  const [x, y, z] = nmPerUnit
  if (x === y && y === z && x === 1) return 'nm'
  if (x === y && y === z && x === 1000) return 'um'
  return `voxels of ${x} x ${y} x ${z} nm`
}
