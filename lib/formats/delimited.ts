import { parse, type Parser } from 'csv-parse'
import { NeuronDataError, shown, wrongValue } from '../errors'
import { Slices } from '../slices'
import { DelimitedRows, maxRowBytes, type DelimitedTable } from './delimited-rows'
import { readSource, type Source, type SourceOptions } from './source'

export interface DelimitedOptions extends SourceOptions {
  /** Sign between the columns. Default: the one of `,` `;` and tab that is most in the header. */
  delimiter?: string
}

/** Bytes that are parsed before the event loop gets its turn. */
const stepBytes = 16 * 1024
/**
 * Reads a table with a header (CSV, TSV), plain or compressed by gzip. Fields may be quoted; empty
 * lines are skipped; a header alone is a table of no rows.
 *
 * @throws NeuronDataError ERR_FILE_FORMAT with the line: no header, a name that occurs twice, a row
 *   with more or fewer fields than the header, wrong quotes, bytes that are no text. What
 *   readSource throws.
 */
export async function readDelimited(
  source: Source,
  options: DelimitedOptions = {},
): Promise<DelimitedTable> {
  const { delimiter } = options
  if (delimiter !== undefined && !(typeof delimiter === 'string' && /^[^\r\n"]$/.test(delimiter))) {
    throw wrongValue(
      'ERR_INVALID_OPTION',
      `\`delimiter\` must be one character, such as ',' or a tab; got ${shown(delimiter)}`,
    )
  }
  const { bytes, name: file } = await readSource(source, options)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.subarray(0, stepBytes).includes(0)) {
    const message = 'expected a table as text (CSV or TSV, in UTF-8); found binary data'
    throw new NeuronDataError('ERR_FILE_FORMAT', message, { file })
  }
  const rows = new DelimitedRows(file)
  await parseInSteps(buffer, delimiter ?? delimiterOf(buffer), rows, new Slices(options.signal))
  return rows.table()
}

/** Feeds csv-parse step by step; its own streaming would keep the event loop until the end. */
async function parseInSteps(
  buffer: Buffer,
  delimiter: string,
  rows: DelimitedRows,
  slices: Slices,
): Promise<void> {
  const parser = parse({
    bom: true,
    delimiter,
    max_record_size: maxRowBytes,
    on_record: (record: string[], { lines }) => {
      rows.add(record, lines)
      // Kept here, and not passed on.
      return null
    },
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  })
  // Errors are taken from the callbacks of write and end.
  parser.on('error', () => undefined)
  parser.resume()
  try {
    for (let from = 0; from < buffer.length; from += stepBytes) {
      if (slices.over) await slices.turn()
      await written(parser, buffer.subarray(from, from + stepBytes))
    }
    await ended(parser)
  } catch (error) {
    throw rows.fault(error)
  }
}

function written(parser: Parser, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
}

function ended(parser: Parser): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.once('error', reject)
    parser.end(() => resolve())
  })
}

/** The delimiter that the header has most of, outside of quotes; a comma where it has none. */
function delimiterOf(buffer: Buffer): string {
  const start = buffer.toString('utf8', 0, stepBytes).replace(/^\uFEFF?\s*/, '')
  const header = start.split(/[\r\n]/, 1)[0].replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: header.split(sign).length }))
  return counts.reduce((most, other) => (other.count > most.count ? other : most)).sign
}
