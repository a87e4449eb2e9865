import assert from 'node:assert/strict'
import { numberText } from '../../lib/propagation/number-text'
import { random } from '../shapes'

const floats = new Float32Array(1)
const bits = new Uint32Array(floats.buffer)

function float32Of(pattern: number): number {
  bits[0] = pattern
  return floats[0]
}

/** Significant digits of a decimal, and the power of ten of the last one. */
function decimal(text: string): { digits: string; exponent: number } {
  const [mantissa, exponent = '0'] = text.replace(/^-/, '').split('e')
  const [whole, places = ''] = mantissa.split('.')
  const all = (whole + places).replace(/^0+/, '')
  const digits = all.replace(/0+$/, '')
  return { digits, exponent: Number(exponent) - places.length + all.length - digits.length }
}

/** Fails unless the text reads back as the same bits. */
function assertReadsBack(value: number): string {
  const text = numberText(value, true)
  const back = Math.fround(Number(text))
  // Building a message a million times would be slow.
  if (!Object.is(back, value)) assert.fail(`${value}: ${text} reads back as ${back}`)
  return text
}

/**
 * Fails if a decimal of one digit less reads back too. Those nearest to the value from below and
 * from above decide: a shorter decimal is one of these as well, or lies beyond them.
 */
function assertNoShorter(value: number, text: string): void {
  const { digits } = decimal(text)
  if (digits.length === 1) return
  const [mantissa, exponent] = Math.abs(value)
    .toExponential(digits.length - 2)
    .split('e')
  const nearest = Number(mantissa.replace('.', ''))
  for (const integer of [nearest - 1, nearest, nearest + 1]) {
    const shorter = Number(`${integer}e${Number(exponent) - digits.length + 2}`)
    if (Math.fround(shorter) === Math.abs(value)) assert.fail(`${value}: ${text}, not ${shorter}`)
  }
}

/** An integer power of ten. */
const ten = (exponent: number): bigint => 10n ** BigInt(exponent)

/**
 * The decimal with the fewest digits among all that round to a positive float32, the nearest of
 * several: by exact arithmetic on integers, one number of digits after the other.
 */
function searchedDecimal(pattern: number): { digits: string; exponent: number } {
  const fraction = BigInt(pattern & 0x7fffff)
  const biased = pattern >>> 23
  const mantissa = biased === 0 ? fraction : fraction + 0x800000n
  const power = Math.max(biased, 1) - 150
  // All in units of a quarter of the last place: value 4 m, halfway to its neighbours +-2, or -1.
  const below = biased > 1 && fraction === 0n ? 1n : 2n
  const [low, value, high] = [4n * mantissa - below, 4n * mantissa, 4n * mantissa + 2n]
  const closed = mantissa % 2n === 0n
  for (let digits = 1; ; digits++) {
    const leading = Math.floor(Math.log10(float32Of(pattern)))
    for (const exponent of [leading - digits + 2, leading - digits + 1]) {
      // n * 10^exponent = x * 2^(power - 2), brought to integers.
      const scale = (x: bigint): bigint => x * (exponent < 0 ? ten(-exponent) : 1n) << BigInt(Math.max(power - 2, 0)) // prettier-ignore
      const unit = (exponent > 0 ? ten(exponent) : 1n) << BigInt(Math.max(2 - power, 0))
      const inside = (n: bigint): boolean =>
        closed
          ? n * unit >= scale(low) && n * unit <= scale(high)
          : n * unit > scale(low) && n * unit < scale(high)
      const floor = scale(value) / unit
      const distance = (n: bigint): bigint =>
        n * unit > scale(value) ? n * unit - scale(value) : scale(value) - n * unit
      const found = [floor + 1n, floor] // of equals the greater, as JavaScript has it
        .filter((n) => n > 0n && inside(n))
        .sort((a, b) => Number(distance(a) - distance(b)))
      if (found.length > 0) return decimal(`${found[0]}e${exponent}`)
    }
  }
}

describe('numberText', () => {
  it('leaves out NaN, and tells -0 from 0', () => {
    for (const isFloat32 of [true, false]) {
      assert.equal(numberText(NaN, isFloat32), '')
      assert.equal(numberText(0, isFloat32), '0')
      assert.equal(numberText(-0, isFloat32), '-0')
      assert.equal(numberText(Infinity, isFloat32), 'Infinity')
      assert.equal(numberText(-Infinity, isFloat32), '-Infinity')
    }
  })

  const known: [number, string][] = [
    [1, '1'],
    [0.1, '0.1'],
    [0.01, '0.01'],
    [-0.25, '-0.25'],
    [1 / 3, '0.33333334'],
    [0.84158283, '0.84158283'],
    [123456.7, '123456.7'],
    [16777216, '16777216'],
    [1e-6, '0.000001'],
    [1e-7, '1e-7'],
    [1e21, '1e+21'],
    [2 ** -149, '1e-45'],
    [2 ** -126, '1.1754944e-38'],
    [float32Of(0x7f7fffff), '3.4028235e+38'],
    // Powers of two, where a shorter decimal lies farther above than the nearest one below.
    [2 ** -44, '5.684342e-14'],
    [2 ** 87, '1.5474251e+26'],
    [2 ** 90, '1.2379401e+27'],
  ]
  for (const [value, text] of known) {
    it(`writes the float32 next to ${value} as ${text}`, () => {
      assert.equal(numberText(Math.fround(value), true), text)
    })
  }

  it('writes a float64 with all its digits', () => {
    for (const value of [0.1, 1 / 3, 5e-324, Number.MAX_VALUE, -1e-7]) {
      assert.equal(numberText(value, false), String(value))
    }
  })

  it('reads back as the same bits, and no shorter decimal does: a million random bit patterns', () => {
    const next = random(41)
    for (let i = 0; i < 1_000_000; i++) {
      const value = float32Of(Math.floor(next() * 2 ** 32))
      if (Number.isFinite(value)) assertNoShorter(value, assertReadsBack(value))
    }
  })

  it('does so for 200,000 shares between 0 and 1', () => {
    const next = random(42)
    for (let i = 0; i < 200_000; i++) {
      const value = Math.fround(next() ** (1 + (i % 4)))
      assertNoShorter(value, assertReadsBack(value))
    }
  })

  it('finds what a search by exact arithmetic finds', () => {
    const next = random(43)
    const patterns = [1, 2, 3, 0x7fffff, 0x800000, 0x800001, 0x7f7fffff, 0x7f7ffffe]
    for (let exponent = 0; exponent < 255; exponent++) {
      for (const fraction of [0, 1, 0x7fffff]) patterns.push((exponent << 23) + fraction)
    }
    for (let i = 0; i < 4000; i++) patterns.push(Math.floor(next() * 0x7f800000)) // all
    for (let i = 0; i < 2000; i++) patterns.push(Math.floor(next() * 0x800000)) // denormals
    for (let i = 0; i < 8000; i++) patterns.push(0x358637bd + Math.floor(next() * 0x0a000000)) // 1e-6 to 1
    for (const pattern of patterns.filter((bits) => bits > 0)) {
      const value = float32Of(pattern)
      assert.deepEqual(decimal(numberText(value, true)), searchedDecimal(pattern), String(value))
    }
  })
})
