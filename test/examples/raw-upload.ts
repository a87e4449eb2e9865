import { request, type ClientRequest, type IncomingMessage } from 'node:http'

/** A form that is sent by hand: as much of it, and as slowly, as a test wants. */
export class RawUpload {
  readonly request: ClientRequest
  /** The answer; rejects where the connection ends without one. */
  readonly answer: Promise<{ status: number; code?: string }>

  /** Sends the head of the form and of its first file. */
  constructor(url: string, headers: Record<string, string | number> = {}) {
    this.request = request(url, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=between', ...headers },
    })
    this.answer = new Promise((resolve, reject) => {
      this.request.on('response', (response) => void answered(response).then(resolve, reject))
      this.request.on('error', reject)
    })
    // Where a test leaves, nobody waits for the answer.
    this.answer.catch(() => undefined)
    this.request.write(
      '--between\r\ncontent-disposition: form-data; name="neuron"; filename="n.swc"\r\n\r\n',
    )
  }

  /** Sends bytes of the file. */
  async send(bytes: Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => this.request.write(bytes, () => resolve()))
  }
}

async function answered(response: IncomingMessage): Promise<{ status: number; code?: string }> {
  let text = ''
  for await (const chunk of response) text += String(chunk)
  const { code } = JSON.parse(text) as { code?: string }
  return { status: response.statusCode!, code }
}
