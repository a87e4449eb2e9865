/**
 * The shortest decimal that reads back as the same number of the array's type; '' for NaN. A
 * float32 needs at most nine digits.
 */
export function numberText(value: number, isFloat32: boolean): string {
  if (Number.isNaN(value)) return ''
  if (!isFloat32) return String(value)
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits))
    if (Math.fround(rounded) === value) return String(rounded)
  }
  return String(Number(value.toPrecision(9)))
}
