import type { Outcome } from '../protocol'
import { labelColours, noLabelColour } from './colours'

const integer = new Intl.NumberFormat('en-US')

function row(cells: readonly string[], tag: 'td' | 'th'): HTMLTableRowElement {
  const line = document.createElement('tr')
  for (const text of cells) {
    // Text only: what a file says is never markup.
    line.append(Object.assign(document.createElement(tag), { textContent: text }))
  }
  return line
}

/** The head of the table. */
export function headRow(labels: readonly string[]): HTMLTableRowElement {
  return row(['node', 'label', ...labels.map((label) => `p ${label}`)], 'th')
}

/** The first rows of the table; nothing where there is no label or no number. */
export function tableRows({ rows }: Outcome): HTMLTableRowElement[] {
  const number = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(4))
  return rows.map(({ node, label, shares }) =>
    row([node, label ?? '', ...shares.map(number)], 'td'),
  )
}

/** Nodes per label, in the colours of the picture. */
export function legend({ labels, counts, unlabelled }: Outcome): HTMLSpanElement[] {
  const entry = (colour: string, text: string): HTMLSpanElement => {
    const span = document.createElement('span')
    span.textContent = `\u25cf ${text}  `
    span.style.color = colour
    return span
  }
  return [
    ...labels.map((label, column) =>
      entry(
        labelColours[column % labelColours.length],
        `${label} ${integer.format(counts[column])}`,
      ),
    ),
    entry(noLabelColour, `no label ${integer.format(unlabelled)}`),
  ]
}
