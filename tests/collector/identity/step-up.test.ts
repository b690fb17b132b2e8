/** Touches over exact content, reveals with a second person, break-glass by two. */
import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonChip } from '../../../events/api.ts'
import type { EmergencyList } from '../../../events/api-identity.ts'
import type { RevealList } from '../../../events/api-people.ts'
import { canonicalJson } from '../../../events/canonical.ts'
import { fillCompany } from '../company.ts'
import { cleanUp, type Rig, startRig } from '../harness.ts'
import { addUser, newest, type SignedIn, setPolicy, signInWith } from './users.ts'

let rig: Rig
/** Of all tests: it only goes on. Users have a name of their own in each. */
let now = Date.now()

beforeAll(async () => {
  rig = await startRig({ now: () => now })
  await fillCompany(rig)
})
afterAll(cleanUp)

const person = (): string => rig.collector.parts.directory.byEmail('anna@firm.example')?.id ?? ''
const decisions = async (kind: string) =>
  (await rig.collector.parts.journal.readTold(0, 1000, 'decision'))
    .map(({ body }) => JSON.parse(body))
    .filter(decision => decision.kind === kind)
const missing = { error: { code: 'ERR_ACCESS_STEP_UP' } }

describe('a touch', () => {
  it('is needed, is taken once, and its receipt proves what was done without us', async () => {
    const id = person()
    const officer = await addUser(rig, 'kim', ['officer'])
    const url = `/api/v1/people/${id}/reveal`
    const body = { reason: 'copied 1,200 customers' }
    expect((await officer.plain('POST', url, body)).body).toMatchObject(missing)
    const touch = await officer.touch('POST', url, body)
    const done = await officer.plain<PersonChip>('POST', url, body, touch)
    expect(done.body.name).toBe('Anna Winter')
    expect((await officer.plain('POST', url, body, touch)).status).toBe(403)

    const receipt = (await decisions('step-up.given')).at(-1)
    const { data, by } = receipt
    const content = { user: by, method: data.method, url: data.url, body, nonce: data.nonce }
    const digest = createHash('sha256')
      .update(`clientkeep-step-up-1\n${canonicalJson(content)}`)
      .digest()
    expect(data.sha256).toBe(digest.toString('hex'))
    const clientData = Buffer.from(data.client_data, 'base64url')
    expect(JSON.parse(clientData.toString()).challenge).toBe(digest.toString('base64url'))
    const { data: key } = (await decisions('key.registered')).find(
      each => each.data.id === data.key,
    )
    const cose = Buffer.from(key.public_key, 'base64url')
    const [x, y] = [cose.subarray(10, 42), cose.subarray(45)].map(part =>
      part.toString('base64url'),
    )
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    const signed = Buffer.concat([
      Buffer.from(data.authenticator_data, 'base64url'),
      createHash('sha256').update(clientData).digest(),
    ])
    expect(verify('sha256', signed, publicKey, Buffer.from(data.signature, 'base64url'))).toBe(true)
  })

  it.each([
    [
      'a byte of the body',
      (id: string) =>
        [`/api/v1/people/${id}/reveal`, { reason: 'copied 1,201 customers' }] as const,
    ],
    [
      'the address',
      (id: string) =>
        [`/api/v1/people/${id}/reveal?x`, { reason: 'copied 1,200 customers' }] as const,
    ],
  ])('is refused when %s is another, and nothing is done', async (_name, other) => {
    const id = person()
    const officer = await addUser(rig, `kim-${randomUUID()}`, ['officer'])
    const before = await decisions('person.revealed')
    const touch = await officer.touch('POST', `/api/v1/people/${id}/reveal`, {
      reason: 'copied 1,200 customers',
    })
    const [url, body] = other(id)
    const reply = await officer.plain('POST', url, body, touch)
    expect(reply).toMatchObject({ status: 403, body: missing })
    expect(await decisions('person.revealed')).toEqual(before)
  })

  it("is not taken from somebody else's key or session", async () => {
    const id = person()
    const officer = await addUser(rig, 'una', ['officer'])
    const other = await addUser(rig, 'lee', ['officer'])
    const url = `/api/v1/people/${id}/reveal`
    const body = { reason: 'copied 1,200 customers' }
    const touch = await other.touch('POST', url, body)
    expect((await officer.plain('POST', url, body, touch)).status).toBe(403)
  })
})

describe('a reveal', () => {
  it('is for who asked alone, and ends', async () => {
    const id = person()
    const [officer, other] = [
      await addUser(rig, 'max', ['officer']),
      await addUser(rig, 'ivy', ['officer']),
    ]
    const names = async ({ plain }: SignedIn) =>
      JSON.stringify((await plain('GET', '/api/v1/people')).body).includes('Anna Winter')
    expect(await names(officer)).toBe(false)
    await officer.call('POST', `/api/v1/people/${id}/reveal`, { reason: 'a reason' })
    expect([await names(officer), await names(other)]).toEqual([true, false])
    now += 61 * 60_000
    const again = { ...officer, ...{ cookie: (await signInWith(rig, officer.key)).cookie } }
    expect(await names(again)).toBe(false)
  })

  it('waits for a privacy officer where policy says so, and not for who asked', async () => {
    const id = person()
    await setPolicy(rig, { reveal_second_person: true })
    const officer = await addUser(rig, 'sam', ['officer', 'privacy_officer'])
    const privacy = await addUser(rig, 'pia', ['privacy_officer'])
    const asked = await officer.call<PersonChip>('POST', `/api/v1/people/${id}/reveal`, {
      reason: 'a reason',
    })
    expect(asked.body.name).toBeNull()
    const list = await privacy.plain<RevealList>('GET', '/api/v1/reveals')
    const waiting = list.body.reveals.find(({ viewer }) => viewer === 'sam')
    expect(waiting).toMatchObject({ reason: 'a reason', state: 'waiting' })
    const url = `/api/v1/reveals/${waiting?.id}/decision`
    const agree = { agreed: true, reason: 'it is needed' }
    expect((await officer.call('POST', url, agree)).status).toBe(403)
    const { body } = await privacy.call<RevealList>('POST', url, agree)
    expect(body.reveals.find(({ id: each }) => each === waiting?.id)?.state).toBe('shown')
    expect((await privacy.call('POST', url, agree)).status).toBe(409)
    const people = await officer.plain('GET', '/api/v1/people')
    expect(JSON.stringify(people.body)).toContain('Anna Winter')
    await setPolicy(rig, {})
  })
})

describe('roles', () => {
  it('are not changed by their holder', async () => {
    const ada = await addUser(rig, 'eda', ['admin'])
    const more = { name: 'eda', roles: ['admin', 'officer'], disabled: false }
    expect((await ada.call('PUT', '/api/v1/users/eda', more)).status).toBe(403)
  })
})

describe('break-glass', () => {
  const ask = { role: 'officer', minutes: 30, reason: 'nobody else is here' }

  it('takes two administrators, gives a role for a while, and ends by itself', async () => {
    const [ada, bob] = [await addUser(rig, 'ada', ['admin']), await addUser(rig, 'bob', ['admin'])]
    expect((await ada.plain('GET', '/api/v1/alerts')).status).toBe(403)
    const asked = { ...ask, user: 'ada' }
    const id = newest(await ada.call<EmergencyList>('POST', '/api/v1/emergencies', asked))
    const url = `/api/v1/emergencies/${id}/agreement`
    expect((await ada.call('POST', url)).status).toBe(403)
    expect((await ada.plain('GET', '/api/v1/alerts')).status).toBe(403)
    expect((await bob.call('POST', url)).status).toBe(200)
    expect((await ada.plain('GET', '/api/v1/alerts')).status).toBe(200)
    expect(await decisions('break-glass.agreed')).toHaveLength(1)
    now += 31 * 60_000
    expect((await ada.plain('GET', '/api/v1/alerts')).status).toBe(403)
  })

  it('gives an administrator who lost the key a new one, which no single administrator can', async () => {
    const ada = await addUser(rig, 'lost', ['admin'])
    const [bob, eve] = [await addUser(rig, 'ben', ['admin']), await addUser(rig, 'eve', ['admin'])]
    await setPolicy(rig, { enforced: true })
    const reason = { reason: 'lost her key' }
    const alone = await bob.call('POST', '/api/v1/users/lost/invitation', reason)
    expect(alone.status).toBe(403)
    const id = newest(
      await bob.call<EmergencyList>('POST', '/api/v1/emergencies', {
        ...{ ...ask, user: 'lost', role: null },
      }),
    )
    const link = () => bob.call<{ token: string }>('POST', `/api/v1/emergencies/${id}/invitation`)
    expect((await link()).status).toBe(403)
    expect((await ada.call('POST', `/api/v1/emergencies/${id}/agreement`)).status).toBe(403)
    expect((await eve.call('POST', `/api/v1/emergencies/${id}/agreement`)).status).toBe(200)
    expect((await link()).status).toBe(200)
    expect((await link()).status).toBe(409)
  })
})
