import { plyBytes, type PlyColumns } from '../formats/write-ply'
import type { Neuron } from '../neuron/neuron'
import type { Label } from '../seeds/labels'
import { hexColour, labelColour, nodeColour, unlabelledColour } from './label-colours'
import { escapedLabel } from './label-text'

/** Rows of numbers of the nodes `from` to `to` - 1, row-major. */
type Rows = (from: number, to: number) => ArrayLike<number>

/** What a coloured neuron shows. */
export interface NodePicture {
  neuron: Neuron
  labels: readonly Label[]
  /** #N: column of the node's label, -1 for none. */
  labelIndex: ArrayLike<number>
  /** How full each node's colour is, 0 to 1. */
  strengths: Rows
  /** Further properties; NaN becomes 0, as viewers cannot show it. */
  properties: readonly string[]
  /** By #properties. */
  rows: Rows
  /** Said of a label behind its name in the comments. */
  noteOf?: (label: number) => string
  signal?: AbortSignal
}

/**
 * The neuron as the bytes of a PLY file, in chunks: every vertex has the colour of its label (`red`,
 * `green`, `blue`), the greyer the weaker; `label`, the column of its label, -1 for none; and the
 * properties, float32. Comments have the labels, as JSON where ASCII cannot hold them.
 */
export function nodePly(picture: NodePicture): AsyncGenerator<Uint8Array> {
  const { neuron, labels, properties, noteOf, signal } = picture
  const columns: PlyColumns['columns'] = [
    ...['red', 'green', 'blue'].map((name) => ({ name, type: 'uchar' as const })),
    { name: 'label', type: 'int' },
    ...properties.map((name) => ({ name, type: 'float' as const })),
  ]
  const comments = labels.map((label, l) => {
    const note = noteOf === undefined ? '' : ` ${noteOf(l)}`
    return `label ${l} ${asciiLabel(label)}${note} ${hexColour(labelColour(l))}`
  })
  comments.push(`label -1 none ${hexColour(unlabelledColour)}`)
  const rows = (from: number, to: number): Float64Array => vertexRows(picture, from, to)
  return plyBytes(neuron, { vertex: { columns, rows }, comments, signal })
}

/** #R by 4 + #properties, row-major: colour, column of the label, the properties. */
function vertexRows(picture: NodePicture, from: number, to: number): Float64Array {
  const { labelIndex, properties } = picture
  const values = picture.rows(from, to)
  const strengths = picture.strengths(from, to)
  const width = properties.length
  const rows = new Float64Array((to - from) * (4 + width))
  for (let i = 0; i < to - from; i++) {
    const row = i * (4 + width)
    const label = labelIndex[from + i]
    const [red, green, blue] = nodeColour(label, label < 0 ? 0 : strengths[i])
    rows[row] = red
    rows[row + 1] = green
    rows[row + 2] = blue
    rows[row + 3] = label
    for (let c = 0; c < width; c++) rows[row + 4 + c] = values[i * width + c] || 0 // NaN: 0
  }
  return rows
}

/** A label on one line of ASCII, as many readers want it; cut where it is long. */
function asciiLabel(label: Label): string {
  const isLong = typeof label === 'string' && label.length > 100
  return escapedLabel(isLong ? `${label.slice(0, 97)}...` : label, /[^ -~]/g)
}
