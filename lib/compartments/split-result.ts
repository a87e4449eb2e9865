import type { Neuron } from '../neuron/neuron'
import type { PropagationResult } from '../propagation/result'
import { knownNode } from '../seeds/seed-options'
import { compartmentNames, type Compartment } from './compartments'
import type { SplitReport } from './split-report'
import { splitText } from './split-text'
import { writeSplit, type SplitWriteOptions } from './write-split'

/** All that a split found; arrays of length #N, in index order. */
export interface SplitParts {
  neuron: Neuron
  compartment: Uint8Array
  share: Float64Array
  probability: Float64Array
  flow?: Uint8Array
  synapseNodes: Int32Array
  soma: number
  propagation?: PropagationResult
  report: SplitReport
}

/**
 * Axon and dendrite of one neuron: a compartment for every node, in index order, and how sure it is.
 * The arrays are the caller's to read, not to change.
 */
export class SplitResult {
  /** The neuron that was split, with the joins that were made for it. */
  readonly neuron: Neuron
  /** #N: code of the compartment, an index into {@link compartmentNames}; 0 for none. */
  readonly compartment: Uint8Array
  /** #N: share of axon, 0 to 1, not a probability; NaN where no synapse reaches. */
  readonly share: Float64Array
  /** #N: |2 share - 1|, 0 to 1: best minus second best share; NaN where no synapse reaches. */
  readonly margin: Float64Array
  /**
   * #N: how probable it is that the node is in the compartment that its share names, 0.5 to 1 (see
   * docs/algorithm.md); NaN where no synapse reaches, or there is one kind of synapse only.
   */
  readonly probability: Float64Array
  /**
   * #N: codes of the second opinion of a skeleton, by synapse flow centrality (Schneider-Mizell et
   * al., eLife 2016); undefined for a mesh.
   */
  readonly flow?: Uint8Array
  /** #S: index of the node of each synapse, -1 where it was dropped. */
  readonly synapseNodes: Int32Array
  /**
   * Index of the soma's node: the given one, else of a skeleton the node of SWC type 1, else the
   * one whose radius is more than twice the 99th percentile; -1 for none.
   */
  readonly soma: number
  /** The propagation behind it, labels `post` and `pre`; undefined where there was none. */
  readonly propagation?: PropagationResult
  /** What was found, in numbers; `toString` gives it for people. */
  readonly report: SplitReport

  /** @param parts for this package alone. */
  constructor(parts: SplitParts) {
    this.neuron = parts.neuron
    this.compartment = parts.compartment
    this.share = parts.share
    this.margin = parts.share.map((share) => Math.abs(2 * share - 1))
    this.probability = parts.probability
    this.flow = parts.flow
    this.synapseNodes = parts.synapseNodes
    this.soma = parts.soma
    this.propagation = parts.propagation
    this.report = parts.report
  }

  /**
   * The compartment of the node with this id (vertex index for a mesh), null where it has none.
   *
   * @throws RangeError ERR_UNKNOWN_NODE_ID.
   */
  compartmentOf(nodeId: number): Compartment | null {
    return compartmentNames[this.compartment[knownNode(this.neuron, nodeId, '`nodeId`')]]
  }

  /** One per node: its compartment, null where it has none. */
  decode(): (Compartment | null)[] {
    return Array.from(this.compartment, (code) => compartmentNames[code])
  }

  /**
   * Writes the split; the ending says how. A table: `.csv`, `.tsv` or `.json`, columns `node_id`,
   * `compartment`, `share`, `margin`, `probability` and, of a skeleton, `flow`. The neuron: `.swc`,
   * types 1 soma, 2 axon, 3 dendrite, 0 all else (`swcTypes` changes them), or `.ply`, every node
   * coloured by its compartment, the greyer the less probable. The file appears whole or not at all.
   *
   * @throws TypeError, RangeError with `code`: ERR_INVALID_OPTION for another ending or a mesh as
   *   `.swc`, ERR_CONFLICTING_OPTIONS, ERR_UNKNOWN_OPTION; the system's error where it cannot be
   *   written; the reason of `signal` when it is aborted.
   * @example
   * await split.write('compartments.swc')
   */
  async write(path: string, options: SplitWriteOptions = {}): Promise<void> {
    await writeSplit(this, path, options)
  }

  /** The report, readable. */
  toString(): string {
    return splitText(this.report)
  }
}
