import { inspect } from 'node:util'
import {
  seedsFromSynapses,
  Synapses,
  type SynapseSeedOptions,
  type SynapsesInit,
} from '../../lib/index'
import { itRefuses, type Refusal } from '../neuron/wrong-input'
import { mesh, skeleton, synapses, table } from './neurons'

const madeOf = (init: Partial<SynapsesInit>, options?: unknown) =>
  seedsFromSynapses(skeleton, new Synapses({ ...table, ...init }), options as SynapseSeedOptions)

describe('seedsFromSynapses: wrong input', () => {
  const rules =
    "`rule` must be 'pre-over-post', 'majority', 'majority-balanced' or { column }; got "
  const limit = '`maxSynapseDistance` must be a number of nm, 0 or greater; got '
  const options: [unknown, Refusal[2], Refusal[3], string | RegExp][] = [
    [
      { rule: 'majorty' },
      'RangeError',
      'ERR_INVALID_OPTION',
      `${rules}"majorty"; did you mean 'majority'?`,
    ],
    [{ rule: 'axon' }, 'RangeError', 'ERR_INVALID_OPTION', `${rules}"axon"`],
    [{ rule: 5 }, 'TypeError', 'ERR_INVALID_OPTION', `${rules}5 (number)`],
    [{ rule: null }, 'TypeError', 'ERR_INVALID_OPTION', `${rules}null`],
    [{ rule: { column: 5 } }, 'TypeError', 'ERR_INVALID_OPTION', /^`rule` must be /],
    [
      { rule: { column: 'ro' } },
      'RangeError',
      'ERR_UNKNOWN_PROPERTY',
      '`rule` names column `ro`, but the synapses have `roi`, `number`',
    ],
    [
      { snap: 'node_id' },
      'RangeError',
      'ERR_INVALID_OPTION',
      "`snap` must be 'nearest' or 'node-id'; got \"node_id\"",
    ],
    [{ snap: 5 }, 'TypeError', 'ERR_INVALID_OPTION', /^`snap` must be .* 5 \(number\)$/],
    [{ maxSynapseDistance: '5' }, 'TypeError', 'ERR_INVALID_OPTION', `${limit}"5"`],
    [{ maxSynapseDistance: -1 }, 'RangeError', 'ERR_INVALID_OPTION', `${limit}-1 (number)`],
    [
      { maxSynapseDistance: 5 },
      'RangeError',
      'ERR_UNITS',
      "`maxSynapseDistance` is in nm, but the neuron's units are not known; give `units` (and `voxelSize`) when reading it",
    ],
    [{ seedWeights: [1] }, 'TypeError', 'ERR_UNKNOWN_OPTION', /^unknown option `seedWeights`; /],
    [{ labelOrder: ['post'] }, 'RangeError', 'ERR_UNKNOWN_LABEL', /"pre" is missing$/],
    [{ labelWeights: { pre: -1 } }, 'RangeError', 'ERR_INVALID_WEIGHT', /^`labelWeights` of "pre"/],
  ]
  itRefuses(
    options.map(([given, ...expected]): Refusal => [
      `options ${inspect(given)}`,
      () => madeOf({}, given),
      ...expected,
    ]),
  )

  const one: SynapsesInit = { positions: [0, 0, 0], types: ['pre'] }
  const byId = { snap: 'node-id' } as const
  itRefuses([
    [
      'synapses that are none',
      () => seedsFromSynapses(skeleton, table as never),
      'TypeError',
      'ERR_INVALID_ARGUMENT',
      '`synapses` must be Synapses (see readSynapses); got an object (Object)',
    ],
    [
      'node ids on a mesh',
      () => seedsFromSynapses(mesh, synapses, byId),
      'RangeError',
      'ERR_CONFLICTING_OPTIONS',
      /^`snap` 'node-id' needs a skeleton: /,
    ],
    [
      'node ids from a table without any',
      () => seedsFromSynapses(skeleton, new Synapses(one), byId),
      'RangeError',
      'ERR_UNKNOWN_PROPERTY',
      "`snap` 'node-id': the synapses have no column `node_id`",
    ],
    ...[11, NaN].map((id): Refusal => [
      `node id ${id}`,
      () => madeOf({ nodeIds: [...Array<number>(9).fill(10), id] }, byId),
      'RangeError',
      'ERR_UNKNOWN_NODE_ID',
      /^synapse 9: /,
    ]),
    [
      'synapses with units on a neuron without',
      () => madeOf({ units: 'nm' }),
      'RangeError',
      'ERR_UNITS',
      'the synapses have units but the neuron has none; give `units` (and `voxelSize`) when reading it',
    ],
    [
      'no synapses',
      () => seedsFromSynapses(skeleton, new Synapses({ positions: [], types: [] })),
      'RangeError',
      'ERR_NO_SEEDS',
      'neuron n12 has no seeds: no node carries a label',
    ],
    [
      'a tie as the only node, under majority',
      () => {
        const tie = new Synapses({ positions: [0, 0, 0, 0, 0, 0], types: ['pre', 'post'] })
        return seedsFromSynapses(skeleton, tie, { rule: 'majority' })
      },
      'RangeError',
      'ERR_NO_SEEDS',
      'neuron n12 has no seeds: no node carries a label',
    ],
  ])
})
