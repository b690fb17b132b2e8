/** All events can be searched, by pseudonym; a person's days say what is known and what is not. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lineOf } from '../../collector/exposure/notes.ts'
import type { PeopleList } from '../../events/api.ts'
import type { HistoryAnswer, PersonHistory } from '../../events/history.ts'
import type { PlaceKind } from '../../events/policy.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'

let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
let seq = 0

beforeAll(async () => {
  rig = await startRig()
  await fillCompany(rig)
  agent = await enrolAgent(rig)
})
afterAll(cleanUp)

async function copy(account: string, count: number, kind: PlaceKind, name?: string) {
  seq += 1
  const place = { kind, label: 'Blue stick', path: `/mnt/${kind}` }
  const event = copyEvent(rig, agent.id, {
    uid: `e${seq}`,
    account,
    count,
    place,
    ...(name && { name }),
  })
  expect((await agent.post([{ seq, event }], undefined, rig)).body.accepted).toBe(1)
}

const hourMs = 3_600_000
const search = async (query: string) => {
  const now = rig.collector.parts.now()
  const url = `/api/v1/events?from=${now - hourMs}&to=${now + hourMs}&${query}`
  return (await rig.call<HistoryAnswer>('GET', url)).body
}
const found = (query: string, total: number) =>
  eventually(async () => {
    const answer = await search(query)
    return answer.total === total ? answer : undefined
  }, `${total} events for "${query}"`)

const departing = async () => {
  const { people } = (await rig.call<PeopleList>('GET', '/api/v1/people')).body
  return people.find(({ days_to_last_day }) => days_to_last_day === 6)?.pseudonym ?? ''
}

describe('the search over all events', () => {
  it('finds by person, place, customers and words, and never tells an account', async () => {
    await copy('anna', 30, 'removable')
    await copy('anna', 0, 'folder')
    await copy('stranger', 12, 'removable')
    const anna = await departing()
    const all = await found('', 3)
    expect(JSON.stringify(all)).not.toMatch(/anna|stranger/i)
    expect((await search(`person=${anna}`)).total).toBe(2)
    expect((await search('place=removable')).total).toBe(2)
    expect((await search('customers=20')).rows.map(({ customers }) => customers)).toEqual([30])
    expect((await search('q=blue%20stick')).total).toBe(3)
    expect((await search('q=100%25_off')).total).toBe(0)
    expect((await search('person=Nobody-1')).total).toBe(0)
  })

  it('groups what it finds, and counts it over time', async () => {
    const { groups, bars } = await search('group=person')
    expect(groups.map(({ events }) => events)).toEqual([2, 1])
    expect(groups[0]?.key).toBe(await departing())
    expect(bars.reduce((sum, { events }) => sum + events, 0)).toBe(3)
    expect(bars.every(({ time }) => time % 60_000 === 0)).toBe(true)
    const places = (await search('group=place')).groups
    expect(places.map(({ key, customers }) => [key, customers])).toEqual([
      ['removable', 42],
      ['folder', 0],
    ])
  })

  it('shows one event in full, without its account and its tokens', async () => {
    const offset = (await search('customers=20')).rows[0]?.offset ?? 0
    const { status, body } = await rig.call('GET', `/api/v1/events/${offset}`)
    expect(status).toBe(200)
    expect(JSON.stringify(body)).toContain('Blue stick')
    expect(JSON.stringify(body)).not.toMatch(/anna|"tokens"/i)
    expect((await rig.call('GET', '/api/v1/events/999999')).status).toBe(404)
  })

  it('refuses a time that ends before it begins', async () => {
    const { status } = await rig.call('GET', '/api/v1/events?from=5&to=4')
    expect(status).toBe(400)
  })

  it('is the same after the collector was stopped and started', async () => {
    const before = await search('')
    rig = await rig.restart()
    expect((await search('')).rows).toEqual(before.rows)
  })
})

describe("a person's days", () => {
  it('count what was done, with devices and how the customers grew', async () => {
    await copy('anna', 30, 'folder')
    await copy('anna', 40, 'removable')
    // The same customers over another way out are no more of them.
    await copy('anna', 35, 'cloud-sync', 'list.csv')
    await copy('olaf', 5, 'folder', 'list.csv')
    await found('', 7)
    const who = await departing()
    const { body } = await rig.call<PersonHistory>('GET', `/api/v1/people/${who}/history?days=7`)
    expect(body.days).toHaveLength(8)
    expect(body.days.at(-1)).toMatchObject({ files: 5, views: 0, customers: 135 })
    expect(body.growth.at(-1)).toMatchObject({
      ...{ exported: 0, staged: 30, out: 40 },
      channels: [
        { channel: 'folder', customers: 30 },
        { channel: 'removable', customers: 40 },
        { channel: 'cloud-sync', customers: 35 },
      ],
    })
    expect(body.sharers).toMatchObject([{ files: 1, devices: 0 }])
    expect(JSON.stringify(body)).not.toMatch(/olaf/i)
    expect(body.keys).toBeNull()
    expect(body.devices).toMatchObject([
      { label: 'Blue stick', kind: 'removable', customers: 40, is_key: false, is_present: null },
    ])
    expect(body.endpoints).toMatchObject([{ hostname: 'lt-0231', events: 5 }])
    expect((await rig.call('GET', '/api/v1/people/Nobody-1/history')).status).toBe(404)
  })
})

it('notes any event in a line that is never too long', () => {
  fc.assert(
    fc.property(fc.object(), fc.string(), (more, name) => {
      const event = { class_uid: 1001, time: 1, metadata: { uid: 'x' } }
      const line = lineOf({
        ...event,
        ...more,
        ...event,
        file: { name, path: `/home/anna/${name}` },
      })
      expect(line.words.length).toBeLessThanOrEqual(600)
      expect(line.words).not.toContain('/home/anna')
    }),
  )
})
