import type { Report } from '../propagation/report'
import type { Warning } from '../seeds/seeds'
import type { Slices } from '../slices'
import { borderCount } from './borders'
import { compartmentNames, type Compartment } from './compartments'
import { extentsByCompartment } from './extents'
import type { SplitCase, SplitStatus } from './mark-compartments'
import type { FlowAgreement } from './second-opinion'
import type { FragmentRule, SplitMethod } from './split-options'
import { synapsesByCompartment } from './synapse-counts'

/** What one compartment has. */
export interface CompartmentReport {
  /** Nodes in it. */
  nodes: number
  /** Presynapses on them. */
  pre: number
  /** Postsynapses on them. */
  post: number
  /** um, of a skeleton with known units. */
  cableLength?: number
  /** um^2, of a mesh with known units. */
  area?: number
}

/** What a split found: the same object in TypeScript and in the command line's `--json`. */
export interface SplitReport {
  /** Name of the neuron; null where it has none. */
  neuron: string | null
  /** What the neuron is. */
  kind: 'skeleton' | 'mesh'
  /** Its nodes, or vertices. */
  nodes: number
  /** What could be found at all. */
  status: SplitStatus
  /** How axon and dendrite were told apart. */
  method: SplitMethod
  /** What became of fragments. */
  fragments: FragmentRule
  /** Links that were made between components. */
  joins: number
  /** Gap of the longest of them in nm; null for none, or where the units are not known. */
  longestJoin: number | null
  /** Nodes that took what their nearest node has. */
  fromNearest: number
  /** Of axon and dendrite by share, from 0 to 1; null with one kind of synapse only. */
  segregationIndex: number | null
  /** The synapses that were given. */
  synapses: {
    /** Presynapses with a node. */
    pre: number
    /** Postsynapses with a node. */
    post: number
    /** Those farther away than `maxSynapseDistance`. */
    dropped: number
  }
  /** By compartment; `none` for nodes without one. Those that have no node are left out. */
  compartments: Partial<Record<Compartment | 'none', CompartmentReport>>
  /** Pairs of touching pieces of different compartments. */
  borders: number
  /** Pieces that took the compartment around them. */
  islands: number
  /** Node id; null for none. */
  soma: number | null
  /** Null for a mesh. */
  flowAgreement: FlowAgreement | null
  /** Of the propagation; null where there was none. */
  propagation: Report | null
  /** Of the whole call. */
  seconds: number
  /** What a user should know; see docs/errors.md. */
  warnings: Warning[]
}

/** Counts and extents of the compartments, and the borders between them. */
export async function compartmentReports(
  { neuron, counts, edges, extents }: SplitCase,
  codes: Uint8Array,
  slices: Slices,
): Promise<Pick<SplitReport, 'compartments' | 'borders'>> {
  const sides = await synapsesByCompartment(codes, counts, slices)
  const sums = extents && (await extentsByCompartment(neuron, extents, codes, slices))
  const nodes = compartmentNames.map(() => 0)
  await slices.each(codes.length, 65536, (from, to) => {
    for (let node = from; node < to; node++) nodes[codes[node]]++
  })
  const extent = neuron.kind === 'mesh' ? 'area' : 'cableLength'
  const entries = compartmentNames.map((name, code): [string, CompartmentReport] => [
    name ?? 'none',
    {
      nodes: nodes[code],
      ...sides[code],
      ...(sums === undefined ? {} : { [extent]: sums[code] }),
    },
  ])
  return {
    compartments: Object.fromEntries(entries.filter(([, one]) => one.nodes > 0)),
    borders: await borderCount(edges, codes, slices),
  }
}
