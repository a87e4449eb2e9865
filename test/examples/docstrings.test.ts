import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as neuroprop from '../../lib/index'
import { program, publicNames } from './docstring-examples'
import { compiledExamples } from './example-module'
import { given, writeGivenFiles } from './given'

const library = program([join(__dirname, '../../lib/index.ts')])
const names = publicNames(library)

describe('the examples in docstrings', () => {
  const home = process.cwd()
  let folder = ''

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'neuroprop-examples-'))
    writeGivenFiles(folder)
  })

  after(() => rmSync(folder, { recursive: true }))

  beforeEach(() => process.chdir(folder))
  afterEach(() => process.chdir(home))

  it('are there for every function and class of the package', () => {
    const shown = new Set(names.examples.map(({ name }) => name))
    assert.deepEqual(
      names.documented.filter((name) => !shown.has(name)),
      [],
    )
    assert.deepEqual(names.values.sort(), Object.keys(neuroprop).sort())
  })

  let examples: ReturnType<ReturnType<typeof compiledExamples>['examplesOf']>

  it('compile', () => {
    const compiled = compiledExamples(names, folder, library)
    examples = compiled.examplesOf(neuroprop)
    assert.deepEqual(compiled.faults, [])
  })

  for (const [i, { name, code }] of names.examples.entries()) {
    it(`run: ${name}`, async () => {
      const printed: unknown[] = []
      await examples[`${i + 1} ${name}`](await given((value) => printed.push(value)))
      assert.equal(printed.length > 0, /console\.log|stdout\.write/.test(code))
    })
  }
})
