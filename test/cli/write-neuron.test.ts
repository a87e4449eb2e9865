import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readNeuron } from '../../lib/index'
import { built, exampleFolder, output, run } from './command'

const published = ['--synapses', 'synapses.csv', '--preset', 'navis']

describe('neuroprop propagate --output: neurons', () => {
  let folder: string
  before(async () => {
    await built()
    folder = exampleFolder()
  })
  after(() => rmSync(folder, { recursive: true }))

  const propagate = (args: string[]): Promise<string> =>
    output(['propagate', ...args], { cwd: folder })

  it('writes .swc with the types of --swc-types, which --labels property:type reads', async () => {
    const types = ['--swc-types', 'pre=40,post=41']
    await propagate(['neuron.swc', ...published, ...types, '--output', 'labels.swc'])
    const found = new Set(
      Array.from((await readNeuron(join(folder, 'labels.swc'))).properties.get('type')!),
    )
    assert.ok(found.has(40) && found.has(41))
    const report = JSON.parse(
      await propagate(['labels.swc', '--labels', 'property:type', '--preset', 'navis', '--json']),
    ) as { labels: string[]; counts: Record<string, number> }
    assert.deepEqual(report.labels, [...found].sort().map(String))
  })

  it('writes .ply of a mesh', async () => {
    await propagate([
      'neuron.obj',
      ...published,
      '--probabilities',
      'raw',
      '--output',
      'labels.ply',
    ])
    const { properties } = await readNeuron(join(folder, 'labels.ply'))
    const names = ['red', 'green', 'blue', 'label', 'score_post', 'score_pre']
    assert.deepEqual([...properties.keys()], names)
    assert.match(readFileSync(join(folder, 'labels.ply'), 'latin1'), /^comment label 1 "pre" /m)
  })

  for (const [args, message] of [
    [
      'neuron.obj --output x.swc',
      /holds a skeleton, and the neuron is a mesh; .* Write to a \.ply/,
    ],
    [
      'absent.swc --output x.csv --swc-types pre=2',
      /^error: `--swc-types` goes with a \.swc file; /,
    ],
    ['absent.swc --output - --swc-types pre=2', /^error: `--swc-types` goes with a \.swc file; /],
    ['absent.swc --swc-types pre=2', /^error: `--swc-types` .*; give its file with `--output`$/],
    ['absent.swc --output x.swc --swc-types pre=x', /^error: `--swc-types` must be a number/],
    ['absent.swc --output x.swc --swc-types pre=1.5', /^error: `--swc-types` of "pre" must be /],
    [
      'absent.swc --output x.swc --probabilities raw',
      /^error: `--probabilities` .* SWC has none; /,
    ],
  ] as const) {
    it(`refuses ${args}`, async () => {
      const words = ['propagate', ...args.split(' '), ...published]
      const { code, stderr } = await run(words, { cwd: folder })
      assert.equal(code, 2)
      assert.match(stderr.split('\n')[0], message)
      assert.ok(!existsSync(join(folder, 'x.swc')))
    })
  }
})
