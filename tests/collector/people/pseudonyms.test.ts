/** Nothing that leaves the collector names anybody before a reveal: every answer of the API, every channel, the evidence pack, and the log. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { unzipSync } from 'fflate'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlertList } from '../../../events/api.ts'
import { copyEvent, customersCsv } from '../company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig, tempDir } from '../harness.ts'
import { mailReceiver, stopReceivers, udpReceiver, webReceiver } from '../notify/receivers.ts'

const people = [
  'EmailAddress,ResignationDate,LastWorkingDate,Name,Department,Aliases,Manager',
  'zquagmire@firm.example,2026-11-01,,Zebulon Quagmire,Sales,zebq,obladi@firm.example',
  'obladi@firm.example,,,Obladia Bossington,Sales,oblad,',
].join('\n')
/** What would tell who somebody is. */
const telling = /zebulon|quagmire|zebq|obladi|bossington/i

let rig: Rig
let alert = ''
const log: string[] = []
const said: string[] = []

beforeAll(async () => {
  const dir = tempDir()
  const [web, mail, udp] = [await webReceiver(), await mailReceiver(), await udpReceiver()]
  const channels = [
    { type: 'webhook', name: 'hook', url: web.url, secret_env: 'SECRET', group_s: 0 },
    {
      type: 'email',
      name: 'mail',
      host: '127.0.0.1',
      port: mail.port,
      tls: 'none',
      from: 'ck@firm.example',
      to: ['officer@firm.example'],
      group_s: 0,
    },
    {
      type: 'syslog',
      name: 'siem',
      host: '127.0.0.1',
      port: udp.port,
      transport: 'udp',
      format: 'ocsf',
      group_s: 0,
    },
    {
      type: 'syslog',
      name: 'cef',
      host: '127.0.0.1',
      port: udp.port,
      transport: 'udp',
      format: 'cef',
      group_s: 0,
    },
  ]
  writeFileSync(join(dir, 'config.yaml'), JSON.stringify({ notify: { channels } }))
  const sink = new Writable({
    write: (chunk, _, done) => {
      log.push(String(chunk))
      done()
    },
  })
  rig = await startRig({
    ...{ dir, log: pino({ level: 'trace' }, sink) },
    environment: { SECRET: 'a secret that nobody logs' },
  })
  await rig.call('POST', '/api/v1/customers/import?file=base.csv', customersCsv)
  await rig.call('POST', '/api/v1/people/import?file=people.csv', people)
  await rig.collector.listen()
  const agent = await enrolAgent(rig)
  const hold = { id: 'ab12', state: 'held', customers: 40, rows: 40 } as const
  const held = { path: '/home/zebq/held.csv', more: { hold } }
  const facts = { uid: 'copy', account: 'zebq', count: 40 }
  await agent.post([
    { seq: 1, event: copyEvent(rig, agent.id, { ...facts, path: '/home/zebq/base.csv' }) },
    { seq: 2, event: copyEvent(rig, agent.id, { ...facts, uid: 'held', ...held }) },
  ])
  alert = await eventually(async () => {
    const { body } = await rig.call<AlertList>('GET', '/api/v1/alerts')
    return body.alerts[0]?.id
  }, 'an alert')
  await eventually(async () => {
    const { body } = await rig.call<{ files: object[] }>('GET', '/api/v1/held-files')
    return body.files[0]
  }, 'the hold')
  await eventually(() => (web.deliveries.length > 0 ? true : undefined), 'the webhook')
  await eventually(() => (mail.mails.length > 0 ? true : undefined), 'the mail')
  await eventually(() => (udp.messages().length > 1 ? true : undefined), 'the SIEM')
  said.push(JSON.stringify([web.deliveries, mail.mails, udp.messages()]))
})
afterAll(async () => {
  await cleanUp()
  await stopReceivers()
})

it('in what channels tell', () => {
  expect(said.join()).toMatch(/customers/i)
  expect(said.join()).not.toMatch(telling)
})

it('in any answer of the API', async () => {
  const { body } = await rig.call<{ paths: Record<string, object> }>('GET', '/api/v1/openapi.json')
  const person = rig.collector.parts.directory.byEmail('zquagmire@firm.example')?.id ?? ''
  const urls = Object.entries(body.paths)
    .filter(([path, methods]) => 'get' in methods && !/stream|setup$/.test(path))
    .map(([path]) =>
      path.replace('/alerts/{id}', `/alerts/${alert}`).replaceAll(/\{\w+\}/g, person),
    )
  const told: string[] = []
  let answered = 0
  for (const url of urls) {
    const reply = await rig.collector.app.inject({
      url,
      headers: {
        host: '127.0.0.1',
        authorization: `Bearer ${rig.collector.parts.consoleKey}`,
      },
    })
    if (reply.statusCode === 200) answered += 1
    if (telling.test(reply.body)) told.push(`${url}: ${telling.exec(reply.body)?.[0]}`)
  }
  expect(told).toEqual([])
  expect(answered).toBeGreaterThan(20)
})

it('in an evidence pack', async () => {
  const reply = await rig.collector.app.inject({
    method: 'POST',
    url: `/api/v1/alerts/${alert}/evidence`,
    headers: { host: '127.0.0.1', authorization: `Bearer ${rig.collector.parts.consoleKey}` },
  })
  const files = Object.entries(unzipSync(reply.rawPayload))
  expect(files.length).toBeGreaterThan(2)
  const named = files.filter(([, bytes]) => telling.test(Buffer.from(bytes).toString()))
  expect(named.map(([name]) => name)).toEqual([])
})

it('in the log', () => {
  expect(log.join('')).not.toMatch(telling)
})

it('but does once somebody may see it', async () => {
  const person = rig.collector.parts.directory.byEmail('zquagmire@firm.example')?.id ?? ''
  await rig.call('POST', `/api/v1/people/${person}/reveal`, { reason: 'to see that it is there' })
  const { body } = await rig.call('GET', `/api/v1/alerts/${alert}`)
  expect(JSON.stringify(body)).toContain('Zebulon Quagmire')
})
