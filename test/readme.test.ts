import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as neuroprop from '../lib/index'

const root = join(__dirname, '..')

/** The first example of the README as JavaScript, its files replaced by those of examples/. */
function example(folder: string): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const code = /```ts\n(.*?)```/s.exec(readme)![1]
  const file = (name: string): string => JSON.stringify(join(root, 'examples/neuron', name))
  return code
    .replace(/import (\{[^}]*\}) from 'neuroprop'/, 'const $1 = neuroprop')
    .replace("'neuron.obj'", file('neuron.obj'))
    .replace("'synapses.csv'", file('synapses.csv'))
    .replace("'labels.csv'", JSON.stringify(join(folder, 'labels.csv')))
}

describe('README', () => {
  it('has an example that runs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neuroprop-readme-'))
    const printed: string[] = []
    const AsyncFunction = (async () => undefined).constructor as new (
      ...args: string[]
    ) => (...values: unknown[]) => Promise<void>
    try {
      const run = new AsyncFunction('neuroprop', 'console', example(folder))
      await run(neuroprop, { log: (text: string) => printed.push(text) })
      const table = readFileSync(join(folder, 'labels.csv'), 'utf8')
      assert.match(table, /^node_id,label,p_post,p_pre\n0,/)
      assert.match(printed[0], /seeds +462 post, 176 pre/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
