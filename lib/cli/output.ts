import { once } from 'node:events'

/** Writes text to standard output and waits where its reader is slow. */
export async function writeOut(text: string | AsyncIterable<string>): Promise<void> {
  for await (const chunk of typeof text === 'string' ? [text] : text) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain')
  }
}
