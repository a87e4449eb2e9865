import { inspect } from 'node:util'
import { propagateLabels, type ErrorCode } from '../../lib/index'
import { chainNeuron } from '../neuron/shape-neuron'
import type { Refusal } from '../neuron/wrong-input'

export const chain = chainNeuron(3)
export const labels = ['a', null, 'b']
export const iterative = { solver: 'iterative', maxIterations: 3 } as const

export type Case = readonly [options: object, message: string | RegExp]

/** Options that propagateLabels refuses beside those of `iterative`. */
export function refused(
  name: Refusal[2],
  code: ErrorCode,
  cases: readonly Case[],
): readonly Refusal[] {
  return cases.map(([options, message]) => [
    inspect(options, { breakLength: Infinity }),
    () => propagateLabels(chain, labels, { ...iterative, ...options }),
    name,
    code,
    message,
  ])
}
