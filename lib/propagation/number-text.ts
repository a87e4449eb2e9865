/** 10^0 to 10^15, all of them exact. */
const powers = Array.from({ length: 16 }, (_, exponent) => Number(`1e${exponent}`))

/** What stands before the digits of a number below 1, by its zeros after the point. */
const leading = ['0.', '0.0', '0.00', '0.000', '0.0000', '0.00000']

/** The least float32 with all of its bits; those below are denormal. */
const leastNormal = 2 ** -126

const float32 = new Float32Array(1)
const bits = new Uint32Array(float32.buffer)

/**
 * The shortest decimal that reads back as the same number of the array's type, the nearest of
 * several; '' for NaN. Written as JavaScript writes numbers (`1e-7`, `Infinity`), with `-0` told
 * from `0`. A float32 needs at most nine digits.
 */
export function numberText(value: number, isFloat32: boolean): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  if (Number.isNaN(value)) return ''
  if (!isFloat32 || value === Infinity || value === -Infinity) return String(value)
  if (value < 0) return `-${numberText(-value, true)}`
  return value >= 1e-6 && value < 1e6 && !isPowerOfTwo(value) ? nearText(value) : farText(value)
}

/**
 * Of a power of two the next smaller float32 is nearer than the next greater one, so that a decimal
 * above it can be shorter than the nearest one.
 */
function isPowerOfTwo(value: number): boolean {
  float32[0] = value
  return (bits[0] & 0x7fffff) === 0
}

/**
 * For 1e-6 <= value < 1e6, where a float32 times a power of ten is (nearly) exact in float64. Every
 * decimal of up to six digits survives a float32 that is not denormal, so that the search begins
 * there: a shorter one is found as six digits that end in zeros.
 */
function nearText(value: number): string {
  let zeros = 0 // after the point
  let places = 0 // before it
  if (value < 1) while (value * powers[zeros + 1] < 1) zeros++
  else while (value >= powers[places]) places++
  for (let digits = 6; ; digits++) {
    const scale = powers[digits + zeros - places]
    const integer = Math.round(value * scale)
    const rounded = integer / scale // the float64 that the decimal reads as
    if (Math.fround(rounded) !== value) continue
    // Digits that are all needed can follow the point at once, which is the fastest text.
    return places > 0 || integer % 10 === 0 ? String(rounded) : leading[zeros] + String(integer)
  }
}

/** For every positive value, and slow: by way of the decimal nearest to it of so many digits. */
function farText(value: number): string {
  for (let digits = value < leastNormal ? 1 : 6; ; digits++) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split('e')
    const nearest = Number(mantissa.replace('.', ''))
    for (const integer of [nearest, nearest + 1]) {
      const rounded = Number(`${integer}e${Number(exponent) - digits + 1}`)
      if (Math.fround(rounded) === value) return String(rounded)
    }
  }
}
