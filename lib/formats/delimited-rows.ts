import { CsvError } from 'csv-parse'
import { NeuronDataError, shown } from '../errors'

/** A table as text, column by column. */
export interface DelimitedTable {
  /** Name of the file in messages. */
  file?: string
  /** The header's names, in order, each once. */
  names: string[]
  /** By name: a text for each row, without surrounding blanks; '' where the field is empty. */
  columns: Map<string, string[]>
  /** Number of rows. */
  rows: number
  /** Line of the file on which a row starts. */
  line(row: number): number
}

/** A longer row is a quote that is never closed. */
export const maxRowBytes = 1 << 20

/** The rows that csv-parse has found so far, as columns. */
export class DelimitedRows {
  #names: string[] | undefined
  #columns: string[][] = []
  readonly #lines: number[] = []
  /** Last line of the row before, and how far csv-parse's count is ahead. */
  #lastLine = 0
  #ahead = 0

  constructor(private readonly file?: string) {}

  add(record: string[], countedLine: number): void {
    const line = this.#firstLine(record, countedLine)
    if (this.#names === undefined) {
      this.#names = this.#checkedNames(record, line)
      this.#columns = record.map(() => [])
      return
    }
    const expected = this.#names.length
    // A line of blanks alone.
    if (record.length === 1 && record[0] === '' && expected > 1) return
    if (record.length !== expected) {
      const message = `expected ${expected} fields, as in the header; got ${record.length}`
      throw new NeuronDataError('ERR_FILE_FORMAT', message, { file: this.file, line })
    }
    for (let i = 0; i < expected; i++) this.#columns[i].push(record[i])
    this.#lines.push(line)
  }

  table(): DelimitedTable {
    if (this.#names === undefined) {
      const message = 'an empty file; expected a table whose first line names the columns'
      throw new NeuronDataError('ERR_FILE_FORMAT', message, { file: this.file })
    }
    return {
      file: this.file,
      names: this.#names,
      columns: new Map(this.#names.map((name, i) => [name, this.#columns[i]])),
      rows: this.#lines.length,
      line: (row) => this.#lines[row],
    }
  }

  /** An error of csv-parse as one of the file; others stay as they are. */
  fault(error: unknown): unknown {
    if (!(error instanceof CsvError)) return error
    const line = this.#lastLine + 1
    return new NeuronDataError('ERR_FILE_FORMAT', quoteFault(error.code), {
      file: this.file,
      line,
    })
  }

  /** The line on which a row starts: csv-parse counts to its end, and CR LF in quotes as two. */
  #firstLine(record: string[], countedLine: number): number {
    let line = countedLine - this.#ahead
    let breaks = 0
    if (line > this.#lastLine + 1) {
      const text = record.join('')
      breaks = text.match(/\r\n|\r|\n/g)?.length ?? 0
      const counted = text.match(/[\r\n]/g)?.length ?? 0
      this.#ahead += counted - breaks
      line -= counted - breaks
    }
    this.#lastLine = line
    return line - breaks
  }

  #checkedNames(names: string[], line: number): string[] {
    const seen = new Set<string>()
    for (const name of names) {
      if (seen.has(name)) {
        const message = `column ${shown(name)} occurs twice in the header`
        throw new NeuronDataError('ERR_FILE_FORMAT', message, { file: this.file, line })
      }
      seen.add(name)
    }
    return names
  }
}

function quoteFault(code: string): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote that opens here or below is never closed'
    case 'CSV_MAX_RECORD_SIZE':
      return `a row of more than ${maxRowBytes} bytes; a quote may not be closed`
    default:
      return 'a quote inside a field; quote the whole field and double the quotes in it'
  }
}
