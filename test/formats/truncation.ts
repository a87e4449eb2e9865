import assert from 'node:assert/strict'
import { NeuronDataError } from '../../lib/errors'

/**
 * Reads the first bytes of a file, as many as `lengths` says, one after the other.
 *
 * @returns the lengths at which there was no error; any but a one-line NeuronDataError fails.
 */
export async function readableLengths(
  bytes: Buffer,
  read: (bytes: Buffer) => Promise<unknown>,
): Promise<number[]> {
  const readable: number[] = []
  for (let length = 0; length < bytes.length; length++) {
    try {
      await read(bytes.subarray(0, length))
      readable.push(length)
    } catch (error) {
      assert.ok(error instanceof NeuronDataError, `${length} bytes: ${String(error)}`)
      assert.ok(!error.message.includes('\n'), error.message)
    }
  }
  return readable
}
