import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface WrittenSkeleton {
  positions: number[]
  edges: number[]
  /** The values of the attributes, one after the other, as bytes. */
  attributes?: Uint8Array[]
}

/** A skeleton as a file of the precomputed format. */
export function skeletonFile({ positions, edges, attributes = [] }: WrittenSkeleton): Buffer {
  const counts = Uint32Array.of(positions.length / 3, edges.length / 2)
  return Buffer.concat([
    Buffer.from(counts.buffer),
    Buffer.from(Float32Array.from(positions).buffer),
    Buffer.from(Uint32Array.from(edges).buffer),
    ...attributes,
  ])
}

/** A fragment of a mesh. */
export function fragmentFile(positions: number[], faces: number[]): Buffer {
  return Buffer.concat([
    Buffer.from(Uint32Array.of(positions.length / 3).buffer),
    Buffer.from(Float32Array.from(positions).buffer),
    Buffer.from(Uint32Array.from(faces).buffer),
  ])
}

/** Writes files below a folder: bytes as they are, anything else as JSON. */
export function writeFolder(folder: string, files: Record<string, unknown>): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content instanceof Uint8Array ? content : JSON.stringify(content))
  }
  return folder
}
