import { createWriteStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { generateNeuron, objText, plyBytes, swcText } from '../../dist/index.js'

const published = resolve(__dirname, '../../../shared/data/hemibrain')

export const readerFormats = ['swc', 'obj', 'ply'] as const

/** A file that all readers read. */
export interface ReaderFile {
  title: string
  path: string
  format: (typeof readerFormats)[number]
  bytes: Uint8Array<ArrayBuffer>
}

/** Three skeletons and, in each of two formats, three meshes, as published; none if absent. */
export function publishedFiles(): ReaderFile[] {
  if (!existsSync(published)) {
    console.warn(`SKIPPED: the published neurons; there is no ${published}`)
    return []
  }
  return readerFormats.flatMap((format) =>
    readdirSync(join(published, format))
      .filter((name) => name.endsWith(`.${format}`))
      .map((name) => readerFile(join(published, format, name), format, published)),
  )
}

/** A neuron made up with so many nodes and vertices, written into `folder` in every format. */
export async function generatedFiles(
  folder: string,
  nodes: number,
  vertices: number,
): Promise<ReaderFile[]> {
  const { skeleton, mesh } = await generateNeuron({ nodes, vertices })
  const texts = { swc: swcText(skeleton), obj: objText(mesh!), ply: plyBytes(mesh!) }
  const files: ReaderFile[] = []
  for (const format of readerFormats) {
    const path = join(folder, `generated-${format === 'swc' ? nodes : vertices}.${format}`)
    await pipeline(Readable.from(texts[format]), createWriteStream(path))
    files.push(readerFile(path, format, folder))
  }
  return files
}

function readerFile(path: string, format: ReaderFile['format'], folder: string): ReaderFile {
  return { title: relative(folder, path), path, format, bytes: new Uint8Array(readFileSync(path)) }
}
