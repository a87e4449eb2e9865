import assert from 'node:assert/strict'
import { parseObj } from '../../lib/formats/obj'
import { parseSwc } from '../../lib/formats/swc'
import { Slices } from '../../lib/slices'

/** Slices that are always used up, and count how often they were given away. */
class CountedSlices extends Slices {
  turns = 0

  override get over(): boolean {
    return true
  }

  override turn(): Promise<void> {
    this.turns++
    return Promise.resolve()
  }
}

const parsers = {
  parseSwc: { parse: parseSwc, line: (i: number) => `${i} 0 0 0 0 1 -1` },
  parseObj: { parse: parseObj, line: () => 'v 0 0 0' },
}

for (const [name, { parse, line }] of Object.entries(parsers)) {
  it(`${name} offers its turn every few thousand lines`, async () => {
    const lines = 200_000
    const slices = new CountedSlices()
    await parse(Buffer.from(Array.from({ length: lines }, (_, i) => line(i)).join('\n')), {
      slices,
    })
    // Joining the blocks of the arrays offers about 50 turns.
    assert.ok(slices.turns > 50 + lines / 5000, `${slices.turns} turns`)
  })
}
