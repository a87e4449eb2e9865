import assert from 'node:assert/strict'
import type { ErrorCode } from '../../lib/index'

/** Something that is refused: what is done, the class and code of the error, and its message. */
export type Refusal = readonly [
  what: string,
  act: () => unknown,
  name: 'TypeError' | 'RangeError',
  code: ErrorCode,
  message: string | RegExp,
]

/** A test per refusal: class, code and message, which is one line. */
export function itRefuses(refusals: readonly Refusal[]): void {
  for (const [what, act, name, code, message] of refusals) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(async () => act(), { name, code, message })
      await assert.rejects(async () => act(), { message: /^[^\n]+$/ })
    })
  }
}

/** Makers of arrays of numbers, of every kind that is taken. */
export const arrayMakers: readonly ((values: number[]) => ArrayLike<number>)[] = [
  (values) => values,
  (values) => Float64Array.from(values),
  (values) => Float32Array.from(values),
  (values) => Int32Array.from(values),
]

/** A value copied so deeply that a later change of it shows. Functions and signals stay. */
export function deepCopy<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return (value as unknown as Float64Array).slice() as unknown as T
  if (Array.isArray(value)) return value.map(deepCopy) as T
  if (value instanceof Map) return new Map([...value].map(deepCopy)) as T
  if (typeof value !== 'object' || value === null || value instanceof AbortSignal) return value
  const copy = Object.create(Object.getPrototypeOf(value) as object | null) as T & object
  for (const [key, own] of Object.entries(value)) {
    Object.defineProperty(copy, key, { value: deepCopy(own as unknown), enumerable: true })
  }
  return copy
}
