/** What the agents' entrance takes and what it refuses. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../../events/limits.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, type Rig, startRig } from './harness.ts'

let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>

beforeEach(async () => {
  rig = await startRig()
  await fillCompany(rig)
  agent = await enrolAgent(rig)
})
afterEach(cleanUp)

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

  it('keeps its good records and names the bad ones by index and reason', async () => {
    const foreign = { ...event('c'), device: { ...event('c').device, uid: 'another-agent' } }
    const { body } = await agent.post([
      { seq: 1, event: event('a') },
      'this is no JSON',
      { seq: 3, event: foreign },
      { seq: 4, event: { ...event('d'), class_uid: 2004 } },
      { seq: 5, event: { ...event('e'), activity_id: 'one' } },
      { seq: 6, event: event('f') },
    ])
    expect(body).toMatchObject({ accepted: 2, acknowledged: 6 })
    expect(body.rejected.map(({ index }: { index: number }) => index)).toEqual([1, 2, 3, 4])
    expect(body.rejected[1].reason).toContain('device.uid')
    expect(body.rejected[3].reason).toContain('activity_id')
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

  it('is no sign-in link, and the other way round', async () => {
    const { access } = rig.collector.parts
    expect(access.useSignInToken(access.newEnrolToken())).toBe(false)
    expect(access.useEnrolToken(access.newSignInToken())).toBe(false)
  })
})
