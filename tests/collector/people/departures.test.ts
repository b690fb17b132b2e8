/** Departures end to end: a mark or a notice looks back over the journal at once, nothing is told twice, and the last day closes what was open. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oneEvent } from '../../../collector/ingest/records.ts'
import { dateOf } from '../../../collector/people/departure.ts'
import type { AlertList, PeopleList } from '../../../events/api.ts'
import type { Departure, DepartureList, ExitReport, WinBack } from '../../../events/api-people.ts'
import { copyEvent, customersCsv, fillCompany } from '../company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from '../harness.ts'

const dayMs = 86_400_000
let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
let seq = 0
let clock = Date.now()

beforeAll(async () => {
  rig = await startRig({ now: () => clock })
  await fillCompany(rig)
  agent = await enrolAgent(rig)
})
afterAll(cleanUp)

/** A colleague of one test alone, with an account of that name; gives the id. */
async function hired(name: string): Promise<string> {
  const csv = `EmailAddress,Name,Aliases\n${name}@firm.example,Mira ${name},${name}`
  await rig.call('POST', '/api/v1/people/import?file=new.csv', csv)
  return idOf(`${name}@firm.example`)
}

/** An export of 400 customers from `first` on, an hour ago, as a producer counted it. */
const slice = (account: string, first: number) => ({
  ...{ class_uid: 6001, category_uid: 6, activity_id: 7, type_uid: 600_107, severity_id: 1 },
  activity_name: 'Export',
  metadata: { version: '1.4.0', uid: account, product: { name: 'CRM', vendor_name: 'CRM' } },
  time: Date.now() - 3_600_000 + first,
  actor: { user: { name: account } },
  unmapped: {
    clientkeep: {
      customers: {
        distinct: 400,
        share_percent: 1,
        ids: Array.from({ length: 400 }, (_, place) => first + place),
      },
    },
  },
})

const idOf = (email: string): string => rig.collector.parts.directory.byEmail(email)?.id ?? ''

/** A copy of so many customers to a stick, some days ago, as an agent tells it now. */
async function copied(account: string, uid: string, daysAgo: number, count = 30): Promise<void> {
  const time = Date.now() - daysAgo * dayMs
  seq += 1
  await agent.post([{ seq, event: copyEvent(rig, agent.id, { uid, account, count, time }) }])
}

/** All that came in is judged. */
const judged = () =>
  eventually(() => (rig.collector.lag().entries === 0 ? true : undefined), 'detection')

/** On one person. */
const findingsOn = async (person: string) => {
  const entries = await rig.collector.parts.journal.readTold(0, 10_000, 'finding')
  return entries.filter(({ body }) => body.includes(person)).map(({ body }) => JSON.parse(body))
}

const mark = (person: string, marked = true) =>
  rig.call<Departure>('POST', `/api/v1/people/${person}/departure-mark`, {
    marked,
    reason: 'told a colleague',
  })

const departureOf = async (person: string): Promise<Departure | undefined> => {
  const { body } = await rig.call<DepartureList>('GET', '/api/v1/departures')
  return body.departures.find(each => each.person.id === person)
}

const lookedBack = (person: string) =>
  eventually(async () => {
    const departure = await departureOf(person)
    return departure?.look_back?.state === 'done' ? departure : undefined
  }, 'the look back')

it('shows names in none of it', async () => {
  const { body } = await rig.call<DepartureList>('GET', '/api/v1/departures')
  expect(body.departures.map(({ person }) => person.name)).toEqual([null, null])
  expect(JSON.stringify(body)).not.toMatch(/anna|olaf|winter|sommer/i)
})

describe('a mark', () => {
  it('looks back at once over what nobody could judge as a leaver before, and tells it once', async () => {
    const mira = await hired('marked')
    await copied('marked', 'early', 80)
    await copied('marked', 'too-early', 120)
    await copied('marked', 'late', 3)
    await judged()
    expect(await findingsOn(mira)).toEqual([])
    expect((await mark(mira)).body).toMatchObject({ mark: { reason: 'told a colleague' } })
    const { look_back, taken, checklist } = await lookedBack(mira)
    expect(look_back).toMatchObject({ events: 3 })
    expect(taken.out).toBe(30)
    expect(checklist.find(({ step }) => step === 'alerts')?.done).toBe(false)
    const told = await findingsOn(mira)
    const copies = told.filter(
      each => each.unmapped.clientkeep.rule.name === 'usb.customers-copied-by-leaver',
    )
    expect(copies.map(({ finding_info }) => finding_info.related_events[0].uid).sort()).toEqual([
      'early',
      'late',
    ])
    expect(told.every(({ unmapped }) => unmapped.clientkeep.looked_back)).toBe(true)
    const { body } = await rig.call<AlertList>('GET', '/api/v1/alerts')
    const alerts = body.alerts.filter(each => each.person.id === mira)
    expect(alerts).toHaveLength(1)
    expect(alerts[0]).toMatchObject({ status: 'new', person: { departing: true } })

    await mark(mira, false)
    expect(await departureOf(mira)).toBeUndefined()
    await mark(mira)
    await lookedBack(mira)
    expect(await findingsOn(mira)).toHaveLength(told.length)
  })
})

describe('a notice from HR', () => {
  it('looks back over the person, and over accounts that are bound to them later', async () => {
    const mira = await hired('noticed')
    await copied('noticed', 'own', 20)
    await copied('mst', 'other-account', 10)
    await judged()
    const people = `EmailAddress,ResignationDate,LastWorkingDate\nnoticed@firm.example,${dateOf(Date.now())},${dateOf(Date.now() + 20 * dayMs)}`
    await rig.call('POST', '/api/v1/people/import?file=hr.csv', people)
    expect((await lookedBack(mira)).look_back).toMatchObject({ events: 1, findings: 1 })
    await rig.call('POST', `/api/v1/people/${mira}/aliases`, { alias: 'mst' })
    const after = await eventually(async () => {
      const departure = await lookedBack(mira)
      return departure.look_back?.events === 2 ? departure : undefined
    }, 'the look back over the new account')
    expect(after.look_back?.findings).toBe(2)
    expect(after.taken.out).toBe(30)
  })

  it('finds the work of an account after a last day that was told late', async () => {
    const gone = await hired('gone')
    await copied('gone', 'after', 2, 0)
    await judged()
    const people = `EmailAddress,ResignationDate,LastWorkingDate\ngone@firm.example,${dateOf(Date.now() - 30 * dayMs)},${dateOf(Date.now() - 5 * dayMs)}`
    await rig.call('POST', '/api/v1/people/import?file=hr.csv', people)
    await lookedBack(gone)
    expect((await findingsOn(gone)).map(each => each.unmapped.clientkeep.rule.name)).toEqual([
      'leaver.activity-after-last-day',
    ])
  })
})

describe('the hour of the day', () => {
  it('is that of the person’s own zone and hours, for rules and for the points', async () => {
    const at = new Date(Date.now() - 7 * dayMs)
    // The newest Wednesday but one, 20:00 UTC: afternoon in New York, night in Jakarta.
    at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 4) % 7))
    const time = at.setUTCHours(20, 0, 0, 0)
    const csv = [
      'EmailAddress,Working hours,Time zone,Aliases',
      'west@firm.example,,America/New_York,west',
      'east@firm.example,,Asia/Jakarta,east',
      'late@firm.example,Mo-Fr 22:00-06:00,Asia/Jakarta,late',
    ].join('\n')
    await rig.call('POST', '/api/v1/people/import?file=hours.csv', csv)
    for (const account of ['west', 'east', 'late']) {
      seq += 1
      const event = copyEvent(rig, agent.id, { uid: account, account, count: 60, time })
      // What the endpoint says of its zone does not count beside what HR says.
      await agent.post([{ seq, event: { ...event, timezone_offset: 0 } }])
    }
    await judged()
    const isOffHours = async (account: string) =>
      (await findingsOn(idOf(`${account}@firm.example`)))
        .map(each => each.unmapped.clientkeep.rule.name)
        .includes('volume.off-hours')
    expect(await Promise.all(['west', 'east', 'late'].map(isOffHours))).toEqual([
      false,
      true,
      false,
    ])
    const chip = (await rig.call<PeopleList>('GET', '/api/v1/people')).body.people
    expect(chip.find(({ id }) => id === idOf('late@firm.example'))).toMatchObject({
      ...{ working_hours: 'Mo-Fr 22:00-06:00', zone: 'Asia/Jakarta' },
    })
  })
})

describe('the report on an exit', () => {
  it('tells what speaks against a clean exit, and who calls the customers next', async () => {
    const owned = customersCsv
      .split('\n')
      .map((line, row) =>
        row === 0 ? `${line},Owner` : `${line},${['anna', 'mira', 'Zoe Gone', ''][row % 4]}`,
      )
    await rig.call('POST', '/api/v1/customers/import?file=base.csv', owned.join('\n'))
    await rig.call(
      'POST',
      '/api/v1/people/import?file=p.csv',
      'EmailAddress,Manager,LastWorkingDate\nanna@firm.example,mira@firm.example,' +
        dateOf(Date.now() + 6 * dayMs),
    )
    await copied('anna', 'copy', 1, 40)
    await judged()
    const anna = idOf('anna@firm.example')
    const report = await eventually(async () => {
      const { body } = await rig.call<ExitReport>('GET', `/api/v1/departures/${anna}/report`)
      return body.alerts.length > 0 && body.departure.look_back?.state === 'done' ? body : undefined
    }, 'an alert')
    expect(report.clean).toBe(false)
    expect(report.open).toContain('40 customers are outside of the company')
    const { body } = await rig.call<WinBack>('GET', `/api/v1/departures/${anna}/win-back`)
    const mira = rig.collector.parts.directory.byEmail('mira@firm.example')?.pseudonym
    expect(body.total).toBe(40)
    expect(body.owners.map(({ owner, basis, total }) => [owner, basis, total])).toEqual([
      [mira, 'manager of who leaves', 20],
      [mira, 'owner of the CRM', 10],
      [expect.stringMatching(/^Account-/), 'owner of the CRM', 10],
    ])
    expect(body.owners[0]?.customers[0]).toMatchObject({ name: expect.any(String) })
  })
})

describe('an account that is bound to somebody who stays', () => {
  it('has its past judged together with theirs, once', async () => {
    const mira = await hired('stays')
    const exported = (account: string, first: number, seq: number) =>
      rig.collector.parts.journal.appendEvents(
        oneEvent(`producer:${account}`, slice(account, first), seq),
      )
    await exported('stays', 0, 1)
    await exported('nobody-yet', 400, 1)
    await judged()
    // By night other rules have a word, too.
    const together = async () =>
      (await findingsOn(mira)).filter(
        ({ finding_info }) => finding_info.analytic.name === 'export.distinct-by-anyone',
      )
    expect(await together()).toEqual([])
    const { lookBack } = rig.collector.parts.departures
    expect(lookBack(mira)).toBeUndefined()
    await rig.call('POST', `/api/v1/people/${mira}/aliases`, { alias: 'Nobody-Yet' })
    await eventually(() => lookBack(mira)?.done_at ?? undefined, 'the look back')
    const told = await together()
    expect(told).toMatchObject([{ unmapped: { clientkeep: { looked_back: true } } }])
    expect(lookBack(mira)).toMatchObject({ events: 2, bound: ['nobody-yet'] })
  })

  it('has what came before and after the binding judged together, an hour later', async () => {
    const mira = await hired('crosses')
    const exported = (first: number, seq: number) =>
      rig.collector.parts.journal.appendEvents(
        oneEvent('producer:crossing', slice('crossing', first), seq),
      )
    await exported(0, 1)
    await judged()
    const { lookBack } = rig.collector.parts.departures
    await rig.call('POST', `/api/v1/people/${mira}/aliases`, { alias: 'crossing' })
    await eventually(() => lookBack(mira)?.done_at ?? undefined, 'the look back')
    await exported(400, 2)
    await judged()
    const together = async () =>
      (await findingsOn(mira)).filter(
        ({ finding_info }) => finding_info.analytic.name === 'export.distinct-by-anyone',
      )
    expect(await together()).toEqual([])
    clock += 3_600_001
    const wakes = 'EmailAddress\nnew@firm.example'
    await rig.call('POST', '/api/v1/people/import?file=wakes.csv', wakes)
    await eventually(() => lookBack(mira)?.events === 2 || undefined, 'the next look back')
    clock -= 3_600_001
    const [finding] = await together()
    expect(finding.finding_info.related_events).toHaveLength(2)
    expect(finding.unmapped.clientkeep.looked_back).toBe(true)
  })

  it('has what was told on it in their name, and not what was told on an account that is called alike', async () => {
    const mira = await hired('named-later')
    await copied('somebody', 'before', 1, 57)
    const alike = 'somebody@other.example'
    for (const seq of [1, 2])
      await rig.collector.parts.journal.appendEvents(
        oneEvent('producer:alike', slice(alike, 400 * (seq - 1)), seq),
      )
    // By day and by night.
    const alerts = async () => {
      const lists = ['watched', 'open'].map(status =>
        rig.call<AlertList>('GET', `/api/v1/alerts?status=${status}`),
      )
      return (await Promise.all(lists)).flatMap(({ body }) => body.alerts)
    }
    const theirs = async () => (await alerts()).filter(({ person }) => person.id === mira)
    const before = await eventually(
      async () => (await alerts()).find(({ customers }) => customers === 57),
      'the alert on the account',
    )
    expect(before.person.id).not.toBe(mira)
    // An alert has the name of its first finding.
    const others = await eventually(async () => {
      const told = (await findingsOn(alike)).map(({ metadata }) => metadata.uid)
      return (await alerts()).find(({ id }) => told.includes(id))
    }, 'the alert on the other')
    await rig.call('POST', `/api/v1/people/${mira}/aliases`, { alias: 'Somebody' })
    const [alert] = await eventually(async () => {
      const found = await theirs()
      return found.length > 0 ? found : undefined
    }, 'the alert under the name')
    expect(alert).toMatchObject({ id: before.id, customers: 57 })
    expect(await theirs()).toHaveLength(1)
    expect((await alerts()).find(({ id }) => id === others.id)?.person.id).not.toBe(mira)
  })
})

describe('a mark over a restart', () => {
  it('is kept, with the look back that waited', async () => {
    const mira = await hired('waited')
    await copied('waited', 'waits', 3)
    await judged()
    await mark(mira)
    rig = await rig.restart()
    await lookedBack(mira)
    expect(await findingsOn(mira)).toHaveLength(1)
    expect(await departureOf(mira)).toMatchObject({ mark: { by: 'console' } })
  })
})

describe('a step that no system can see', () => {
  it('is open until an officer tells it, and stays told over a restart', async () => {
    const person = await hired('told')
    await mark(person)
    const stepOf = async () =>
      (await departureOf(person))?.checklist.find(({ step }) => step === 'accounts-elsewhere')
    expect(await stepOf()).toMatchObject({ done: null, told: null })
    const told = { step: 'accounts-elsewhere', done: true, note: 'CRM and mail, by IT' }
    const url = `/api/v1/departures/${person}/steps`
    expect((await rig.call('POST', url, told)).status).toBe(200)
    rig = await rig.restart()
    expect(await stepOf()).toMatchObject({ done: true, told: { note: 'CRM and mail, by IT' } })
    const refused = await rig.call('POST', url, { ...told, step: 'alerts' })
    expect(refused.status).toBe(400)
  })
})

describe('the days after', () => {
  it('closes what was open once the last working day is over, and says so', async () => {
    await rig.call('PUT', '/api/v1/users/anna', {
      ...{ name: 'Anna', email: 'anna@firm.example', roles: ['officer'], disabled: false },
    })
    const { closing, identity } = rig.collector.parts
    const anna = idOf('anna@firm.example')
    identity.sessions.open({ user: 'anna', method: 'key', key: 'k', address: '', browser: '' })
    await closing.run()
    expect(identity.sessions.list('anna')).toHaveLength(1)
    clock += 7 * dayMs
    identity.sessions.open({ user: 'anna', method: 'key', key: 'k', address: '', browser: '' })
    await closing.run()
    await closing.run()
    expect(identity.sessions.list('anna')).toEqual([])
    expect(identity.users.get('anna')?.disabled).toBe(true)
    expect((await departureOf(anna))?.closed?.steps).toContain('sessions ended: 1')
    const decisions = await rig.collector.parts.journal.readTold(0, 10_000, 'decision')
    const closings = decisions.filter(({ body }) => body.includes('"person.closed"'))
    expect(closings.filter(({ body }) => body.includes(anna))).toHaveLength(1)
  })
})
