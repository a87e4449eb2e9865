import assert from 'node:assert/strict'
import { decimalNumber, NumberScanner } from '../../lib/formats/number-scanner'

/** The number at the start of a text, and how many bytes it takes. */
function scanned(text: string): [value: number, length: number] {
  const scanner = new NumberScanner(Buffer.from(text))
  const value = scanner.number()
  return [value, scanner.at]
}

/** Numbers from a fixed sequence, between 0 and 1. */
function sequence(seed: number): () => number {
  let state = seed
  return () => (state = (state * 16807) % 2147483647) / 2147483647
}

describe('NumberScanner', () => {
  it('does not move where there is no number', () => {
    for (const text of ['', ' 1', 'abc', '-', '+', '.', '-.', '.e1', 'e5', '#', 'NA', '\0']) {
      assert.deepEqual(scanned(text), [NaN, 0], JSON.stringify(text))
    }
  })

  it('stops before what does not belong to the number', () => {
    const lengths = { '1e': 1, '1e+': 1, '0x10': 1, '1.2.3': 3, '1,5': 1, '7abc': 1, '1e5.5': 3 }
    for (const [text, length] of Object.entries(lengths)) assert.equal(scanned(text)[1], length)
  })

  it('reads the words for what is not finite', () => {
    assert.deepEqual(scanned('nan 1'), [NaN, 3])
    assert.deepEqual(scanned('-NaN'), [NaN, 4])
    assert.deepEqual(scanned('INF,'), [Infinity, 3])
    assert.deepEqual(scanned('-Infinity'), [-Infinity, 9])
  })

  it('gives what Number gives, at the edges of doubles', () => {
    const texts = [
      ...['0', '-0', '+1', '.5', '5.', '-.5e-3', '1E5', '1e+05', '000123.4500', '1e22', '1e23'],
      ...['9007199254740993', '123456789012345678', '123456789012345e22', '999999999999999e-22'],
      ...['5e-324', '2e-324', '2.2250738585072011e-308', '1.7976931348623159e308', '1e999'],
      ...['1e-999', '0e999999999999', '1e400000000', '9'.repeat(400), `1${'0'.repeat(300)}`],
      ...[`0.${'0'.repeat(400)}1e400`, '0.000000000000000000000001', '16384.000000000000000000'],
    ]
    for (const text of texts) assert.deepEqual(scanned(text + ' '), [Number(text), text.length])
  })

  it('gives what Number gives, for 20,000 numbers written in four ways', () => {
    const random = sequence(7)
    for (let i = 0; i < 5000; i++) {
      const value = (random() - 0.5) * 10 ** (random() * 40 - 20)
      const digits = Math.floor(random() * 18)
      const texts = [String(value), value.toFixed(digits), value.toExponential(digits)]
      texts.push(value.toPrecision(digits + 1))
      for (const text of texts) assert.deepEqual(scanned(text), [Number(text), text.length])
    }
  })
})

describe('decimalNumber', () => {
  it('is NaN for whatever Number takes but is no decimal number', () => {
    for (const text of ['', ' ', '0x10', '0b1', 'Infinity', '1_0', ' 1', '1 ', '1e', 'nan']) {
      assert.equal(decimalNumber(text), NaN, JSON.stringify(text))
    }
  })

  it('reads decimal numbers', () => {
    assert.equal(decimalNumber('-1.50e+1'), -15)
    assert.equal(decimalNumber('.5'), 0.5)
  })
})
