/** What endpoints get of approvals: held files let go or refused, leave for a stick, and what securing a person changes there. */
import { compactVerify, importJWK } from 'jose'
import Value from 'typebox/value'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Approval, Askable } from '../../../events/approvals.ts'
import { accountMark, Permit, permitType } from '../../../events/permit.ts'
import { Policy } from '../../../events/policy.ts'
import type { Securing } from '../../../events/securing.ts'
import { peripheralEvent } from '../../events/samples.ts'
import { copyEvent } from '../company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from '../harness.ts'
import { addUser, type SignedIn } from '../identity/users.ts'
import { again, answer, askExport, bound, conditions, fillLine, hourMs, idOf } from './line.ts'

let now = Date.now()
let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
let kite: SignedIn
let wren: SignedIn
let kim: SignedIn
let seq = 0

beforeAll(async () => {
  rig = await startRig({ now: () => now })
  await fillLine(rig, now)
  agent = await enrolAgent(rig)
  kite = await bound(rig, 'kite', ['manager'])
  await bound(rig, 'heron', ['manager'])
  wren = await bound(rig, 'wren', [])
  kim = await addUser(rig, 'kim', ['officer'])
})
afterAll(cleanUp)

/** What the agent is handed, opened with the collector's public key. */
async function policyOf(id = agent.id): Promise<{ policy: Policy; permits: readonly Permit[] }> {
  const { parts } = rig.collector
  const key = await importJWK(parts.signingKey.publicKey, 'EdDSA')
  const opened = async (bundle: string, type?: string): Promise<unknown> => {
    const { payload, protectedHeader } = await compactVerify(bundle, key)
    if (type !== undefined) expect(protectedHeader.typ).toBe(type)
    return JSON.parse(new TextDecoder().decode(payload))
  }
  const policy = Value.Parse(Policy, await opened(await parts.policies.signed(id)))
  const permits = (policy.permits ?? []).map(async bundle =>
    Value.Parse(Permit, await opened(bundle, permitType)),
  )
  return { policy, permits: await Promise.all(permits) }
}
const version = () => rig.collector.parts.policies.version
const markOf = (account: string) =>
  accountMark(rig.collector.parts.policies.releaseKey(agent.id), account)

/** An agent tells that it holds a file of wren's with 20 customers. */
async function hold(id: string): Promise<void> {
  seq += 1
  const event = copyEvent(rig, agent.id, {
    ...{ uid: `e${id}`, account: 'wren', count: 20 },
    more: { hold: { id, state: 'held', customers: 20, rows: 31 } },
  })
  await agent.post([{ seq, event }])
  await eventually(() => rig.collector.parts.heldFiles.find(id), 'the hold')
}
const ask = (by: SignedIn, body: object) => by.call<Approval>('POST', '/api/v1/approvals', body)
const why = 'for the fair on Friday'

describe('a held file', () => {
  it('is asked for by whose it is, and goes back once the manager approves', async () => {
    await hold('aa01')
    const { body, status } = await ask(wren, { hold: 'aa01', why })
    expect([status, body.error]).toEqual([200, undefined])
    expect(body.content).toMatchObject({
      source: { kind: 'hold', hold: 'aa01', endpoint: 'lt-0231' },
      facts: { customers: 20, own: 10, others: 10, rows: 31 },
    })
    const before = version()
    const done = await answer(kite, body.id, 'approve', {
      conditions: conditions(now, { canaries: false }),
    })
    expect(done.body.state).toBe('approved')
    expect(version()).toBeGreaterThan(before)
    const { permits } = await policyOf()
    expect(permits).toMatchObject([{ hold: 'aa01', action: 'release', rows_max: 31 }])
  })

  it('that nobody could read says so to who decides', async () => {
    seq += 1
    const event = copyEvent(rig, agent.id, {
      ...{ uid: 'eaa06', account: 'wren', count: 0 },
      more: { hold: { id: 'aa06', state: 'held', customers: 0, rows: 0, unread: 'encrypted' } },
    })
    await agent.post([{ seq, event }])
    await eventually(() => rig.collector.parts.heldFiles.find('aa06'), 'the hold')
    const { body: mine } = await wren.plain<Askable>('GET', '/api/v1/askable')
    expect(mine.files).toContainEqual(
      expect.objectContaining({ hold: 'aa06', unread: 'encrypted' }),
    )
    const { body } = await ask(wren, { hold: 'aa06', why })
    expect(body.content.source).toMatchObject({ kind: 'hold', unread: 'encrypted' })
  })

  it('is refused at the endpoint too', async () => {
    await hold('aa02')
    const { body } = await ask(wren, { hold: 'aa02', why })
    await answer(kite, body.id, 'refuse', { reason: 'ask for fewer' })
    expect((await policyOf()).permits).toContainEqual(
      expect.objectContaining({ hold: 'aa02', action: 'refuse' }),
    )
  })

  it('is let go whole or not: no fewer rows, no other columns', async () => {
    await hold('aa04')
    const { body } = await ask(wren, { hold: 'aa04', why })
    const alone = { action: 'release', reason: 'on my own' }
    const url = '/api/v1/held-files/aa04/decision'
    expect(await kim.plain('POST', url, alone)).toMatchObject({
      body: { error: { code: 'ERR_ACCESS_STEP_UP' } },
    })
    expect((await kim.call('POST', url, alone)).status).toBe(409)
    for (const more of [{ rows_max: 10 }, { canaries: true }, { drop_columns: ['phone'] }]) {
      const given = conditions(now, { canaries: false, ...more })
      expect((await answer(kite, body.id, 'approve', { conditions: given })).status).toBe(400)
    }
  })

  it("is not asked for by somebody who has nothing to do with it, nor under another's name", async () => {
    await hold('aa05')
    const solo = await bound(rig, 'solo', ['manager'])
    expect((await ask(solo, { hold: 'aa05', why })).status).toBe(403)
    expect((await ask(wren, { hold: 'ffff', why })).status).toBe(404)
    expect((await ask(wren, { why })).status).toBe(400)
  })
})

describe('what somebody can ask for', () => {
  it('is their own: files that are held, exports at the gateway with their page, sticks that they used', async () => {
    const device = { serial: '60A44C3FAE22', name: 'Kingston' }
    for (const [uid, account, more] of [
      ['plug1', 'wren', device],
      ['plug2', 'finch', { serial: 'OTHER', name: 'Not theirs' }],
    ] as const) {
      seq += 1
      const event = peripheralEvent({ uid, account: { name: account }, ...more })
      const own = { ...event, device: { ...event.device, uid: agent.id } }
      expect((await agent.post([{ seq, event: own }])).status).toBe(200)
    }
    await hold('aa07')
    const held = {
      ...{ id: 'gate1', person: idOf(rig, 'wren'), user: 'wren', account: 'wren@firm.example' },
      facts: {
        ...{ app: 'CRM', file: 'customers.csv', format: 'csv', bytes: 9, sha256: 'a'.repeat(64) },
        ...{ rows: 60, customers: 40, share_percent: 100, own: 1, others: 2, own_share_percent: 1 },
        ...{ columns: [], fields: {} },
      },
      ...{ rule: 'all', why: 'too many', canaries: 0, path: '/x', headers: {} },
      origin: 'https://crm.firm.example',
      ...{ held_at: now, expires_at: now + hourMs, customers: '' },
    }
    const { parts } = rig.collector
    await parts.decide({ user: 'wren' }, [{ kind: 'gateway.held', data: held }])
    const askable = async (by: SignedIn) => (await by.plain<Askable>('GET', '/api/v1/askable')).body
    const found = await eventually(async () => {
      const all = await askable(wren)
      return all.sticks.length > 0 ? all : undefined
    }, 'the stick')
    expect(found.files.map(({ hold: id, approval }) => [id, approval !== null])).toEqual(
      expect.arrayContaining([
        ['aa07', false],
        ['aa04', true],
      ]),
    )
    expect(found.exports).toMatchObject([
      {
        ...{ name: 'customers.csv', app: 'CRM', rows: 60, customers: 40, approval: null },
        page: 'https://crm.firm.example/.clientkeep/holds/gate1',
      },
    ])
    expect(found.sticks).toMatchObject([{ label: 'Kingston', serial: '60A44C3FAE22' }])
    expect(await askable(kim)).toMatchObject({ files: [], exports: [], sticks: [] })

    const asked = await askExport(rig, { hold: 'gate1' })
    const url = `/api/v1/approvals/${asked.id}`
    expect((await wren.plain<Approval>('GET', url)).body.page).toContain('/holds/gate1')
    expect((await kite.plain<Approval>('GET', url)).body.page).toBeNull()
    const gone = await wren.call<Approval>('POST', `${url}/withdrawal`, { text: 'found it' })
    expect(gone.body.state).toBe('withdrawn')
  })
})

describe('leave for a stick', () => {
  const permit = () => ({
    name: 'the hand-over list',
    device: { label: 'Kingston', serial: '60A44C3FAE22' },
    rows_max: 200,
    until: now + 48 * hourMs,
  })

  it('reaches the endpoint signed, for one person and stick, with fewer rows where the manager says so', async () => {
    const { body } = await ask(wren, { permit: permit(), why })
    const given = conditions(now, { canaries: false, rows_max: 150 })
    expect((await answer(kite, body.id, 'approve', { conditions: given })).status).toBe(200)
    const leave = (await policyOf()).permits.find(each => 'permit' in each)
    expect(leave).toEqual({
      ...{ permit: body.id, agent: agent.id, serial: '60A44C3FAE22', rows_max: 150 },
      accounts: expect.arrayContaining([markOf('wren')]),
      exp: Math.floor(given.until / 1000),
    })
    seq += 1
    const event = copyEvent(rig, agent.id, {
      ...{ uid: 'eeed', account: 'wren', count: 20 },
      more: { hold: { id: body.id, state: 'permitted', customers: 20, rows: 31 } },
    })
    await agent.post([{ seq, event }])
    const url = `/api/v1/approvals/${body.id}`
    const used = async () => (await kite.plain<Approval>('GET', url)).body.rows_used
    await eventually(async () => ((await used()) === 31 ? true : undefined), 'the use')
    const other = await enrolAgent(rig)
    const there = (await policyOf(other.id)).permits.find(each => 'permit' in each)
    expect(there).toMatchObject({ rows_max: 119 })
    await kite.call('POST', `${url}/revocation`, { text: 'the fair is off' })
    expect((await policyOf()).permits.filter(each => 'permit' in each)).toEqual([])
  })

  it('is for one endpoint alone where it names one, so that its rows are counted in one place', async () => {
    const bad = await ask(wren, { permit: { ...permit(), endpoint: 'nowhere' }, why })
    expect(bad.status).toBe(404)
    const { body } = await ask(wren, { permit: { ...permit(), endpoint: agent.id }, why })
    expect(body.content.source).toMatchObject({ endpoint: { hostname: 'lt-0231' } })
    await answer(kite, body.id, 'approve', { conditions: conditions(now, { canaries: false }) })
    const granted = async (id: string) =>
      (await policyOf(id)).permits.filter(each => 'permit' in each && each.permit === body.id)
    expect(await granted(agent.id)).toMatchObject([{ rows_max: 200 }])
    expect(await granted((await enrolAgent(rig)).id)).toEqual([])
    await kite.call('POST', `/api/v1/approvals/${body.id}/revocation`, { text: 'not needed' })
  })

  it('lasts no longer than policy lets', async () => {
    const long = { ...permit(), until: now + 100 * 24 * hourMs }
    expect((await ask(wren, { permit: long, why })).status).toBe(400)
  })
})

describe('securing a person', () => {
  const url = () => `/api/v1/people/${idOf(rig, 'wren')}/securing`
  const reason = { reason: 'copied the base at night', hours: 24 }

  it('takes a touch, and not a manager', async () => {
    expect((await kite.call('POST', url(), reason)).status).toBe(403)
    expect((await kim.plain('POST', url(), reason)).body).toMatchObject({
      error: { code: 'ERR_ACCESS_STEP_UP' },
    })
  })

  it('freezes, tightens, asks two, reports, and is undone', async () => {
    const { parts } = rig.collector
    const until = now + 48 * hourMs
    const permit = {
      name: 'a list',
      device: { label: 'K', serial: 'S1234567' },
      rows_max: 9,
      until,
    }
    const earlier = await ask(wren, { permit, why })
    await answer(kite, earlier.body.id, 'approve', {
      conditions: conditions(now, { canaries: false }),
    })
    const [released, open] = [await askExport(rig, { hold: 'rel' }), await askExport(rig)]
    await answer(kite, released.id, 'approve', { conditions: conditions(now) })
    expect(parts.exportApprovals.decisionOn('rel', now)?.state).toBe('approved')
    expect((await policyOf()).permits.some(each => 'permit' in each)).toBe(true)

    now += 1000
    const done = await kim.call<Securing>('POST', url(), reason)
    expect(done.body).toMatchObject({
      state: 'secured',
      by: 'kim',
      snapshot: { customers: 20, own: 10, others: 10, base: 40, out: 20, held: 6 },
    })
    expect((await kim.call('POST', url(), reason)).status).toBe(409)
    const { policy, permits } = await policyOf()
    expect(policy.secured).toContainEqual({ account: markOf('wren'), until: done.body.until })
    expect(permits.some(each => 'permit' in each)).toBe(false)
    expect(parts.exportApprovals.decisionOn('rel', now)?.state).toBe('refused')
    expect(parts.approvals.get(open.id)?.state).toBe('withdrawn')
    expect((await askExport(rig)).content.needed).toBe(2)

    const report = await rig.collector.app.inject({
      url: `/api/v1/securings/${done.body.id}/report`,
      headers: { host: 'localhost', cookie: kim.cookie },
    })
    expect(report.body).toContain('<b>20</b> of 40 customers')
    expect(report.body).not.toContain('Wren Seller')

    const alone = { action: 'code', reason: 'on my own' }
    expect((await kim.call('POST', '/api/v1/held-files/aa05/decision', alone)).status).toBe(409)

    const undo = { reason: 'it was the hand-over' }
    const over = await kim.call<Securing>('POST', `/api/v1/securings/${done.body.id}/undo`, undo)
    expect(over.body).toMatchObject({ state: 'undone', undone_by: 'kim' })
    const after = await policyOf()
    expect(after.policy.secured).toBeUndefined()
    expect(after.permits.some(each => 'permit' in each)).toBe(true)
    expect(parts.exportApprovals.decisionOn('rel', now)?.state).toBe('approved')
  })

  it('ends by itself', async () => {
    await kim.call('POST', url(), { ...reason, hours: 1 })
    expect((await policyOf()).policy.secured).not.toBeUndefined()
    now += 61 * 60_000
    expect((await policyOf()).policy.secured).toBeUndefined()
    expect(rig.collector.parts.secured.of(idOf(rig, 'wren'), now)).toBeUndefined()
  })
})

it('leaves a file held where nobody decided in time', async () => {
  const silent = await ask(await again(rig, wren), { hold: 'aa05', why })
  now += 73 * hourMs
  await rig.collector.parts.approvalClock.tick()
  expect(rig.collector.parts.approvals.get(silent.body.id)?.state).toBe('expired')
  expect(JSON.stringify((await policyOf()).permits)).not.toContain('aa05')
  expect(rig.collector.parts.heldFiles.find('aa05')?.state).toBe('held')
})
