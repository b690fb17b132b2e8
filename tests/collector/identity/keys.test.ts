/** Hardware keys as the only way in: what is refused at registration, at sign-in, and in the middle of a session. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../../../events/limits.ts'
import { cleanUp, type Rig, startRig } from '../harness.ts'
import { createAuthenticator, testAaguid } from './authenticator.ts'
import {
  addUser,
  browse,
  invite,
  originOf,
  register,
  setPolicy,
  signedIn,
  signInWith,
} from './users.ts'

let rig: Rig
let now = Date.now()

const start = async () => {
  now = Date.now()
  rig = await startRig({ now: () => now })
}
/** One collector for all cases of a group; each has a user of its own. */
function shareRig() {
  beforeAll(start)
  afterEach(() => setPolicy(rig, {}))
  afterAll(cleanUp)
}
function ownRig() {
  beforeEach(start)
  afterEach(cleanUp)
}
let users = 0
const somebody = (): string => {
  users += 1
  return `kim-${users}`
}

const newKey = (facts = {}) => createAuthenticator({ origin: originOf(rig), ...facts })
const refusal = { code: 'ERR_ACCESS_KEY_REFUSED' }

describe('registering a key', () => {
  shareRig()
  it('works once per invitation, and signs in', async () => {
    const user = somebody()
    const token = await invite(rig, user, { roles: ['officer'] })
    const key = newKey()
    const first = await register(rig, token, key)
    expect(first).toMatchObject({
      status: 200,
      body: { user: { id: user, roles: ['officer'] }, method: 'key', keys: 1 },
    })
    expect((await register(rig, token, newKey())).body.error?.code).toBe('ERR_ACCESS_LINK_USED')
    const session = await browse(rig, ['GET', '/api/v1/session'], { cookie: first.cookie })
    expect(session.status).toBe(200)
  })

  it('refuses a kind that is not allowed, and says which are', async () => {
    const model = { aaguid: 'cb69481e-8ff7-4039-93ec-0a2729a154a8', name: 'YubiKey 5' }
    await setPolicy(rig, { models: [model] })
    const token = await invite(rig, somebody(), { roles: [] })
    const { status, body } = await register(rig, token, newKey())
    expect(status).toBe(403)
    expect(body.error).toMatchObject(refusal)
    expect(body.error?.message).toContain(testAaguid)
    expect(body.error?.message).toContain('YubiKey 5')
    expect((await register(rig, token, newKey({ aaguid: model.aaguid }))).status).toBe(200)
  })

  it('refuses synced passkeys and keys that do not say their kind, unless the policy allows them', async () => {
    const weak = { aaguid: '00000000-0000-0000-0000-000000000000', backupEligible: true }
    const token = await invite(rig, somebody(), { roles: [] })
    expect(
      (await register(rig, token, newKey({ backupEligible: true }))).body.error?.message,
    ).toContain('synced')
    expect(
      (await register(rig, token, newKey({ aaguid: weak.aaguid }))).body.error?.message,
    ).toContain('zeros')
    await setPolicy(rig, { synced: true, unnamed: true })
    expect((await register(rig, token, newKey(weak))).status).toBe(200)
  })

  it('refuses a maker that is claimed only, where the policy wants it proven', async () => {
    await setPolicy(rig, { traced: true })
    const token = await invite(rig, somebody(), { roles: [] })
    expect((await register(rig, token, newKey())).body.error?.message).toContain('not proven')
  })

  it.each([
    ['of another origin', { origin: 'https://evil.example' }],
    ['without user verification', { userVerified: false }],
    ['over another challenge', { challenge: 'AAAA' }],
    ['of another ceremony', { type: 'webauthn.get' }],
  ])('refuses an answer %s', async (_name, lies) => {
    const token = await invite(rig, somebody(), { roles: [] })
    expect((await register(rig, token, newKey(), lies)).body.error).toMatchObject(refusal)
  })
})

describe('signing in with a key', () => {
  shareRig()
  it.each([
    ['of another origin', { origin: 'https://evil.example' }],
    ['without user verification', { userVerified: false }],
    ['over another challenge', { challenge: 'AAAA' }],
    ['whose counter went back, as a clone gives it', { counter: 1 }],
  ])('refuses an answer %s', async (_name, lies) => {
    const { key } = await addUser(rig, somebody(), ['officer'])
    expect((await signInWith(rig, key)).status).toBe(200)
    const { status, body } = await signInWith(rig, key, lies)
    expect(status).toBe(403)
    expect(body.error).toMatchObject(refusal)
  })

  it('refuses the same answer twice', async () => {
    const { key } = await addUser(rig, somebody(), ['officer'])
    const { status, answer } = await signInWith(rig, key)
    expect(status).toBe(200)
    const again = await browse(rig, ['POST', '/api/v1/key-sign-ins/answer', answer])
    expect(again.body.error).toMatchObject(refusal)
  })

  it('refuses a key that is not registered', async () => {
    await addUser(rig, somebody(), ['officer'])
    expect((await signInWith(rig, newKey())).body.error).toMatchObject(refusal)
  })
})

describe('a session', () => {
  ownRig()
  it('dies with its key, at once', async () => {
    const admin = await addUser(rig, 'ada', ['admin'])
    const officer = await addUser(rig, 'kim', ['officer'])
    expect((await officer.plain('GET', '/api/v1/alerts')).status).toBe(200)
    const url = `/api/v1/user-keys/${officer.key.id}/revocation`
    expect((await admin.call('POST', url, { reason: 'lost on a train' })).status).toBe(200)
    expect((await officer.plain('GET', '/api/v1/alerts')).status).toBe(401)
    expect((await signInWith(rig, officer.key)).body.error).toMatchObject(refusal)
  })

  it('dies with its user, and with being ended by somebody else', async () => {
    const admin = await addUser(rig, 'ada', ['admin'])
    const officer = await addUser(rig, 'kim', ['officer'])
    const other = await signInWith(rig, officer.key)
    const list = await admin.plain<{ sessions: { id: string; user: string }[] }>(
      'GET',
      '/api/v1/user-sessions',
    )
    const ids = list.body.sessions.filter(({ user }) => user === 'kim').map(({ id }) => id)
    expect(ids).toHaveLength(2)
    await admin.plain('DELETE', `/api/v1/user-sessions/${ids[0]}`)
    const alive = [officer.cookie, other.cookie].map(cookie =>
      browse(rig, ['GET', '/api/v1/session'], { cookie }),
    )
    expect((await Promise.all(alive)).map(({ status }) => status).sort()).toEqual([200, 401])
    const off = { name: 'kim', roles: ['officer'], disabled: true }
    expect((await admin.call('PUT', '/api/v1/users/kim', off)).status).toBe(200)
    expect((await signInWith(rig, officer.key)).status).toBe(403)
    expect((await officer.plain('GET', '/api/v1/session')).status).toBe(401)
  })

  it('ends when nobody used it for a while, and at the latest after a working day', async () => {
    const { key, plain } = await addUser(rig, 'kim', ['officer'])
    now += limits.sessionIdleMs - 60_000
    expect((await plain('GET', '/api/v1/session')).status).toBe(200)
    now += limits.sessionIdleMs - 60_000
    expect((await plain('GET', '/api/v1/session')).status).toBe(200)
    now += limits.sessionIdleMs + 1
    expect((await plain('GET', '/api/v1/session')).status).toBe(401)
    const again = signedIn(rig, key, (await signInWith(rig, key)).cookie)
    for (let used = 0; used <= limits.sessionMs; used += limits.sessionIdleMs / 2) {
      now += limits.sessionIdleMs / 2
      await again.plain('GET', '/api/v1/session')
    }
    expect((await again.plain('GET', '/api/v1/session')).status).toBe(401)
  })

  it('of a pulled key waits, and goes on after a touch', async () => {
    const { key, plain, cookie } = await addUser(rig, 'kim', ['officer'])
    rig.collector.parts.identity.sessions.suspend('kim')
    expect((await plain<object>('GET', '/api/v1/alerts')).body.error?.code).toBe(
      'ERR_ACCESS_SUSPENDED',
    )
    type Begun = { id: string; options: { challenge: string; rpId: string } }
    const begun = await browse<Begun>(rig, ['POST', '/api/v1/session/resumptions'], { cookie })
    const answer = { id: begun.body.id, response: key.get(begun.body.options) }
    const resumed = await browse(rig, ['POST', '/api/v1/session/resumptions/answer', answer], {
      cookie,
    })
    expect(resumed.status).toBe(200)
    expect((await plain('GET', '/api/v1/alerts')).status).toBe(200)
  })
})

describe('enforcement', () => {
  ownRig()
  it('is refused while no administrator has a key', async () => {
    const { status, body } = await setPolicy(rig, { enforced: true })
    expect(status).toBe(409)
    expect(JSON.stringify(body)).toContain('lock everybody out')
  })

  it('ends what came by the link, and lets no link in again', async () => {
    const link = () =>
      browse(rig, [
        'POST',
        '/api/v1/session',
        { token: rig.collector.parts.access.newSignInToken() },
      ])
    const before = await link()
    expect(before.status).toBe(200)
    const { plain } = await addUser(rig, 'ada', ['admin'])
    expect((await setPolicy(rig, { enforced: true })).status).toBe(200)
    const after = await browse(rig, ['GET', '/api/v1/session'], { cookie: before.cookie })
    expect(after.status).toBe(401)
    expect((await link()).body.error?.code).toBe('ERR_ACCESS_KEY_NEEDED')
    expect((await plain('GET', '/api/v1/session')).status).toBe(200)
  })

  it('refuses a key that is not enough any more from the day that is set on, to whom it is set', async () => {
    const day = 86_400_000
    const date = new Date(now).toISOString().slice(0, 10)
    await setPolicy(rig, { synced: true })
    const synced = newKey({ backupEligible: true })
    const token = await invite(rig, 'kim', { roles: ['officer'] })
    const { cookie } = await register(rig, token, synced)
    const kim = signedIn(rig, synced, cookie)
    const ada = await addUser(rig, 'ada', ['officer'])
    const state = async ({ plain, cookie }: typeof kim) => [
      (await plain('GET', '/api/v1/alerts')).status,
      (await browse(rig, ['GET', '/api/v1/forward-auth'], { cookie })).status,
    ]
    await setPolicy(rig, { key_by: [{ role: 'officer', date }] })
    expect(await state(kim)).toEqual([200, 204])
    now += day
    expect(await state(await addUser(rig, 'eve', ['officer']))).toEqual([200, 204])
    const refused = await signInWith(rig, synced)
    expect(refused.body.error).toMatchObject({ code: 'ERR_ACCESS_KEY_NEEDED' })
    expect(refused.body.error?.message).toMatch(/synced/)
    const session = rig.collector.parts.identity.sessions.list('kim')
    expect(session).toEqual([])
    await setPolicy(rig, { key_by: [{ user: 'ada', date }] })
    const again = await signInWith(rig, synced)
    expect(again.status).toBe(200)
    const kimAgain = signedIn(rig, synced, again.cookie)
    expect(await state(kimAgain)).toEqual([200, 204])
    await setPolicy(rig, { key_by: [{ user: 'kim', date }] })
    expect((await kimAgain.plain<object>('GET', '/api/v1/alerts')).body.error).toMatchObject({
      code: 'ERR_ACCESS_KEY_NEEDED',
    })
    expect(await state(kimAgain)).toEqual([403, 401])
    expect((await signInWith(rig, ada.key)).status).toBe(200)
  })

  it('takes from the link of the console what its holders must have a key for', async () => {
    const token = rig.collector.parts.access.newSignInToken()
    const link = await browse(rig, ['POST', '/api/v1/session', { token }])
    const see = async (url: string) =>
      (await browse(rig, ['GET', url], { cookie: link.cookie })).status
    expect(await see('/api/v1/users')).toBe(200)
    const date = new Date(now - 86_400_000).toISOString().slice(0, 10)
    await setPolicy(rig, {
      key_by: [
        { role: 'admin', date },
        { role: 'auditor', date },
      ],
    })
    expect(await see('/api/v1/users')).toBe(403)
    expect(await see('/api/v1/alerts')).toBe(200)
  })
})
