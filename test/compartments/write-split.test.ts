import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateNeuron, readNeuron, splitAxonDendrite, type SplitResult } from '../../lib/index'
import { itRefuses } from '../neuron/wrong-input'

const types: Readonly<Record<string, number>> = { axon: 2, dendrite: 3, soma: 1 }

describe('split.write', () => {
  let folder = ''
  let skeleton: SplitResult
  let mesh: SplitResult
  const place = (name: string): string => join(folder, name)
  const text = (name: string): string => readFileSync(place(name), 'utf8')

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'neuroprop-split-'))
    const made = await generateNeuron({ seed: 3, nodes: 400 })
    skeleton = await splitAxonDendrite(made.skeleton, made.synapses, { mixedBelow: 0.9 })
    mesh = await splitAxonDendrite(made.mesh!, made.synapses, { fragments: 'leave' })
  })
  after(() => rmSync(folder, { recursive: true }))

  it('writes a row for every node of a skeleton, the second opinion beside it', async () => {
    await skeleton.write(place('n.csv'))
    const [head, ...rows] = text('n.csv').trimEnd().split('\n')
    assert.equal(head, 'node_id,compartment,share,margin,probability,flow')
    const names = skeleton.decode()
    assert.deepEqual(
      rows.map((row) => row.split(',').slice(0, 5)),
      names.map((name, node) => [
        String(skeleton.neuron.nodeIds.at(node)),
        name ?? '',
        ...[skeleton.share, skeleton.margin, skeleton.probability].map((values) =>
          String(values[node]),
        ),
      ]),
    )
    const flows = new Set(rows.map((row) => row.split(',')[5]))
    assert.deepEqual([...flows].sort(), ['axon', 'cell body fiber', 'dendrite', 'linker', 'soma'])
    await skeleton.write(place('n.tsv'))
    assert.equal(text('n.tsv'), text('n.csv').replaceAll(',', '\t'))
  })

  it('writes JSON with the report, null for what is not known', async () => {
    await mesh.write(place('n.json'))
    const { report, nodes } = JSON.parse(text('n.json')) as {
      report: object
      nodes: Record<string, unknown>[]
    }
    assert.deepEqual(report, JSON.parse(JSON.stringify(mesh.report)))
    assert.equal(nodes.length, mesh.neuron.nodeCount)
    const left = mesh.compartment.indexOf(0)
    assert.ok(left > 0)
    assert.deepEqual(nodes[left], {
      ...{ node_id: left, compartment: null, share: null, margin: null, probability: null },
    })
    assert.equal(nodes[0].share, mesh.share[0])
  })

  it('writes SWC with the types of the format, or those that are given', async () => {
    await skeleton.write(place('n.swc'))
    const names = skeleton.decode()
    const typesOf = async (name: string): Promise<unknown[]> =>
      Array.from((await readNeuron(place(name))).properties.get('type') ?? [])
    assert.deepEqual(
      await typesOf('n.swc'),
      names.map((name) => types[name ?? ''] ?? 0),
    )
    assert.deepEqual([...new Set(await typesOf('n.swc'))].sort(), [0, 1, 2, 3])
    const given: Record<string, number> = { mixed: 8, axon: 9 }
    await skeleton.write(place('m.swc'), { swcTypes: given })
    assert.deepEqual(
      await typesOf('m.swc'),
      names.map((name) => given[name ?? ''] ?? types[name ?? ''] ?? 0),
    )
  })

  it('writes coloured PLY, the greyer the less probable', async () => {
    for (const split of [skeleton, mesh]) {
      await split.write(place('n.ply'))
      const head = readFileSync(place('n.ply'), 'latin1').split('end_header')[0]
      assert.match(head, /comment label 0 "axon" #0072b2\ncomment label 1 "dendrite" #d55e00\n/)
      const back = (await readNeuron(place('n.ply'))).properties
      const numbers = (name: string): number[] => Array.from(back.get(name) as ArrayLike<number>)
      assert.deepEqual(
        numbers('label'),
        Array.from(split.compartment, (code) => code - 1),
      )
      const shares = Array.from(split.share, (share) => Math.fround(share) || 0)
      assert.deepEqual(numbers('share'), shares)
      const fullness = (node: number): number =>
        Math.abs(numbers('blue')[node] - numbers('red')[node])
      if (split === mesh) continue
      const axon = [...split.compartment.keys()].filter((node) => split.compartment[node] === 1)
      axon.sort((a, b) => split.probability[a] - split.probability[b])
      assert.ok(fullness(axon[axon.length - 1]) > 150)
      assert.ok(fullness(axon[0]) < fullness(axon[axon.length - 1]))
    }
  })

  itRefuses([
    [
      'a mesh as SWC',
      () => mesh.write(place('x.swc')),
      ...(['RangeError', 'ERR_INVALID_OPTION', /a \.swc file holds a skeleton/] as const),
    ],
    [
      'another ending',
      () => mesh.write(place('x.txt')),
      ...(['RangeError', 'ERR_INVALID_OPTION', /a file that ends in/] as const),
    ],
    [
      'types that do not go with the file',
      () => skeleton.write(place('x.csv'), { swcTypes: { axon: 2 } }),
      ...(['RangeError', 'ERR_CONFLICTING_OPTIONS', /goes with a \.swc file/] as const),
    ],
    [
      'types of what is no compartment',
      () => skeleton.write(place('x.swc'), { swcTypes: { axom: 2 } }),
      ...([
        'RangeError',
        'ERR_INVALID_OPTION',
        /must name compartments, 'axon'.*got 'axom'/,
      ] as const),
    ],
  ])

  it('leaves nothing of what is aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    await assert.rejects(skeleton.write(place('y.csv'), { signal }), /enough/)
    assert.deepEqual(
      readdirSync(folder).filter((name) => /^[xy]/.test(name)),
      [],
    )
  })
})
