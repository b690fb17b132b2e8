/** What is done with alerts besides deciding: assigned, put aside until a time or until more comes, noted; found a page at a time. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { AlertDetail, AlertList } from '../../events/api.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'

let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
let seq = 0

const place = { kind: 'removable', label: 'Blue stick', path: '/mnt/usb' } as const
async function copy(count: number) {
  seq += 1
  const event = copyEvent(rig, agent.id, { uid: `e${seq}`, account: 'anna', count, place })
  expect((await agent.post([{ seq, event }])).body.accepted).toBe(1)
}
const list = async (query = '') =>
  (await rig.call<AlertList>('GET', `/api/v1/alerts?${query}`)).body
const work = (id: string, body: object) =>
  rig.call<AlertDetail>('POST', `/api/v1/alerts/${id}/work`, body)

let id = ''
beforeEach(async () => {
  seq = 0
  rig = await startRig()
  await fillCompany(rig)
  agent = await enrolAgent(rig)
  await copy(60)
  id = await eventually(async () => (await list()).alerts[0]?.id, 'an alert')
})
afterEach(cleanUp)

it('keeps who works on an alert and every note, in order, and over a restart', async () => {
  await rig.call('PUT', '/api/v1/users/kim', { name: 'Kim', roles: ['officer'], disabled: false })
  await work(id, { assignee: 'kim' })
  await work(id, { note: 'Asked the manager.' })
  await work(id, { assignee: null })
  rig = await rig.restart()
  const { body } = await rig.call<AlertDetail>('GET', `/api/v1/alerts/${id}`)
  expect(body.alert.assignee).toBe(null)
  expect(body.history.map(({ what, note }) => [what, note])).toEqual([
    ['assigned', 'kim'],
    ['noted', 'Asked the manager.'],
    ['assigned', ''],
  ])
})

it('refuses somebody who is not there, an empty note, and a time that has passed', async () => {
  expect((await work(id, { assignee: 'nobody-known' })).status).toBe(404)
  expect((await work(id, { note: '' })).status).toBe(400)
  expect((await work(id, { snoozed_until: 5 })).status).toBe(400)
  expect((await work('no-such-alert', { note: 'x' })).status).toBe(404)
})

it('puts an alert aside until more comes', async () => {
  await work(id, { snoozed_until: Date.now() + 3_600_000 })
  expect(await list()).toMatchObject({ alerts: [], counts: { new: 0, snoozed: 1 } })
  expect((await list('status=snoozed')).alerts.map(alert => alert.id)).toEqual([id])
  await copy(80)
  const back = await eventually(async () => (await list()).alerts[0], 'the alert again')
  expect(back).toMatchObject({ id, snoozed_until: null })
})

it('finds by words and assignee, page by page', async () => {
  expect((await list('q=blue%20STICK')).total).toBe(1)
  expect((await list('q=100%25')).total).toBe(0)
  expect((await list('assignee=none')).total).toBe(1)
  expect((await list('assignee=me')).total).toBe(0)
  expect(await list('from=1')).toMatchObject({ alerts: [], total: 1 })
})
