/** What a person has taken: counted once per customer, by stage and channel, whoever the account is bound to today. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AlertList, PeopleList } from '../../events/api.ts'
import type { PlaceKind } from '../../events/policy.ts'
import type { Exposure, ExposureCustomers } from '../../events/taken.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'

let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
let seq = 0

beforeEach(async () => {
  rig = await startRig()
  await fillCompany(rig)
  agent = await enrolAgent(rig)
  seq = 0
})
afterEach(cleanUp)

async function copy(account: string, count: number, kind: PlaceKind, more: object = {}) {
  seq += 1
  const place = { kind, label: 'place', path: `/mnt/${kind}` }
  const event = copyEvent(rig, agent.id, { uid: `e${seq}`, account, count, place, ...more })
  expect((await agent.post([{ seq, event }])).body.accepted).toBe(1)
}

const departing = async () => {
  const { people } = (await rig.call<PeopleList>('GET', '/api/v1/people')).body
  const person = people.find(({ days_to_last_day }) => days_to_last_day === 6)
  return { id: person?.id ?? '', pseudonym: person?.pseudonym ?? '' }
}
const exposureOf = async (who: string) =>
  (await rig.call<Exposure>('GET', `/api/v1/people/${who}/exposure`)).body
const taken = (who: string, customers: number) =>
  eventually(async () => {
    const exposure = await exposureOf(who)
    return exposure.customers === customers ? exposure : undefined
  }, `${customers} customers taken`)

describe('exposure', () => {
  it('counts a customer once over all files, and tells what is out from what is still inside', async () => {
    await copy('anna', 30, 'folder')
    await copy('anna', 10, 'cloud-sync')
    await copy('anna', 40, 'removable')
    await copy('anna', 50, 'removable')
    const { pseudonym } = await departing()
    const exposure = await taken(pseudonym, 50)
    expect(exposure).toMatchObject({
      base: 400,
      share_percent: 12.5,
      stages: { staged: 30, out: 50 },
      person: { pseudonym, name: null },
    })
    expect(exposure.channels.map(({ channel, customers }) => [channel, customers])).toEqual([
      ['removable', 50],
      ['folder', 30],
      ['cloud-sync', 10],
    ])
  })

  it('tells first and last time of a channel, also when an older event comes late', async () => {
    const noon = Date.UTC(2026, 10, 20, 12)
    await copy('anna', 5, 'removable', { time: noon })
    await copy('anna', 5, 'removable', { time: noon + 60_000 })
    await copy('anna', 6, 'removable', { time: noon - 60_000 })
    const { pseudonym } = await departing()
    const [channel] = (await taken(pseudonym, 6)).channels
    expect([channel?.first_at, channel?.last_at]).toEqual([noon - 60_000, noon + 60_000])
  })

  it('does not grow when a file is deleted, nor for a colleague', async () => {
    await copy('mira', 20, 'removable')
    await copy('anna', 7, 'removable', { activity: 'Delete' })
    await copy('anna', 3, 'removable')
    const { pseudonym } = await departing()
    expect((await taken(pseudonym, 3)).channels).toHaveLength(1)
  })

  it('of an account that was a stranger goes to the person it is bound to later', async () => {
    await copy('stranger', 12, 'removable')
    await eventually(
      async () => (await rig.call<AlertList>('GET', '/api/v1/alerts')).body.counts,
      'the event to be read',
    )
    const { id, pseudonym } = await departing()
    expect((await exposureOf(pseudonym)).customers).toBe(0)
    await rig.call('POST', `/api/v1/people/${id}/aliases`, { alias: 'stranger' })
    await taken(pseudonym, 12)
  })

  it('is made again from the journal when its file is gone, and nothing is told twice', async () => {
    await copy('anna', 30, 'removable')
    const { pseudonym } = await departing()
    const before = await taken(pseudonym, 30)
    const alerts = async (of: Rig) => (await of.call<AlertList>('GET', '/api/v1/alerts')).body
    const findings = await eventually(async () => (await alerts(rig)).alerts[0], 'the alert')
    await rig.collector.close()
    for (const end of ['', '-wal', '-shm'])
      rmSync(join(rig.dir, `exposure.db${end}`), { force: true })
    rig = await rig.restart()
    expect(await taken(pseudonym, 30)).toEqual(before)
    expect((await alerts(rig)).alerts).toEqual([findings])
  })
})

describe('the customers behind it', () => {
  it('are listed by channel, and the look is recorded', async () => {
    await copy('anna', 4, 'removable')
    await copy('anna', 2, 'folder')
    const { pseudonym } = await departing()
    await taken(pseudonym, 4)
    const { head } = rig.collector.parts.journal
    const path = `/api/v1/people/${pseudonym}/exposure/customers?channel=folder`
    const list = await eventually(async () => {
      const reply = await rig.call<ExposureCustomers>('GET', path)
      return reply.body.total === 2 ? reply : undefined
    }, 'both in the list')
    expect(list.body).toMatchObject({
      total: 2,
      customers: [{ number: 'C-0', name: 'Customer 0' }, { number: 'C-1' }],
    })
    const entry = (await rig.collector.parts.journal.readTold(head, 100, 'decision')).at(-1)
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({
      kind: 'customers.viewed',
      by: 'console',
      data: { shown: 2 },
    })
  })

  it('are shown to nobody who is not signed in', async () => {
    const { pseudonym } = await departing()
    for (const path of ['exposure', 'exposure/customers']) {
      const reply = await rig.collector.app.inject({
        url: `/api/v1/people/${pseudonym}/${path}`,
        headers: { host: '127.0.0.1' },
      })
      expect(reply.statusCode).toBe(401)
    }
  })
})

describe('a person', () => {
  it('is not found by address without a reason, and the reason is recorded as a reveal', async () => {
    expect((await rig.call('GET', '/api/v1/people/anna@firm.example/exposure')).status).toBe(404)
    const find = (body: object) => rig.call<{ name: string }>('POST', '/api/v1/people/find', body)
    expect((await find({ email: 'anna@firm.example', reason: '   ' })).status).toBe(400)
    expect((await find({ email: 'nobody@firm.example', reason: 'hand-over' })).status).toBe(404)
    const found = await find({ email: 'Anna@firm.example', reason: 'hand-over' })
    expect(found.body).toMatchObject({ name: 'Anna Winter' })
  })
})
