import type { Mesh } from '../neuron/mesh'
import { linesInChunks, unitsName } from './text-chunks'

/**
 * A mesh as the text of an OBJ file, in chunks of many lines: comments (columns, and units where
 * they are known), then `v x y z` for every vertex and `f a b c` for every face, vertices counted
 * from 1 as the format has it. Numbers are the shortest that read back equal. Properties are not
 * written. Shares the event loop. O(#V + #F).
 *
 * @throws the reason of `signal` when it is aborted.
 * @example
 * for await (const text of objText(mesh)) process.stdout.write(text)
 */
export async function* objText(
  mesh: Mesh,
  { signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<string> {
  const { positions, faces, nodeCount } = mesh
  yield '# v x y z; f vertices, counted from 1\n'
  const units = unitsName(mesh.nmPerUnit)
  if (units !== undefined) yield `# units: ${units}\n`
  yield* linesInChunks(
    nodeCount,
    (i) => `v ${positions[3 * i]} ${positions[3 * i + 1]} ${positions[3 * i + 2]}\n`,
    signal,
  )
  yield* linesInChunks(
    faces.length / 3,
    (i) => `f ${faces[3 * i] + 1} ${faces[3 * i + 1] + 1} ${faces[3 * i + 2] + 1}\n`,
    signal,
  )
}
