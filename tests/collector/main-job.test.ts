/** The main job through the collector's API: a leaver's copy becomes an alert with who, what, how many, where and why. */
import { afterEach, describe, expect, it } from 'vitest'
import type { AlertDetail, AlertList, AlertSummary } from '../../events/api.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'

afterEach(cleanUp)

const open = async (rig: Rig) => (await rig.call<AlertList>('GET', '/api/v1/alerts')).body

const firstAlert = (rig: Rig): Promise<AlertSummary> =>
  eventually(async () => (await open(rig)).alerts[0], 'an alert')

async function ready() {
  const rig = await startRig()
  await fillCompany(rig)
  return { rig, agent: await enrolAgent(rig) }
}

describe('a copied file', () => {
  it('of a leaver to a removable drive is one alert that says who, what, how many, where and why', async () => {
    const { rig, agent } = await ready()
    const event = copyEvent(rig, agent.id, { uid: 'e1', account: 'anna', count: 40 })
    expect((await agent.post([{ seq: 1, event }])).body).toMatchObject({
      acknowledged: 1,
      accepted: 1,
    })
    const alert = await firstAlert(rig)
    expect(alert).toMatchObject({
      severity: 'critical',
      customers: 40,
      base: 400,
      places: [{ kind: 'removable', label: 'KINGSTON' }],
      person: { departing: true, name: null, days_to_last_day: 6, title: 'Sales manager' },
      headline: '40 customers copied to removable media "KINGSTON" in base.csv',
    })
    const detail = (await rig.call<AlertDetail>('GET', `/api/v1/alerts/${alert.id}`)).body
    const finding = detail.findings.find(
      ({ rule }) => rule.name === 'usb.customers-copied-by-leaver',
    )
    expect(finding?.reason).toContain('40')
    expect(finding?.rule.runbook).not.toBe('')
    expect(finding?.evidence[0]).toMatchObject({
      file: 'base.csv',
      customers: 40,
      candidates: 43,
      endpoint: { hostname: 'lt-0231' },
      account: null,
    })
  })

  it("counts a customer once however many files it is in, and a rule's points once", async () => {
    const { rig, agent } = await ready()
    const events = [30, 40, 35].map((count, index) => ({
      seq: index + 1,
      event: copyEvent(rig, agent.id, { uid: `e${index}`, account: 'anna', count }),
    }))
    await agent.post(events)
    const alert = await eventually(async () => {
      const found = (await open(rig)).alerts[0]
      return found?.files === 3 ? found : undefined
    }, 'three files in one alert')
    expect(alert.customers).toBe(40)
    expect(new Set(alert.addends.map(({ rule }) => rule)).size).toBe(alert.addends.length)
    expect(alert.risk).toBe(alert.addends.reduce((sum, { points }) => sum + points, 0))
  })

  it('of a colleague who stays, below the bulk threshold, is no alert', async () => {
    const { rig, agent } = await ready()
    await agent.post([
      { seq: 1, event: copyEvent(rig, agent.id, { uid: 'e1', account: 'mira', count: 30 }) },
      { seq: 2, event: copyEvent(rig, agent.id, { uid: 'e2', account: 'anna', count: 40 }) },
    ])
    const alert = await firstAlert(rig)
    expect(alert.person.departing).toBe(true)
    expect((await open(rig)).alerts).toHaveLength(1)
  })

  it('by an account that nobody is bound to is an alert on that account, which can be bound then', async () => {
    const { rig, agent } = await ready()
    await agent.post([
      { seq: 1, event: copyEvent(rig, agent.id, { uid: 'e1', account: 'ghost', count: 300 }) },
      { seq: 2, event: copyEvent(rig, agent.id, { uid: 'e2', account: 'phantom', count: 0 }) },
    ])
    const alert = await firstAlert(rig)
    expect(alert.person.id).toBeNull()
    const unbound = async () => {
      const { body } = await rig.call<{ accounts: { account: string }[] }>('GET', '/api/v1/setup')
      return body.accounts.map(({ account }) => account).sort()
    }
    expect(await unbound()).toEqual(['ghost', 'phantom'])
    const people = (await rig.call<{ people: { id: string }[] }>('GET', '/api/v1/people')).body
      .people
    const bind = (alias: string) =>
      rig.call('POST', `/api/v1/people/${people[0]?.id}/aliases`, { alias })
    await bind('Ghost')
    await bind('Phantom@elsewhere')
    expect(await unbound()).toEqual(['phantom'])
    await bind('Phantom@LT-0231')
    expect(await unbound()).toEqual([])
    const known = copyEvent(rig, agent.id, { uid: 'e3', account: 'phantom', count: 0 })
    await agent.post([{ seq: 3, event: known }])
    expect(await unbound()).toEqual([])
  })

  it('after the last working day is an alert even without customers in it', async () => {
    const { rig, agent } = await ready()
    await agent.post([
      { seq: 1, event: copyEvent(rig, agent.id, { uid: 'e1', account: 'olaf', count: 0 }) },
    ])
    const alert = await firstAlert(rig)
    expect(alert.addends.map(({ rule }) => rule)).toEqual(['leaver.activity-after-last-day'])
  })
})

describe('an alert', () => {
  it('shows a name only after somebody gave a reason, and says until when', async () => {
    const { rig, agent } = await ready()
    await agent.post([
      { seq: 1, event: copyEvent(rig, agent.id, { uid: 'e1', account: 'anna', count: 40 }) },
    ])
    const { id, person } = await firstAlert(rig)
    const before = JSON.stringify((await rig.call('GET', `/api/v1/alerts/${id}`)).body)
    expect(before).not.toMatch(/anna|winter/i)
    expect(
      (await rig.call('POST', `/api/v1/people/${person.id}/reveal`, { reason: '  ' })).status,
    ).toBe(400)
    await rig.call('POST', `/api/v1/people/${person.id}/reveal`, {
      reason: 'talk with her manager',
    })
    const after = (await rig.call<AlertDetail>('GET', `/api/v1/alerts/${id}`)).body
    expect(after.alert.person.name).toBe('Anna Winter')
    expect(after.alert.person.revealed_until).toBeGreaterThan(Date.now())
    expect(after.findings[0]?.evidence[0]?.account).toBe('anna')
  })

  it('closes with a verdict only, keeps its history, and a new finding opens another', async () => {
    const { rig, agent } = await ready()
    await agent.post([
      { seq: 1, event: copyEvent(rig, agent.id, { uid: 'e1', account: 'anna', count: 40 }) },
    ])
    const { id } = await firstAlert(rig)
    const decide = (body: object) =>
      rig.call<AlertDetail>('POST', `/api/v1/alerts/${id}/decisions`, body)
    expect((await decide({ status: 'closed' })).status).toBe(400)
    const closed = await decide({ status: 'closed', verdict: 'true_positive', note: 'taken' })
    expect(closed.body.history).toMatchObject([
      { by: 'console', status: 'closed', verdict: 'true_positive', note: 'taken' },
    ])
    expect((await open(rig)).alerts).toEqual([])
    await agent.post([
      { seq: 2, event: copyEvent(rig, agent.id, { uid: 'e2', account: 'anna', count: 50 }) },
    ])
    expect((await firstAlert(rig)).id).not.toBe(id)
  })

  it('names the customers behind it', async () => {
    const { rig, agent } = await ready()
    await agent.post([
      { seq: 1, event: copyEvent(rig, agent.id, { uid: 'e1', account: 'anna', count: 40 }) },
    ])
    const { id } = await firstAlert(rig)
    const { body } = await rig.call<{
      total: number
      customers: { number: string; name: string }[]
    }>('GET', `/api/v1/alerts/${id}/customers`)
    expect(body.total).toBe(40)
    expect(body.customers[0]).toMatchObject({ number: 'C-0', name: 'Customer 0' })
  })
})

describe('a restart', () => {
  it('finds the same alerts, and detects again nothing that was detected', async () => {
    const { rig, agent } = await ready()
    await agent.post([
      { seq: 1, event: copyEvent(rig, agent.id, { uid: 'e1', account: 'anna', count: 40 }) },
    ])
    const before = await firstAlert(rig)
    const again = await rig.restart()
    expect((await open(again)).alerts).toEqual([before])
  })

  it('detects what was acknowledged but not yet looked at', async () => {
    const { rig, agent } = await ready()
    const event = copyEvent(rig, agent.id, { uid: 'e1', account: 'anna', count: 40 })
    await agent.post([{ seq: 1, event }])
    const again = await rig.restart()
    expect((await firstAlert(again)).customers).toBe(40)
  })
})
