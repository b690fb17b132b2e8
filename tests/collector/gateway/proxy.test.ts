/** The gateway as a proxy: what the application answers arrives as it is, or not at all; what two parsers might read in two ways is refused. */
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanUp, eventually } from '../harness.ts'
import type { SignedIn } from '../identity/users.ts'
import { type Front, startFront } from './front.ts'
import { answerGenerated, generated } from './generated.ts'

const responses = 1000
const pieceBytes = 64 * 1024
const slowBytes = 64 * 1024 * 1024

describe('the gateway as a proxy', { timeout: 60_000 }, () => {
  let front: Front
  let heard: string[] = []
  let sent = 0

  beforeAll(async () => {
    front = await startFront(
      (request, reply) => {
        heard.push(request.url ?? '')
        if (request.url?.startsWith('/generated/')) void answerGenerated(request, reply)
        else if (request.url === '/echo') {
          reply.setHeader('x-length', request.headers['content-length'] ?? 'none')
          request.pipe(reply)
        } else if (request.url === '/dies') {
          reply.writeHead(200, { 'content-type': 'text/html', 'content-length': 1000 })
          reply.write('x'.repeat(100), () => reply.destroy())
        } else if (request.url === '/dies/chunked') {
          reply.writeHead(200, { 'content-type': 'application/pdf' })
          reply.write('x'.repeat(100_000), () => reply.destroy())
        } else if (request.url === '/large') {
          reply.writeHead(200, { 'content-type': 'video/mp4' })
          const piece = Buffer.alloc(pieceBytes)
          const more = () => {
            while (sent < slowBytes) {
              sent += piece.length
              if (!reply.write(piece)) {
                reply.once('drain', more)
                return
              }
            }
            reply.end()
          }
          more()
        } else if (request.url === '/events') {
          reply.writeHead(200, { 'content-type': 'text/event-stream' })
          reply.write('data: first\n\n')
        } else reply.end('ok')
      },
      { rules: [{ name: 'leavers', who: { departing: true }, exports: 'hold', above: 5 }] },
    )
  })
  afterAll(async () => {
    front?.close()
    await cleanUp()
  })

  /** A request that undoes no coding and follows nothing. */
  const ask = (
    path: string,
    by: SignedIn,
    options: { headers?: Record<string, string>; method?: string; body?: Buffer } = {},
  ) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const asked = httpRequest(front.url + path, {
        method: options.method ?? 'GET',
        headers: { cookie: by.cookie, ...options.headers },
      })
      asked.on('response', resolve).on('error', reject)
      asked.end(options.body)
    })
  const bytesOf = async (reply: IncomingMessage): Promise<Buffer> => {
    const parts: Buffer[] = []
    for await (const part of reply) parts.push(part)
    return Buffer.concat(parts)
  }

  it(`hands ${responses} generated responses on byte for byte, whether they are kept for a look or not`, async () => {
    const wrong: number[] = []
    let next = 0
    const worker = async (): Promise<void> => {
      while (next < responses) {
        const seed = next
        next += 1
        const by = seed % 2 === 0 ? front.mira : front.anna
        const made = generated(seed)
        const reply = await ask(`/generated/${seed}`, by)
        const same = (name: string) => reply.headers[name] === made.headers[name]
        const isSame =
          (await bytesOf(reply)).equals(made.body) &&
          reply.statusCode === made.status &&
          ['content-type', 'content-encoding', 'content-disposition', 'x-seed'].every(same)
        // What cannot be read is held from who leaves: random bytes that claim to be packed, or are of no known kind.
        const isHeld = reply.statusCode === 403 && by === front.anna
        if (!isSame && !isHeld) wrong.push(seed)
      }
    }
    await Promise.all(Array.from({ length: 16 }, worker))
    expect(wrong).toEqual([])
  })

  it('hands parts on where nothing can be held, and the whole where it can', async () => {
    const seed = Array.from({ length: 200 }, (_, index) => index).find(
      index => generated(index).body.length > 1000 && generated(index).status === 200,
    )
    const made = generated(seed ?? 0)
    const headers = { range: 'bytes=100-299' }
    const part = await ask(`/generated/${seed}`, front.mira, { headers })
    expect(part.statusCode).toBe(206)
    expect((await bytesOf(part)).equals(made.body.subarray(100, 300))).toBe(true)
    const whole = await ask(`/generated/${seed}`, front.anna, { headers })
    expect([200, 403]).toContain(whole.statusCode)
    whole.resume()
  })

  it('hands request bodies on, with a length and without, and none where there is none', async () => {
    const body = Buffer.alloc(300_000, 'abc')
    const method = 'POST'
    const plain = await ask('/echo', front.mira, { method, body })
    expect((await bytesOf(plain)).equals(body)).toBe(true)
    const chunked = { 'transfer-encoding': 'chunked' }
    const pieces = await ask('/echo', front.mira, { method, body, headers: chunked })
    expect(pieces.headers['x-length']).toBe('none')
    expect((await bytesOf(pieces)).equals(body)).toBe(true)
    const none = await ask('/echo', front.mira, { method: 'POST' })
    expect((await bytesOf(none)).length).toBe(0)
  })

  it.each(['/dies', '/dies/chunked'])('lets nobody take half of %s for the whole', async path => {
    const whole = await ask(path, front.mira)
      .then(bytesOf)
      .catch(() => undefined)
    // A page that was not sent yet is answered as not reached, one that was is cut.
    if (whole) expect(whole.toString()).toMatch(/does not answer/)
    const kept = await ask(path, front.anna)
    expect(kept.statusCode).toBe(502)
    kept.resume()
  })

  it('asks no more of the application than a slow browser takes', async () => {
    sent = 0
    const reply = await ask('/large', front.mira)
    reply.pause()
    let before = -1
    await eventually(() => {
      const isStill = sent === before
      before = sent
      return isStill && sent > 0 ? true : undefined
    }, 'the application to wait')
    expect(sent).toBeLessThan(slowBytes / 2)
    let bytes = 0
    for await (const part of reply) bytes += part.length
    expect(bytes).toBe(slowBytes)
  })

  it('hands events on as they happen', async () => {
    const reply = await ask('/events', front.anna)
    const [first] = await once(reply, 'data')
    expect(String(first)).toBe('data: first\n\n')
    reply.destroy()
  })

  /** What a raw request is answered with, up to the end of the connection. */
  const raw = async (text: string): Promise<string> => {
    const socket = connect(Number(new URL(front.url).port), '127.0.0.1')
    socket.end(text.replaceAll('COOKIE', `Cookie: ${front.mira.cookie}`))
    let answer = ''
    for await (const part of socket) answer += part
    return answer
  }

  it.each([
    [
      'a length beside a transfer coding',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nCOOKIE\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG',
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nCOOKIE\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nGG',
    ],
    [
      'a coding that is not chunked',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nCOOKIE\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'two codings',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nCOOKIE\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
    ],
    [
      'a coding twice',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nCOOKIE\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a blank before the colon',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nCOOKIE\r\nContent-Length : 2\r\n\r\nGG',
    ],
    [
      'a folded header',
      'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCOOKIE\r\nX-A: b\r\n Transfer-Encoding: chunked\r\n\r\n',
    ],
    [
      'a signed length',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nCOOKIE\r\nContent-Length: +2\r\n\r\nGG',
    ],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nCOOKIE\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\nCOOKIE\r\n\r\n'],
    [
      'another host in the address',
      'GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCOOKIE\r\n\r\n',
    ],
    [
      'a bad chunk length',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nCOOKIE\r\nTransfer-Encoding: chunked\r\n\r\n0x2\r\nGG\r\n0\r\n\r\n',
    ],
    ['a line that ends without a return', 'GET / HTTP/1.1\nHost: 127.0.0.1\nCOOKIE\n\n'],
  ])('refuses %s', async (_, text) => {
    heard = []
    const answer = await raw(text)
    expect(answer).toMatch(/^HTTP\/1\.1 (400|421)/)
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    // A body that turns out to be malformed may have begun to be handed on, never a second request.
    expect(heard.filter(path => path !== '/')).toEqual([])
  })

  it('answers to no other name', async () => {
    heard = []
    expect(
      await raw('GET / HTTP/1.1\r\nHost: evil.example\r\nCOOKIE\r\nConnection: close\r\n\r\n'),
    ).toMatch(/^HTTP\/1\.1 421/)
    expect(heard).toEqual([])
  })
})
