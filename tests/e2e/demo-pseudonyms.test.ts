/** The demo from its start to a case's report, with every way out connected: nothing that leaves names one of its people, as nobody was revealed. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { samplePeopleCsv } from '../../cli/demo/sample-people.ts'
import type { AlertList } from '../../events/api.ts'
import type { CaseDetail } from '../../events/cases.ts'
import { eventually } from '../collector/harness.ts'
import {
  mailReceiver,
  stopReceivers,
  udpReceiver,
  webReceiver,
} from '../collector/notify/receivers.ts'
import { type Product, startProduct, stopProducts } from './product.ts'

const own = 'own account of this machine'

/** Names, addresses and log-ins of the sample company; who runs the test stands for the leaver at the desk, and is left out. */
const words = samplePeopleCsv({ today: new Date(), leaverAlias: own })
  .slice(1)
  .flatMap(([email = '', , , name = '', , , , aliases = '']) => [
    email,
    name,
    ...aliases.split(';'),
  ])
  .filter(word => word !== '' && word !== own)
const escaped = words.map(word => word.replaceAll('.', '\\.'))
/** A customer's address may begin like a log-in; whoever writes `m.tanaka@else.example` names no one of ours. */
const telling = new RegExp(`(?<![\\w.])(${escaped.join('|')})(?![\\w@])`, 'i')

let dir = ''
let product: Product
let key = ''
let stream = ''
const reading = new AbortController()

const call = (method: string, url: string, body?: object): Promise<Response> =>
  fetch(product.url + url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
const json = async <T>(method: string, url: string, body?: object): Promise<T> => {
  const reply = await call(method, url, body)
  if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${await reply.text()}`)
  return JSON.parse(await reply.text())
}

async function follow(): Promise<void> {
  const { body } = await fetch(`${product.url}/api/v1/stream`, {
    headers: { authorization: `Bearer ${key}` },
    signal: reading.signal,
  })
  if (!body) throw new Error('the stream has no body')
  for await (const chunk of body) stream += Buffer.from(chunk).toString()
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-e2e-'))
})
afterAll(async () => {
  reading.abort()
  await stopProducts()
  await stopReceivers()
  rmSync(dir, { recursive: true, force: true })
})

it('names nobody in channels, answers, the stream, figures, packs, reports and logs', async () => {
  const [web, mail, udp] = [await webReceiver(), await mailReceiver(), await udpReceiver()]
  const to = { host: '127.0.0.1', group_s: 0 }
  const siem = { type: 'syslog', transport: 'udp', port: udp.port, ...to }
  const post = { from: 'ck@firm.example', to: ['officer@firm.example'], tls: 'none' }
  const channels = [
    { type: 'webhook', name: 'hook', url: web.url, secret_file: join(dir, 'secret'), group_s: 0 },
    { type: 'email', name: 'mail', port: mail.port, ...post, ...to },
    { ...siem, name: 'ocsf', format: 'ocsf' },
    { ...siem, name: 'cef', format: 'cef' },
  ]
  writeFileSync(join(dir, 'secret'), 'a secret of sixteen letters and more', { mode: 0o600 })
  writeFileSync(join(dir, 'config.yaml'), JSON.stringify({ notify: { channels } }))
  product = await startProduct('--demo', '--data', dir, '--port', '0')
  key = readFileSync(join(dir, 'console.key'), 'utf8').trim()
  const following = follow().catch(() => {})
  const alert = await eventually(
    async () => (await json<AlertList>('GET', '/api/v1/alerts')).alerts[0],
    'the alert of the demo',
  )
  const isTold = () =>
    [web.deliveries, mail.mails, stream.match(/event: alert/g) ?? []].every(
      ({ length }) => length > 0,
    ) && udp.messages().length > 1
  await eventually(() => (isTold() ? true : undefined), 'all channels')

  const pin = { kind: 'alert', alert: alert.id }
  const opened = await json<CaseDetail>('POST', '/api/v1/cases', { title: 'The export', pin })
  const caseUrl = `/api/v1/cases/${opened.case.id}`
  const { paths } = await json<{ paths: Record<string, object> }>('GET', '/api/v1/openapi.json')
  const urls = Object.entries(paths)
    .filter(([path, methods]) => 'get' in methods && !path.endsWith('stream'))
    .map(([path]) =>
      path
        .replace('/alerts/{id}', `/alerts/${alert.id}`)
        .replace('/cases/{id}', `/cases/${opened.case.id}`)
        .replaceAll(/\{\w+\}/g, alert.person.id ?? ''),
    )
  const said: Record<string, string> = {}
  const hunt = `/api/v1/events?from=0&to=${Date.now()}`
  for (const url of [...urls, hunt, '/metrics']) {
    const reply = await call('GET', url)
    if (reply.ok) said[url] = await reply.text()
  }
  for (const url of [`/api/v1/alerts/${alert.id}/evidence`, `${caseUrl}/evidence`]) {
    const files = unzipSync(new Uint8Array(await (await call('POST', url)).arrayBuffer()))
    for (const [name, bytes] of Object.entries(files))
      said[`${url} ${name}`] = Buffer.from(bytes).toString()
  }
  said.report = await (await call('POST', `${caseUrl}/report`, { format: 'html' })).text()
  Object.assign(said, { stream, webhook: JSON.stringify(web.deliveries) })
  Object.assign(said, { mail: JSON.stringify(mail.mails), syslog: udp.messages().join('\n') })
  reading.abort()
  await following
  await product.interrupt()
  for (const name of readdirSync(join(dir, 'logs')))
    said[name] = readFileSync(join(dir, 'logs', name), 'utf8')
  said.console = product.output()

  const named = Object.entries(said).flatMap(([name, text]) => {
    const found = telling.exec(text)
    return found ? [`${name}: …${text.slice(Math.max(0, found.index - 80), found.index + 40)}`] : []
  })
  expect(named).toEqual([])
  // What was looked through is what it should be, and the words are those that the directory holds.
  expect(Object.keys(said)).toEqual(
    expect.arrayContaining(['agent.log', 'collector.log', 'report']),
  )
  expect(Object.keys(said).length).toBeGreaterThan(40)
  expect(said.report).toContain(alert.person.pseudonym)
  expect(
    telling.test('revealed to Viktor Hale.') && telling.test('"v.hale@meridian-trade.example"'),
  ).toBe(true)
}, 90_000)
