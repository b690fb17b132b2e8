/** What is kept about a person, told to them; and who has a key, with what enforcing keys would break. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KeyCoverage } from '../../../events/api-identity.ts'
import type { AboutMe, SubjectAccess } from '../../../events/api-people.ts'
import type { CaseDetail } from '../../../events/cases.ts'
import { defaultIdentityPolicy } from '../../../events/identity-policy.ts'
import { batchOf } from '../batches.ts'
import { copyEvent, fillCompany } from '../company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from '../harness.ts'
import { addUser, type SignedIn } from '../identity/users.ts'

let rig: Rig
let anna: SignedIn

beforeAll(async () => {
  rig = await startRig()
  await fillCompany(rig)
  const agent = await enrolAgent(rig)
  const event = (uid: string, account: string) =>
    copyEvent(rig, agent.id, { uid, account, count: 30 })
  await agent.post([
    { seq: 1, event: event('annas', 'anna') },
    { seq: 2, event: event('miras', 'mira') },
  ])
  await eventually(() => (rig.collector.lag().entries === 0 ? true : undefined), 'detection')
  anna = await addUser(rig, 'anna', ['manager'], 'anna@firm.example')
})
afterAll(cleanUp)

const person = (email: string) => rig.collector.parts.directory.byEmail(email)

describe('subject access', () => {
  it('holds what is kept about the person and nothing of others', async () => {
    const { id = '' } = person('anna@firm.example') ?? {}
    const url = `/api/v1/people/${id}/subject-access`
    const { body, status } = await rig.call<SubjectAccess>('POST', url, { reason: 'she asked' })
    expect(status).toBe(200)
    expect(body.person).toMatchObject({
      name: 'Anna Winter',
      aliases: ['anna', 'anna@firm.example'],
    })
    expect(JSON.stringify(body.events)).toContain('annas')
    expect(JSON.stringify(body.events)).not.toContain('miras')
    expect(body.findings.length).toBeGreaterThan(0)
    expect(body.alerts).toHaveLength(1)
    expect(JSON.stringify(body.decisions)).toContain('she asked')
    expect(JSON.stringify(body)).not.toMatch(/Mira Stone|olaf/)
    expect(body.kept.map(({ kind }) => kind)).toContain('backups')
  })

  it('holds what cases say of the person once they are closed, and that there is one before', async () => {
    const { id = '' } = person('anna@firm.example') ?? {}
    const mira = person('mira@firm.example')?.id ?? ''
    const asked = async () =>
      (
        await rig.call<SubjectAccess>('POST', `/api/v1/people/${id}/subject-access`, {
          reason: 'she asked',
        })
      ).body.cases
    const time = (who: string) => ({ kind: 'time', person: who, from: 0, to: Date.now() })
    const opened = await rig.call<CaseDetail>('POST', '/api/v1/cases', {
      ...{ title: 'Anna and Mira', pin: time(id) },
    })
    const url = `/api/v1/cases/${opened.body.case.id}`
    await rig.call('POST', `${url}/pins`, { pin: time(mira) })
    expect(await asked()).toMatchObject([{ status: 'in_progress', pins: [] }])
    const close = { status: 'closed', verdict: 'benign', note: 'Mira said so' }
    expect((await rig.call('POST', `${url}/decisions`, close)).status).toBe(200)
    const [told] = await asked()
    expect(told).toMatchObject({ status: 'closed', verdict: 'benign', pins: [{ person: id }] })
    expect(told?.pins).toHaveLength(1)
    expect(JSON.stringify(told)).not.toMatch(new RegExp(`Mira|${mira}`))
  })
})

describe('the page about oneself', () => {
  it('tells what is kept, why, and that a notice is the reason to look closer', async () => {
    const { body } = await anna.plain<AboutMe>('GET', '/api/v1/about-me')
    expect(body).toMatchObject({
      pseudonym: person('anna@firm.example')?.pseudonym,
      accounts: ['anna'],
      watched: { until: expect.any(Number) },
    })
    expect(body.kept).toContainEqual(expect.objectContaining({ kind: 'events', days: null }))
  })

  it('does not tell of a mark by an officer', async () => {
    const mira = await addUser(rig, 'mira', [], 'mira@firm.example')
    const { id = '' } = person('mira@firm.example') ?? {}
    const mark = { marked: true, reason: 'told a colleague' }
    expect((await rig.call('POST', `/api/v1/people/${id}/departure-mark`, mark)).status).toBe(200)
    const { body } = await mira.plain<AboutMe>('GET', '/api/v1/about-me')
    expect(body).toMatchObject({ accounts: ['mira'], watched: null })
  })
})

describe('the dry run before keys are enforced', () => {
  it('counts who would have been kept out, here and at the CRM, and who is late', async () => {
    await rig.call('PUT', '/api/v1/users/late', {
      name: 'Late',
      roles: ['officer'],
      disabled: false,
    })
    const key_by = [{ role: 'officer', date: '2026-01-31' }] as const
    const policy = { ...defaultIdentityPolicy, key_by: [...key_by] }
    expect((await rig.call('PUT', '/api/v1/identity/policy', policy)).status).toBe(200)
    const token = rig.collector.parts.access.newSignInToken()
    await rig.call('POST', '/api/v1/session', { token })
    const login = (uid: string, factor_type: string) =>
      JSON.stringify({
        ...{ class_uid: 3002, activity_id: 1, type_uid: 300_201, category_uid: 3, severity_id: 1 },
        ...{ activity_name: 'Logon', status: 'Success', time: Date.now() },
        ...{ service: { name: 'CRM' }, user: { name: 'anna' } },
        metadata: { uid, version: '1.9.0-dev', product: { name: 'CRM' } },
        auth_factors: [{ factor_type }],
      })
    const kinds = ['', 'WebAuthn', 'Password', 'Password']
    await rig.collector.parts.journal.appendEvents(
      batchOf('producer:crm', [1, 2, 3], seq => login(`l${seq}`, kinds[seq] ?? '')),
    )
    await eventually(() => (rig.collector.lag().entries === 0 ? true : undefined), 'detection')
    const { body } = await rig.call<KeyCoverage>('GET', '/api/v1/identity/coverage')
    expect(body.dry_run).toMatchObject({
      ...{ without_key: 1, crm_logins: 3, crm_without_key: 2, locked_out: ['late'] },
      blocked: expect.stringContaining('no administrator'),
    })
    expect(body.without).toEqual([
      { user: 'late', roles: ['officer'], due: '2026-01-31', overdue: true, why: 'has no key' },
    ])
    expect(body).toMatchObject({ users: 3, with_key: 2, with_two: 0 })
    expect(body.departments).toContainEqual({
      department: 'Sales',
      people: 2,
      users: 1,
      with_key: 1,
    })
  })
})

describe('the CRM', () => {
  const told = async (rule: string) => {
    const entries = await rig.collector.parts.journal.readTold(0, 1000, 'finding')
    return entries
      .map(({ body }) => JSON.parse(body))
      .filter(({ unmapped }) => unmapped.clientkeep.rule.name === rule)
  }
  const send = (events: readonly object[]) =>
    rig.collector.parts.journal.appendEvents(
      batchOf(
        'producer:crm-log',
        events.map((_, index) => index + 1),
        seq =>
          JSON.stringify({
            ...{ time: Date.now(), user: { name: 'mira' }, activity_id: 1, severity_id: 1 },
            metadata: {
              uid: `crm${seq}`,
              version: '1.9.0',
              product: { name: 'CRM', vendor_name: 'CRM' },
            },
            ...events[seq - 1],
          }),
      ),
    )

  it('seen with a log-in without a key, and with one account at two addresses and two endpoints, gives findings on the person', async () => {
    const logon = {
      class_uid: 3002,
      category_uid: 3,
      type_uid: 300201,
      activity_name: 'Logon',
      status: 'Success',
    }
    const read = {
      ...{ class_uid: 6001, category_uid: 6, type_uid: 600102, activity_name: 'Read' },
      ...{ activity_id: 2, severity: 'Informational', web_resources: [{ name: 'Customers' }] },
      actor: { user: { name: 'mira', type_id: 1 } },
    }
    await send([
      { ...logon, service: { name: 'CRM' }, auth_factors: [{ factor_type: 'Password' }] },
      { ...read, src_endpoint: { ip: '10.0.0.1' } },
      { ...read, src_endpoint: { ip: '10.9.0.7' } },
    ])
    const other = await enrolAgent(rig)
    const copy = copyEvent(rig, other.id, { uid: 'elsewhere', account: 'mira', count: 2 })
    await other.post([{ seq: 1, event: copy }])
    const id = person('mira@firm.example')?.id
    for (const rule of [
      'crm.log-in-without-key',
      'crm.account-on-two-endpoints',
      'account.on-two-endpoints',
    ]) {
      const findings = await eventually(async () => {
        const found = (await told(rule)).filter(each => JSON.stringify(each).includes(`${id}`))
        return found.length > 0 ? found : undefined
      }, rule)
      expect(findings).toHaveLength(1)
    }
  })
})
