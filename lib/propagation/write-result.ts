import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { shown, wrongValue } from '../errors'
import {
  resultFormats,
  resultText,
  type ResultFormat,
  type ResultTable,
  type ResultTextOptions,
} from './result-text'

export type WriteOptions = ResultTextOptions

/** The format that a file's ending names. @throws RangeError ERR_INVALID_OPTION. */
export function formatOfPath(path: string): ResultFormat {
  const ending = extname(path).slice(1).toLowerCase() as ResultFormat
  if (resultFormats.includes(ending)) return ending
  throw wrongValue(
    'ERR_INVALID_OPTION',
    `a result is written to a file that ends in .csv, .tsv or .json; got ${shown(path)}`,
  )
}

/** Writes the table beside its place and moves it there when it is whole. */
export async function writeResult(
  result: ResultTable,
  path: string,
  options: WriteOptions,
): Promise<void> {
  const text = resultText(result, formatOfPath(path), options)
  const unfinished = `${path}.${process.pid}.tmp`
  try {
    await pipeline(Readable.from(text), createWriteStream(unfinished), { signal: options.signal })
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw options.signal?.aborted ? options.signal.reason : error
  }
}
