import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Mesh,
  propagateLabels,
  readNeuron,
  type Label,
  type ProbabilityKind,
} from '../../lib/index'
import {
  hexColour,
  labelColour,
  nodeColour,
  unlabelledColour,
} from '../../lib/propagation/label-colours'
import { assertAbortedWrite } from './aborted-write'
import { chainNeuron, shapeNeuron } from '../neuron/shape-neuron'
import { shape } from '../shapes'

const iterative = { solver: 'iterative', maxIterations: 4 } as const

let folder = ''
const place = (name: string): string => join(folder, name)

/** A mesh of several components; the labels are on the first vertices, so that some are unreached. */
const tubeResult = (labels: readonly Label[]) => {
  const tube = shapeNeuron(shape('tube with flakes'))
  const seeds = new Map(labels.map((label, l) => [5 * l, label]))
  return propagateLabels(tube, seeds, { ...iterative, labelOrder: labels })
}

const headOf = (name: string): string[] =>
  readFileSync(place(name), 'latin1').split('end_header')[0].split('\n')

describe('colours of labels', () => {
  it('are seven, different, and begin again', () => {
    const seven = Array.from({ length: 7 }, (_, column) => hexColour(labelColour(column)))
    assert.equal(new Set([...seven, hexColour(unlabelledColour)]).size, 8)
    assert.equal(hexColour(labelColour(7)), seven[0])
    assert.equal(seven[0], '#0072b2')
  })

  it('fade to grey with the margin, and never quite reach it', () => {
    assert.deepEqual(nodeColour(0, 1), labelColour(0))
    assert.deepEqual(nodeColour(-1, 0), unlabelledColour)
    assert.deepEqual(nodeColour(1, 0), [194, 164, 140])
    assert.deepEqual(nodeColour(1, 0.5), [203, 129, 70])
  })
})

describe('result.write: .ply', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'neuroprop-write-ply-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  for (const kind of ['normalized', 'softmax', 'raw'] as ProbabilityKind[]) {
    it(`writes a mesh with its labels, colours and ${kind} scores, and reads back`, async () => {
      const result = await tubeResult(['post', 'pre'])
      await result.write(place('labels.ply'), { probabilities: kind })
      const read = (await readNeuron(place('labels.ply'))) as Mesh
      assert.deepEqual(read.positions, result.neuron.positions)
      assert.deepEqual(read.faces, (result.neuron as Mesh).faces)
      assert.deepEqual(read.properties.get('label'), result.labelIndex)
      const prefix = kind === 'raw' ? 'score_' : 'share_'
      const values = result.probabilities(kind)
      for (const [l, label] of ['post', 'pre'].entries()) {
        const column = Float32Array.from(result.labelIndex, (_, node) => values[2 * node + l] || 0)
        assert.deepEqual(read.properties.get(prefix + label), column)
      }
      const margins = result.margins()
      for (const [i, name] of ['red', 'green', 'blue'].entries()) {
        const channel = Uint8Array.from(
          result.labelIndex,
          (label, node) => nodeColour(label, margins[node])[i],
        )
        const found = read.properties.get(name) as Uint8Array
        assert.ok(
          found.every((value, node) => Math.abs(value - channel[node]) <= 1),
          name,
        )
        const unlabelled = found.filter((_, node) => result.labelIndex[node] < 0)
        assert.ok(unlabelled.length > 0 && unlabelled.every((v) => v === unlabelledColour[i]))
      }
    })
  }

  it('has its colours right behind the coordinates, where viewers look for them', async () => {
    await (await tubeResult(['post', 'pre'])).write(place('labels.PLY'))
    const properties = headOf('labels.PLY').filter((line) => line.startsWith('property'))
    assert.deepEqual(properties, [
      'property double x',
      'property double y',
      'property double z',
      'property uchar red',
      'property uchar green',
      'property uchar blue',
      'property int label',
      'property float share_post',
      'property float share_pre',
      'property list uchar int vertex_indices',
    ])
  })

  it('names labels in its comments, and properties so that every reader takes them', async () => {
    const labels = ['AL(R)', 'AL[R]', 'two\nlines', 'é', 'x'.repeat(200)]
    await (await tubeResult(labels)).write(place('awkward.ply'))
    const head = headOf('awkward.ply')
    assert.match(head.join(''), /^[ -~]*$/)
    assert.deepEqual(
      head.filter((line) => line.startsWith('comment')),
      [
        'comment label 0 "AL(R)" share_AL_R_ #0072b2',
        'comment label 1 "AL[R]" share_AL_R__2 #d55e00',
        'comment label 2 "two\\nlines" share_two_lines #009e73',
        'comment label 3 "\\u00e9" share__ #cc79a7',
        `comment label 4 "${'x'.repeat(97)}..." share_${'x'.repeat(60)} #56b4e9`,
        'comment label -1 none #bbbbbb',
      ],
    )
    const read = await readNeuron(place('awkward.ply'))
    for (const name of ['share_AL_R_', 'share_AL_R__2', 'share_two_lines', 'share__']) {
      assert.ok(read.properties.has(name), name)
    }
  })

  it('writes a skeleton as its nodes and edges', async () => {
    const result = await propagateLabels(chainNeuron(10), new Map([[0, true], [9, false]]), iterative) // prettier-ignore
    await result.write(place('chain.ply'))
    assert.ok(headOf('chain.ply').includes('element edge 9'))
    const read = await readNeuron(place('chain.ply'))
    assert.deepEqual(read.properties.get('label'), result.labelIndex)
    assert.ok(read.properties.has('share_true') && read.properties.has('share_false'))
  })

  it('rejects with the reason of its signal, and leaves nothing', async () => {
    const long = await propagateLabels(chainNeuron(20_000), new Map([[0, 'a']]), iterative)
    await assertAbortedWrite(long, place('long.ply'))
  })
})
