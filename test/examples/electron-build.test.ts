import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const app = join(__dirname, '../../examples/electron')

describe('the bundle of the Electron example', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'neuroprop-electron-'))
    execFileSync(process.execPath, [join(app, 'build.mjs'), folder])
  })
  after(() => rmSync(folder, { recursive: true }))

  const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
  /** What a script requires. */
  const required = (name: string): string[] => [
    ...new Set(Array.from(text(name).matchAll(/require\("([^"]+)"\)/g), ([, module]) => module)),
  ]

  it('has every file that the app names', () => {
    assert.deepEqual(readdirSync(folder).sort(), [
      'index.html',
      'main.js',
      'preload.js',
      'renderer.js',
      'style.css',
      'worker.js',
    ])
    for (const name of text('main.js').matchAll(/__dirname, "([^"]+)"/g)) {
      assert.doesNotThrow(() => text(name[1]))
    }
  })

  it('requires in a preload script what its sandbox has, and the library in the worker alone', () => {
    assert.deepEqual(required('preload.js'), ['electron'])
    assert.deepEqual(required('renderer.js'), [])
    assert.deepEqual(required('worker.js'), ['node:path', 'neuroprop'])
    assert.ok(!required('main.js').includes('neuroprop'))
  })

  it('has a page that its content security policy lets work', () => {
    const page = text('index.html')
    assert.match(page, /Content-Security-Policy/)
    assert.doesNotMatch(page, /unsafe|https?:|<style|style=|\son\w+=/)
    assert.deepEqual(
      Array.from(page.matchAll(/(?:src|href)="([^"]+)"/g), ([, file]) => file).sort(),
      ['renderer.js', 'style.css'],
    )
    assert.doesNotMatch(text('renderer.js'), /innerHTML|eval\(|cssText/)
  })

  it('has every element that the page script asks for', () => {
    const ids = new Set(Array.from(text('index.html').matchAll(/ id="([^"]+)"/g), ([, id]) => id))
    const asked = Array.from(text('renderer.js').matchAll(/element\("([^"]+)"\)/g), ([, id]) => id)
    assert.ok(asked.length > 8)
    assert.deepEqual(
      asked.filter((id) => !ids.has(id)),
      [],
    )
  })
})
