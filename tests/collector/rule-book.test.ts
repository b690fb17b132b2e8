/** Rules that officers write: checked as they are typed, tried on the past, in shadow first, and in force from the journal. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlertList } from '../../events/api.ts'
import type { RuleCheck, RuleDetail, RuleList, RuleTrial } from '../../events/rule-book.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'

let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
let seq = 0

const id = '11111111-2222-4333-8444-555555555555'
const rule = (least: number, points = 9) => `title: Three customers anywhere
id: ${id}
name: own.three
status: experimental
level: high
description: For this test.
logsource: { product: clientkeep, category: file_event }
detection:
  copied: { unmapped.clientkeep.customers.distinct|gte: ${least} }
  condition: copied
clientkeep:
  points: ${points}
  tests:
    - { name: fires, expect: 1, event: { class_uid: 1001, activity_name: Create, unmapped.clientkeep: { subject: p, customers: { distinct: ${least} } } } }
    - { name: silent, expect: 0, event: { class_uid: 1001, activity_name: Create, unmapped.clientkeep: { subject: p, customers: { distinct: ${least - 1} } } } }
`
const call = <T>(method: 'GET' | 'POST' | 'PUT', url: string, body?: object) =>
  rig.call<T>(method, `/api/v1/${url}`, body)
const write = (text: string) =>
  call<{ mode: string }>('PUT', `rules/${id}`, { text, reason: 'for the test' })
const setMode = (mode: string) => call('POST', `rules/${id}/mode`, { mode, reason: 'for the test' })
const line = async () =>
  (await call<RuleList>('GET', 'rules')).body.rules.find(each => each.id === id)
const copy = async (account: string) => {
  seq += 1
  const event = copyEvent(rig, agent.id, { uid: `copy-${seq}`, account, count: 3 })
  expect((await agent.post([{ seq, event }])).body.accepted).toBe(1)
}
const alerts = async () =>
  (await call<AlertList>('GET', 'alerts')).body.alerts.filter(({ addends }) =>
    addends.some(addend => addend.rule === 'own.three'),
  )

beforeAll(async () => {
  rig = await startRig()
  await fillCompany(rig)
  agent = await enrolAgent(rig)
  await copy('anna')
})
afterAll(cleanUp)

it('says of a draft what is wrong, where, and how its tests went', async () => {
  const text = rule(3)
    .replace('distinct|gte', 'distnict|gte')
    .replace('condition: copied', 'condition: copid')
  const { body } = await call<RuleCheck>('POST', 'rule-checks', { text })
  expect(body.faults).toEqual([expect.objectContaining({ line: 10 })])
  expect(body.faults[0]?.message).toContain('copid')
  const wrong = rule(3).replace('expect: 0', 'expect: 1')
  const checked = await call<RuleCheck>('POST', 'rule-checks', { text: wrong })
  expect(checked.body.tests.map(({ name, pass }) => [name, pass])).toEqual([
    ['fires', true],
    ['silent', false],
  ])
  expect((await write(text)).status).toBe(422)
  expect((await write(wrong)).status).toBe(400)
  expect((await write(rule(3).replace(id, id.replaceAll('1', '2')))).status).toBe(400)
})

it('begins in shadow: counted, and no alert', async () => {
  expect((await write(rule(3))).body).toMatchObject({ mode: 'shadow' })
  expect(await line()).toMatchObject({ origin: 'own', mode: 'shadow', shadowed: 0 })
  await copy('budi')
  await eventually(async () => ((await line())?.shadowed === 1 ? true : undefined), 'a count')
  expect(await alerts()).toEqual([])
})

it('is switched on only after it was tried on the past, and then raises alerts', async () => {
  expect((await setMode('on')).status).toBe(409)
  const trial = await call<RuleTrial>('POST', 'rule-trials', { text: rule(3), days: 30 })
  expect(trial.body).toMatchObject({ days: 30, events: 2, findings: 2, known: 1 })
  expect(trial.body.weeks.reduce((sum, { findings }) => sum + findings, 0)).toBe(2)
  expect((await setMode('on')).status).toBe(200)
  await copy('anna')
  await eventually(async () => ((await alerts()).length === 1 ? true : undefined), 'an alert')
})

it('goes back into shadow when its text changes, unless that was tried too', async () => {
  expect((await write(rule(2))).body).toMatchObject({ mode: 'shadow' })
  const { body } = await call<RuleDetail>('GET', `rules/${id}`)
  expect(body).toMatchObject({ text: rule(2), trial: null, written: { by: 'console' } })
})

it('is the same after a restart, and gone when it was removed', async () => {
  rig = await rig.restart()
  expect(await line()).toMatchObject({ mode: 'shadow', shadowed: 1 })
  const removal = await call('POST', `rules/${id}/removal`, { reason: 'was a test' })
  expect(removal.status).toBe(200)
  expect(await line()).toBeUndefined()
  const catalog = (await call<RuleList>('GET', 'rules')).body.rules[0]
  const again = await call('POST', `rules/${catalog?.id}/removal`, { reason: 'was a test' })
  expect(again.status).toBe(409)
})
