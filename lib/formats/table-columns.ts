import { NeuronDataError, shown, wrongKind, wrongValue, type ErrorCode } from '../errors'
import type { Slices } from '../slices'
import type { DelimitedTable } from './delimited-rows'
import { decimalNumber } from './number-scanner'

/** Rows that are converted before the event loop may get its turn. */
const blockRows = 4096

/** Names that the user gives for columns, by what they mean. */
export type ColumnNames<Role extends string> = Partial<Record<Role, string>>

/** Checks the option `columns`: names of known roles. */
export function checkColumnNames(
  columns: Record<string, unknown> | undefined,
  roles: readonly string[],
): void {
  if (columns === undefined) return
  if (typeof columns !== 'object' || columns === null) {
    throw wrongKind(
      'ERR_INVALID_OPTION',
      `\`columns\` must be an object, such as { ${roles[0]}: 'name' }; got ${shown(columns)}`,
    )
  }
  for (const [role, name] of Object.entries(columns)) {
    if (!roles.includes(role)) {
      const known = roles.map((other) => `\`${other}\``).join(', ')
      throw wrongKind(
        'ERR_UNKNOWN_OPTION',
        `unknown option \`columns.${role}\`; there are ${known}`,
      )
    }
    if (name !== undefined && typeof name !== 'string') {
      throw wrongKind(
        'ERR_INVALID_OPTION',
        `\`columns.${role}\` must be the name of a column; got ${shown(name)}`,
      )
    }
  }
}

/**
 * The table's own names of the columns that the user named, or else of those called by an alias,
 * in the order of the aliases. Case does not matter, unless names differ by nothing else.
 *
 * @throws RangeError ERR_UNKNOWN_PROPERTY for a name given by the user that is not there.
 */
export function columnsCalled(
  table: DelimitedTable,
  aliases: readonly string[],
  role = '',
  named?: string,
): string[] {
  if (named === undefined) {
    return aliases.flatMap((alias) => table.names.filter((name) => name.toLowerCase() === alias))
  }
  const found =
    table.names.find((name) => name === named) ??
    table.names.find((name) => name.toLowerCase() === named.toLowerCase())
  if (found !== undefined) return [found]
  throw wrongValue(
    'ERR_UNKNOWN_PROPERTY',
    `\`columns.${role}\` names ${shown(named)}, but ${table.file ?? 'the table'} has the columns ${listed(table)}`,
  )
}

/** The error for a table that lacks a column. */
export function missingColumn(
  table: DelimitedTable,
  role: string,
  aliases: readonly string[],
): NeuronDataError {
  return new NeuronDataError(
    'ERR_FILE_FORMAT',
    `no column ${aliases.join(' or ')} among ${listed(table)}; name it with \`columns.${role}\``,
    { file: table.file },
  )
}

function listed(table: DelimitedTable): string {
  return table.names.map((name) => shown(name)).join(', ')
}

/** An error in one row of a table. */
export function rowError(
  table: DelimitedTable,
  row: number,
  code: ErrorCode,
  message: string,
): NeuronDataError {
  return new NeuronDataError(code, message, { file: table.file, line: table.line(row) })
}

/** x, y and z as one array, #R by 3, row-major, every number finite. */
export async function positionColumn(
  table: DelimitedTable,
  names: readonly string[],
  slices: Slices,
): Promise<Float64Array> {
  const positions = new Float64Array(3 * table.rows)
  for (const [axis, name] of names.entries()) {
    const texts = table.columns.get(name)!
    await slices.each(table.rows, blockRows, (from, to) => {
      for (let row = from; row < to; row++) {
        const value = decimalNumber(texts[row])
        if (!Number.isFinite(value)) {
          const message = `${name} must be a finite number; got ${shown(texts[row])}`
          throw rowError(table, row, 'ERR_INVALID_POSITION', message)
        }
        positions[3 * row + axis] = value
      }
    })
  }
  return positions
}

/** Ways of tables to say that there is no node. */
function isNone(text: string): boolean {
  return /^(nan|na)?$/i.test(text)
}

/** Node ids, #R: integers, NaN where the text is empty, nan or NA. */
export async function nodeIdColumn(
  table: DelimitedTable,
  name: string,
  slices: Slices,
): Promise<Float64Array> {
  const texts = table.columns.get(name)!
  const nodeIds = new Float64Array(table.rows)
  await slices.each(table.rows, blockRows, (from, to) => {
    for (let row = from; row < to; row++) {
      nodeIds[row] = decimalNumber(texts[row])
      if (Number.isSafeInteger(nodeIds[row]) || isNone(texts[row])) continue
      const message = `${name} must be an integer below 2^53; got ${shown(texts[row])}`
      throw rowError(table, row, 'ERR_INVALID_NODE_ID', message)
    }
  })
  return nodeIds
}

/**
 * A column as numbers (Float64Array, NaN where empty) if every text in it is a number that a double
 * keeps, else as the texts. Ids with leading zeros, or beyond 2^53, stay texts.
 */
export async function numbersOrTexts(
  texts: readonly string[],
  slices: Slices,
): Promise<Float64Array | readonly string[]> {
  const numbers = new Float64Array(texts.length)
  let numeric = true
  await slices.each(texts.length, blockRows, (from, to) => {
    for (let row = from; numeric && row < to; row++) {
      numbers[row] = keptNumber(texts[row])
      numeric = texts[row] === '' || !Number.isNaN(numbers[row])
    }
  })
  return numeric ? numbers : texts
}

/** The number that a text says, NaN where it is none or would lose digits that may be an id's. */
function keptNumber(text: string): number {
  const value = decimalNumber(text)
  if (!Number.isFinite(value) || /^[+-]?0\d/.test(text)) return NaN
  // An integer, also one written `720575940623934801.0`.
  const isInteger = /^[+-]?\d+\.?0*$/.test(text)
  return isInteger && !Number.isSafeInteger(value) ? NaN : value
}
