import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { readSource, type Source } from '../../lib/formats/source'

const text = Buffer.from('1 0 0 0 0 1 -1\n'.repeat(1000))

async function* streamOf(...chunks: unknown[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield chunk as Uint8Array
}

/** A stream that never ends, and whether it was closed. */
function endless(chunk: Uint8Array): { stream: Readable; chunks: () => number } {
  let chunks = 0
  const stream = new Readable({
    read() {
      chunks++
      this.push(chunk)
    },
  })
  return { stream, chunks: () => chunks }
}

describe('readSource', () => {
  let folder: string
  before(() => (folder = mkdtempSync(join(tmpdir(), 'source-'))))
  after(() => rmSync(folder, { recursive: true }))

  function file(name: string, bytes: Uint8Array): string {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  }

  it('rejects what is no source', async () => {
    for (const source of [undefined, null, 5, {}, [1], ['a'], () => 0]) {
      await assert.rejects(readSource(source as Source), {
        name: 'TypeError',
        code: 'ERR_INVALID_ARGUMENT',
        message: /^`source` must be a path, .*; got /,
      })
    }
  })

  it('rejects wrong options', async () => {
    const wrong = [
      { maxBytes: 0 },
      { maxBytes: NaN },
      { maxBytes: '5' },
      { signal: {} },
      { name: 5 },
    ]
    for (const options of wrong) {
      const call = readSource(text, options as unknown as { maxBytes: number })
      await assert.rejects(call, { code: 'ERR_INVALID_OPTION' }, JSON.stringify(options))
    }
  })

  it('rejects streams of anything but bytes', async () => {
    for (const chunk of ['text', 5, null, {}, new Uint16Array(2), [1, 2]]) {
      await assert.rejects(readSource(streamOf(text, chunk)), {
        name: 'TypeError',
        code: 'ERR_INVALID_ARGUMENT',
      })
    }
    const path = file('text.swc', text)
    await assert.rejects(readSource(createReadStream(path, 'utf8')), {
      code: 'ERR_INVALID_ARGUMENT',
    })
  })

  it('lets errors of the system and of a stream through', async () => {
    await assert.rejects(readSource(join(folder, 'absent.swc')), { code: 'ENOENT' })
    await assert.rejects(readSource(folder), { code: 'EISDIR' })
    await assert.rejects(readSource(createReadStream(join(folder, 'absent'))), { code: 'ENOENT' })
    await assert.rejects(readSource(new URL('https://example.org/n.swc')), {
      code: 'ERR_INVALID_URL_SCHEME',
    })
    const failing = Readable.from(
      (async function* () {
        yield text
        throw new RangeError('the network is gone')
      })(),
    )
    await assert.rejects(readSource(failing), /the network is gone/)
  })

  it('refuses more than maxBytes, and takes as many', async () => {
    const maxBytes = text.length - 1
    const path = file('large.swc', text)
    const compressed = gzipSync(text)
    const compressedPath = file('large.swc.gz', compressed)
    const sources = (): Source[] => [
      ...[text, path, compressed, compressedPath],
      ...[streamOf(text), streamOf(compressed)],
    ]
    for (const source of sources()) {
      await assert.rejects(readSource(source, { maxBytes }), {
        name: 'NeuronDataError',
        code: 'ERR_FILE_TOO_LARGE',
        message: /more than 14999 bytes, the limit that `maxBytes` sets$/,
      })
    }
    for (const source of sources()) {
      assert.equal((await readSource(source, { maxBytes: text.length })).bytes.length, text.length)
    }
  })

  it('names the file in its messages', async () => {
    const path = file('named.swc', text)
    const message = `${path}: more than 5 bytes, the limit that \`maxBytes\` sets`
    await assert.rejects(readSource(path, { maxBytes: 5, name: 'other' }), { message, file: path })
    await assert.rejects(readSource(text, { maxBytes: 5, name: 'other' }), { file: 'other' })
  })

  it('stops an endless stream and a bomb at the limit', async () => {
    const { stream, chunks } = endless(text)
    const maxBytes = 20 * text.length
    await assert.rejects(readSource(stream, { maxBytes }), { code: 'ERR_FILE_TOO_LARGE' })
    assert.ok(stream.destroyed)
    assert.ok(chunks() < 40, `${chunks()} chunks were read`)

    const bomb = gzipSync(Buffer.alloc(2 ** 26))
    const grown = process.memoryUsage().arrayBuffers
    await assert.rejects(readSource(bomb, { maxBytes: 2 ** 20 }), { code: 'ERR_FILE_TOO_LARGE' })
    const megabytes = (process.memoryUsage().arrayBuffers - grown) / 2 ** 20
    assert.ok(megabytes < 16, `${megabytes} MB were allocated`)
  })

  it('says what is wrong with gzip data, wherever they come from', async () => {
    const cut = gzipSync(text).subarray(0, -1)
    const message = /: the gzip data end too early$/
    for (const source of [cut, streamOf(cut), file('cut.swc.gz', cut)]) {
      const call = readSource(source, { name: 'n.swc.gz' })
      await assert.rejects(call, { name: 'NeuronDataError', code: 'ERR_FILE_FORMAT', message })
    }
    const onlyStart = Buffer.from([0x1f, 0x8b])
    await assert.rejects(readSource(onlyStart, { name: 'n' }), { message })
    const trailing = Buffer.concat([gzipSync(text), Buffer.from('trailing')])
    await assert.rejects(readSource(trailing), { code: 'ERR_FILE_FORMAT' })
  })

  it('reads nothing as nothing', async () => {
    for (const source of [
      '',
      streamOf(),
      streamOf(new Uint8Array(0)),
      file('empty', Buffer.of()),
    ]) {
      const bytes = source === '' ? new Uint8Array(0) : source
      assert.equal((await readSource(bytes)).bytes.length, 0)
    }
  })

  it('reads the same bytes from every kind of source', async () => {
    const path = file('same.swc', text)
    const sources: Source[] = [
      ...[text, new Uint8Array(text), path, pathToFileURL(path), createReadStream(path)],
      ...[Readable.from([text.subarray(0, 7), text.subarray(7)]), streamOf(text)],
      ...[gzipSync(text), file('same.swc.gz', gzipSync(text))],
    ]
    for (const source of sources)
      assert.deepEqual(Buffer.from((await readSource(source)).bytes), text)
  })

  it('reads gzip in chunks of one byte, and in members', async () => {
    const members = Buffer.concat([gzipSync(text.subarray(0, 99)), gzipSync(text.subarray(99))])
    const oneByOne = Array.from(members, (byte) => Uint8Array.of(byte))
    assert.deepEqual((await readSource(streamOf(...oneByOne))).bytes, text)
    assert.deepEqual((await readSource(members)).bytes, text)
    assert.deepEqual((await readSource(streamOf(Uint8Array.of(0x1f)))).bytes, Uint8Array.of(0x1f))
  })

  it('takes no large buffers for a small compressed file', async () => {
    const path = file('small.swc.gz', gzipSync(text))
    const growth: number[] = []
    for (let times = 0; times < 3; times++) {
      const before = process.memoryUsage().arrayBuffers
      await readSource(path)
      growth.push(process.memoryUsage().arrayBuffers - before)
    }
    assert.ok(Math.max(...growth) < 2 * 2 ** 20, `${growth.join(', ')} bytes`)
  })

  it('does not copy bytes, and names a source', async () => {
    const path = file('1.swc', text)
    assert.equal((await readSource(text)).bytes, text)
    assert.equal((await readSource(path, { name: 'other' })).name, path)
    assert.equal((await readSource(text, { name: 'other' })).name, 'other')
    assert.equal((await readSource(text)).name, undefined)
  })

  it('rejects with the reason of a signal that was aborted before', async () => {
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    const path = file('aborted.swc', text)
    for (const source of [text, path, streamOf(text), gzipSync(text)]) {
      await assert.rejects(readSource(source, { signal }), reason)
    }
  })

  it('does not wait for a stream that is silent when aborted', async () => {
    const reason = new Error('enough')
    let control = new AbortController()
    const abort = (): void => void setImmediate(() => control.abort(reason))
    const silent = new Readable({ read: abort })
    const stuck = (async function* () {
      yield text
      abort()
      await new Promise(() => undefined)
    })()
    for (const source of [silent, stuck] as Source[]) {
      control = new AbortController()
      await assert.rejects(readSource(source, { signal: control.signal }), reason)
    }
    assert.ok(silent.destroyed)
  })

  it('stops decompressing when aborted', async () => {
    const reason = new Error('enough')
    const control = new AbortController()
    let read = 0
    const member = gzipSync(Buffer.alloc(2 ** 12), { level: 0 })
    const stream = new Readable({
      read() {
        this.push(member)
        read += member.length
        // More than the streams on the way hold, so that a part has been decompressed.
        if (read > 2 ** 19) control.abort(reason)
      },
    })
    await assert.rejects(readSource(stream, { signal: control.signal }), reason)
    // The stream is closed in its own time, and the call does not wait for it.
    if (!stream.closed) await once(stream, 'close')
  })
})
