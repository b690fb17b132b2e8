/** Every route of the OpenAPI document takes anything without tripping: never an answer of 500, and nothing broken afterwards. */
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import type { AlertList } from '../../../events/api.ts'
import type { AddedProducer } from '../../../events/producers.ts'
import { copyEvent, fillCompany } from '../company.ts'
import { cleanUp, enrolAgent, eventually, startRig } from '../harness.ts'
import { calls, hostileTexts, type Operation } from './hostile.ts'

afterEach(cleanUp)

const numRuns = Number(process.env.CLIENTKEEP_FUZZ_RUNS ?? 25)
const seed = Number(process.env.CLIENTKEEP_FUZZ_SEED ?? 20_261_125)

/** The stream never ends; a backup writes wherever the console says. */
const leftOut = ['/api/v1/stream', '/api/v1/backups']

it('no call makes the collector answer with 500, and all that was there is there afterwards', async () => {
  const rig = await startRig()
  await rig.collector.listen()
  await fillCompany(rig)
  const agent = await enrolAgent(rig)
  await agent.post([
    { seq: 1, event: copyEvent(rig, agent.id, { uid: 'a', account: 'anna', count: 40 }) },
  ])
  const before = await eventually(
    async () => (await rig.call<AlertList>('GET', '/api/v1/alerts')).body.alerts[0],
    'the alert',
  )
  const { app, parts } = rig.collector
  const people = parts.directory.counts(Date.now()).people
  const document: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
    JSON.stringify(app.swagger()),
  )
  const operations = Object.entries(document.paths)
    .filter(([path]) => !leftOut.includes(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
  expect(operations.length).toBeGreaterThan(20)
  const { body: producer } = await rig.call<AddedProducer>('POST', '/api/v1/producers', {
    name: 'fuzzer',
  })
  const bearerOf = async (path: string): Promise<string> => {
    if (path.startsWith('/api/v1/agents/')) return agent.assertion()
    return path === '/api/v1/producers/events' ? producer.token : parts.consoleKey
  }
  const broken: string[] = []
  for (const { path, method, operation } of operations) {
    const bearer = await bearerOf(path)
    await fc.assert(
      fc.asyncProperty(calls(path, operation), async ({ url, type, body }) => {
        const reply = await app.inject({
          method: method.toUpperCase() as 'GET',
          url,
          headers: {
            host: '127.0.0.1',
            authorization: `Bearer ${bearer}`,
            ...(type === undefined ? {} : { 'content-type': type }),
          },
          ...(body === undefined ? {} : { payload: body }),
        })
        const isTripped = reply.statusCode >= 500 && path !== '/readyz'
        if (isTripped) broken.push(`${method} ${url} ${body}: ${reply.statusCode} ${reply.body}`)
      }),
      { numRuns, seed },
    )
  }
  expect(broken).toEqual([])
  expect(parts.directory.counts(Date.now()).people).toBe(people)
  expect(
    (await rig.call<AlertList>('GET', '/api/v1/alerts')).body.alerts.some(
      ({ id }) => id === before.id,
    ),
  ).toBe(true)
}, 120_000)

it('SQL and the like in every text of an event, a person and a customer stays text', async () => {
  const rig = await startRig()
  await fillCompany(rig)
  const agent = await enrolAgent(rig)
  const records = hostileTexts.map((text, index) => ({
    seq: index + 1,
    event: copyEvent(rig, agent.id, {
      uid: `h${index}`,
      account: text || 'x',
      count: 40,
      name: text,
      path: `/home/${text}`,
      parent: text,
      place: { kind: 'removable', label: text || 'x', path: text || 'x' },
    }),
  }))
  const { status, body } = await agent.post(records)
  expect(status).toBe(200)
  expect(body.accepted + body.rejected.length).toBe(records.length)
  await eventually(() => (rig.collector.lag().entries === 0 ? true : undefined), 'detection')
  expect(rig.collector.parts.detection.health).toMatchObject({ skipped: 0, failure: undefined })
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const csv = hostileTexts
    .filter(text => !text.includes('\0'))
    .map((text, index) => `${quoted(text)},h${index}@hostile.example,${quoted(text)}`)
    .join('\n')
  const customers = await rig.call(
    'POST',
    '/api/v1/customers/import?file=x.csv',
    `Name,Email,Owner\n${csv}`,
  )
  expect(customers.status).toBe(200)
  const aliases = `Name,EmailAddress,Aliases\n${csv}`
  expect((await rig.call('POST', '/api/v1/people/import?file=x.csv', aliases)).status).toBe(200)
  for (const text of hostileTexts) {
    const name = encodeURIComponent(text.toWellFormed())
    for (const path of [`alerts/${name}`, `people/${name}/exposure`, `agents/filter/${name}`])
      expect((await rig.call('GET', `/api/v1/${path}`)).status).toBeLessThan(500)
  }
  const alerts = await rig.call<AlertList>('GET', '/api/v1/alerts')
  expect(alerts.status).toBe(200)
})
