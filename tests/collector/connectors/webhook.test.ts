/** Records that a system sends: authenticated, durable before they are acknowledged, each once by its own identity, dirty ones named. */
import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { positionsSchema } from '../../../collector/connectors/positions.ts'
import { openReceivedIds } from '../../../collector/connectors/received.ts'
import { openReceivers } from '../../../collector/connectors/receivers.ts'
import { headersOf, type Seal } from '../../../collector/connectors/sealed-request.ts'
import { readConnectors } from '../../../collector/connectors/settings.ts'
import { bodyOf } from '../../../collector/journal/journal.ts'
import { openDatabase } from '../../../collector/store/database.ts'
import type { ConnectorState, WebhookReply } from '../../../events/connectors.ts'
import { hasSchema, ocsfValidator } from '../../events/ocsf-schema.ts'
import { cleanUp, type Rig, startRig, tempDir } from '../harness.ts'

const secret = 'f3e1b7a09c2d4e5f8a6b'
const at = Date.UTC(2026, 10, 25, 10, 0, 0)
let now = at + 60_000
let rig: Rig

const common = (name: string, more: string) => `
  - type: webhook
    name: ${name}
    app: Own CRM
    secret_file: SECRETS
    id: id
    fields: { time: at, account: user.login, name: list, records: rows, address: ip }
    exports: { kind: [export] }
    logins: { kind: [login] }
${more}`

beforeAll(async () => {
  const dir = tempDir()
  const file = join(dir, 'secrets')
  writeFileSync(file, `old-secret-of-last-year\n${secret}\n`, { mode: 0o600 })
  const items = [
    common('by-token', '    records: data.events'),
    common('signed', '    sealed: body\n    signature_prefix: sha256='),
    common('timed', '    sealed: timestamp\n    signature_encoding: base64'),
    common('standard', '    sealed: standard'),
    common('table', '    format: csv').replace('user.login', 'login'),
  ]
  const config = `connectors:${items.join('')}`.replaceAll('SECRETS', file)
  writeFileSync(join(dir, 'config.yaml'), config)
  rig = await startRig({ dir, now: () => now })
})
afterAll(cleanUp)

const record = (id: string, more: object = {}) => ({
  ...{ id, at, user: { login: 'anna' }, kind: 'export', list: 'Customers', rows: 812 },
  ...more,
})

async function send(
  name: string,
  body: string | object,
  headers: Record<string, string> = { authorization: `Bearer ${secret}` },
  query = '',
) {
  const reply = await rig.collector.app.inject({
    method: 'POST',
    url: `/api/v1/connectors/${name}/records${query}`,
    headers: { host: '127.0.0.1', ...headers },
    payload: body,
  })
  return { status: reply.statusCode, body: JSON.parse(reply.body) }
}
const take = async (name: string, body: string | object, headers?: Record<string, string>) => {
  const reply: { status: number; body: WebhookReply } = await send(name, body, headers)
  expect(reply).toMatchObject({ status: 200 })
  return reply.body
}

async function events(name: string) {
  const batches = await rig.collector.parts.journal.readEvents(0, 100_000)
  return batches
    .filter(({ source }) => source.startsWith(`connector:${name}:`))
    .flatMap(({ lines }) => lines.map(line => JSON.parse(bodyOf(line))))
}

const macOf = (text: string) => createHmac('sha256', secret).update(text)

it('turns each record into OCSF that is in the journal when the answer comes', async () => {
  const body = { data: { events: [record('1'), record('2', { kind: 'login', ip: '10.0.0.9' })] } }
  expect(await take('by-token', body)).toEqual({
    ...{ records: 2, accepted: 2, duplicates: 0, others: 0, dirty: 0, rejected: [] },
  })
  const [first, second] = await events('by-token')
  expect(first).toMatchObject({
    ...{ class_uid: 6001, activity_name: 'Export', time: at, actor: { user: { name: 'anna' } } },
    unmapped: { clientkeep: { place: { label: 'Own CRM' }, logged: { records: 812 } } },
  })
  expect(second).toMatchObject({ class_uid: 3002, user: { name: 'anna' } })
})

if (!hasSchema) console.warn('skipped: OCSF schema (../shared/data/ocsf-schema is absent)')
it.skipIf(!hasSchema)('emits valid OCSF', async () => {
  const validate = ocsfValidator()
  for (const event of await events('by-token')) expect(validate(event)).toEqual([])
})

it('counts what is sent again once, also after a restart, at once, and twice in one request', async () => {
  const list = (...ids: string[]) => ({ data: { events: ids.map(id => record(id)) } })
  const before = (await events('by-token')).length
  expect(await take('by-token', list('3', '4', '3'))).toMatchObject({ accepted: 2, duplicates: 1 })
  rig = await rig.restart()
  expect(await take('by-token', list('4', '5'))).toMatchObject({ accepted: 1, duplicates: 1 })
  const both = await Promise.all([take('by-token', list('6')), take('by-token', list('6'))])
  expect(both.map(({ accepted }) => accepted).sort()).toEqual([0, 1])
  expect(await events('by-token')).toHaveLength(before + 4)
})

it('loses nothing where what it knew of numbers is older than the journal, or gone', async () => {
  const { journal } = rig.collector.parts
  const sources = async () =>
    (await journal.readEvents(0, 100_000)).flatMap(({ source }) =>
      source.startsWith('connector:by-token:') ? [source] : [],
    )
  const life = (await sources()).at(-1)?.split(':').at(-1) ?? ''
  const database = openDatabase(join(tempDir(), 'connectors.db'), positionsSchema)
  const ids = openReceivedIds(database)
  ids.of('by-token')
  // As from a backup of before the first record.
  database.prepare('UPDATE receiver SET life = ?').run(life)
  const before = (await events('by-token')).length
  const receiver = {
    refusal: () => undefined,
    refusalOf: () => undefined,
    records: async () => [{ id: 'new-1', read: () => ({ event: record('new-1') }) }],
  }
  const run = { name: 'by-token', type: 'webhook', receiver }
  const receivers = openReceivers([run], { ids, journal, now: () => now })
  const request = { headers: {}, body: Buffer.alloc(0), isTrial: false }
  expect(await receivers.take('by-token', request)).toMatchObject({ accepted: 1 })
  expect(await receivers.take('by-token', request)).toMatchObject({ accepted: 0, duplicates: 1 })
  expect(await events('by-token')).toHaveLength(before + 1)
  expect(new Set(await sources()).size).toBe(2)
  database.close()
})

it('names the records that it cannot read, takes the others, and shows both', async () => {
  const bad = [
    record('7'),
    record('8', { at: 'noon' }),
    'text',
    record(''),
    record('9', { kind: 'view' }),
  ]
  expect(await take('by-token', { data: { events: bad } })).toEqual({
    ...{ records: 5, accepted: 1, duplicates: 0, others: 1, dirty: 3 },
    rejected: [
      { index: 1, reason: 'no time in at: noon' },
      { index: 2, reason: 'not a JSON object' },
      { index: 3, reason: 'it has no identity' },
    ],
  })
  const { body } = await rig.call<{ connectors: ConnectorState[] }>('GET', '/api/v1/connectors')
  expect(body.connectors.find(({ name }) => name === 'by-token')).toMatchObject({
    ...{ type: 'webhook', path: '/api/v1/connectors/by-token/records', dirty: 3, failure: null },
    last_dirty: 'record 4: it has no identity',
  })
  const test = await rig.call('POST', '/api/v1/connectors/by-token/test')
  expect(test.body).toMatchObject({ lines: 5, events: 1, dirty: 3 })
})

it('says in a trial what it would take, and keeps nothing', async () => {
  const before = (await events('by-token')).length
  const body = { data: { events: [record('trial')] } }
  const bearer = { authorization: `Bearer ${secret}` }
  expect((await send('by-token', body, bearer, '?trial=true')).body).toMatchObject({ accepted: 1 })
  expect(await events('by-token')).toHaveLength(before)
})

it('reads CSV with quoted line breaks and any usual delimiter, and one object a line', async () => {
  const csv = `id;at;login;kind;list\n1;${at};anna;export;"Two\nlines"\n2;${at};anna;export\n`
  const reply = await take('table', csv, {
    authorization: `Bearer ${secret}`,
    'content-type': 'text/csv',
  })
  expect(reply).toMatchObject({ records: 2, accepted: 1, dirty: 1 })
  expect(await events('table')).toMatchObject([{ web_resources: [{ name: 'Two\nlines' }] }])
  const lines = [record('l1'), record('l2')].map(each => JSON.stringify(each)).join('\n')
  expect(await take('by-token', lines)).toMatchObject({ accepted: 2 })
})

describe('a request', () => {
  const text = JSON.stringify([record('s')])
  const time = () => String(Math.floor(now / 1000))
  const timed = () => ({
    'x-timestamp': time(),
    'x-signature': macOf(`${time()}.${text}`).digest('base64'),
  })
  const standard = () => ({
    ...{ 'webhook-id': 'msg_1', 'webhook-timestamp': time() },
    'webhook-signature': `v1a,x v1,${macOf(`msg_1.${time()}.${text}`).digest('base64')}`,
  })
  const signed = () => ({ 'x-signature': `sha256=${macOf(text).digest('hex')}` })

  it('is taken with a signature over body, over time and body, or as Standard Webhooks', async () => {
    await take('signed', text, signed())
    await take('timed', text, timed())
    await take('standard', text, standard())
  })

  it('is refused without one, with a wrong one, over another body, and when it is old', async () => {
    const refused = async (name: string, body: string, headers: Record<string, string>) => {
      expect(await send(name, body, headers)).toMatchObject({
        ...{ status: 401, body: { error: { code: 'ERR_ACCESS_SIGNED_OUT' } } },
      })
    }
    await refused('by-token', text, {})
    await refused('by-token', text, { authorization: 'Bearer x' })
    await refused('signed', text, { authorization: `Bearer ${secret}` })
    await refused('signed', `${text} `, signed())
    await refused('signed', text, { 'x-signature': macOf(text).digest('hex') })
    const [old, oldStandard] = [timed(), standard()]
    now += 6 * 60_000
    await refused('timed', text, old)
    await refused('timed', text, { ...old, 'x-timestamp': time() })
    await refused('standard', text, oldStandard)
    const { body } = await rig.call<{ connectors: ConnectorState[] }>('GET', '/api/v1/connectors')
    expect(body.connectors.find(({ name }) => name === 'signed')?.failure).toContain('refused')
    expect(JSON.stringify(body)).not.toContain(secret)
  })

  it('is refused where it is packed, is none, or goes to no webhook', async () => {
    const bearer = { authorization: `Bearer ${secret}` }
    expect((await send('by-token', text, { ...bearer, 'content-encoding': 'gzip' })).status).toBe(
      415,
    )
    expect((await send('by-token', 'no json', bearer)).status).toBe(400)
    expect((await send('by-token', '{"data":{}}', bearer)).status).toBe(400)
    expect((await send('other', text, bearer)).status).toBe(401)
    expect((await send('by-token', 'x'.repeat(5_000_000), bearer)).status).toBe(413)
  })

  it('is answered whatever is in it, with no more events than records', async () => {
    const bearer = { authorization: `Bearer ${secret}` }
    const anything = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.json().map(json => `{"data":{"events":[${json}]}}`),
    )
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom('by-token', 'table'), async (body, name) => {
        const reply = await send(name, body, bearer, '?trial=true')
        expect([200, 400]).toContain(reply.status)
        if (reply.status === 200)
          expect(reply.body.records).toBe(
            reply.body.accepted + reply.body.duplicates + reply.body.others + reply.body.dirty,
          )
      }),
      { numRuns: 30 },
    )
  })
})

it('does not start without its secret, and says which', () => {
  const file = join(rig.dir, 'none')
  const settings = readConnectors([
    {
      type: 'webhook',
      name: 'lost',
      secret_file: file,
      id: 'id',
      fields: { time: 'a', account: 'b' },
      exports: {},
    },
  ])
  const product = { name: 'Clientkeep', vendor_name: 'Clientkeep', version: 'test' }
  const start = () =>
    settings[0]?.connector.start({ name: 'lost', product, options: settings[0].options })
  expect(start).toThrow(/connectors "lost": .*none cannot be read/)
})

it('names the headers that each way of sealing needs', () => {
  const seal: Seal = {
    ...{ sealed: 'timestamp', signature_header: 'x-a', timestamp_header: 'x-b' },
    ...{ signature_prefix: '', signature_encoding: 'hex' },
  }
  expect(headersOf(seal)).toEqual(['x-b', 'x-a'])
})
