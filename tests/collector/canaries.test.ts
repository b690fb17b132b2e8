/** Canary customers: they look like the base's own, count as nobody, and tell who leaked them wherever they are seen. */
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeSampleBase } from '../../cli/demo/sample.ts'
import { parseMailHead } from '../../collector/exports/mail-head.ts'
import { mailKeyOf } from '../../collector/identity/console-key.ts'
import { openFilter } from '../../content/filter.ts'
import { scanStream } from '../../content/scan.ts'
import type { AlertDetail, AlertList, ImportReport, PeopleList } from '../../events/api.ts'
import type { CanaryList, CanaryRows } from '../../events/canaries.ts'
import type { Exposure } from '../../events/taken.ts'
import { fileEvent, origin } from '../events/samples.ts'
import { peopleCsv } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'

const domain = 'kunden-post.example'
const base = makeSampleBase({ seed: 11, customers: 300 }).customersCsv
const header = base.split('\n')[0]?.split(',') ?? []
const rows: string[][] = parse(base, { from_line: 2 })

let rig: Rig
/** A collector with the company in it, for each test of a block. */
function withCompany(): void {
  beforeEach(async () => {
    rig = await startRig()
    await rig.call('POST', '/api/v1/customers/import?file=base.csv', base)
    await rig.call('POST', '/api/v1/people/import?file=people.csv', peopleCsv)
  })
  afterEach(cleanUp)
}

const leaver = async () => {
  const { people } = (await rig.call<PeopleList>('GET', '/api/v1/people')).body
  return people.find(({ days_to_last_day }) => days_to_last_day === 6)?.pseudonym ?? ''
}
const plant = (body: object) =>
  rig.call<CanaryRows>('POST', '/api/v1/canaries', { domains: [domain], count: 3, ...body })
const planted = async (body: object) => (await plant(body)).body
const csvOf = (table: readonly (readonly string[])[]) =>
  table.map(row => row.map(cell => `"${cell}"`).join(',')).join('\n')
const alerts = async () => (await rig.call<AlertList>('GET', '/api/v1/alerts')).body.alerts
const reasonsOf = async (id: string) =>
  (await rig.call<AlertDetail>('GET', `/api/v1/alerts/${id}`)).body.findings.map(
    ({ rule, reason }) => `${rule.name}: ${reason}`,
  )

/** The event of a file with this content on Anna's stick. */
async function copy(agent: { id: string; post: (records: unknown[]) => unknown }, content: string) {
  const filter = rig.collector.parts.base.filter()
  const stream = (async function* () {
    yield Buffer.from(content)
  })()
  const { summary, sha256 } = await scanStream(
    stream,
    'copy.csv',
    openFilter(filter?.bytes ?? new Uint8Array()),
  )
  const place = { kind: 'removable', label: 'KINGSTON', path: '/media/k' } as const
  const facts = { uid: 'e1', time: Date.now(), account: { name: 'anna' }, place, scan: summary }
  const event = fileEvent({ ...facts, sha256 })
  await agent.post([{ seq: 1, event: { ...event, device: { ...origin.device, uid: agent.id } } }])
}

const post = (payload: string | object, key: string, type = 'message/rfc822') =>
  rig.collector.app.inject({
    method: 'POST',
    url: '/api/v1/canaries/mail',
    headers: { host: '127.0.0.1', authorization: `Bearer ${key}`, 'content-type': type },
    payload,
  })

describe('canaries', () => {
  withCompany()

  it('have the columns and the style of the table that they go into, and are nobody of the base', async () => {
    const made = await planted({
      count: 20,
      person: await leaver(),
      header,
      rows: rows.slice(0, 100),
    })
    expect(made.header).toEqual(header)
    expect(made.rows).toHaveLength(20)
    const at = (name: RegExp) => header.findIndex(column => name.test(column))
    const [email, phone, name, number] = [/mail/i, /phone/i, /^name|contact/i, /number/i].map(at)
    const column = (table: readonly (readonly string[])[], index = -1) =>
      table.map(row => row[index] ?? '')
    for (const index of [email, phone, name, number]) {
      const real = new Set(column(rows, index))
      const own = column(made.rows, index)
      expect(own.filter(text => text === '' || real.has(text))).toEqual([])
      if (index === email || index === number) expect(new Set(own).size).toBe(20)
    }
    expect(column(made.rows, email).every(text => text.endsWith(`@${domain}`))).toBe(true)
    expect(column(made.rows, number).every(text => /^C-\d{5}$/.test(text))).toBe(true)
  })

  it('count as no customers, and stay canaries when the CRM gives them back', async () => {
    const before = rig.collector.parts.base.total()
    const made = await planted({ person: await leaver(), header, rows: rows.slice(0, 100) })
    const report = await rig.call<ImportReport>(
      'POST',
      '/api/v1/customers/import?file=base.csv',
      csvOf([header, ...rows, ...made.rows]),
    )
    expect(report.body).toMatchObject({ added: 0, unchanged: 303, gone: 0, total: 300 })
    expect(report.body.warnings.join()).toContain('3 rows are canary customers')
    expect(rig.collector.parts.base.total()).toBe(before)
  })

  it('are refused without an owner, for domains that are none, and for exports and people that are not there', async () => {
    expect((await plant({})).status).toBe(400)
    expect((await plant({ export: 9 })).status).toBe(404)
    expect((await plant({ person: 'Nobody-9' })).status).toBe(404)
    const person = await leaver()
    expect((await plant({ person, domains: ['not a domain'] })).status).toBe(400)
    expect((await plant({ person, count: 101 })).status).toBe(400)
    const reply = await rig.collector.app.inject({ url: '/api/v1/canaries' })
    expect(reply.statusCode).toBe(401)
  })

  it('are listed with who got which; making and looking is recorded', async () => {
    const person = await leaver()
    const { head } = rig.collector.parts.journal
    await planted({ person })
    const list = (await rig.call<CanaryList>('GET', '/api/v1/canaries')).body
    expect(list.total).toBe(3)
    expect(list.canaries.every(each => each.person?.pseudonym === person)).toBe(true)
    const entries = await rig.collector.parts.journal.read(head, 10)
    const kinds = entries.map(({ body }) => JSON.parse(body).kind)
    expect(kinds).toEqual(['canaries.planted', 'canaries.viewed'])
    expect(entries.some(({ body }) => body.includes(domain.replace('.', '@')))).toBe(false)
  })
})

describe('a canary that is seen', () => {
  withCompany()

  it('in a file makes a finding that names export and person, and is not in the exposure', async () => {
    const sent = rows.slice(0, 40)
    await rig.call('POST', '/api/v1/exports?file=leads.csv', csvOf([header, ...sent]))
    const person = await leaver()
    const made = await planted({ export: 1, person, header, rows: rows.slice(0, 100) })
    const agent = await enrolAgent(rig)
    await copy(agent, csvOf([header, ...sent, ...made.rows]))
    const reasons = await eventually(async () => {
      const [alert] = await alerts()
      const found = alert && (await reasonsOf(alert.id))
      return found?.some(text => text.startsWith('canary.')) ? found : undefined
    }, 'the finding')
    const canary = reasons.find(text => text.startsWith('canary.customer-seen'))
    expect(canary).toContain(`canary customer of export 1, made for ${person}`)
    expect(canary).toContain('holds 40 of the 40 rows of export 1')
    const exposure = await rig.call<Exposure>('GET', `/api/v1/people/${person}/exposure`)
    expect(exposure.body.customers).toBe(40)
  })

  it('by its name and address alone is known too', async () => {
    const full = ['Name', 'Email', 'Street', 'Postcode', 'City', 'Birth date']
    const people = Array.from({ length: 60 }, (_, index) => {
      const letters = (seed: number) =>
        `${'bdfgklmnprst'[seed % 12]}${'aeiou'[seed % 5]}${'lmnr'[seed % 4]}${'aeio'[seed % 4]}`
      const name = `A${letters(index * 7 + 3)} Z${letters(index * 5 + 1)}mann`
      return [
        name,
        `p${index}@x.example`,
        `${letters(index * 3)}weg ${index + 1}`,
        `8${1000 + index * 37}`,
        `${letters(index)}stadt`,
        `19${50 + (index % 40)}-0${1 + (index % 9)}-1${index % 10}`,
      ]
    })
    await rig.call('POST', '/api/v1/customers/import?file=people.csv', csvOf([full, ...people]))
    const made = await planted({ count: 5, person: await leaver(), header: full, rows: people })
    const agent = await enrolAgent(rig)
    const keep = made.rows
      .filter(([, email]) => email !== '' && made.rows.length > 0)
      .map(row => row.filter((_, index) => index !== 1))
    await copy(agent, csvOf([full.filter(name => name !== 'Email'), ...keep]))
    await eventually(async () => {
      const [alert] = await alerts()
      return alert && (await reasonsOf(alert.id)).find(text => text.startsWith('canary.'))
    }, 'the finding')
  })

  it('as the recipient of a mail makes one finding, on whom it was made for, however often it is told', async () => {
    const person = await leaver()
    const made = await planted({ count: 2, person })
    const address = made.rows[0]?.[made.header.indexOf('Email')] ?? ''
    const key = mailKeyOf(rig.collector.parts.consoleKey)
    const mail = [
      'Received: from mx.rival.example by mx.firm.example with ESMTP',
      `\tfor <${address.toUpperCase()}>; Wed, 25 Nov 2026 12:00:00 +0000`,
      'From: Rival Sales <sales@rival.example>',
      'To: undisclosed-recipients:;',
      'Message-ID: <1@rival.example>',
      'Subject: Our offer',
      '',
      'Dear customer',
    ].join('\r\n')
    for (let times = 0; times < 2; times += 1) {
      const reply = await post(mail, key)
      expect([reply.statusCode, reply.json()]).toEqual([200, { canaries: 1 }])
    }
    const alert = await eventually(async () => (await alerts())[0], 'the alert')
    expect(alert.person.pseudonym).toBe(person)
    expect(await reasonsOf(alert.id)).toHaveLength(1)
    const notice = { recipient: [`"A" <${address}>`, 'other@firm.example'], sender: 's@r.example' }
    expect((await post(notice, key, 'application/json')).json()).toEqual({ canaries: 1 })
    const stranger = await post({ recipient: 'other@firm.example' }, key, 'application/json')
    expect(stranger.json()).toEqual({ canaries: 0 })
  })

  it('is not taken from who has no key for it, and the key opens nothing else', async () => {
    const key = mailKeyOf(rig.collector.parts.consoleKey)
    for (const wrong of ['x'.repeat(43), rig.collector.parts.consoleKey]) {
      expect((await post({ recipient: 'a@b.example' }, wrong, 'application/json')).statusCode).toBe(
        403,
      )
    }
    const reply = await rig.collector.app.inject({
      url: '/api/v1/canaries',
      headers: { host: '127.0.0.1', authorization: `Bearer ${key}` },
    })
    expect(reply.statusCode).toBe(403)
    expect((await post({ to: 'a@b.example' }, key, 'application/json')).statusCode).toBe(400)
  })
})

describe('the header of a mail', () => {
  it('gives recipients from all fields, folded or not, and no address of the body', () => {
    const head = parseMailHead(
      'To: "Doe, Jane" <jane@a.example>,\r\n bob@b.example\r\nCC:c@c.example\r\nFrom: x@y.example\r\n\r\nTo: no@body.example',
    )
    expect(head).toEqual({
      recipients: ['jane@a.example', 'bob@b.example', 'c@c.example'],
      sender: 'x@y.example',
      messageId: null,
    })
  })

  it('of any text is read without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), text => {
        expect(
          parseMailHead(`To: ${text}\nCc: z@z.example`).recipients.every(each =>
            each.includes('@'),
          ),
        ).toBe(true)
      }),
    )
  })
})
