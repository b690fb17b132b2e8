/** The gateway as people meet it: in with a key alone, told who they are, counted by what they look at, and held by what they take. */
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { gzipSync } from 'node:zlib'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customersCsv } from '../company.ts'
import { cleanUp, eventually } from '../harness.ts'
import { setPolicy } from '../identity/users.ts'
import { decideOn, eventsOf, type Front, startFront } from './front.ts'

const token = 'Bearer nightly-sync-token'
const rules = [
  { name: 'integrations', who: { integrations: ['sync'] }, exports: 'deny', above: 100 },
  { name: 'leavers', who: { departing: true }, exports: 'hold' },
  { name: 'support', exports: 'hold', above: 50, on_failure: 'open' },
]
const integrations = [{ name: 'sync', sha256: createHash('sha256').update(token).digest('hex') }]

const rows = (from: number, to: number): string =>
  customersCsv
    .split('\n')
    .slice(1 + from, 1 + to)
    .join('\n')
const csv = (from: number, to: number): string =>
  `Customer Number,Name,Email,Phone,Country\n${rows(from, to)}\n`
const html = (from: number, to: number): string =>
  `<!doctype html><html><body><table>${rows(from, to)
    .split('\n')
    .map(row => `<tr>${row.replaceAll(/[^,]+/g, '<td>$&</td>').replaceAll(',', '')}</tr>`)
    .join('\n')}</table></body></html>`

/** Bytes of no known kind. */
const locked = Buffer.from(Uint8Array.from({ length: 5000 }, (_, at) => (at * 73 + 13) % 256))

describe('the gateway', () => {
  let front: Front
  let seen: IncomingHttpHeaders = {}

  beforeAll(async () => {
    front = await startFront(
      (request, reply) => {
        seen = request.headers
        const [, what = '', from = '0', to = '0'] = request.url?.split('/') ?? []
        const range = [Number(from), Number(to)] as const
        if (what === 'page') {
          reply.setHeader('content-type', 'text/html; charset=utf-8')
          reply.setHeader('set-cookie', ['crm=1', 'clientkeep_session=forged'])
          reply.end(html(...range))
        } else if (what === 'zipped') {
          reply.setHeader('content-type', 'text/html')
          reply.setHeader('content-encoding', 'gzip')
          reply.end(gzipSync(html(...range)))
        } else if (what === 'csv') {
          reply.setHeader('content-type', 'text/csv')
          reply.setHeader('content-disposition', 'attachment; filename="customers.csv"')
          reply.end(csv(...range))
        } else if (what === 'locked') {
          reply.setHeader('content-type', 'application/octet-stream')
          reply.end(locked)
        } else reply.end('the CRM')
      },
      { rules, integrations, canary_domains: ['canary.example'] },
    )
  })
  afterAll(async () => {
    front?.close()
    await cleanUp()
  })

  it('sends who has no session to sign in, and the application hears nothing of it', async () => {
    seen = {}
    const browser = { accept: 'text/html' }
    const away = await fetch(front.url, { redirect: 'manual', headers: browser })
    expect(away.status).toBe(303)
    expect(away.headers.get('location')).toMatch(/\/sign-in$/)
    const program = await fetch(front.url, { headers: { 'x-clientkeep-user': 'anna' } })
    expect(program.status).toBe(401)
    expect(seen).toEqual({})
  })

  it('says with a signature who it is, strips what is claimed, and keeps our cookies to itself', async () => {
    const reply = await front.get('/', front.anna, {
      headers: {
        cookie: `crm=7; ${front.anna.cookie}; theme=dark`,
        'x-clientkeep-user': 'admin',
        'x-remote-user': 'admin',
        x_remote_user: 'admin',
        'x-forwarded-for': '6.6.6.6',
      },
    })
    expect(await reply.text()).toBe('the CRM')
    expect(seen['x-clientkeep-user']).toBe('anna')
    expect(seen['x-remote-user']).toBe('anna@firm.example')
    expect(seen.x_remote_user).toBeUndefined()
    expect(seen['x-forwarded-for']).toBe('127.0.0.1')
    expect(seen.cookie?.replaceAll(' ', '')).toBe('crm=7;theme=dark')
    const collector = front.rig.collector.parts.reached()?.url ?? ''
    const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', collector))
    const host = new URL(front.url).host
    const { payload } = await jwtVerify(String(seen['x-clientkeep-identity']), keys, {
      audience: host,
      typ: 'JWT',
    })
    expect(payload).toMatchObject({ sub: 'anna', email: 'anna@firm.example' })
  })

  it('counts different customers over pages, packed ones too, and tells of them together', async () => {
    const before = (await eventsOf(front, 0)).length
    const spent = () => front.rig.collector.parts.budget.of('mira@firm.example', Date.now())
    for (const path of ['/page/0/20', '/page/10/30', '/zipped/20/40']) {
      const reply = await front.get(path)
      expect(reply.status).toBe(200)
      expect(reply.headers.getSetCookie()).not.toContain('clientkeep_session=forged')
      await reply.text()
    }
    await eventsOf(front, before + 1)
    const counted = await eventually(
      () => (spent().day === 40 ? spent() : undefined),
      '40 customers',
    )
    expect(counted).toEqual({ day: 40, week: 40, month: 40 })
  })

  it('lets a small export through untouched, registers it and tells of it', async () => {
    const text = await (await front.get('/csv/0/50')).text()
    expect(text).toBe(csv(0, 50))
    const [newest] = await eventually(() => {
      const list = front.rig.collector.parts.exports.list(1)
      return list.length > 0 ? list : undefined
    }, 'the export')
    expect(newest).toMatchObject({
      name: 'customers.csv',
      source: 'gateway',
      distinct_customers: 50,
    })
    expect(newest?.sha256).toBe(createHash('sha256').update(text).digest('hex'))
  })

  it('holds a larger one until it is approved, and gives it out once, byte for byte', async () => {
    const held = await front.get('/csv/0/60', front.mira, { headers: { accept: 'text/html' } })
    expect(held.status).toBe(303)
    const path = held.headers.get('location') ?? ''
    const page = await (await front.get(path)).text()
    expect(page).toContain('60 customers, more than 50')
    expect(page).toContain('Customer Number, Name, Email, Phone, Country')
    const form = (to: string, body = '', headers: Record<string, string> = {}) =>
      front.get(to, front.mira, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: front.url,
          ...headers,
        },
      })
    expect((await form(path, 'why=x')).status).toBe(400)
    expect((await form(path, 'why=hand-over', { origin: 'https://evil.example' })).status).toBe(400)
    expect((await form(`${path}/link`)).status).toBe(403)
    expect((await form(path, 'why=hand-over')).status).toBe(303)
    const id = path.split('/').at(-1) ?? ''
    const asked = front.rig.collector.parts.approvals.bySource('export', id)
    expect(asked?.content).toMatchObject({ why: 'hand-over', facts: { rows: 60, customers: 60 } })
    // Somebody else does not even learn that there is one.
    expect((await front.get(path, front.anna)).status).toBe(404)
    expect(await decideOn(front, id, { verdict: 'approve' })).toMatchObject({ status: 200 })
    const link = /href="([^"]+)"/.exec(await (await form(`${path}/link`)).text())?.[1] ?? ''
    expect((await front.get(link, front.anna)).status).toBe(404)
    const file = await front.get(link)
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="customers.csv"')
    expect(await file.text()).toBe(csv(0, 60))
    expect((await front.get(link)).status).toBe(410)
    await eventually(
      () =>
        front.rig.collector.parts.heldExports.get(id)?.state === 'released' ? true : undefined,
      'the release in the journal',
    )
    expect((await form(`${path}/link`)).status).toBe(403)
  })

  it('refuses a program with words that it can read, and holds everything of who leaves', async () => {
    const integration = await fetch(`${front.url}/csv/0/120`, { headers: { authorization: token } })
    expect(integration.status).toBe(403)
    expect(await integration.json()).toMatchObject({ error: { code: 'ERR_EXPORT_DENIED' } })
    const small = await fetch(`${front.url}/csv/0/5`, { headers: { authorization: token } })
    expect(await small.text()).toBe(csv(0, 5))
    const leaver = await front.get('/csv/0/1', front.anna)
    expect(leaver.status).toBe(403)
    expect(await leaver.json()).toMatchObject({ error: { code: 'ERR_EXPORT_HELD' } })
  })

  it('stops exports of a person for a while, and lets them go on', async () => {
    const mira = front.rig.collector.parts.directory.byEmail('mira@firm.example')
    const path = `/api/v1/gateway/freezes/${mira?.id}`
    const frozen = await front.rig.call('PUT', path, { hours: 24, reason: 'laptop was stolen' })
    expect(frozen).toMatchObject({ status: 200, body: { reason: 'laptop was stolen' } })
    const stopped = await front.get('/csv/0/2')
    expect(await stopped.json()).toMatchObject({
      error: { message: expect.stringContaining('laptop was stolen') },
    })
    expect(await (await front.get('/page/0/2')).text()).toBe(html(0, 2))
    const until = Date.now() + 3_600_000
    await front.rig.call('PUT', path, { until, reason: 'until it is looked at' })
    expect(await front.rig.call('GET', path)).toMatchObject({ body: { freeze: { until } } })
    const late = { until: until + 91 * 86_400_000, reason: 'for ever' }
    expect((await front.rig.call('PUT', path, late)).status).toBe(400)
    await front.rig.call('POST', `${path}/end`, { reason: 'it was found' })
    expect(await front.rig.call('GET', path)).toMatchObject({ body: { freeze: null } })
    expect(await (await front.get('/csv/0/2')).text()).toBe(csv(0, 2))
  })

  it('takes what cannot be read by the rule: closed for who leaves, open for the others', async () => {
    const leaver = await front.get('/locked', front.anna)
    expect(await leaver.json()).toMatchObject({ error: { code: 'ERR_EXPORT_HELD' } })
    const other = await front.get('/locked')
    expect(Buffer.from(await other.arrayBuffer()).equals(locked)).toBe(true)
  })

  /** Has an export held, approved under conditions and released; gives its lines. */
  async function underConditions(path: string, conditions: object): Promise<string[]> {
    const held = await front.get(path, front.mira, { headers: { accept: 'text/html' } })
    const hold = held.headers.get('location') ?? ''
    const form = (to: string, body = '') =>
      front.get(to, front.mira, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: front.url },
      })
    await form(hold, 'why=birthday+cards')
    const answer = { verdict: 'approve', conditions } as const
    const decided = await decideOn(front, hold.split('/').at(-1) ?? '', answer)
    expect(decided.body).toMatchObject({ state: 'approved' })
    const link = /href="([^"]+)"/.exec(await (await form(`${hold}/link`)).text())?.[1] ?? ''
    return (await (await front.get(link)).text()).trim().split('\n')
  }

  it('applies the conditions of an approval to a table', async () => {
    const conditions = { rows_max: 10, drop_columns: ['Phone', 'Email'], canaries: false }
    const lines = await underConditions('/csv/100/200', conditions)
    expect(lines).toHaveLength(11)
    expect(lines.slice(0, 2)).toEqual([
      'Customer Number,Name,Country',
      'C-100,Customer 100,Germany',
    ])
  })

  it('shuts for whose key is not enough from the day that is set on', async () => {
    const models = [{ aaguid: 'cb69481e-8ff7-4039-93ec-0a2729a154a8', name: 'YubiKey 5' }]
    await setPolicy(front.rig, { models, key_by: [{ user: 'anna', date: '2026-01-31' }] })
    const shut = async () => ((await front.get('/', front.anna)).status === 401 ? true : undefined)
    await eventually(shut, 'anna to be refused')
    expect((await front.get('/', front.mira)).status).toBe(200)
    await setPolicy(front.rig, {})
  })

  it('puts canaries among the rows that tell of this one export later', async () => {
    const lines = await underConditions('/csv/150/250', { canaries: true })
    const [address = ''] = lines.flatMap(line => line.match(/[\w.+-]+@canary\.example/) ?? [])
    expect(lines.filter(line => line.includes('C-1'))).not.toHaveLength(0)
    const { base, exports, directory } = front.rig.collector.parts
    const person = directory.byEmail('mira@firm.example')?.id
    const canary = base.canaries.byAddress(address) ?? 0
    const owner = await eventually(() => {
      const known = base.canaries.get(canary)
      return known?.export === null ? undefined : known
    }, 'the number of the export')
    expect(owner).toEqual({ person, export: exports.list(1)[0]?.number })
    expect(exports.list(1)[0]).toMatchObject({ person, source: 'gateway', distinct_customers: 100 })
  })
})

describe('a budget', () => {
  afterAll(cleanUp)

  it('ends pages when it is used up, and is still used up after a restart', async () => {
    const front = await startFront(
      (request, reply) => {
        const [, from = '0', to = '0'] = request.url?.split('/') ?? []
        reply.setHeader('content-type', 'text/html')
        reply.end(html(Number(from), Number(to)))
      },
      { rules: [{ name: 'all', exports: 'tell', budget: { day: 30 } }] },
    )
    for (const path of ['/0/20', '/15/30']) expect((await front.get(path)).status).toBe(200)
    const over = () => front.get('/40/41')
    await eventually(async () => ((await over()).status === 429 ? true : undefined), 'the end')
    const { status } = await front.get('/0/1', front.anna)
    expect(status).toBe(200)
    const rig = await front.rig.restart()
    await rig.collector.listen()
    const reply = await fetch(`http://127.0.0.1:${rig.collector.gatewayPort}/50/51`, {
      headers: { cookie: front.mira.cookie },
    })
    expect(reply.status).toBe(429)
    front.close()
  })
})
