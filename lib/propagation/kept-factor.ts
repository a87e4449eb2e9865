import { native, settled, type Adjacency, type FactorOutcome } from '../native'
import { SharedHandle } from './shared-handle'

/** What a factor is made from. */
export interface FactorInput {
  /** #S, ascending. */
  nodes: Int32Array
  /** #S, above 0 where held. */
  anchors: Float64Array
  maxBytes: number
}

export interface FactorCall {
  signal?: AbortSignal
  /** Called with the stages done, of 4. */
  onProgress?: (stages: number) => void
}

/**
 * The last factor of an adjacency, kept for runs with the same anchors. Runs with others take over
 * what it found out about the graph.
 */
export class KeptFactor {
  #kept?: { input: FactorInput; shared: SharedHandle<FactorOutcome> }
  #disposed = false

  /** Calls `work` with the factor of the adjacency with these anchors. */
  async use<T>(
    adjacency: Adjacency,
    input: FactorInput,
    { signal, onProgress }: FactorCall,
    work: (factor: FactorOutcome) => Promise<T>,
  ): Promise<T> {
    const kept = this.#kept
    if (kept !== undefined && isSame(kept.input, input)) return await kept.shared.use(work)
    const { nodes, anchors, maxBytes } = input
    const build = async (previous?: FactorOutcome): Promise<FactorOutcome> =>
      await settled(
        () => native().factor(adjacency, nodes, anchors, maxBytes, previous?.factor, onProgress),
        signal,
      )
    const made = await (kept === undefined ? build() : kept.shared.use(build))
    const shared = new SharedHandle(made, ({ factor }) => native().releaseFactor(factor))
    return await shared.use(async (factor) => {
      this.#keep({ nodes: nodes.slice(), anchors: anchors.slice(), maxBytes }, shared)
      return await work(factor)
    })
  }

  /** Frees the factor once no run uses it. */
  dispose(): void {
    this.#disposed = true
    this.#kept?.shared.dispose()
    this.#kept = undefined
  }

  #keep(input: FactorInput, shared: SharedHandle<FactorOutcome>): void {
    if (this.#disposed) return shared.dispose()
    this.#kept?.shared.dispose()
    this.#kept = { input, shared }
  }
}

function isSame(a: FactorInput, b: FactorInput): boolean {
  return (
    a.maxBytes === b.maxBytes &&
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, s) => node === b.nodes[s] && a.anchors[s] === b.anchors[s])
  )
}
