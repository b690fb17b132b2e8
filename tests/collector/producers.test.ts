/** Producers hand in OCSF events of their own with a token: taken once, judged, named where they are bad, and shut out at once. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isNumbered, numberLines } from '../../collector/producers/number-lines.ts'
import type { AddedProducer, ProducerList } from '../../events/producers.ts'
import { fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'
import { producedEvent as event, postAsProducer, producedExport } from './producer.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
  await fillCompany(rig)
})
afterAll(cleanUp)

const add = async (name: string) =>
  (await rig.call<AddedProducer>('POST', '/api/v1/producers', { name })).body.token

const post = (token: string, lines: readonly (object | string)[], path?: string) =>
  postAsProducer(rig, token, lines, path)

/** Refused events are named in a later answer: empty batches ask for it. */
const refusals = (token: string, count: number) => {
  const found: { index: number; reason: string }[] = []
  return eventually(async () => {
    found.push(...(await post(token, [])).body.rejected)
    return found.length >= count ? found : undefined
  }, `${count} refused events`)
}

it('takes plain events and numbered ones, the numbered ones once, and rules judge them', async () => {
  const token = await add('mail-gateway')
  const plain = await post(token, [event('p1'), event('p2')])
  expect(plain).toMatchObject({ status: 200, body: { accepted: 2, rejected: [] } })
  const numbered = [{ seq: 1, event: event('n1') }]
  expect((await post(token, numbered)).body).toMatchObject({ accepted: 1, duplicates: 0 })
  expect((await post(token, numbered)).body).toMatchObject({ accepted: 0, duplicates: 1 })
  expect((await post(token, [producedExport('s1')])).body.accepted).toBe(1)
  // Whether it is an alert depends on the hour; what the rule says does not.
  const finding = await eventually(async () => {
    const found = await rig.collector.parts.journal.readTold(0, 100, 'finding')
    return found.map(({ body }) => body).find(body => body.includes('export.bulk-by-leaver'))
  }, 'a finding on what a producer told')
  expect(JSON.parse(finding).unmapped.clientkeep.subject.person).toBeTruthy()
})

it('names bad events by index and reason, and lets nobody speak for an agent', async () => {
  const token = await add('bad-events')
  const { scan } = { scan: { tokens: '', candidates: 1 } }
  await post(token, [
    event('good'),
    event('type', { type_uid: 1 }),
    'no JSON',
    event('scan', { unmapped: { clientkeep: { scan } } }),
    event('base', { severity_id: undefined }),
  ])
  const found = await refusals(token, 4)
  expect(found.map(({ index }) => index).sort()).toEqual([1, 2, 3, 4])
  expect(found.map(({ reason }) => reason).join()).toMatch(
    /type_uid.*is no JSON.*unmapped.*severity_id/,
  )
})

it('is refused without a token that is in force, and a token opens nothing else', async () => {
  const token = await add('short-lived')
  expect((await post('x'.repeat(43), [event('x')])).status).toBe(403)
  expect((await post(rig.collector.parts.consoleKey, [event('x')])).status).toBe(403)
  const agent = await enrolAgent(rig)
  expect((await post(await agent.assertion(), [event('x')])).status).toBe(403)
  expect((await post(token, [event('x')], 'agents')).status).toBe(401)
  const revoked = await rig.call('POST', '/api/v1/producers/short-lived/revocation', {
    reason: 'replaced',
  })
  expect(revoked.status).toBe(204)
  expect((await post(token, [event('x')])).status).toBe(403)
  expect((await rig.call('POST', '/api/v1/producers', { name: 'mail-gateway' })).status).toBe(409)
  const again = await add('short-lived')
  expect(again).not.toBe(token)
  expect((await post(again, [event('x')])).status).toBe(200)
  expect((await post(token, [event('x')])).status).toBe(403)
  const { body } = await rig.call<ProducerList>('GET', '/api/v1/producers')
  expect(body.producers.map(({ name, revoked_at }) => [name, revoked_at])).toContainEqual([
    'short-lived',
    null,
  ])
  expect(JSON.stringify(body)).not.toContain(again)
})

it('numbers any lines one after the other and changes none of them', () => {
  fc.assert(
    fc.property(fc.array(fc.string().filter(text => !text.includes('\n'))), texts => {
      const { bytes, count } = numberLines(Buffer.from(texts.join('\n')), 7)
      const kept = texts.filter(text => /[^ \t\r]/.test(text))
      expect(count).toBe(kept.length)
      const lines = bytes.toString().split('\n').slice(0, -1)
      expect(lines).toEqual(kept.map((text, place) => `{"seq":${7 + place},"event":${text}}`))
      expect(count === 0 || isNumbered(bytes)).toBe(true)
    }),
  )
})
