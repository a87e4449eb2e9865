import { NeuronDataError, shown, type CodedError, type ErrorCode } from '../errors'
import { LineScanner } from './line-scanner'
import { decimalNumber } from './number-scanner'

export const columnNames = 'id type x y z radius parent'

interface Place {
  file?: string
  line?: number
}

/** The error for a line that is no node: what is wrong with the first column that is. */
export function rowFault(text: string, place: Place): NeuronDataError {
  const data = text.replace(/#.*/s, '').replace(/[ \t]+$/, '')
  const columns = data.split(/[ \t]*,[ \t]*|[ \t]+/)
  if (columns.at(-1) === '') columns.pop()
  const fault = columns.length < 7 ? undefined : columnFault(columns)
  return new NeuronDataError(
    fault?.code ?? 'ERR_FILE_FORMAT',
    fault?.message ?? `expected 7 columns (${columnNames}), got ${columns.length}`,
    place,
  )
}

function columnFault(columns: string[]): { code: ErrorCode; message: string } | undefined {
  for (const [i, name] of columnNames.split(' ').entries()) {
    const text = columns[i]
    const value = decimalNumber(text)
    const word = /^[+-]?(nan|inf|infinity)$/i.test(text)
    if (name === 'radius' && /^([+-]?nan|na)$/i.test(text)) continue
    if (Number.isNaN(value) && !word) {
      return {
        code: 'ERR_FILE_FORMAT',
        message: `expected a number for ${name}, got ${shown(text)}`,
      }
    }
    const rule = ruleBroken(name, value)
    if (rule) return { code: rule.code, message: `${name} must be ${rule.rule}; got ${text}` }
  }
  return undefined
}

function ruleBroken(name: string, value: number): { code: ErrorCode; rule: string } | undefined {
  switch (name) {
    case 'id':
      if (Number.isSafeInteger(value) && value >= 0) return undefined
      return { code: 'ERR_INVALID_NODE_ID', rule: 'an integer from 0 to 2^53 - 1' }
    case 'parent':
      if (Number.isSafeInteger(value)) return undefined
      return { code: 'ERR_INVALID_NODE_ID', rule: 'a node id, or -1 for a root' }
    case 'type':
      if ((value | 0) === value) return undefined
      return { code: 'ERR_FILE_FORMAT', rule: 'an integer of 32 bits' }
    case 'radius':
      if (Number.isFinite(value)) return undefined
      return { code: 'ERR_FILE_FORMAT', rule: 'a finite number, or NA where it is not known' }
    default:
      if (Number.isFinite(value)) return undefined
      return { code: 'ERR_INVALID_POSITION', rule: 'a finite number' }
  }
}

interface Forest {
  nodeIds: Float64Array
  parents: Float64Array
  bytes: Uint8Array
  file?: string
}

/** The error of a Skeleton for ids or parents, as one of the file, with the line of the node. */
export function forestFault(error: unknown, { nodeIds, parents, bytes, file }: Forest): unknown {
  const { code, message } = error as CodedError
  if (code === 'ERR_INVALID_NODE_ID') {
    const [first, second] = repeatedId(nodeIds)
    const rule = `node id ${nodeIds[first]} occurs twice; first on line ${lineOfNode(bytes, first)}`
    return new NeuronDataError(code, rule, { file, line: lineOfNode(bytes, second) })
  }
  if (code === 'ERR_INVALID_PARENT') {
    const line = lineOfNode(bytes, nodeOnCycle(nodeIds, parents))
    return new NeuronDataError(code, message, { file, line })
  }
  return error
}

/** Two nodes of the same id, as positions in the file. */
function repeatedId(nodeIds: Float64Array): [number, number] {
  const seen = new Map<number, number>()
  for (const [i, id] of nodeIds.entries()) {
    const first = seen.get(id)
    if (first !== undefined) return [first, i]
    seen.set(id, i)
  }
  return [-1, -1]
}

/** The node at which a walk up from the first nodes of the file closes a circle. */
function nodeOnCycle(nodeIds: Float64Array, parents: Float64Array): number {
  const index = new Map(Array.from(nodeIds, (id, i) => [id, i]))
  const walkOf = new Int32Array(nodeIds.length).fill(-1)
  for (let start = 0; start < nodeIds.length; start++) {
    let node: number | undefined = start
    while (node !== undefined && walkOf[node] < 0) {
      walkOf[node] = start
      node = index.get(parents[node])
    }
    if (node !== undefined && walkOf[node] === start) return node
  }
  return -1
}

/** The line of the node at this position in the file; found by counting, errors are rare. */
function lineOfNode(bytes: Uint8Array, position: number): number | undefined {
  const scanner = new LineScanner(bytes)
  for (let nodes = 0; !scanner.done; scanner.nextLine()) {
    scanner.skipBlanks()
    const isNode = !scanner.atLineEnd && bytes[scanner.at] !== 0x23
    if (isNode && nodes++ === position) return scanner.line
  }
  return undefined
}
