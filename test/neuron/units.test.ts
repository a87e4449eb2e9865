import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { Mesh, neuronInfo, Skeleton, Synapses, type UnitsOptions } from '../../lib/index'
import { itRefuses, type Refusal } from './wrong-input'

const makers = {
  Skeleton: (units: UnitsOptions) =>
    new Skeleton({ positions: [0, 0, 0], parents: [-1], ...units }),
  Mesh: (units: UnitsOptions) => new Mesh({ positions: [0, 0, 0], faces: [], ...units }),
  Synapses: (units: UnitsOptions) => new Synapses({ positions: [], types: [], ...units }),
}

const cases: [units: unknown, name: Refusal[2], code: Refusal[3], message: string | RegExp][] = [
  [{ units: 'mm' }, 'RangeError', 'ERR_INVALID_OPTION', /^`units` must be 'nm', .* got "mm"$/],
  [{ units: 5 }, 'TypeError', 'ERR_INVALID_OPTION', /^`units` must be 'nm', .* got 5 \(number\)$/],
  [{ units: 'voxel' }, 'RangeError', 'ERR_MISSING_OPTION', /^`units` 'voxel' needs `voxelSize`/],
  [
    { units: 'nm', voxelSize: 8 },
    'RangeError',
    'ERR_CONFLICTING_OPTIONS',
    '`voxelSize` goes with `units` \'voxel\'; got `units` "nm"',
  ],
  [{ voxelSize: '8' }, 'TypeError', 'ERR_INVALID_OPTION', /^`voxelSize` must be .* got "8"$/],
  [{ voxelSize: [8, 8] }, 'TypeError', 'ERR_INVALID_OPTION', /^`voxelSize` .* an array of 2$/],
  [{ voxelSize: [8, 8, '8'] }, 'TypeError', 'ERR_INVALID_OPTION', /^`voxelSize` .* got "8"$/],
  ...[0, -8, NaN, Infinity].map((side): (typeof cases)[number] => [
    { voxelSize: [8, side, 8] },
    'RangeError',
    'ERR_INVALID_OPTION',
    `\`voxelSize\` must be positive numbers of nm; got ${side} (number)`,
  ]),
]

describe('units', () => {
  itRefuses(
    Object.entries(makers).flatMap(([kind, make]) =>
      cases.map(([units, ...expected]): Refusal => [
        `${kind} with ${inspect(units)}`,
        () => make(units as UnitsOptions),
        ...expected,
      ]),
    ),
  )

  for (const [kind, make] of Object.entries(makers)) {
    it(`are nm per unit of a ${kind}`, () => {
      const known: [UnitsOptions, unknown][] = [
        [{}, undefined],
        [{ units: 'nm' }, [1, 1, 1]],
        [{ units: 'um' }, [1000, 1000, 1000]],
        [{ units: 'voxel', voxelSize: 8 }, [8, 8, 8]],
        [{ voxelSize: [4, 4, 40] }, [4, 4, 40]],
      ]
      for (const [units, expected] of known) assert.deepEqual(make(units).nmPerUnit, expected)
    })
  }

  it('leave positions and lengths alone, but for voxels with different sides', async () => {
    const lengthOf = async (units: UnitsOptions) => {
      const positions = [0, 0, 0, 3, 0, 4]
      const neuron = new Skeleton({ positions, parents: [-1, 0], ...units })
      assert.deepEqual([...neuron.positions], positions)
      return (await neuronInfo(neuron)).cableLength
    }
    assert.equal(await lengthOf({}), 5)
    assert.equal(await lengthOf({ voxelSize: 8 }), 5)
    assert.equal(await lengthOf({ units: 'um' }), 5)
    assert.equal(await lengthOf({ voxelSize: [2, 2, 2.5] }), Math.sqrt(136))
  })
})
