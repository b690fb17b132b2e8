/** Tuning: what officers said of alerts comes back as figures per rule, suggestions, and exclusions that a second person puts in force. */
import { afterEach, describe, expect, it } from 'vitest'
import { detectionFinding } from '../../events/detection-finding.ts'
import type { Exclusion, TuningReport } from '../../events/tuning.ts'
import { cleanUp, eventually, type Rig, startRig } from './harness.ts'
import { addUser } from './identity/users.ts'

afterEach(cleanUp)

const product = { name: 'Clientkeep', vendor_name: 'Clientkeep', version: 'test' }
const rule = {
  id: '7c9a0f52-8d0e-4f0c-9f0a-2d3f61c1a001',
  name: 'bulk.customers-copied-by-anyone',
  title: 'A large part of the customer base leaves the company in one file',
  description: '',
  level: 'high',
  points: 9,
} as const
const device = { type_id: 2, uid: 'e1', hostname: 'lt-1' }
const actor = { user: { name: 'anna' } }

interface Made {
  readonly account: string
  readonly drive?: string
  readonly label?: string
}

/** Journals a finding of the rule on an account, as detection does. */
async function find(rig: Rig, uid: string, { account, drive, label = 'BACKUP' }: Made) {
  const time = Date.now()
  const evidence = {
    event: `event-${uid}`,
    offset: 0,
    customers: '',
    type_uid: 100_101,
    place: { kind: 'removable', label, path: '/media/x' },
    ...{ device, actor },
    ...(drive !== undefined && { drive }),
  } as const
  const finding = detectionFinding(product, {
    ...{ uid, rule, detectedAt: time, startedAt: time, endedAt: time, reason: '', customers: 0 },
    ...{ subject: { account }, evidence: [evidence] },
  })
  const source = `finding:${uid}`
  const body = JSON.stringify(finding)
  await rig.collector.parts.journal.append([{ kind: 'finding', source, seq: 0, time, body }])
}

const alerts = async (rig: Rig) =>
  (await rig.call<{ alerts: { id: string }[] }>('GET', '/api/v1/alerts?status=open')).body.alerts

/** One alert on an account of its own, closed with a verdict. */
async function closed(rig: Rig, uid: string, verdict: string, made: Omit<Made, 'account'>) {
  await find(rig, uid, { ...made, account: `account-${uid}` })
  const id = await eventually(
    async () => (await alerts(rig)).find(alert => alert.id === uid)?.id,
    'the alert',
  )
  const decision = { status: 'closed', verdict, note: 'looked at' }
  expect((await rig.call('POST', `/api/v1/alerts/${id}/decisions`, decision)).status).toBe(200)
}

const report = async (rig: Rig) => (await rig.call<TuningReport>('GET', '/api/v1/tuning')).body
const drive = '0951:1666:E0D55EA574'

async function withNoise(): Promise<Rig> {
  const rig = await startRig()
  for (let index = 0; index < 5; index += 1)
    await closed(rig, `n${index}`, index === 0 ? 'benign' : 'false_positive', { drive })
  return rig
}

describe('effects', () => {
  it('counts per rule what was confirmed and dismissed, and warns of who takes the budget', async () => {
    const rig = await withNoise()
    await closed(rig, 'c', 'true_positive', { drive: '1:2:OTHER' })
    await find(rig, 'o', { account: 'somebody', drive: '1:2:THIRD' })
    await eventually(async () => ((await alerts(rig)).length > 0 ? true : undefined), 'the alert')
    const { rules, budget } = await report(rig)
    expect(rules).toMatchObject([
      { rule: rule.name, findings: 7, open: 1, confirmed: 1, dismissed: 5, dismissed_this_week: 5 },
    ])
    expect(rules[0]?.confirmed_share).toBeCloseTo(1 / 6)
    expect(budget).toMatchObject({ dismissed_this_week: 5, per_week: 3 })
    expect(budget.warnings).toEqual([
      '5 alerts were dismissed within a week; the budget is 3',
      expect.stringContaining("167 % of the week's budget"),
    ])
  })

  it('suggests what only dismissed alerts have in common, never a label that anybody can write on a stick', async () => {
    const rig = await withNoise()
    const { suggestions } = await report(rig)
    expect(suggestions.map(({ trait }) => trait)).toEqual([
      { kind: 'device', value: drive },
      { kind: 'endpoint', value: 'lt-1' },
    ])
    await closed(rig, 'c', 'true_positive', { drive })
    expect((await report(rig)).suggestions).toEqual([])
  })
})

describe('an exclusion', () => {
  const request = { rule: rule.name, trait: { kind: 'device', value: drive }, reason: 'our backup' }
  const propose = async (rig: Rig) =>
    (await rig.call<Exclusion>('POST', '/api/v1/exclusions', request)).body
  const decide = (rig: Rig, id: string, action: string) =>
    rig.call<Exclusion>('POST', `/api/v1/exclusions/${id}/decision`, { action, reason: 'agreed' })

  it('keeps findings out once accepted, counts them, and lets them in again when withdrawn', async () => {
    const rig = await withNoise()
    const { id, state } = await propose(rig)
    expect(state).toBe('proposed')
    await closed(rig, 'still', 'false_positive', { drive })
    expect((await decide(rig, id, 'accept')).body.state).toBe('in force')
    await find(rig, 'out', { account: 'a', drive })
    await find(rig, 'other', { account: 'b', drive: '0951:1666:ANOTHER' })
    await find(rig, 'none', { account: 'c' })
    const left = await eventually(async () => {
      const ids = (await alerts(rig)).map(alert => alert.id)
      return ids.includes('none') ? ids.sort() : undefined
    }, 'the alerts')
    expect(left).toEqual(['none', 'other'])
    expect((await report(rig)).exclusions).toMatchObject([{ id, state: 'in force', kept_out: 1 }])
    expect((await report(rig)).suggestions.map(({ trait }) => trait.kind)).toEqual(['endpoint'])
    expect((await decide(rig, id, 'withdraw')).body.state).toBe('withdrawn')
    await find(rig, 'again', { account: 'd', drive })
    await eventually(
      async () => (await alerts(rig)).find(alert => alert.id === 'again'),
      'the alert',
    )
  })

  it('is refused for an unknown rule, twice for the same, and a second decision', async () => {
    const rig = await startRig()
    const bad = await rig.call('POST', '/api/v1/exclusions', { ...request, rule: 'no.such' })
    expect(bad.status).toBe(404)
    const { id } = await propose(rig)
    expect((await rig.call('POST', '/api/v1/exclusions', request)).status).toBe(409)
    expect((await decide(rig, id, 'withdraw')).status).toBe(409)
    expect((await decide(rig, id, 'refuse')).body.state).toBe('refused')
    expect((await decide(rig, id, 'accept')).status).toBe(409)
    expect((await decide(rig, 'ffffffff', 'accept')).status).toBe(404)
  })

  it('takes a second person, and a touch of the key over what is decided', async () => {
    const rig = await startRig()
    const first = await addUser(rig, 'first', ['officer'])
    const second = await addUser(rig, 'second', ['officer'])
    const made = await first.call<Exclusion>('POST', '/api/v1/exclusions', request)
    expect(made.status).toBe(200)
    const url = `/api/v1/exclusions/${made.body.id}/decision`
    const body = { action: 'accept', reason: 'it is the backup' }
    expect((await second.plain('POST', url, body)).status).toBe(403)
    const own = await first.call('POST', url, body)
    expect([own.status, own.body.error?.message]).toEqual([
      403,
      expect.stringContaining('somebody else'),
    ])
    expect((await second.call<Exclusion>('POST', url, body)).body).toMatchObject({
      state: 'in force',
      proposed_by: 'first',
      decided_by: 'second',
    })
  })
})
