/** Attacks on the wire: smuggling, path tricks, bombs, depth, floods and idle connections. */
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTurnstile } from '../../../collector/ingest/turnstile.ts'
import { limits } from '../../../events/limits.ts'
import { copyEvent, fillCompany } from '../company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig, tempDir } from '../harness.ts'

let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
let url: URL

// One collector for all attacks: each must leave it as it was.
beforeAll(async () => {
  const dir = tempDir()
  const dashboardDir = join(dir, 'page')
  mkdirSync(join(dashboardDir, 'assets'), { recursive: true })
  writeFileSync(join(dashboardDir, 'index.html'), '<p>the page</p>')
  rig = await startRig({ dir, dashboardDir })
  await fillCompany(rig)
  url = new URL(await rig.collector.listen())
})
afterAll(cleanUp)
const withAgent = () =>
  beforeEach(async () => {
    agent = await enrolAgent(rig)
  })

const open = async (): Promise<Socket> => {
  const socket = connect(Number(url.port), url.hostname)
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** What the server says to raw bytes until it closes the connection. */
async function raw(text: string): Promise<string> {
  const socket = await open()
  let said = ''
  socket.on('data', chunk => {
    said += chunk.toString('latin1')
  })
  socket.write(text)
  await once(socket, 'close')
  return said
}

const statuses = (said: string): string[] =>
  [...said.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(match => match[1] ?? '')
const host = 'Host: 127.0.0.1'
const ndjson = 'application/x-ndjson'
const smuggled = `GET /healthz HTTP/1.1\r\n${host}\r\n\r\n`

describe('a request with two readings', () => {
  it.each([
    [
      'content-length and transfer-encoding',
      `POST /api/v1/session HTTP/1.1\r\n${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    [
      'two content-lengths',
      `POST /api/v1/session HTTP/1.1\r\n${host}\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n${smuggled}`,
    ],
    [
      'a blank before the colon',
      `POST /api/v1/session HTTP/1.1\r\n${host}\r\nTransfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n${smuggled}`,
    ],
    [
      'an encoding that is none',
      `POST /api/v1/session HTTP/1.1\r\n${host}\r\nTransfer-Encoding: xchunked\r\n\r\n${smuggled}`,
    ],
    [
      'a folded header',
      `POST /api/v1/session HTTP/1.1\r\n${host}\r\nX: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n${smuggled}`,
    ],
    [
      'a chunk size that overflows',
      `POST /api/v1/session HTTP/1.1\r\n${host}\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n${smuggled}`,
    ],
    ['a header with a bare line feed', `GET /healthz HTTP/1.1\n${host}\nX: a\n\n${smuggled}`],
    ['no host', `GET /api/v1/health HTTP/1.1\r\n\r\n${smuggled}`],
  ])('(%s) is refused, and what was hidden in it is not served', async (_what, text) => {
    const said = statuses(await raw(text))
    expect(said).toEqual([expect.stringMatching(/^4/)])
  })

  it.each([
    ['evil.example', '127.0.0.1'],
    ['127.0.0.1', 'evil.example'],
    ['127.0.0.1', '127.0.0.1'],
  ])('(two hosts, %s and %s) is refused', async (...hosts) => {
    const both = hosts.map(each => `HoSt: ${each}\r\n`).join('')
    for (const path of ['/api/v1/health', '/healthz'])
      expect(
        statuses(await raw(`GET ${path} HTTP/1.1\r\n${both}Connection: close\r\n\r\n`)),
      ).toEqual(['400'])
  })

  it('(headers beyond 16 KiB) is refused', async () => {
    const said = await raw(`GET /healthz HTTP/1.1\r\n${host}\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)
    expect(statuses(said)).toEqual(['431'])
  })
})

describe('a path', () => {
  it.each([
    '/../../etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%5c..%5cjournal.db',
    '/assets/../../journal.db',
    '//etc/passwd',
    '/.%00/journal.db',
    '/config.yaml',
    '/signing-key.json',
    '/%c0%ae%c0%ae/journal.db',
    '/api/v1/../../signing-key.json',
    '/%',
    'http://evil.example/api/v1/setup',
  ])('like %s gives nothing but the page or a refusal', async path => {
    const said = await raw(`GET ${path} HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`)
    expect(said).not.toMatch(/root:|SQLite|"d":|#port/)
    expect(statuses(said)[0]).toMatch(/^(200|4..)$/)
    if (statuses(said)[0] === '200') expect(said).toContain('<p>the page</p>')
  })
})

async function post(body: Buffer | string, headers: Record<string, string>) {
  const reply = await rig.collector.app.inject({
    method: 'POST',
    url: '/api/v1/agents/events',
    headers: {
      host: '127.0.0.1',
      authorization: `Bearer ${await agent.assertion()}`,
      'content-type': 'application/x-ndjson',
      ...headers,
    },
    payload: body,
  })
  return { status: reply.statusCode, body: reply.json(), headers: reply.headers }
}
const line = (seq: number, more: object = {}) =>
  JSON.stringify({
    seq,
    event: { ...copyEvent(rig, agent.id, { uid: `e${seq}`, account: 'mira', count: 1 }), ...more },
  })

describe('a compressed batch', () => {
  withAgent()
  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const)('in %s is taken like the plain one', async (encoding, pack) => {
    const { status, body } = await post(pack(Buffer.from(`${line(1)}\n${line(2)}`)), {
      'content-encoding': encoding,
    })
    expect([status, body.accepted]).toEqual([200, 2])
  })

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const)(
    'in %s that blows up a thousandfold is cut off at the cap',
    async (encoding, pack) => {
      const bomb = pack(Buffer.alloc(limits.ingestBodyBytesMax * 8))
      expect(bomb.length).toBeLessThan(limits.ingestBodyBytesMax / 50)
      const before = process.memoryUsage().rss
      expect((await post(bomb, { 'content-encoding': encoding })).status).toBe(413)
      expect(process.memoryUsage().rss - before).toBeLessThan(limits.ingestBodyBytesMax * 8)
      expect((await post(line(3), {})).status).toBe(200)
    },
  )

  it('that is torn or of an unknown kind is refused with words, and the next is taken', async () => {
    const packed = gzipSync(Buffer.from(line(1)))
    expect((await post(packed.subarray(0, 30), { 'content-encoding': 'gzip' })).status).toBe(400)
    expect((await post(Buffer.from('no gzip at all'), { 'content-encoding': 'gzip' })).status).toBe(
      400,
    )
    const brotli = await post(packed, { 'content-encoding': 'br' })
    expect(brotli.status).toBe(415)
    expect(brotli.body.error.message).toContain('gzip or zstd')
    expect((await post(packed, { 'content-encoding': 'gzip' })).status).toBe(200)
  })
})

describe('a body', () => {
  withAgent()
  it.each([
    ['that is too long', '/api/v1/session', 'application/json', 999_999_999, 413],
    ['as long as a batch of an agent, from nobody,', '/api/v1/session', ndjson, 1_000_000, 413],
    ['for what is not there', '/api/v1/nothing', ndjson, 1_000_000, 404],
  ])('%s is refused before it is read', async (_what, path, type, length, status) => {
    const socket = await open()
    const said = once(socket, 'data')
    socket.write(
      `POST ${path} HTTP/1.1\r\n${host}\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`,
    )
    expect(String((await said)[0])).toMatch(`HTTP/1.1 ${status}`)
    socket.destroy()
  })

  it('nested a hundred thousand deep is refused, alone or as one event among good ones', async () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    const deep = nested(100_000)
    const alert = await rig.call<unknown>('POST', '/api/v1/people/find', {
      email: 'x@y',
      reason: 'abc',
      deep: 1,
    })
    expect(alert.status).toBe(404)
    const reply = await rig.collector.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { host: '127.0.0.1', 'content-type': 'application/json' },
      payload: `{"token":${nested(30_000)}}`,
    })
    expect(reply.statusCode).toBe(400)
    const event = line(2).replace('"name":', `"x":${deep},"name":`)
    expect((await post(`${line(1)}\n${event}\n${line(3)}`, {})).status).toBe(200)
    await eventually(
      () => (rig.collector.lag().entries === 0 ? true : undefined),
      'detection to look at them',
    )
    expect(rig.collector.parts.detection.health).toMatchObject({ skipped: 0, failure: undefined })
    const { body } = await post(line(4), {})
    expect(body.rejected).toMatchObject([{ index: 1, seq: 2 }])
    expect(body.rejected[0].reason).toContain('nested deeper')
  })

  it('that sets a prototype does not', async () => {
    const reply = await rig.collector.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { host: '127.0.0.1', 'content-type': 'application/json' },
      payload: '{"token":"0123456789abcdef","__proto__":{"isAdmin":true}}',
    })
    expect(reply.statusCode).toBe(400)
  })
})

describe('many at once', () => {
  withAgent()
  it('idle connections do not keep others from being served', async () => {
    const sockets = await Promise.all(Array.from({ length: 500 }, open))
    const half = sockets.slice(0, 250)
    for (const socket of half) socket.write('GET /healthz HTTP/1.1\r\nHost: 127')
    const reply = await fetch(new URL('/healthz', url))
    expect(reply.status).toBe(200)
    expect((await post(line(1), {})).status).toBe(200)
    for (const socket of sockets) socket.destroy()
    await eventually(
      () =>
        new Promise<true | undefined>(resolve =>
          rig.collector.app.server.getConnections((_error, count) =>
            resolve(count < 10 ? true : undefined),
          ),
        ),
      'the connections to be forgotten',
    )
  })

  it('batches of one agent beyond its places get 429 and when to come again; other agents are served', async () => {
    // An assertion is good for one connection.
    const head = async () =>
      `POST /api/v1/agents/events HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${await agent.assertion()}\r\nContent-Type: application/x-ndjson\r\nContent-Length: 100\r\n\r\n`
    // Some more than there are places: the look for a refusal takes one itself for a moment.
    const held = await Promise.all(Array.from({ length: limits.ingestRequestsPerAgent + 4 }, open))
    for (const socket of held) socket.write(`${await head()}{`)
    const refused = await eventually(async () => {
      const reply = await post('', { 'content-length': '0' })
      return reply.status === 429 ? reply : undefined
    }, 'a refusal')
    expect(refused.headers['retry-after']).toBe('1')
    expect(refused.body.error.code).toBe('ERR_LIMITED')
    const other = await enrolAgent(rig)
    const event = copyEvent(rig, other.id, { uid: 'o', account: 'mira', count: 1 })
    expect((await other.post([{ seq: 1, event }])).status).toBe(200)
    for (const socket of held) socket.destroy()
    await eventually(
      async () => ((await post(line(1), {})).status === 200 ? true : undefined),
      'the places to be free again',
    )
  })

  it('batches whose connections end while their sender is looked at keep no place', async () => {
    for (const end of [`Content-Length: 100\r\n\r\n{`, `Content-Length: 0\r\n\r\n`])
      for (let count = 0; count < 25; count += 1) {
        const socket = await open()
        const head = `POST /api/v1/agents/events HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${await agent.assertion()}\r\nContent-Type: application/x-ndjson\r\n`
        socket.write(head + end)
        socket.resetAndDestroy()
      }
    await eventually(
      async () => ((await post(line(1), {})).status === 200 ? true : undefined),
      'the places to be free',
    )
    // A flood of packed ones as well: what unpacks them must not wait for ever.
    for (let count = 0; count < 25; count += 1) {
      const socket = await open()
      socket.write(
        `POST /api/v1/agents/events HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${await agent.assertion()}\r\nContent-Type: application/x-ndjson\r\nContent-Encoding: zstd\r\nContent-Length: 100\r\n\r\n(`,
      )
      socket.resetAndDestroy()
    }
    await eventually(
      async () => ((await post(line(2), {})).status === 200 ? true : undefined),
      'the places to be free again',
    )
  })

  it('sign-ins from one address are told to wait for the next minute', async () => {
    let last = 0
    for (let tries = 0; tries <= limits.publicRequestsPerMinute; tries += 1) {
      const reply = await rig.collector.app.inject({
        method: 'POST',
        url: '/api/v1/session',
        remoteAddress: '10.1.1.1',
        headers: { host: '127.0.0.1' },
        payload: { token: 'x'.repeat(20) },
      })
      last = reply.statusCode
    }
    expect(last).toBe(429)
    expect((await rig.call('GET', '/api/v1/setup')).status).toBe(200)
  })
})

describe('a turnstile', () => {
  it('gives an agent its rate back with time, forgets nobody who owes, and bounds what all have in memory', () => {
    let now = 0
    const caps = { requestsPerAgent: 2, bytesPerSecond: 100, pendingBytesMax: 1000 }
    const { enter } = openTurnstile(() => now, caps)
    enter('a', 400)()
    expect(() => enter('a', 50)).toThrow(/come again in 1 s/)
    now += 500
    const leave = enter('a', 50)
    expect(() => enter('a', 350)).toThrow(/come again in 4 s/)
    leave()
    leave()
    for (const agentName of ['b', 'c']) enter(agentName, 400)
    expect(() => enter('d', 400)).toThrow(/too many batches/)
    enter('e', 200)
  })
})
