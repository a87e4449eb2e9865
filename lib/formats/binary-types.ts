/** Arrays that hold the values of a type. */
export type NumberArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array

/** A type of numbers in a binary file. */
export interface BinaryType {
  /** Bytes of one value. */
  bytes: number
  /** Least and greatest value of an integer type; undefined for floating point. */
  range?: readonly [least: number, greatest: number]
  /** The value at a byte of the view. */
  read: (view: DataView, at: number, littleEndian: boolean) => number
  /** An array of zeros that holds values of the type exactly. */
  array: (length: number) => NumberArray
}

export const binaryTypes = {
  int8: {
    bytes: 1,
    range: [-128, 127],
    read: (view, at) => view.getInt8(at),
    array: (length) => new Int8Array(length),
  },
  uint8: {
    bytes: 1,
    range: [0, 255],
    read: (view, at) => view.getUint8(at),
    array: (length) => new Uint8Array(length),
  },
  int16: {
    bytes: 2,
    range: [-32768, 32767],
    read: (view, at, little) => view.getInt16(at, little),
    array: (length) => new Int16Array(length),
  },
  uint16: {
    bytes: 2,
    range: [0, 65535],
    read: (view, at, little) => view.getUint16(at, little),
    array: (length) => new Uint16Array(length),
  },
  int32: {
    bytes: 4,
    range: [-(2 ** 31), 2 ** 31 - 1],
    read: (view, at, little) => view.getInt32(at, little),
    array: (length) => new Int32Array(length),
  },
  uint32: {
    bytes: 4,
    range: [0, 2 ** 32 - 1],
    read: (view, at, little) => view.getUint32(at, little),
    array: (length) => new Uint32Array(length),
  },
  float32: {
    bytes: 4,
    read: (view, at, little) => view.getFloat32(at, little),
    array: (length) => new Float32Array(length),
  },
  float64: {
    bytes: 8,
    read: (view, at, little) => view.getFloat64(at, little),
    array: (length) => new Float64Array(length),
  },
} as const satisfies Record<string, BinaryType>

export type BinaryTypeName = keyof typeof binaryTypes

/** A view of all bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/**
 * Whether the bytes from `at` on are nothing but padding: zeros, blanks and line ends, which some
 * writers append.
 */
export function isPadding(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte !== 0 && byte !== 0x20 && byte !== 0x0a && byte !== 0x0d) return false
  }
  return true
}
