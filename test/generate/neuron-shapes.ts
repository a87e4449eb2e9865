import { type GenerateOptions } from '../../lib/generate/generate-neuron'

/** Small neurons of many shapes: the least sizes, coarse and fine meshes, many axons and flakes. */
export const shapes: GenerateOptions[] = [
  {},
  { nodes: 100 },
  { nodes: 100, vertices: 50, sides: 3, flakes: 0 },
  { nodes: 1000, vertices: 1000 },
  { nodes: 400, vertices: 40_000, seed: 4 },
  { nodes: 300, spacing: 100, sides: 7, seed: 4294967295 },
  { nodes: 300, spacing: 5000, sides: 24, seed: 0 },
  { nodes: 1000, axons: 10, sides: 3, vertices: 500, flakes: 100 },
  { nodes: 10_000, axons: 100, seed: 9, vertices: 10_000 },
]

export function shapeName(options: GenerateOptions): string {
  const name = Object.entries(options).map(([key, value]) => `${key} ${value}`)
  return name.length === 0 ? 'defaults' : name.join(', ')
}

/** How many of the values are the wanted one. */
export function countOf(values: ArrayLike<unknown>, wanted: unknown): number {
  return Array.from(values).filter((value) => value === wanted).length
}
