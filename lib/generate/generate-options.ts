import { shown, wrongKind, wrongValue } from '../errors'
import { checkedOptions } from '../options'

/** Options of {@link generateNeuron}; all of them have a default. */
export interface GenerateOptions {
  /** Integer from 0 to 2^32 - 1: another seed, another neuron. Default 1. */
  seed?: number
  /** Number of skeleton nodes, from 100 to 10,000,000, at least 100 per axon. Default 1500. */
  nodes?: number
  /**
   * About the number of vertices of the mesh's main body; the flakes come on top. 0 makes no mesh;
   * else from one ring per 6 nodes up to rings 1 nm apart. Default 4 per node.
   */
  vertices?: number
  /** Vertices per ring, from 3 to 24. Default 6. */
  sides?: number
  /** nm between skeleton nodes, from 100 to 5000; cable length is `nodes` times this. Default 400. */
  spacing?: number
  /** Number of disconnected closed flakes of 4 to 12 vertices inside the tubes. Default 5. */
  flakes?: number
  /** Number of synapses, from 0 to 10 per node. Default half the number of nodes. */
  synapses?: number
  /**
   * From 0 to 0.5: the share of the presynapses that is on the dendrite and, the same, of the
   * postsynapses that is on an axon. 0 is clean; at 0.5 each kind is half here, half there, and
   * says nothing about the compartment. Default 0.1.
   */
  mixing?: number
  /** Number of axons, from 1 to 100. Default 1. */
  axons?: number
  /** Postsynapses per presynapse, from 0.01 to 100. Default 3. */
  balance?: number
  /** Name of the neuron. Default `'generated'`. */
  name?: string
  /** Ends the work: the promise is rejected with the signal's reason. */
  signal?: AbortSignal
}

export type CheckedGenerateOptions = Required<Omit<GenerateOptions, 'signal'>> & {
  signal?: AbortSignal
}

const names = [
  'seed',
  'nodes',
  'vertices',
  'sides',
  'spacing',
  'flakes',
  'synapses',
  'mixing',
  'axons',
  'balance',
  'name',
  'signal',
] as const

/** The options with their defaults. Throws ERR_UNKNOWN_OPTION, ERR_INVALID_OPTION. */
export function checkedGenerateOptions(given?: GenerateOptions): CheckedGenerateOptions {
  const options = checkedOptions(given, names, 'generateNeuron')
  const { axons = 1, nodes = 1500, sides = 6, spacing = 400, vertices = 4 * nodes } = options
  integer('axons', axons, 1, 100)
  integer('nodes', nodes, 100, 10_000_000)
  if (nodes < 100 * axons) {
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `\`nodes\` must be at least 100 per axon, ${100 * axons} for ${axons} axons; got ${nodes}`,
    )
  }
  const { flakes = 5, synapses = Math.floor(nodes / 2), balance = 3, mixing = 0.1 } = options
  const { seed = 1, name = 'generated', signal } = options
  return {
    seed: integer('seed', seed, 0, 4294967295),
    nodes,
    sides: integer('sides', sides, 3, 24),
    spacing: real('spacing', spacing, 100, 5000),
    vertices: vertexCount(vertices, nodes, sides, spacing),
    flakes: integer('flakes', flakes, 0, nodes),
    synapses: integer('synapses', synapses, 0, 10 * nodes),
    mixing: real('mixing', mixing, 0, 0.5),
    axons,
    balance: real('balance', balance, 0.01, 100),
    name: text('name', name),
    signal: abortSignal(signal),
  }
}

/** 0, or a number of vertices that the other options, already checked, have room for. */
function vertexCount(vertices: unknown, nodes: number, sides: number, spacing: number): number {
  if (vertices === 0) return 0
  const least = Math.ceil((sides * nodes) / 6)
  const greatest = Math.floor(Math.min(50_000_000, sides * nodes * spacing))
  if (typeof vertices === 'number' && Number.isInteger(vertices)) {
    if (vertices >= least && vertices <= greatest) return vertices
  }
  throw invalid(
    'vertices',
    `0 (no mesh) or an integer from ${least} to ${greatest} for ${nodes} nodes and ${sides} sides`,
    vertices,
  )
}

function integer(name: string, value: unknown, least: number, greatest: number): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= greatest) {
    return value as number
  }
  throw invalid(name, `an integer from ${least} to ${greatest}`, value)
}

function real(name: string, value: unknown, least: number, greatest: number): number {
  if (typeof value === 'number' && value >= least && value <= greatest) return value
  throw invalid(name, `a number from ${least} to ${greatest}`, value)
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw invalid(name, 'a string', value)
}

function abortSignal(value: unknown): AbortSignal | undefined {
  if (value === undefined || value instanceof AbortSignal) return value
  throw invalid('signal', 'an AbortSignal', value)
}

/** A TypeError for the wrong kind of value, a RangeError for a number outside its range. */
function invalid(name: string, rule: string, value: unknown): Error {
  const error = rule.includes(' from ') && typeof value === 'number' ? wrongValue : wrongKind
  return error('ERR_INVALID_OPTION', `\`${name}\` must be ${rule}; got ${shown(value)}`)
}
