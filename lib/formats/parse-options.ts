import type { UnitsOptions } from '../neuron/units'
import type { Slices } from '../slices'

/** What every parser of a neuron's bytes is given. */
export interface ParseOptions extends UnitsOptions {
  /** Name of the file in messages. */
  file?: string
  /** Name of the neuron. */
  name?: string
  /** Shares the event loop, and ends the work on abort. */
  slices: Slices
}
