/** APIs behind the gateway: pages of REST and GraphQL count in budgets, bulk endpoints are exports, integrations are identities of their own. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import Type from 'typebox'
import Value from 'typebox/value'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { customersCsv } from '../company.ts'
import { cleanUp, eventually } from '../harness.ts'
import { eventsOf, type Front, startFront } from './front.ts'

const Refusal = Type.Object({ error: Type.Object({ url: Type.String() }) })
const tokens = {
  files: 'Bearer files',
  leaky: 'Bearer leaky',
  bi: 'Bearer bi-token',
  sync: 'api-key-of-sync',
  other: 'Bearer other-app',
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const integrations = [
  { name: 'bi', sha256: sha256(tokens.bi) },
  { name: 'sync', header: 'X-Api-Key', sha256: sha256(tokens.sync) },
  { name: 'other', sha256: sha256(tokens.other), app: 'Another' },
  { name: 'files', sha256: sha256(tokens.files) },
  { name: 'leaky', sha256: sha256(tokens.leaky) },
]
const rules = [
  { name: 'sync', who: { integrations: ['sync'] }, exports: 'allow' },
  { name: 'bi', who: { integrations: ['bi'] }, exports: 'hold', above: 50, budget: { day: 60 } },
  { name: 'files', who: { integrations: ['files'] }, exports: 'hold' },
  { name: 'leaky', who: { integrations: ['leaky'] }, exports: 'tell', canaries: 2 },
  { name: 'people', exports: 'hold', above: 50, budget: { day: 100 } },
]
const [head = '', ...lines] = customersCsv.split('\n')
const objects = (from: number, to: number) =>
  lines.slice(from, to).map(line => {
    const [number, name, email, phone] = line.split(',')
    return { number, name, email, phone }
  })
const ndjson = (count: number) =>
  objects(0, count)
    .map(each => `${JSON.stringify(each)}\n`)
    .join('')
const csv = (count: number) => `${head}\n${lines.slice(0, count).join('\n')}\n`

const fixture = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../../content/extract/fixtures', name))

let front: Front
let seen: IncomingHttpHeaders = {}

beforeAll(async () => {
  front = await startFront(
    async (request, reply) => {
      seen = request.headers
      let body = ''
      for await (const chunk of request) body += String(chunk)
      const url = new URL(request.url ?? '/', 'http://crm')
      const json = (value: unknown) => {
        reply.setHeader('content-type', 'application/json')
        reply.end(JSON.stringify(value))
      }
      if (url.pathname === '/graphql') {
        const { variables } = JSON.parse(body)
        const nodes = objects(variables.after, variables.after + 20)
        json({ data: { customers: { nodes, pageInfo: { endCursor: variables.after + 20 } } } })
      } else if (url.pathname === '/api/customers') {
        const from = Number(url.searchParams.get('offset'))
        json({ items: objects(from, from + 20), next: from + 20 })
      } else if (url.pathname === '/api/all') json({ items: Array(60).fill(objects(0, 60)) })
      else if (url.pathname.startsWith('/files/')) {
        reply.setHeader('content-type', 'application/octet-stream')
        reply.end(fixture(url.pathname.slice(7)))
      } else if (url.pathname === '/bulk') {
        reply.setHeader('content-type', 'application/x-ndjson')
        reply.end(ndjson(120))
      } else if (url.pathname.startsWith('/jobs/query/')) {
        reply.setHeader('content-type', 'text/csv; charset=UTF-8')
        reply.end(csv(120))
      } else if (request.method === 'POST' && body.includes('action=ExportData')) {
        // As vtiger's modules/Vtiger/actions/ExportData.php answers.
        reply.setHeader('content-disposition', 'attachment;filename="Contacts.csv"')
        reply.setHeader('content-type', 'text/csv;charset=UTF-8')
        reply.end(csv(120))
      } else reply.end('ok')
    },
    { rules, integrations, canary_domains: ['canary.example'] },
  )
})
afterAll(async () => {
  front?.close()
  await cleanUp()
})

const call = (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
  fetch(front.url + path, { redirect: 'manual', ...init, headers: { ...headers, ...init.headers } })
const graphql = (after: number, headers: Record<string, string>) =>
  call('/graphql', headers, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'query($after:Int){customers{nodes{name}}}',
      variables: { after },
    }),
  })
const cookie = () => ({ cookie: front.mira.cookie })
const dayOf = async () => {
  const person = front.rig.collector.parts.directory.byEmail('mira@firm.example')?.id
  const { body } = await front.rig.call<{ day: number }>('GET', `/api/v1/gateway/budgets/${person}`)
  return body.day
}
const spent = (count: number) =>
  eventually(async () => ((await dayOf()) === count ? true : undefined), `${count} customers`)

it('counts distinct customers over pages of REST and of GraphQL together, until the budget ends both', async () => {
  for (const offset of [0, 20, 0, 40]) {
    const page = await call(`/api/customers?offset=${offset}`, cookie())
    expect(await page.json()).toMatchObject({ next: offset + 20 })
  }
  await spent(60)
  for (const after of [40, 60, 80])
    expect(await (await graphql(after, cookie())).json()).toMatchObject({
      data: { customers: { pageInfo: { endCursor: after + 20 } } },
    })
  await spent(100)
  const over = await graphql(100, cookie())
  expect([over.status, await over.json()]).toMatchObject([429, { error: { code: 'ERR_BUDGET' } }])
  expect((await call('/api/customers?offset=100', cookie())).status).toBe(429)
})

it.each([
  ['one object a line', '/bulk', {}],
  ['the results of a bulk job', '/jobs/query/750R/results?maxRecords=50000', {}],
  ['a page that is longer than pages are', '/api/all', {}],
  [
    'the form of vtiger, which an access log does not tell',
    '/index.php',
    { method: 'POST', body: 'module=Contacts&action=ExportData&mode=ExportAllData' },
  ],
])('takes %s for an export, by what is in the answer', async (_, path, init) => {
  const reply = await call(path, { authorization: tokens.bi }, init)
  expect([reply.status, await reply.json()]).toMatchObject([
    403,
    { error: { code: 'ERR_EXPORT_HELD', url: expect.stringMatching(/^\/\.clientkeep\/holds\//) } },
  ])
})

it('asks officers about what an integration is held for, and hands it out once to its token alone', async () => {
  const headers = { authorization: tokens.bi }
  const held = await call('/bulk', headers)
  const error = Value.Parse(Refusal, await held.json()).error
  const form = { origin: front.url, 'content-type': 'application/x-www-form-urlencoded' }
  const post = (path: string, body: string) =>
    call(path, headers, { method: 'POST', headers: form, body })
  expect((await post(error.url, 'why=nightly+report')).status).toBe(303)
  const id = error.url.split('/').at(-1) ?? ''
  const asked = front.rig.collector.parts.approvals.bySource('export', id)
  expect(asked).toMatchObject({ person: null, officers: true, content: { pseudonym: 'bi' } })
  const conditions = { rows_max: null, drop_columns: [], canaries: false }
  const until = Date.now() + 3_600_000
  await front.olga.call('POST', `/api/v1/approvals/${id && asked?.id}/decision`, {
    ...{ verdict: 'approve', seen: asked?.digest, conditions: { ...conditions, until } },
  })
  const link = /href="([^"]+)"/.exec(await (await post(`${error.url}/link`, '')).text())?.[1] ?? ''
  expect((await call(link, { 'x-api-key': tokens.sync })).status).toBe(404)
  expect(await (await call(link, headers)).text()).toBe(ndjson(120))
  expect((await call(link, headers)).status).toBe(410)
})

it('knows each integration by its own token, with rules, budget and events of its own', async () => {
  const through = await call('/bulk', { 'x-api-key': tokens.sync })
  expect(await through.text()).toBe(ndjson(120))
  expect(seen['x-clientkeep-user']).toBe('sync')
  // The token that the application knows goes on.
  expect(seen['x-api-key']).toBe(tokens.sync)
  const told = await eventually(async () => {
    const events = await eventsOf(front, 5)
    const names = events.map(({ activity_name, actor }) => `${actor.user.name} ${activity_name}`)
    return names.includes('sync Export') ? names : undefined
  }, 'the export of sync')
  expect(told).toContain('bi Export')
  expect(front.rig.collector.parts.exports.list(1)[0]).toMatchObject({ distinct_customers: 120 })

  for (const offset of [0, 20, 40])
    expect(
      (await call(`/api/customers?offset=${offset}`, { authorization: tokens.bi })).status,
    ).toBe(200)
  const over = () => call('/api/customers?offset=60', { authorization: tokens.bi })
  await eventually(async () => ((await over()).status === 429 ? true : undefined), 'its own budget')
  expect((await call('/api/customers?offset=60', { 'x-api-key': tokens.sync })).status).toBe(200)
})

it('lets no token in that is another one, or for another application', async () => {
  const others: readonly Record<string, string>[] = [
    {},
    { authorization: 'Bearer nobody' },
    { authorization: tokens.other },
    { 'x-api-key': tokens.bi },
  ]
  for (const headers of others) {
    const reply = await call('/api/customers?offset=0', headers)
    expect([reply.status, await reply.json()]).toMatchObject([
      401,
      { error: { code: 'ERR_ACCESS_SIGNED_OUT' } },
    ])
  }
})

it('puts canaries among the rows of what is let go, where the rule says so and it is a table of text', async () => {
  const headers = { authorization: tokens.leaky }
  const reply = await call('/jobs/query/750R/results', headers)
  const text = await reply.text()
  const [first, ...rows] = text.trimEnd().split('\n')
  expect([reply.status, first, rows.length]).toEqual([200, head, 122])
  expect(reply.headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
  const found = rows.flatMap(row => row.match(/[\w.+-]+@canary\.example/) ?? [])
  expect(found).toHaveLength(2)
  expect(rows.filter(row => !row.includes('@canary.example')).join('\n')).toBe(
    lines.slice(0, 120).join('\n'),
  )
  const { base, exports } = front.rig.collector.parts
  const [newest] = exports.list(1)
  expect(newest).toMatchObject({ source: 'gateway', distinct_customers: 120 })
  for (const address of found)
    expect(base.canaries.get(base.canaries.byAddress(address) ?? 0)?.export).toBe(newest?.number)
  expect(await (await call('/bulk', headers)).text()).toBe(ndjson(120))
})

it.each(['customers.xlsx', 'customers.pdf', 'customers.ods', 'encrypted.xlsx'])(
  'knows customers in %s, or that it cannot be read',
  async name => {
    const more = 'X-1,Anna Kaya,anna.k@example.com,,Germany\nX-2,Bora Z,bora.z@example.org,,Germany'
    await front.rig.call('POST', '/api/v1/customers/import?file=b.csv', `${customersCsv}\n${more}`)
    const held = await call(`/files/${name}`, { authorization: tokens.files })
    const { error } = Value.Parse(Refusal, await held.json())
    const row = front.rig.collector.parts.heldExports.get(error.url.split('/').at(-1) ?? '')
    const isRead = name.startsWith('customers')
    expect(row?.held.facts).toMatchObject({ customers: isRead ? 2 : 0, app: 'CRM' })
    expect(row?.held.why).toMatch(isRead ? /^2 customers/ : /could not be read/)
    expect(row?.held.facts.sha256).toBe(createHash('sha256').update(fixture(name)).digest('hex'))
  },
)
