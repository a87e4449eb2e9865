import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LinkedNodes } from './linked-nodes'

/** What is used of three's BufferGeometry. */
interface Geometry {
  getAttribute(name: 'position'): { array: Float32Array }
  getIndex(): { array: ArrayLike<number> } | null
}

interface ObjLoader {
  parse(text: string): { children: readonly { geometry: Geometry }[] }
}

interface PlyLoader {
  parse(bytes: ArrayBuffer): Geometry
}

/** three's loaders of the two formats of meshes. */
export interface ThreeLoaders {
  /** three's revision. */
  revision: string
  /** What the loader of OBJ or PLY makes of the bytes of a file. */
  parse(format: 'obj' | 'ply', bytes: Uint8Array<ArrayBuffer>): readonly Geometry[]
}

/** The loaders of three in the folder $THREE_FOLDER; undefined where the variable is not set. */
export async function threeLoaders(): Promise<ThreeLoaders | undefined> {
  const folder = process.env.THREE_FOLDER
  if (!folder) return undefined
  const three = resolve(folder, 'node_modules/three')
  if (!existsSync(three)) {
    throw new Error(`$THREE_FOLDER: there is no ${three}; npm i --prefix ${folder} three`)
  }
  const imported = (path: string): Promise<unknown> => import(pathToFileURL(join(three, path)).href)
  const { REVISION } = (await imported('build/three.module.js')) as { REVISION: string }
  const { OBJLoader } = (await imported('examples/jsm/loaders/OBJLoader.js')) as {
    OBJLoader: new () => ObjLoader
  }
  const { PLYLoader } = (await imported('examples/jsm/loaders/PLYLoader.js')) as {
    PLYLoader: new () => PlyLoader
  }
  const parse: ThreeLoaders['parse'] = (format, bytes) => {
    if (format === 'ply') return [new PLYLoader().parse(bytes.buffer)]
    // OBJLoader takes text; decoding it is part of reading the same bytes.
    const { children } = new OBJLoader().parse(new TextDecoder().decode(bytes))
    return children.map(({ geometry }) => geometry)
  }
  return { revision: REVISION, parse }
}

/** The geometries as one mesh; three corners in a row are a face where there is no index. */
export function linkedNodesOf(geometries: readonly Geometry[]): LinkedNodes {
  const positions: number[] = []
  const links: number[] = []
  for (const geometry of geometries) {
    const first = positions.length / 3
    const { array } = geometry.getAttribute('position')
    for (const value of array) positions.push(value)
    const corners =
      geometry.getIndex()?.array ?? Array.from({ length: array.length / 3 }, (_, i) => i)
    for (let i = 0; i < corners.length; i++) links.push(first + corners[i])
  }
  return { kind: 'mesh', positions: Float32Array.from(positions), links: Int32Array.from(links) }
}
