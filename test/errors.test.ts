import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCodes } from '../lib/index'

const root = join(__dirname, '..')
const page = readFileSync(join(root, 'docs/errors.md'), 'utf8')

/** The rows of the page's tables: what stands in backticks first, and what it means. */
function documented(kind: RegExp): Map<string, string> {
  const rows = page.matchAll(/^\| `([^`]+)`\s*\| (.*?)\s*\|$/gm)
  return new Map(
    [...rows].filter(([, code]) => kind.test(code)).map(([, code, text]) => [code, text]),
  )
}

function sources(): string[] {
  const names = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(root, 'lib', name))
}

describe('docs/errors.md', () => {
  it('lists every error code with its meaning, and no other', () => {
    assert.deepEqual(Object.fromEntries(documented(/^ERR_/)), errorCodes)
  })

  it('lists every warning code, and no other', () => {
    const used = sources().flatMap((file) => {
      const text = readFileSync(file, 'utf8')
      return [...text.matchAll(/\bcode: '([a-z-]+)'/g)].map((match) => match[1])
    })
    assert.deepEqual([...documented(/^[a-z-]+$/).keys()].sort(), [...new Set(used)].sort())
  })

  it('names codes that something throws', () => {
    const text = sources()
      .filter((file) => !file.endsWith('errors.ts') || file.includes('cli'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n')
    for (const code of Object.keys(errorCodes)) {
      if (code === 'ERR_KERNEL') continue // set by the binding
      assert.ok(text.includes(`'${code}'`), `${code} is thrown nowhere`)
    }
  })
})
