import { NeuronDataError } from '../errors'
import { Skeleton } from '../neuron/skeleton'
import { GrowingArray } from './growing-array'
import { LineScanner } from './line-scanner'
import type { ParseOptions } from './parse-options'
import { columnNames, forestFault, rowFault } from './swc-faults'

const hash = 0x23
const comma = 0x2c
const linesPerTurn = 2048

/**
 * The skeleton of an SWC file: a line `id type x y z radius parent` per node.
 *
 * Columns are separated by blanks, tabs or a comma; more than seven are ignored. `#` starts a
 * comment anywhere. Numbers may have a point or an exponent, ids too (`1.0`). Nodes come in any
 * order; a parent that is negative or absent makes a root, several roots are fine. A radius may be
 * `nan` or `NA`. The skeleton has the properties `type` (Int32Array) and `radius` (Float64Array,
 * NaN where not known).
 *
 * @throws NeuronDataError with the line: ERR_FILE_FORMAT for fewer than 7 columns or what is no
 *   number, ERR_INVALID_POSITION for a coordinate that is not finite, ERR_INVALID_NODE_ID for an id
 *   that is no integer from 0 to 2^53 - 1 or occurs twice, ERR_INVALID_PARENT for a cycle or a node
 *   that is its own parent. ERR_EMPTY_NEURON where there is no node.
 */
export async function parseSwc(bytes: Uint8Array, options: ParseOptions): Promise<Skeleton> {
  const { slices, file } = options
  const table = new SwcTable()
  const scanner = new LineScanner(bytes)
  while (!scanner.done) {
    if (slices.over) await slices.turn()
    for (let i = 0; i < linesPerTurn && !scanner.done; i++) {
      table.readLine(scanner, file)
      scanner.nextLine()
    }
  }
  if (table.ids.length === 0) {
    const message = `no nodes; an SWC file has a line \`${columnNames}\` for each`
    throw new NeuronDataError('ERR_EMPTY_NEURON', message, { file })
  }
  return await table.skeleton(bytes, options)
}

/** The columns of the nodes that were read so far. */
class SwcTable {
  readonly ids = new GrowingArray((length) => new Float64Array(length))
  readonly #types = new GrowingArray((length) => new Int32Array(length))
  readonly #positions = new GrowingArray((length) => new Float64Array(length))
  readonly #radii = new GrowingArray((length) => new Float64Array(length))
  readonly #parents = new GrowingArray((length) => new Float64Array(length))
  /** The seven numbers of one line. */
  readonly #row = new Float64Array(7)

  /** Adds the node of this line, if it has one. */
  readLine(scanner: LineScanner, file?: string): void {
    scanner.skipBlanks()
    if (scanner.atLineEnd || scanner.bytes[scanner.at] === hash) return
    const start = scanner.at
    const row = this.#row
    if (!readRow(scanner, row) || !isNode(row)) {
      throw rowFault(scanner.lineFrom(start), { file, line: scanner.line })
    }
    this.ids.push(row[0])
    this.#types.push(row[1])
    this.#positions.push(row[2])
    this.#positions.push(row[3])
    this.#positions.push(row[4])
    this.#radii.push(row[5])
    this.#parents.push(row[6])
  }

  async skeleton(bytes: Uint8Array, options: ParseOptions): Promise<Skeleton> {
    const { slices, file, name, units, voxelSize } = options
    const nodeIds = await this.ids.joined(slices)
    const parents = await this.#parents.joined(slices)
    const positions = await this.#positions.joined(slices)
    const type = await this.#types.joined(slices)
    const radius = await this.#radii.joined(slices)
    const properties = { type, radius }
    const init = { positions, parents, nodeIds, properties, name, units, voxelSize }
    try {
      return await Skeleton.inSlices(init, slices)
    } catch (error) {
      throw forestFault(error, { nodeIds, parents, bytes, file })
    }
  }
}

/** Reads seven numbers into `row`; false where the line does not have them. */
function readRow(scanner: LineScanner, row: Float64Array): boolean {
  const { bytes } = scanner
  for (let column = 0; column < 7; column++) {
    const start = scanner.at
    row[column] = scanner.number()
    if (scanner.at === start && column === 5) skipNotAvailable(scanner)
    const end = scanner.at
    if (end === start) return false
    scanner.skipBlanks()
    if (bytes[scanner.at] === comma) {
      scanner.at++
      scanner.skipBlanks()
    }
    const separated = scanner.at > end || scanner.atLineEnd || bytes[scanner.at] === hash
    if (!separated) return false
  }
  return true
}

/** Passes `NA`, as R writes a missing radius; the number read is NaN already. */
function skipNotAvailable(scanner: LineScanner): void {
  const { bytes, at } = scanner
  if ((bytes[at] | 0x20) === 0x6e && (bytes[at + 1] | 0x20) === 0x61) scanner.at += 2
}

/** Whether the seven numbers can be a node; `rowFault` says why not. */
function isNode(row: Float64Array): boolean {
  const id = row[0]
  const type = row[1]
  const radius = row[5]
  return (
    Number.isSafeInteger(id) &&
    id >= 0 &&
    (type | 0) === type &&
    Number.isFinite(row[2]) &&
    Number.isFinite(row[3]) &&
    Number.isFinite(row[4]) &&
    (Number.isFinite(radius) || Number.isNaN(radius)) &&
    Number.isSafeInteger(row[6])
  )
}
