import { gzipSync } from 'node:zlib'
import type { Random } from './random'

/** Larger inputs only cost time. */
export const mostBytes = 100_000

/** Numbers at which readers go wrong, as text. */
const extremeTexts = [
  ...['0', '-0', '-1', '1', '2', '3', '255', '256', '65536', '2147483648', '-2147483649'],
  ...['4294967295', '4294967296', '9007199254740993', '18446744073709551616', '1e22', '1e309'],
  ...['-1e309', '1e-400', 'nan', 'NaN', 'inf', '-Infinity', '.', '-', '+', '1.', '.5', '0x10'],
  ...['1e', '1e+', '9'.repeat(400), `0.${'0'.repeat(400)}1`, '1e999999999999', '', 'NA', 'null'],
]

/** The same as binary, by their bytes in big-endian order. */
const extremeBytes = [
  ...['00', 'ff', '80', '7f', '03', '02', '0000', 'ffff', '8000', '00000000', 'ffffffff'],
  ...['80000000', '7fffffff', '7fc00000', '7f800000', 'ff800000', '00000001', '00000003'],
  ...['40000000', '55555556', '15555556', '7ff8000000000000', '7ff0000000000000', '1f8b08'],
].map((hex) => Buffer.from(hex, 'hex'))

/** Signs that mean something in one of the formats. */
const signs = Buffer.from('\0\t\n\r "#\'(),-./019:;[\\]e{}\x7f\x80\xff', 'latin1')

type Mutation = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer

function replaced(bytes: Buffer, from: number, to: number, by: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(to)])
}

/** A piece of bytes, short ones more often. */
function piece(bytes: Buffer, random: Random): [from: number, to: number] {
  const from = random.below(bytes.length)
  return [from, Math.min(bytes.length, from + random.length(bytes.length))]
}

const flippedBits: Mutation = (bytes, random) => {
  const copy = Buffer.from(bytes)
  for (let i = random.length(8); i > 0; i--) copy[random.below(copy.length)] ^= 1 << random.below(8)
  return copy
}

const otherSign: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  return replaced(bytes, at, at + random.below(2), Buffer.of(random.oneOf(signs)))
}

const truncated: Mutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length))

const withoutPiece: Mutation = (bytes, random) => {
  const [from, to] = piece(bytes, random)
  return replaced(bytes, from, to, Buffer.alloc(0))
}

const repeatedPiece: Mutation = (bytes, random) => {
  const [from, to] = piece(bytes, random)
  const times = 1 + random.length(Math.floor(mostBytes / (to - from + 1)))
  return replaced(bytes, to, to, Buffer.alloc(times * (to - from), bytes.subarray(from, to)))
}

const movedPiece: Mutation = (bytes, random) => {
  const [from, to] = piece(bytes, random)
  const rest = replaced(bytes, from, to, Buffer.alloc(0))
  const at = random.below(rest.length)
  return replaced(rest, at, at, bytes.subarray(from, to))
}

const spliced: Mutation = (bytes, random, others) => {
  const other = random.oneOf(others)
  const [from, to] = piece(bytes, random)
  const [otherFrom, otherTo] = piece(other, random)
  return replaced(bytes, from, to, other.subarray(otherFrom, otherTo))
}

const crossed: Mutation = (bytes, random, others) => {
  const other = random.oneOf(others)
  const start = bytes.subarray(0, random.below(bytes.length))
  return Buffer.concat([start, other.subarray(random.below(other.length))])
}

/** Another number in place of one that the text has, if it has one. */
const otherNumber: Mutation = (bytes, random) => {
  const text = bytes.toString('latin1')
  const numbers = [...text.matchAll(/[-+]?\d[\d.]*(e[-+]?\d+)?/gi)]
  if (numbers.length === 0) return flippedBits(bytes, random, [])
  const number = random.oneOf(numbers)
  const by = Buffer.from(random.oneOf(extremeTexts), 'latin1')
  return replaced(bytes, number.index, number.index + number[0].length, by)
}

/** Another word in place of one that the text has. */
const otherWord: Mutation = (bytes, random, others) => {
  const words = [...bytes.toString('latin1').matchAll(/[a-z_]+/gi)]
  const others_ = random
    .oneOf(others)
    .toString('latin1')
    .match(/[a-z_]+/gi)
  if (words.length === 0 || others_ === null) return flippedBits(bytes, random, [])
  const word = random.oneOf(words)
  const by = Buffer.from(random.oneOf(others_), 'latin1')
  return replaced(bytes, word.index, word.index + word[0].length, by)
}

/** Overwrites a binary number, wherever it stands; counts are in the first bytes. */
const otherBinaryNumber: Mutation = (bytes, random) => {
  const value = Buffer.from(random.oneOf(extremeBytes))
  if (random.below(2) === 0) value.reverse()
  const at = random.below(random.below(2) === 0 ? Math.min(bytes.length, 100) : bytes.length)
  return replaced(bytes, at, at + value.length, value)
}

const randomBytes: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  const inserted = Buffer.from(Array.from({ length: random.length(64) }, () => random.below(256)))
  return replaced(bytes, at, at, inserted)
}

const mutations: readonly Mutation[] = [
  flippedBits,
  otherSign,
  truncated,
  withoutPiece,
  repeatedPiece,
  movedPiece,
  spliced,
  crossed,
  otherNumber,
  otherNumber,
  otherWord,
  otherBinaryNumber,
  otherBinaryNumber,
  randomBytes,
]

/** The bytes after a few mutations; now and then compressed, and damaged once more. */
export function mutated(seed: Buffer, others: readonly Buffer[], random: Random): Buffer {
  let bytes = seed
  for (let i = random.length(8); i > 0; i--) {
    // Nothing is left to mutate in nothing.
    if (bytes.length === 0) break
    bytes = random.oneOf(mutations)(bytes, random, others).subarray(0, mostBytes)
  }
  if (random.below(25) > 0) return bytes
  const compressed = gzipSync(bytes, { level: 1 })
  return random.below(2) === 0 ? compressed : random.oneOf(mutations)(compressed, random, others)
}
