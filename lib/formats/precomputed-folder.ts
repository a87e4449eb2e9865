import { stat } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NeuronDataError, shown, wrongKind, wrongValue } from '../errors'
import { readSource, type SourceOptions } from './source'

/** A file of a folder, decompressed, and its path. */
export interface FolderFile {
  bytes: Uint8Array
  file: string
}

/** The path of a local folder. Buckets and web addresses are not read. */
export function folderPath(folder: unknown): string {
  if (folder instanceof URL && folder.protocol === 'file:') return fileURLToPath(folder)
  if (typeof folder !== 'string' && !(folder instanceof URL)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`folder\` must be a path or a file: URL; got ${shown(folder)}`,
    )
  }
  const text = String(folder)
  if (folder instanceof URL || /^[a-z][a-z0-9+.-]+:\/\//i.test(text)) {
    throw wrongValue(
      'ERR_INVALID_ARGUMENT',
      `\`folder\` must be a local folder; got ${shown(text)}. Copy it from there first`,
    )
  }
  return text
}

/** Reads files below a folder; all of them together may not exceed `maxBytes`. */
export class PrecomputedFolder {
  #bytesRead = 0

  constructor(
    readonly path: string,
    private readonly options: SourceOptions,
  ) {}

  /** Throws where the folder is not there (as the system does), or is no folder. */
  async check(): Promise<void> {
    if (!(await stat(this.path)).isDirectory()) throw this.fault('expected a folder')
  }

  /**
   * The file of this name, or of this name and `.gz`, as copies of buckets have it; undefined where
   * there is none.
   */
  async file(name: string): Promise<FolderFile | undefined> {
    for (const path of [join(this.path, name), join(this.path, `${name}.gz`)]) {
      try {
        const { bytes } = await readSource(path, this.options)
        this.#count(bytes.length, path)
        return { bytes, file: path }
      } catch (error) {
        if (!isNotThere(error)) throw error
      }
    }
    return undefined
  }

  /** The object in the JSON file of this name; undefined where there is none. */
  async object(name: string): Promise<JsonFile | undefined> {
    const found = await this.file(name)
    if (found === undefined) return undefined
    const { bytes, file } = found
    let value: unknown
    try {
      value = JSON.parse(Buffer.from(bytes).toString('utf8'))
    } catch {
      throw new NeuronDataError('ERR_FILE_FORMAT', 'expected a JSON file', { file })
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { value: value as Record<string, unknown>, file }
    }
    const message = `expected a JSON object; got ${shown(value)}`
    throw new NeuronDataError('ERR_FILE_FORMAT', message, { file })
  }

  /** A folder that the info of this one names. */
  async subfolder(name: string): Promise<PrecomputedFolder> {
    const folder = new PrecomputedFolder(join(this.path, name), this.options)
    try {
      await folder.check()
    } catch (error) {
      if (!isNotThere(error)) throw error
      throw this.fault(`its info names the folder ${shown(name)}, which is not there`)
    }
    return folder
  }

  fault(message: string): NeuronDataError {
    return new NeuronDataError('ERR_FILE_FORMAT', message, { file: this.path })
  }

  #count(bytes: number, file: string): void {
    this.#bytesRead += bytes
    const { maxBytes = Infinity } = this.options
    if (this.#bytesRead <= maxBytes) return
    const message = `with the files before it more than ${maxBytes} bytes, the limit that \`maxBytes\` sets`
    throw new NeuronDataError('ERR_FILE_TOO_LARGE', message, { file })
  }
}

export interface JsonFile {
  value: Record<string, unknown>
  file: string
}

/** Whether a name leads to a file below the folder: a damaged list must not lead elsewhere. */
export function isNameWithin(name: unknown): name is string {
  if (typeof name !== 'string' || name.includes('\0') || isAbsolute(name)) return false
  const path = normalize(name)
  return path !== '.' && !/^\.\.(?:[/\\]|$)/.test(path) && !/[/\\]$/.test(path)
}

function isNotThere(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG'
}
