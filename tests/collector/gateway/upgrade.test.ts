/** What is no plain request over the gateway: websockets, joined as they are, and HTTP/2 over TLS. */
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { fillCompany } from '../company.ts'
import { cleanUp, startRig, tempDir } from '../harness.ts'
import { addUser } from '../identity/users.ts'
import { type Front, startFront } from './front.ts'

describe('websockets', () => {
  let front: Front
  let seen: IncomingHttpHeaders = {}

  beforeAll(async () => {
    front = await startFront((_, reply) => reply.end('plain'))
    front.crm.on('upgrade', (request, socket) => {
      seen = request.headers
      if (request.url === '/refused') {
        socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-Why: no\r\n\r\nno')
        return
      }
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: abc\r\n\r\nhello',
      )
      socket.on('data', (part: Buffer) => socket.write(part.toString().toUpperCase()))
      socket.on('error', () => {}).on('end', () => socket.end())
    })
  })
  afterAll(async () => {
    front?.close()
    await cleanUp()
  })

  const open = (path: string, cookie = front.mira.cookie) => {
    const socket = connect(Number(new URL(front.url).port), '127.0.0.1')
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: abc\r\nX-Clientkeep-User: admin\r\n\r\n`,
    )
    return socket
  }

  it('are joined end to end, with the identity said in the handshake', async () => {
    const socket = open('/chat')
    let heard = ''
    socket.on('data', part => {
      heard += part
      if (heard.endsWith('hello')) socket.write('frames of any kind')
      if (heard.endsWith('KIND')) socket.end()
    })
    await once(socket, 'close')
    expect(heard).toMatch(/^HTTP\/1\.1 101 [\s\S]*Sec-WebSocket-Accept: abc/i)
    expect(heard).toMatch(/helloFRAMES OF ANY KIND$/)
    expect(seen['x-clientkeep-user']).toBe('mira')
    expect(seen['sec-websocket-key']).toBe('abc')
    expect(seen.cookie ?? '').not.toContain('clientkeep_')
  })

  it('are refused where the application refuses, in its words, and where nobody is signed in', async () => {
    const answerOf = async (socket: ReturnType<typeof open>) => {
      let heard = ''
      for await (const part of socket) heard += part
      return heard
    }
    expect(await answerOf(open('/refused'))).toMatch(
      /^HTTP\/1\.1 403 Forbidden[\s\S]*X-Why: no[\s\S]*no$/,
    )
    seen = {}
    expect(await answerOf(open('/chat', 'clientkeep_pass=forged'))).toMatch(/^HTTP\/1\.1 401/)
    expect(seen).toEqual({})
  })
})

describe('over TLS', () => {
  let crm: Server
  afterAll(async () => {
    crm?.close()
    await cleanUp()
  })

  it('HTTP/2 is spoken, with a certificate of the gateway, and the application hears HTTP/1.1', async () => {
    let version = ''
    let posted = ''
    crm = createServer((request, reply) => {
      version = request.httpVersion
      reply.setHeader('connection', 'keep-alive')
      request.on('data', part => {
        posted += part
      })
      request.on('end', () => reply.end(`for ${request.headers['x-clientkeep-user']}`))
    }).listen(0, '127.0.0.1')
    await once(crm, 'listening')
    const address = crm.address()
    const upstream = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    const dir = tempDir()
    const gateway = { port: 0, apps: [{ name: 'CRM', host: 'localhost', upstream }] }
    writeFileSync(join(dir, 'config.yaml'), stringify({ gateway, tls: { mode: 'always' } }))
    const rig = await startRig({ dir })
    await fillCompany(rig)
    await rig.collector.listen()
    const mira = await addUser(rig, 'mira', [], 'mira@firm.example')
    const tls = join(dir, 'gateway', 'tls')
    const ca = readdirSync(tls)
      .filter(name => name.endsWith('.pem') || name.endsWith('.crt'))
      .map(name => readFileSync(join(tls, name), 'utf8'))
      .filter(text => text.includes('CERTIFICATE'))
    const session = connectHttp2(`https://localhost:${rig.collector.gatewayPort}`, { ca })
    const stream = session.request({ ':path': '/a', ':method': 'POST', cookie: mira.cookie })
    stream.end('body of a post')
    const [headers] = await once(stream, 'response')
    let body = ''
    for await (const part of stream) body += part
    session.close()
    expect(headers[':status']).toBe(200)
    expect(headers.connection).toBeUndefined()
    expect(body).toBe('for mira')
    expect(posted).toBe('body of a post')
    expect(version).toBe('1.1')
  })
})
