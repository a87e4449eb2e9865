import type {
  FileFormat,
  PropagateOptions,
  ReadNeuronOptions,
  ReadSynapsesOptions,
  SynapseSeedOptions,
  WriteOptions,
} from 'neuroprop'
import { HttpError } from './http-error'

/** The options of a request, by the call of the library that takes them. */
export interface RequestOptions {
  neuron: ReadNeuronOptions
  synapses: ReadSynapsesOptions
  seeds: SynapseSeedOptions
  run: PropagateOptions
  write: WriteOptions
  output: FileFormat
}

/** Fields that are not options of `propagateLabels`: whose they are, and their name there. */
const owners: Record<string, readonly ['neuron' | 'synapses' | 'seeds' | 'write', string]> = {
  format: ['neuron', 'format'],
  units: ['neuron', 'units'],
  voxelSize: ['neuron', 'voxelSize'],
  synapseUnits: ['synapses', 'units'],
  synapseVoxelSize: ['synapses', 'voxelSize'],
  columns: ['synapses', 'columns'],
  delimiter: ['synapses', 'delimiter'],
  rule: ['seeds', 'rule'],
  snap: ['seeds', 'snap'],
  maxSynapseDistance: ['seeds', 'maxSynapseDistance'],
  labelWeights: ['seeds', 'labelWeights'],
  nodeWeights: ['seeds', 'nodeWeights'],
  labelOrder: ['seeds', 'labelOrder'],
  probabilities: ['write', 'probabilities'],
  swcTypes: ['write', 'swcTypes'],
}

/** Options of the library that are the server's to set. */
const reserved = ['signal', 'onProgress', 'maxBytes', 'name']

const mediaTypes: Record<FileFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  json: 'application/json; charset=utf-8',
  swc: 'text/plain; charset=utf-8',
  ply: 'application/octet-stream',
}

export function mediaType(output: FileFormat): string {
  return mediaTypes[output]
}

/**
 * Sorts the form fields. What is no option of reading, seeds or writing goes to `propagateLabels` as
 * it is, so that the library alone knows its options, and names the one that is wrong.
 *
 * @param accept the Accept header; the field `output` counts before it.
 */
export function requestOptions(
  fields: ReadonlyMap<string, string>,
  accept: string | undefined,
): RequestOptions {
  const parts = { neuron: {}, synapses: {}, seeds: {}, write: {}, run: {} }
  for (const [name, text] of fields) {
    if (name === 'output') continue
    if (reserved.includes(name)) {
      throw new HttpError(400, 'ERR_UNKNOWN_OPTION', `\`${name}\` is not an option of a request`)
    }
    const [owner, option] = Object.hasOwn(owners, name) ? owners[name] : (['run', name] as const)
    Object.assign(parts[owner], Object.fromEntries([[option, valueOf(text)]]))
  }
  return { ...parts, output: outputFormat(fields.get('output'), accept) }
}

/** JSON where it is JSON, else the text itself: `0.5`, `true`, `{"pre":3}`, `soft:0.9`. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function outputFormat(named: string | undefined, accept = '*/*'): FileFormat {
  const formats = Object.keys(mediaTypes) as FileFormat[]
  if (named !== undefined) {
    const format = formats.find((one) => one === named)
    if (format !== undefined) return format
    const rule = `\`output\` must be one of ${formats.join(', ')}; got ${JSON.stringify(named)}`
    throw new HttpError(400, 'ERR_INVALID_OPTION', rule)
  }
  // In the order in which the client lists them: no client of a table weighs its wishes.
  for (const range of accept.split(',')) {
    const type = range.split(';')[0].trim().toLowerCase()
    if (type === '*/*' || type === 'text/*' || type === 'text/csv') return 'csv'
    if (type === 'text/tab-separated-values') return 'tsv'
    if (type === 'application/json' || type === 'application/*') return 'json'
  }
  throw new HttpError(
    406,
    'ERR_NOT_ACCEPTABLE',
    'a result is text/csv, text/tab-separated-values or application/json, or what `output` says',
  )
}
