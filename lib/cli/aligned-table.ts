/** The failed neurons: file, code, message. */
export function failureTable(failures: readonly { id: string; error: Error }[]): string {
  const rows = failures.map(({ id, error }) => {
    const { code = '' } = error as NodeJS.ErrnoException
    return [id, code, error.message.replace(/\s+/g, ' ')]
  })
  return alignedTable([['failed', 'code', 'reason'], ...rows], () => false)
}

/** Columns side by side, the first row their heads; those of numbers to the right. */
export function alignedTable(
  rows: readonly string[][],
  isToRight: (column: number) => boolean,
): string {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((cells) => cells[c].length)))
  const lines = rows.map((cells) =>
    cells
      .map((cell, c) => (isToRight(c) ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}
