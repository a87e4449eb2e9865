import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faultOf, fuzz } from './fuzz'
import { readerNames, seedFiles } from './seed-files'

const executions = 400

describe('damaged files', () => {
  let folder: string
  before(() => (folder = mkdtempSync(join(tmpdir(), 'fuzz-'))))
  after(() => rmSync(folder, { recursive: true }))

  for (const reader of readerNames) {
    it(`of ${reader} are read, or give a coded error, in bounded memory`, async () => {
      const seeds = seedFiles(reader, join(folder, reader))
      for (const seed of seeds) {
        await assert.doesNotReject(seed.read(seed.bytes), seed.name)
      }
      const outcomes = new Set<string>()
      const outcome = (message: string): unknown => outcomes.add(message)
      const range = { randomSeed: 7, from: 0, to: executions }
      for await (const find of fuzz(seeds, range, { outcome })) {
        assert.fail(`execution ${find.execution} of ${find.seed.name}: ${find.message}`)
      }
      assert.ok(outcomes.has('read') && outcomes.size > 10)
    })
  }

  it('that were once read wrongly are not any more', async () => {
    const finds = join(__dirname, '../formats/finds')
    for (const name of readdirSync(finds)) {
      const reader = readerNames.find((known) => name.startsWith(`${known}-`))
      assert.ok(reader !== undefined, name)
      const bytes = readFileSync(join(finds, name))
      for (const seed of seedFiles(reader, join(folder, 'finds'))) {
        const fault = await faultOf(seed, bytes)
        assert.equal(fault?.message, undefined, name)
      }
    }
  })
})
