/** Cases: evidence as it was when it was pinned, notes that stay, several officers, an end with a reason, and files that prove themselves. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlertDetail, AlertList } from '../../events/api.ts'
import type { CaseDetail, CaseList } from '../../events/cases.ts'
import type { HistoryAnswer } from '../../events/history.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig, tempDir } from './harness.ts'

let rig: Rig
let alert = ''
let offset = 0
let opened: CaseDetail

const call = async (url: string, body?: object) =>
  rig.call<CaseDetail>(body ? 'POST' : 'GET', `/api/v1/cases${url}`, body)
const file = async (url: string, payload?: object) => {
  const headers = {
    host: '127.0.0.1',
    authorization: `Bearer ${rig.collector.parts.consoleKey}`,
  }
  const asked = { method: 'POST', url: `/api/v1/cases${url}`, headers } as const
  return rig.collector.app.inject(payload ? { ...asked, payload } : asked)
}
const events = async () => {
  const span = `from=0&to=${Date.now() + 60_000}`
  return (await rig.call<HistoryAnswer>('GET', `/api/v1/events?${span}`)).body.rows
}

beforeAll(async () => {
  rig = await startRig()
  await fillCompany(rig)
  await rig.call('PUT', '/api/v1/users/kim', { name: 'Kim', roles: ['officer'], disabled: false })
  const agent = await enrolAgent(rig)
  const event = copyEvent(rig, agent.id, { uid: 'copy-1', account: 'anna', count: 40 })
  await agent.post([{ seq: 1, event }])
  alert = await eventually(async () => {
    const { body } = await rig.call<AlertList>('GET', '/api/v1/alerts')
    return body.alerts[0]?.id
  }, 'an alert')
  const row = await eventually(
    async () => (await events()).find(({ customers }) => customers === 40),
    'the event',
  )
  offset = row.offset
  const pin = { kind: 'alert', alert }
  opened = (await call('', { title: 'Anna’s <b>copies</b>', pin })).body
})
afterAll(cleanUp)

it('keeps what is pinned, by pseudonym, in the order in which it happened', async () => {
  const id = opened.case.id
  await call(`/${id}/pins`, { pin: { kind: 'event', offset }, note: 'the whole list' })
  const person = opened.case.people[0]?.id ?? ''
  const time = { kind: 'time', person, from: 0, to: Date.now() }
  const { body } = await call(`/${id}/pins`, { pin: time })
  expect(body.case).toMatchObject({ status: 'in_progress', pins: 3, officers: ['console'] })
  expect(body.case.people).toHaveLength(1)
  expect(body.pins.map(({ pinned: { ref, customers } }) => [ref.kind, customers])).toEqual([
    ['time', null],
    ['alert', 40],
    ['event', 40],
  ])
  expect(body.pins.map(({ pinned }) => pinned.rows.length)).toEqual([1, 1, 1])
  expect(body.pins[2]?.pinned.rows[0]?.sha256).toContain('copy-1')
  expect(JSON.stringify(body)).not.toMatch(/anna@|\/anna/i)
})

it('refuses what is not there, and a time that ends before it begins', async () => {
  const id = opened.case.id
  const status = async (pin: object) => (await call(`/${id}/pins`, { pin })).status
  expect(await status({ kind: 'alert', alert: 'none' })).toBe(404)
  expect(await status({ kind: 'event', offset: 99_999 })).toBe(404)
  const person = opened.case.people[0]?.id ?? ''
  expect(await status({ kind: 'time', person, from: 5, to: 1 })).toBe(400)
  expect((await call('/none')).status).toBe(404)
  expect((await call(`/${id}/officers`, { user: 'nobody', joins: true })).status).toBe(404)
})

it('shows what was taken out of the evidence, with why, for ever', async () => {
  const id = opened.case.id
  const pin = (await call(`/${id}`)).body.pins.find(({ pinned }) => pinned.ref.kind === 'time')
  const url = `/${id}/pins/${pin?.id}/removal`
  const { body } = await call(url, { reason: 'is another matter' })
  expect(body.case.pins).toBe(2)
  expect(body.pins[0]?.removed).toMatchObject({ by: 'console', reason: 'is another matter' })
  expect((await call(url, { reason: 'once more' })).status).toBe(404)
})

it('is closed with a verdict and its alerts, and takes nothing until it is opened again', async () => {
  const id = opened.case.id
  await call(`/${id}/officers`, { user: 'kim', joins: true })
  await call(`/${id}/notes`, { note: 'She <b>said</b> so.' })
  expect((await call(`/${id}/decisions`, { status: 'closed' })).status).toBe(400)
  const end = { status: 'closed', verdict: 'true_positive', note: 'proven', close_alerts: true }
  const closed = await call(`/${id}/decisions`, end)
  expect(closed.body.case).toMatchObject({
    ...{ status: 'closed', verdict: 'true_positive', officers: ['console', 'kim'] },
  })
  const { body } = await rig.call<AlertDetail>('GET', `/api/v1/alerts/${alert}`)
  expect(body.alert).toMatchObject({ status: 'closed', verdict: 'true_positive' })
  expect((await call(`/${id}/notes`, { note: 'too late' })).status).toBe(409)
  expect((await call(`/${id}/decisions`, end)).status).toBe(409)
})

it('gives a report without script or names, and a pack whose proof holds', async () => {
  const id = opened.case.id
  const page = (await file(`/${id}/report`, { format: 'html' })).payload
  expect(page).toContain('She &lt;b&gt;said&lt;/b&gt; so.')
  expect(page).toContain('Exhibit 2')
  expect(page).not.toMatch(/<script|https?:|<b>copies/)
  expect(page).not.toMatch(/anna@|\/anna/i)
  expect(page).toContain('The person is leaving')
  expect(page).not.toContain('unmapped.')
  const pack = unzipSync((await file(`/${id}/evidence`)).rawPayload)
  const dir = join(tempDir(), 'pack')
  mkdirSync(dir)
  for (const [name, data] of Object.entries(pack)) writeFileSync(join(dir, name), data)
  const verify = () =>
    spawnSync(process.execPath, ['verify.mjs'], { cwd: dir, env: {}, encoding: 'utf8' })
  expect(verify()).toMatchObject({ status: 0, stderr: '' })
  writeFileSync(join(dir, 'report.html'), `${Buffer.from(pack['report.html'] ?? [])} `)
  expect(verify()).toMatchObject({ status: 1, stderr: 'report.html: was changed\n' })
})

it('is the same after a restart', async () => {
  const before = (await call(`/${opened.case.id}`)).body
  rig = await rig.restart()
  expect((await call(`/${opened.case.id}`)).body).toEqual(before)
  const list = await rig.call<CaseList>('GET', '/api/v1/cases?status=closed')
  expect(list.body.cases.map(({ title }) => title)).toEqual(['Anna’s <b>copies</b>'])
})
