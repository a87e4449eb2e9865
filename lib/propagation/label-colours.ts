/** Red, green and blue, each from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number]

/** Where no seed reaches. */
export const unlabelledColour: Colour = [187, 187, 187]

/**
 * Seven colours that people with any colour vision tell apart: M. Okabe and K. Ito, "Color universal
 * design" (2002), without black, in an order that begins with the most different ones.
 */
const palette: readonly Colour[] = [
  [0, 114, 178],
  [213, 94, 0],
  [0, 158, 115],
  [204, 121, 167],
  [86, 180, 233],
  [230, 159, 0],
  [240, 228, 66],
]

/** The colour of a label, by its column from 0; after seven the colours begin again. */
export function labelColour(column: number): Colour {
  return palette[column % palette.length]
}

/**
 * The colour of a node: that of its label, the greyer the less certain. `margin` is the best minus
 * the second best normalised score, 0 to 1. A tie keeps a quarter of its colour, so that it can be
 * told from a node without a label.
 */
export function nodeColour(column: number, margin: number): Colour {
  if (column < 0) return unlabelledColour
  const strength = 0.25 + 0.75 * margin
  const [red, green, blue] = labelColour(column).map((part, i) =>
    Math.round(unlabelledColour[i] + strength * (part - unlabelledColour[i])),
  )
  return [red, green, blue]
}

/** `#0072b2` */
export function hexColour(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
