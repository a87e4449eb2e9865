import { itRefuses } from '../neuron/wrong-input'
import { refused, type Case } from './refusals'

describe('propagateLabels: wrong clamping', () => {
  const rule = "`clamping` must be 'hard', 'soft', 'none', true, false or 'soft:ALPHA'; got "
  const alphaRule = '`alpha` must be a number from 0 to 1'
  const soft = { clamping: 'soft' }
  itRefuses([
    ...refused('RangeError', 'ERR_INVALID_OPTION', [
      ...['Hard', 'clamped', '', 'soft:', 'soft 0.5', 'true'].map((clamping): Case => [
        { clamping },
        `${rule}"${clamping}"`,
      ]),
      ...[1.5, -0.1, 'x', 'Infinity', 'NaN', '0.5.5', '0x1'].map((alpha): Case => [
        { clamping: `soft:${alpha}` },
        new RegExp(`^the alpha of \`clamping\` "soft:${alpha}" must be a number from 0 to 1; got `),
      ]),
      ...[1.5, -0.1, NaN, Infinity].map((alpha): Case => [
        { ...soft, alpha },
        `${alphaRule}; got ${alpha} (number)`,
      ]),
      ...[1.5, -1e-9, NaN].map((alpha): Case => [
        { ...soft, alpha: [0.1, 0.2, alpha] },
        `\`alpha\` of node 2 must be a number from 0 to 1; got ${alpha} (number)`,
      ]),
    ]),
    ...refused('TypeError', 'ERR_INVALID_OPTION', [
      [{ clamping: null }, `${rule}null`],
      [{ clamping: 0.5 }, `${rule}0.5 (number)`],
      [{ clamping: ['hard'] }, `${rule}an array of 1`],
      [{ ...soft, alpha: '0.5' }, `${alphaRule}, or an array of one per node; got "0.5"`],
      [{ ...soft, alpha: null }, `${alphaRule}, or an array of one per node; got null`],
      [{ ...soft, alpha: [0.1, '0.2', 0.3] }, /^`alpha` of node 1 must be .*; got "0.2"$/],
    ]),
    ...refused('RangeError', 'ERR_INVALID_LENGTH', [
      [{ ...soft, alpha: [0.5] }, '`alpha` must have a number for each of the 3 nodes; got 1'],
    ]),
    ...refused('RangeError', 'ERR_CONFLICTING_OPTIONS', [
      ...[undefined, 'hard', 'none', true, false].map((clamping): Case => [
        { clamping, alpha: 0.5 },
        /^`alpha` goes with `clamping` 'soft'; got `clamping` /,
      ]),
      [
        { clamping: 'soft:0.9', alpha: 0.8 },
        '`clamping` "soft:0.9" and `alpha` 0.8 (number) are two different alphas; give one',
      ],
      [{ clamping: 'soft:0.9', alpha: [0.9, 0.9, 0.9] }, /are two different alphas; give one$/],
    ]),
  ])
})

describe('propagateLabels: wrong stop rules', () => {
  const tolerance = '`tolerance` must be a number above 0 and below 1; got '
  const integers: [name: string, least: number][] = [
    ['maxIterations', 1],
    ['patience', 0],
    ['threads', 1],
  ]
  itRefuses([
    ...integers.flatMap(([name, least]) => {
      const rule = `\`${name}\` must be an integer, ${least} or greater; got `
      const wrong = [least - 1, -1, 1.5, NaN, Infinity, 2 ** 53]
      return [
        ...refused(
          'RangeError',
          'ERR_INVALID_OPTION',
          [...new Set(wrong)].map((value): Case => [{ [name]: value }, `${rule}${value} (number)`]),
        ),
        ...refused('TypeError', 'ERR_INVALID_OPTION', [
          [{ [name]: '5' }, `${rule}"5"`],
          [{ [name]: null }, `${rule}null`],
        ]),
      ]
    }),
    ...refused('RangeError', 'ERR_INVALID_OPTION', [
      ...[1, 5, Infinity].map((value): Case => [
        { tolerance: value },
        `${tolerance}${value} (number). For a number of settled steps give \`patience\``,
      ]),
      ...[0, -1e-4, NaN].map((value): Case => [
        { tolerance: value },
        `${tolerance}${value} (number)`,
      ]),
      [{ changeNorm: 'l2' }, "`changeNorm` must be 'max' or 'frobenius'; got \"l2\""],
    ]),
    ...refused('TypeError', 'ERR_INVALID_OPTION', [
      [{ tolerance: '1e-4' }, `${tolerance}"1e-4"`],
      [{ tolerance: null }, `${tolerance}null`],
      [{ changeNorm: 2 }, /^`changeNorm` must be 'max' or 'frobenius'; got 2 \(number\)$/],
    ]),
  ])
})
