import { eachIn, type Steps } from '../slices'
import type { KernelSeeds } from './kernel-seeds'

/** How each of some seeds holds its node, for the steps: #S each. */
export interface Held<Numbers> {
  /** Alpha: the part of its own score that the node keeps. */
  keep: Numbers
  /** 1 - alpha: the part of its seed score that it takes. */
  pull: Numbers
}

/** Alphas in the kernel's float32. */
export function* roundedHolds({ alphas }: KernelSeeds): Steps<Held<Float32Array>> {
  const pull = new Float32Array(alphas.length)
  yield* eachIn(alphas.length, (s) => (pull[s] = 1 - alphas[s]))
  return { keep: new Float32Array(alphas), pull }
}

/** Alphas in float64. */
export function* exactHolds(alphas: Float64Array): Steps<Held<Float64Array>> {
  const pull = new Float64Array(alphas.length)
  yield* eachIn(alphas.length, (s) => (pull[s] = 1 - alphas[s]))
  return { keep: alphas, pull }
}

/**
 * The anchors g, #S, whose direct answer is the limit of the steps with these alphas:
 * d (1 - alpha) / alpha, twice that for lazy steps, where d is the node's row sum of A (1 where that
 * is 0). The seeds' own anchors where the caller gave these.
 */
export function* anchorsOf(
  { nodes, alphas, anchors }: KernelSeeds,
  rowSums: Float64Array,
  lazy: boolean,
): Steps<Float64Array> {
  if (anchors !== undefined) return anchors
  const made = new Float64Array(alphas.length)
  const factor = lazy ? 2 : 1
  yield* eachIn(made.length, (s) => {
    const sum = rowSums[nodes[s]] || 1
    made[s] = alphas[s] === 0 ? Infinity : (factor * sum * (1 - alphas[s])) / alphas[s]
  })
  return made
}

/**
 * The alphas, #S, for the direct answer of a directed graph. A seed that takes from nobody and gives
 * to nobody keeps its scores, as it does undirected.
 */
export function* directedAlphas(
  { nodes, alphas, anchors }: KernelSeeds,
  rowSums: Float64Array,
  isAlone: (node: number) => boolean,
): Steps<Float64Array> {
  const made = new Float64Array(nodes.length)
  yield* eachIn(made.length, (s) => {
    const node = nodes[s]
    if (anchors === undefined) {
      made[s] = alphas[s] < 1 && isAlone(node) ? 0 : alphas[s]
    } else {
      const anchor = anchors[s]
      made[s] =
        anchor === 0 ? 1 : anchor === Infinity ? 0 : rowSums[node] / (rowSums[node] + anchor)
    }
  })
  return made
}
