/** Who is asked and who must not decide, what the key signs, and what of several answers counts. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Approval, ApprovalList } from '../../../events/approvals.ts'
import { canonicalJson } from '../../../events/canonical.ts'
import { cleanUp, type Rig, startRig } from '../harness.ts'
import { addUser, type SignedIn } from '../identity/users.ts'
import { answer, askExport, bound, conditions, fillLine, idOf } from './line.ts'

const now = Date.now()
let rig: Rig
let kite: SignedIn
let heron: SignedIn
let wren: SignedIn
let anna: SignedIn
let lark: SignedIn
let kim: SignedIn
let lee: SignedIn

beforeAll(async () => {
  rig = await startRig({ now: () => now })
  await fillLine(rig, now)
  heron = await bound(rig, 'heron', ['manager'])
  kite = await bound(rig, 'kite', ['manager'])
  lark = await bound(rig, 'lark', ['manager'])
  wren = await bound(rig, 'wren', ['officer'])
  anna = await bound(rig, 'anna', ['officer'])
  ;[kim, lee] = [await addUser(rig, 'kim', ['officer']), await addUser(rig, 'lee', ['officer'])]
})
afterAll(cleanUp)

const decisions = async (kind: string) =>
  (await rig.collector.parts.journal.readTold(0, 1000, 'decision'))
    .map(({ body }) => JSON.parse(body))
    .filter(decision => decision.kind === kind)
const stateOf = (id: string) => rig.collector.parts.approvals.get(id)?.state

describe('a request', () => {
  it('goes to the manager with the facts', async () => {
    const { id } = await askExport(rig)
    const { body } = await kite.plain<ApprovalList>('GET', '/api/v1/approvals')
    expect(body.waiting).toBe(1)
    expect(body.approvals[0]).toMatchObject({
      id,
      state: 'waiting',
      officers: false,
      person: { name: 'Wren Seller' },
      content: {
        why: 'quarterly mailing',
        needed: 1,
        facts: {
          ...{ rows: 25, customers: 20, base: 40, share_percent: 50, own: 10, others: 10 },
          ...{ columns: ['name', 'phone', 'email'], title: 'Sales', leaves_on: null },
          history: { exports: 0, asked: 0 },
        },
      },
      may: { approve: true, refuse: true },
    })
    const who = body.approvals[0]?.person.pseudonym
    const ofOne = (user: SignedIn) =>
      user.plain<ApprovalList>('GET', `/api/v1/approvals?who=${who}&list=past`)
    expect((await ofOne(kim)).body.approvals).toMatchObject([{ id, state: 'waiting' }])
    expect((await ofOne(lark)).body.approvals).toEqual([])
  })

  it('that waits already is the same one', async () => {
    const first = await askExport(rig, { hold: 'h1' })
    expect((await askExport(rig, { hold: 'h1' })).id).toBe(first.id)
    expect((await askExport(rig, { hold: 'h2' })).id).not.toBe(first.id)
  })

  it('passes over a manager who is leaving, and says so', async () => {
    const { id, people, skipped } = await askExport(rig, { who: 'finch' })
    expect(people).toEqual([idOf(rig, 'kite')])
    expect(skipped).toEqual([{ person: idOf(rig, 'lark'), why: 'departing' }])
    expect((await lark.plain('GET', `/api/v1/approvals/${id}`)).status).toBe(404)
    expect((await answer(kite, id, 'refuse', { reason: 'not now' })).status).toBe(200)
  })

  it('goes to officers where nobody above may decide', async () => {
    const { id, officers, people } = await askExport(rig, { who: 'solo' })
    expect([people, officers]).toEqual([[], true])
    const done = await answer(kim, id, 'approve', { conditions: conditions(now) })
    expect(done.body.state).toBe('approved')
  })
})

describe('an approval', () => {
  it('is signed over what was seen, and keeps its conditions', async () => {
    const { id } = await askExport(rig)
    const given = conditions(now, { rows_max: 10, drop_columns: ['phone'] })
    const { body } = await answer(kite, id, 'approve', { conditions: given })
    expect(body).toMatchObject({ state: 'approved', conditions: given })
    const receipt = (await decisions('step-up.given')).at(-1)
    const [counted] = body.answers
    expect(counted).toMatchObject({ by: 'kite', as: 'manager', fate: 'counted', seen: body.digest })
    expect(counted?.touch).toBe(receipt.data.sha256)
    const digest = createHash('sha256')
      .update(`clientkeep-approval-1\n${canonicalJson(body.content)}`)
      .digest('hex')
    expect(body.digest).toBe(digest)
    const signed = {
      user: 'kite',
      method: 'POST',
      url: `/api/v1/approvals/${id}/decision`,
      body: { verdict: 'approve', seen: digest, conditions: given },
      nonce: receipt.data.nonce,
    }
    expect(receipt.data.sha256).toBe(
      createHash('sha256')
        .update(`clientkeep-step-up-1\n${canonicalJson(signed)}`)
        .digest('hex'),
    )
  })

  it('without a touch, or with one for something else, is refused', async () => {
    const { id, digest } = await askExport(rig)
    const url = `/api/v1/approvals/${id}/decision`
    const body = { verdict: 'approve', seen: digest, conditions: conditions(now) }
    expect((await kite.plain('POST', url, body)).status).toBe(403)
    const touch = await kite.touch('POST', url, body)
    const more = { ...body, conditions: { ...body.conditions, canaries: false } }
    expect((await kite.plain('POST', url, more, touch)).status).toBe(403)
    expect(stateOf(id)).toBe('waiting')
  })

  it('of what is another thing by now is refused', async () => {
    const { id, digest } = await askExport(rig)
    await answer(kite, id, 'ask', { reason: 'for which customers?' })
    const text = 'all that are mine'
    expect((await wren.call('POST', `/api/v1/approvals/${id}/reply`, { text })).status).toBe(200)
    const stale = { seen: digest, conditions: conditions(now) }
    expect((await answer(kite, id, 'approve', stale)).status).toBe(409)
    const fresh = await answer(kite, id, 'approve', { conditions: conditions(now) })
    expect(fresh.body.state).toBe('approved')
    expect(fresh.body.content.talk.map(({ by }) => by)).toEqual(['approver', 'requester'])
  })

  it('takes a reason from who asks', async () => {
    const { id } = await askExport(rig, { why: '' })
    const done = await answer(kite, id, 'approve', { conditions: conditions(now) })
    expect(done).toMatchObject({ status: 403, body: { error: { code: 'ERR_ACCESS_DENIED' } } })
  })

  it.each([
    ['a column that is not there', { drop_columns: ['iban'] }],
    ['no column left', { drop_columns: ['name', 'phone', 'email'] }],
    ['an end that is over', { until: Date.now() - 1000 }],
    ['an end beyond what policy lets', { until: Date.now() + 400 * 24 * 3_600_000 }],
  ])('with %s is refused', async (_name, more) => {
    const { id } = await askExport(rig)
    const done = await answer(kite, id, 'approve', { conditions: conditions(now, more) })
    expect(done.status).toBe(400)
    expect(stateOf(id)).toBe('waiting')
  })

  it('can be revoked while it is in force', async () => {
    const { id } = await askExport(rig)
    await answer(kite, id, 'approve', { conditions: conditions(now) })
    const url = `/api/v1/approvals/${id}/revocation`
    const done = await kite.call<Approval>('POST', url, { text: 'the mailing is off' })
    expect(done.body.state).toBe('revoked')
    expect((await kite.call('POST', url, { text: 'once more' })).status).toBe(409)
  })
})

describe('nobody decides', () => {
  it('on their own request', async () => {
    const { id } = await askExport(rig, { who: 'kite' })
    const done = await answer(kite, id, 'refuse', { reason: 'it is mine' })
    expect(done.status).toBe(403)
  })

  it('on a request that they made for somebody', async () => {
    const { id } = await askExport(rig, { by: 'kite' })
    const done = await answer(kite, id, 'approve', { conditions: conditions(now) })
    expect(done.status).toBe(403)
  })

  it('on a request of their own manager, not even as an officer', async () => {
    const { id } = await askExport(rig, { who: 'kite' })
    for (const verdict of ['approve', 'refuse'] as const) {
      const done = await answer(wren, id, verdict, { reason: 'no', conditions: conditions(now) })
      expect(done.status).toBe(403)
    }
  })

  it('while leaving the company', async () => {
    const { id } = await askExport(rig, { who: 'solo' })
    const done = await answer(anna, id, 'approve', { conditions: conditions(now) })
    expect(done).toMatchObject({ status: 403 })
  })

  it('at the console, where no key can be touched; but refuses there', async () => {
    const { id, digest } = await askExport(rig, { who: 'solo' })
    const url = `/api/v1/approvals/${id}/decision`
    const approve = { verdict: 'approve', seen: digest, conditions: conditions(now) }
    expect((await rig.call('POST', url, approve)).status).toBe(403)
    const refuse = { verdict: 'refuse', seen: digest, reason: 'not possible' }
    expect(await rig.call('POST', url, refuse)).toMatchObject({ body: { state: 'refused' } })
  })

  it('as an officer before the manager had the time, but may refuse', async () => {
    const { id } = await askExport(rig)
    const early = await answer(kim, id, 'approve', { conditions: conditions(now) })
    expect(early.status).toBe(403)
    const refused = await answer(kim, id, 'refuse', { reason: 'a case is open' })
    expect(refused.body.state).toBe('refused')
  })

  it('without a role, or as a stranger to it', async () => {
    const { id } = await askExport(rig)
    expect((await answer(wren, id, 'refuse', { reason: 'mine' })).status).toBe(403)
    expect((await lark.plain('GET', `/api/v1/approvals/${id}`)).status).toBe(404)
  })
})

describe("a leaver's request", () => {
  it('takes two: the manager, and the next one up', async () => {
    const { id, content } = await askExport(rig, { who: 'anna' })
    expect(content.needed).toBe(2)
    expect(content.facts.leaves_on).not.toBeNull()
    const first = conditions(now, { rows_max: 20 })
    expect((await answer(kite, id, 'approve', { conditions: first })).body.state).toBe('waiting')
    expect((await answer(kite, id, 'approve', { conditions: first })).status).toBe(403)
    const second = conditions(now, { rows_max: 10, canaries: false, drop_columns: ['phone'] })
    const done = await answer(heron, id, 'approve', { conditions: second })
    const strictest = { rows_max: 10, canaries: true, drop_columns: ['phone'] }
    expect(done.body).toMatchObject({ state: 'approved', conditions: strictest })
  })

  it('is not let go by two officers while the manager may still answer', async () => {
    const { id } = await askExport(rig, { who: 'anna' })
    for (const officer of [kim, lee])
      await answer(officer, id, 'approve', { conditions: conditions(now) })
    expect(stateOf(id)).toBe('waiting')
    const done = await answer(kite, id, 'approve', { conditions: conditions(now) })
    expect(done.body.state).toBe('approved')
  })

  it('loses a first approval when a question changes what is decided on', async () => {
    const { id } = await askExport(rig, { who: 'anna' })
    await answer(kite, id, 'approve', { conditions: conditions(now) })
    await answer(heron, id, 'ask', { reason: 'what for?' })
    await anna.call('POST', `/api/v1/approvals/${id}/reply`, { text: 'for the hand-over' })
    const half = await answer(heron, id, 'approve', { conditions: conditions(now) })
    expect(half.body.state).toBe('waiting')
    expect(half.body.answers.map(({ fate }) => fate)).toEqual(['lapsed', 'counted', 'counted'])
    const done = await answer(kite, id, 'approve', { conditions: conditions(now) })
    expect(done.body.state).toBe('approved')
  })
})

it('lets the journal decide between two who answer at once', async () => {
  const { id } = await askExport(rig)
  const both = await Promise.all([
    answer(kite, id, 'approve', { conditions: conditions(now) }),
    answer(kim, id, 'refuse', { reason: 'a case is open' }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  const fates = rig.collector.parts.approvals.answers(id).map(({ fate }) => fate)
  expect(fates.filter(fate => fate === 'counted')).toHaveLength(1)
})
