/** How often the event loop comes round while a call is under way. */
export async function turnsDuring(call: Promise<unknown>): Promise<number> {
  let turns = 0
  let waiting = true
  const count = (): void => {
    turns++
    if (waiting) setImmediate(count)
  }
  setImmediate(count)
  try {
    await call
  } finally {
    waiting = false
  }
  return turns
}
