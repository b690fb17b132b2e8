/** Deleting one person: nothing of them is left in any file, a replay gives nothing of them either, and the chain stays whole. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyFolder } from '../../../collector/audit/verify-folder.ts'
import { findTraces } from '../../../collector/privacy/find-traces.ts'
import type { DeletionReport } from '../../../events/api-people.ts'
import { copyEvent, customersCsv } from '../company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from '../harness.ts'
import { addUser, type SignedIn } from '../identity/users.ts'

const people = [
  'EmailAddress,ResignationDate,LastWorkingDate,Name,Manager,Aliases',
  'zoe.quill@firm.example,2026-01-10,2026-02-20,Zoë Quill,chief@firm.example,zquill;CRM.zq',
  'rey@firm.example,,,Rey Reporter,zoe.quill@firm.example,rey;rey-crm',
  'chief@firm.example,,,Chief Ann,,chief',
].join('\n')
const words = ['Zoë Quill', 'Quill', 'zoe.quill@firm.example', 'zquill', 'crm.zq']

let rig: Rig
let zoe: SignedIn
const person = (email: string) => rig.collector.parts.directory.byEmail(email)
const remove = (reason = 'she left two years ago') =>
  rig.call<DeletionReport & { error?: { message: string } }>(
    'POST',
    `/api/v1/people/${person('zoe.quill@firm.example')?.id}/deletion`,
    { reason },
  )
const caughtUp = () =>
  eventually(() => (rig.collector.lag().entries === 0 ? true : undefined), 'detection')

beforeAll(async () => {
  rig = await startRig()
  await rig.call('POST', '/api/v1/customers/import?file=base.csv', customersCsv)
  await rig.call('POST', '/api/v1/people/import?file=people.csv', people)
  const agent = await enrolAgent(rig)
  const event = (uid: string, account: string) =>
    copyEvent(rig, agent.id, { uid, account, count: 60 })
  await agent.post([
    { seq: 1, event: event('one', 'rey') },
    { seq: 2, event: event('two', 'CRM.zq') },
    { seq: 3, event: event('three', 'zquill') },
  ])
  await caughtUp()
  // What detection remembers is on disk from here on.
  rig = await rig.restart()
  zoe = await addUser(rig, 'manager-1', ['manager'], 'zoe.quill@firm.example')
  const { id = '' } = person('zoe.quill@firm.example') ?? {}
  const mark = { marked: true, reason: 'Zoë Quill told a colleague' }
  await rig.call('POST', `/api/v1/people/${id}/departure-mark`, mark)
  await rig.call('POST', `/api/v1/people/${id}/reveal`, { reason: 'to call Zoë Quill' })
})
afterAll(cleanUp)

it('is refused while a legal hold keeps the person', async () => {
  const { id = '' } = person('zoe.quill@firm.example') ?? {}
  const hold = (held: boolean) =>
    rig.call('PUT', `/api/v1/people/${id}/hold`, { held, reason: 'a suit' })
  expect((await hold(true)).status).toBe(200)
  const { status, body } = await remove()
  expect(status).toBe(409)
  expect(body.error?.message).toContain('legal hold')
  expect(person('zoe.quill@firm.example')?.id).toBe(id)
  expect((await hold(false)).status).toBe(200)
})

it('is refused while a case with them is open', async () => {
  const { id = '' } = person('zoe.quill@firm.example') ?? {}
  const pin = { kind: 'time', person: id, from: Date.now() - 3_600_000, to: Date.now() }
  const opened = await rig.call<{ case: { id: string } }>('POST', '/api/v1/cases', {
    ...{ title: 'What Zoë Quill took', pin },
  })
  expect(opened.status).toBe(200)
  expect((await remove()).status).toBe(409)
  const closed = { status: 'closed', verdict: 'benign', note: 'Zoë Quill may' }
  const url = `/api/v1/cases/${opened.body.case.id}/decisions`
  expect((await rig.call('POST', url, closed)).status).toBe(200)
})

it('is refused with a reason that would keep the name', async () => {
  expect(await remove('Zoë Quill left')).toMatchObject({ status: 400 })
})

it('leaves nothing of the person in any file, and everything of others', async () => {
  expect(findTraces(rig.dir, words).map(({ word }) => word)).toEqual(
    expect.arrayContaining([...words]),
  )
  const { status, body } = await remove()
  expect(status).toBe(200)
  expect(body).toMatchObject({ events: 2, alerts: 1, naming: [] })
  expect(findTraces(rig.dir, words)).toEqual([])
  expect((await zoe.plain('GET', '/api/v1/session')).status).toBe(401)
  expect(person('rey@firm.example')).toMatchObject({ name: 'Rey Reporter', manager: null })
  expect(verifyFolder(rig.dir, { kept: [] }).faults).toEqual([])
})

it('holds over a replay of the journal', async () => {
  const aliases = (email: string) => rig.collector.parts.directory.aliases(person(email)?.id ?? '')
  await rig.collector.close()
  const { rmSync } = await import('node:fs')
  for (const name of ['projections.db', 'exposure.db'])
    for (const end of ['', '-wal', '-shm']) rmSync(join(rig.dir, `${name}${end}`), { force: true })
  rig = await startRig({ dir: rig.dir })
  await caughtUp()
  expect(person('zoe.quill@firm.example')).toBeUndefined()
  expect(person('rey@firm.example')).toMatchObject({ name: 'Rey Reporter', manager: null })
  expect(aliases('rey@firm.example')).toEqual(['rey', 'rey-crm', 'rey@firm.example'])
  expect(findTraces(rig.dir, words)).toEqual([])
})

it('leaves the records of who has a like name or address as they are', async () => {
  const like = await startRig()
  const table = [
    'EmailAddress,Name,Manager,Title,Aliases',
    'an.li@firm.example,Anna Li,,,an',
    'jan.li@firm.example,Anna Lindberg,,,an-2',
    'x.an.li@firm.example,Joanna Li,jan.li@firm.example,Manana,',
    'sue@firm.example,Sue,,assistant of Anna Li,sue',
    'tom@firm.example,Tom,an.li@firm.example,,tom',
  ].join('\n')
  await like.call('POST', '/api/v1/people/import?file=people.csv', table)
  const { directory } = like.collector.parts
  const { id = '' } = directory.byEmail('an.li@firm.example') ?? {}
  const url = `/api/v1/people/${id}/deletion`
  const { body } = await like.call<DeletionReport>('POST', url, { reason: 'gone for years' })
  // Her own record, and those of the two that speak of her.
  expect(body.decisions).toBe(3)
  expect(directory.byEmail('tom@firm.example')).toMatchObject({ manager: null })
  expect(findTraces(like.dir, ['assistant of Anna Li'])).toEqual([])
  expect(findTraces(like.dir, ['Lindberg', 'Joanna'])).not.toEqual([])
})
