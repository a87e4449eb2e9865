export interface SeedScoresInput {
  nodes: number
  labels: number
  /** #N by #L, row-major: 1 for the label of a hard seed, any number >= 0 for soft seeds. */
  entries: ArrayLike<number>
  /** Per label. */
  labelWeights?: ArrayLike<number>
  /** Per node. */
  nodeWeights?: ArrayLike<number>
  /** Per node: the weight of the seed on it. */
  seedWeights?: ArrayLike<number>
}

/**
 * Y[i, c] = ((label weight * node weight) * seed weight) * entry, every factor and every product
 * rounded to float32, an absent factor 1; and which nodes are labelled: those whose row is not zero.
 */
export function seedScoresReference(input: SeedScoresInput): {
  seedScores: Float32Array
  labelled: boolean[]
} {
  const seedScores = new Float32Array(input.nodes * input.labels)
  const labelled: boolean[] = []
  for (let i = 0; i < input.nodes; i++) {
    labelled[i] = false
    for (let c = 0; c < input.labels; c++) {
      const labelWeight = Math.fround(input.labelWeights?.[c] ?? 1)
      const nodeWeight = Math.fround(input.nodeWeights?.[i] ?? 1)
      const seedWeight = Math.fround(input.seedWeights?.[i] ?? 1)
      const entry = Math.fround(input.entries[i * input.labels + c])
      const product = Math.fround(Math.fround(labelWeight * nodeWeight) * seedWeight)
      seedScores[i * input.labels + c] = Math.fround(product * entry)
      if (seedScores[i * input.labels + c] > 0) labelled[i] = true
    }
  }
  return { seedScores, labelled }
}

/** `entries` of hard seeds: a column per node, -1 for none. */
export function oneHot(columns: ArrayLike<number>, labels: number): Float32Array {
  const entries = new Float32Array(columns.length * labels)
  for (let i = 0; i < columns.length; i++) if (columns[i] >= 0) entries[i * labels + columns[i]] = 1
  return entries
}
