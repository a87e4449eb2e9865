/**
 * Colours of labels, by column; after seven they begin again. M. Okabe and K. Ito, "Color universal
 * design" (2002), without black.
 */
export const labelColours: readonly string[] = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#e69f00',
  '#f0e442',
]

export const noLabelColour = '#bbbbbb'
