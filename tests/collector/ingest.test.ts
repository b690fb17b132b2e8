/** What the agents' entrance takes and what it refuses. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readEnrolToken, writeEnrolToken } from '../../events/enrol-token.ts'
import { limits } from '../../events/limits.ts'
import { nonceHeader } from '../../events/wire.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'

let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
let ahead = 0

beforeAll(async () => {
  rig = await startRig({ now: () => Date.now() + ahead })
  await fillCompany(rig)
})
beforeEach(async () => {
  ahead = 0
  agent = await enrolAgent(rig)
})
afterAll(cleanUp)

const event = (uid: string) => copyEvent(rig, agent.id, { uid, account: 'mira', count: 1 })

describe('a batch', () => {
  it('sent twice is in the journal once', async () => {
    const batch = [
      { seq: 1, event: event('a') },
      { seq: 2, event: event('b') },
    ]
    expect((await agent.post(batch)).body).toMatchObject({ accepted: 2, duplicates: 0 })
    expect((await agent.post(batch)).body).toMatchObject({
      accepted: 0,
      duplicates: 2,
      acknowledged: 2,
    })
  })

  it('names lines without a sequence number at once, and events that cannot be taken in a later answer', async () => {
    const foreign = { ...event('c'), device: { ...event('c').device, uid: 'another-agent' } }
    const { body } = await agent.post([
      { seq: 1, event: event('a') },
      'this is no JSON',
      { seq: 3, event: foreign },
      { seq: 4, event: { ...event('d'), class_uid: 2004 } },
      { seq: 5, event: { ...event('e'), activity_id: 'one' } },
      '{"seq":6,"event":{"time":1}]}',
      { event: event('f'), seq: 7 },
    ])
    expect(body).toMatchObject({ acknowledged: 7, rejected: [{ index: 1 }] })
    await eventually(
      () => (rig.collector.lag().entries === 0 ? true : undefined),
      'detection to look at them',
    )
    rig = await rig.restart()
    const post = (seq: number) =>
      agent.post([{ seq, event: event(`later-${seq}`) }], undefined, rig)
    const later = await post(8)
    expect(later.body.rejected.map(({ seq }: { seq: number }) => seq)).toEqual([3, 4, 5, 6])
    const reasons = later.body.rejected.map(({ reason }: { reason: string }) => reason)
    expect(reasons).toEqual([
      expect.stringContaining('device.uid'),
      expect.stringContaining('class_uid 2004'),
      expect.stringContaining('activity_id'),
      expect.stringContaining('JSON'),
    ])
    expect((await post(9)).body.rejected).toEqual([])
  })

  it('with more events than the cap is refused whole', async () => {
    const batch = Array.from({ length: limits.ingestBatchEventsMax + 1 }, (_, seq) => ({
      seq: seq + 1,
      event: event('x'),
    }))
    expect((await agent.post(batch)).status).toBe(413)
    expect(rig.collector.parts.journal.lastSeq(agent.id)).toBe(0)
  })
})

describe('an assertion', () => {
  const refuse = async (bearer: string) => {
    const { status, body } = await agent.post([{ seq: 1, event: event('a') }], bearer)
    expect({ status, code: body.error.code }).toEqual({ status: 401, code: 'ERR_AGENT_UNKNOWN' })
  }

  it('that has expired is refused', async () => {
    await refuse(
      await agent.assertion({ issuedAt: Math.floor(Date.now() / 1000) - 900, expiresIn: '-300s' }),
    )
  })

  it('for another audience is refused', async () =>
    refuse(await agent.assertion({ aud: 'somebody-else' })))

  it('that names another agent is refused', async () => {
    const other = await enrolAgent(rig)
    await refuse(await agent.assertion({ sub: other.id }))
  })

  it('that lives longer than a minute from an old signature is refused', async () => {
    await refuse(
      await agent.assertion({ issuedAt: Math.floor(Date.now() / 1000) - 900, expiresIn: '2h' }),
    )
  })

  it('without signature, of nonsense, or absent is refused', async () => {
    const [head, payload] = (await agent.assertion()).split('.')
    await refuse(`${head}.${payload}.`)
    await refuse('not.a.token')
    await refuse('e30.e30.e30')
  })

  it('that is forged, with the signature of another or claims that were changed, is refused', async () => {
    const [head, payload = '', signature] = (await agent.assertion()).split('.')
    const other = (await (await enrolAgent(rig)).assertion()).split('.').at(-1)
    await refuse(`${head}.${payload}.${other}`)
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const changed = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 1 }))
    await refuse(`${head}.${changed.toString('base64url')}.${signature}`)
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    await refuse(`${none}.${payload}.`)
  })
})

describe('a nonce', () => {
  const post = async (bearer: string) => {
    const { status, body } = await agent.post([{ seq: 1, event: event('n') }], bearer, rig)
    return body.error?.code ?? status
  }
  const refused = 'ERR_AGENT_NONCE'

  it('is signed in each assertion: none, a made-up one, and one that was changed are refused', async () => {
    const good = rig.collector.parts.agents.nonce()
    const changed = `${good.startsWith('A') ? 'B' : 'A'}${good.slice(1)}`
    for (const nonce of [null, '', 'a', 'A'.repeat(32), good.slice(0, -1), changed])
      expect(await post(await agent.assertion({ nonce }))).toBe(refused)
    const { headers } = await rig.collector.app.inject({
      url: '/api/v1/agents/policy',
      headers: { host: '127.0.0.1' },
    })
    expect(await post(await agent.assertion({ nonce: String(headers[nonceHeader]) }))).toBe(200)
  })

  it('is refused once it is old, of before a restart, and from a time that a clock has yet to come to', async () => {
    const signed = (nonce: string) =>
      agent.assertion({
        ...{ nonce, expiresIn: '600s' },
        issuedAt: Math.floor((Date.now() + ahead) / 1000),
      })
    const bearer = await agent.assertion()
    rig = await rig.restart()
    expect(await post(bearer)).toBe(refused)
    const { nonce } = rig.collector.parts.agents
    const first = nonce()
    ahead = limits.assertionNonceMs - 1000
    expect(await post(await signed(first))).toBe(200)
    ahead += 2000
    expect(await post(await signed(first))).toBe(refused)
    const later = nonce()
    ahead = 0
    expect(await post(await signed(later))).toBe(refused)
    expect(await post(await signed(nonce()))).toBe(200)
  })
})

describe('a connection', () => {
  const call = async (socket: Socket, bearer: string) => {
    socket.write(
      `GET /api/v1/agents/policy HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${bearer}\r\n\r\n`,
    )
    return String((await once(socket, 'data'))[0]).slice(9, 12)
  }
  const connected = async (url: URL) => {
    const socket = connect(Number(url.port), url.hostname)
    await once(socket, 'connect')
    return socket
  }

  it('keeps an assertion to itself: replayed on another it is refused, and a revoked agent on any', async () => {
    const url = new URL(await rig.collector.listen())
    const [first, second] = [await connected(url), await connected(url)]
    const [bearer, other] = [await agent.assertion(), await agent.assertion({ expiresIn: '59s' })]
    expect(await call(first, bearer)).toBe('200')
    expect(await call(second, bearer)).toBe('401')
    // The same signature, written in other ways.
    const bits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const rewritten = bearer.slice(0, -1) + bits[bits.indexOf(bearer.at(-1) ?? '') ^ 1]
    for (const variant of [rewritten, `${bearer}==`])
      expect(await call(second, variant)).toBe('401')
    expect(await call(first, bearer)).toBe('200')
    expect(await call(second, other)).toBe('200')
    const revocation = `/api/v1/endpoints/${agent.id}/revocation`
    expect((await rig.call('POST', revocation, { reason: 'stolen' })).status).toBe(204)
    expect(await call(first, bearer)).toBe('401')
    expect(await call(second, await agent.assertion({ expiresIn: '58s' }))).toBe('401')
    expect((await rig.call('POST', revocation, { reason: 'stolen' })).status).toBe(404)
    for (const socket of [first, second]) socket.destroy()
  })
})

describe('an enrolment token', () => {
  it('works once', async () => {
    const token = rig.collector.parts.access.newEnrolToken()
    const body = {
      token,
      key: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) },
      hostname: 'h',
      platform: 'p',
      version: 'v',
    }
    expect((await rig.call('POST', '/api/v1/agents/enrol', body)).status).toBe(200)
    expect((await rig.call('POST', '/api/v1/agents/enrol', body)).status).toBe(401)
  })

  it('carries where the collector is and how to know it, and is taken whole', async () => {
    const secret = rig.collector.parts.access.newEnrolToken()
    const pin = `sha256/${'p'.repeat(43)}`
    const token = writeEnrolToken({ url: 'https://keep.example:8443', pin, token: secret })
    expect(readEnrolToken(token)).toEqual({ url: 'https://keep.example:8443', pin, token: secret })
    for (const other of ['', 'ck1.', secret, token.slice(0, -9), token.replace('ck1', 'ck2')])
      expect(readEnrolToken(other)).toBeUndefined()
    const body = { token, key: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } }
    const made = { ...body, hostname: 'h', platform: 'p', version: 'v' }
    expect((await rig.call('POST', '/api/v1/agents/enrol', made)).status).toBe(200)
  })

  it('is no sign-in link, and the other way round', async () => {
    const { access } = rig.collector.parts
    expect(access.useSignInToken(access.newEnrolToken())).toBe(false)
    expect(access.useEnrolToken(access.newSignInToken())).toBe(false)
  })
})
