/**
 * Schemathesis reads the OpenAPI document and calls every route with what fits it and what does not, over real HTTP and with credentials
 * that get past the guard: never an answer of 5xx.
 */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { mailKeyOf } from '../../collector/identity/console-key.ts'
import { defaultIdentityPolicy } from '../../events/identity-policy.ts'
import type { AddedProducer } from '../../events/producers.ts'
import { hostileTexts } from '../collector/attack/hostile.ts'
import { copyEvent, fillCompany } from '../collector/company.ts'
import { cleanUp, enrolAgent, startRig, tempDir } from '../collector/harness.ts'
import { type NodeProcess, startProcess } from './node-process.ts'
import { noSchemathesis, schemathesis } from './schemathesis.ts'

const reason = noSchemathesis()
if (reason !== undefined) console.warn(`routes are not fuzzed with Schemathesis: ${reason}`)

/** The stream never ends; a backup of the console's writes wherever it says; readiness answers 503 where it is so. */
const leftOut = ['/api/v1/stream', '/api/v1/backups', '/readyz']
const examples = Number(process.env.CLIENTKEEP_FUZZ_RUNS ?? 40)
const secret = 'a-secret-of-sixteen-characters'

afterEach(cleanUp)

type Headers = Record<string, string>

/** A company at work whose collector runs in a process of its own, with a connector and a channel set up. */
async function startCompany(receiver: string) {
  const dir = tempDir()
  writeFileSync(join(dir, 'hook.secret'), secret, { mode: 0o600 })
  const config = {
    connectors: [
      {
        ...{ type: 'webhook', name: 'crm', app: 'CRM', secret_file: join(dir, 'hook.secret') },
        ...{
          id: 'id',
          fields: { time: 'at', account: 'who', records: 'rows' },
          exports: { kind: ['export'] },
        },
      },
    ],
    notify: {
      channels: [
        {
          ...{ type: 'webhook', name: 'officers', url: receiver },
          secret_file: join(dir, 'hook.secret'),
        },
      ],
    },
  }
  writeFileSync(join(dir, 'config.yaml'), JSON.stringify(config))
  const rig = await startRig({ dir })
  await fillCompany(rig)
  const [agent, other] = [await enrolAgent(rig), await enrolAgent(rig)]
  for (const { id, post } of [agent, other])
    await post([{ seq: 1, event: copyEvent(rig, id, { uid: id, account: 'anna', count: 40 }) }])
  const producer = await rig.call<AddedProducer>('POST', '/api/v1/producers', { name: 'fuzzer' })
  const texts = join(dir, 'texts.json')
  writeFileSync(texts, JSON.stringify(hostileTexts))
  const document = join(dir, 'openapi.json')
  const { paths = {} } = rig.collector.app.swagger()
  writeFileSync(document, JSON.stringify(rig.collector.app.swagger()))
  const operations = new Set(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys((!leftOut.includes(path) && methods) || {}).map(
        method => `${method.toUpperCase()} ${path}`,
      ),
    ),
  )
  await rig.collector.close()
  const node = await startProcess(dir)
  const consoleKey = readFileSync(join(dir, 'console.key'), 'utf8').trim()
  const bearer = (key: string): Headers => ({ authorization: `Bearer ${key}` })
  /** Of callers that are no people; undefined elsewhere. */
  const machine = async (path: string): Promise<Headers | undefined> => {
    if (path.startsWith('/api/v1/agents/')) return bearer(await agent.assertion())
    if (path === '/api/v1/producers/events') return bearer(producer.body.token)
    if (path === '/api/v1/canaries/mail') return bearer(mailKeyOf(consoleKey))
    return path.endsWith('/records') ? bearer(secret) : undefined
  }
  const resetPolicy = async () => {
    const reply = await fetch(new URL('/api/v1/identity/policy', node.url), {
      method: 'PUT',
      headers: { ...bearer(consoleKey), 'content-type': 'application/json' },
      body: JSON.stringify(defaultIdentityPolicy),
    })
    expect(reply.status).toBe(200)
  }
  return {
    resetPolicy,
    dir,
    texts,
    document,
    operations,
    node,
    machine,
    console: bearer(consoleKey),
  }
}

/** A session of the administrator, as a browser that came by the console's link has it. */
async function openSession(node: NodeProcess, console: Headers): Promise<Headers> {
  const at = (path: string) => new URL(path, node.url)
  const signIn = async (): Promise<Response> => {
    const link = await fetch(at('/api/v1/sign-in-links'), { method: 'POST', headers: console })
    const reply = await fetch(at('/api/v1/session'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(await link.json()),
    })
    // What is called without credentials counts by address, and this is the fuzzer's too.
    if (reply.status !== 429) return reply
    await pause(Number(reply.headers.get('retry-after')) * 1000)
    return signIn()
  }
  const signedIn = await signIn()
  expect(signedIn.status).toBe(200)
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return { cookie, 'x-clientkeep': '1' }
}

/** Gives the headers for a call of a route to whoever asks, over HTTP. */
async function giveOut(headersFor: (route: string, path: string) => Promise<Headers>) {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://localhost')
    const path = searchParams.get('path') ?? ''
    headersFor(`${searchParams.get('method')} ${path}`, path).then(
      headers => response.end(JSON.stringify(headers)),
      error => response.destroy(error),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

/** Notes and caches of the run go into `dir`. */
async function fuzz(document: string, url: string, env: Record<string, string>) {
  const args = [
    ...['run', document, '--url', url],
    ...['--checks', 'not_a_server_error', '--phases', 'examples,coverage,fuzzing'],
    ...['--max-examples', String(examples), '--workers', '1', '--mode', 'all'],
    ...['--continue-on-failure', '--request-timeout', '30', '--warnings', 'off'],
    ...leftOut.flatMap(path => ['--exclude-path', path]),
  ]
  const hooks = { SCHEMATHESIS_HOOKS: 'schemathesis-hooks', PYTHONPATH: import.meta.dirname }
  const options = { cwd: tempDir(), maxBuffer: 1e9, env: { ...process.env, ...hooks, ...env } }
  return promisify(execFile)(schemathesis, args, options).then(
    ({ stdout }) => ({ status: 0, output: stdout }),
    error => ({ status: Number(error.code), output: `${error.stdout}${error.stderr}` }),
  )
}

/** How many operations of the document were called, and how many of them answered with each hundred at least once. */
function tally(text: string, operations: ReadonlySet<string>) {
  const seen = new Map<string, Set<string>>()
  const lines = text.split('\n').filter(line => line !== '')
  const broken = new Set<string>()
  for (const line of lines) {
    const [, operation = '', status = ''] = /^(.*) (\d+)$/.exec(line) ?? []
    if (status.startsWith('5')) broken.add(line)
    // Methods that a path has not are tried too.
    if (!operations.has(operation)) continue
    seen.set(operation, (seen.get(operation) ?? new Set()).add(status))
  }
  const count = (is: (statuses: readonly string[]) => boolean) =>
    [...seen.values()].filter(statuses => is([...statuses])).length
  return {
    ...{ calls: lines.length, operations: seen.size, broken: [...broken] },
    taken: count(all => all.some(status => /^[23]/.test(status))),
    refused: count(all => all.some(status => status.startsWith('4'))),
    guarded: count(all => all.every(status => status === '401' || status === '403')),
    neverTaken: [...seen].flatMap(([operation, statuses]) =>
      [...statuses].some(status => /^[23]/.test(status)) ? [] : [`${operation} ${[...statuses]}`],
    ),
  }
}

describe.skipIf(reason !== undefined)('the routes of the OpenAPI document', () => {
  it.each(['the console', 'an administrator’s session'])(
    'answer whatever Schemathesis sends as %s with anything but 5xx, and the collector is ready afterwards',
    async who => {
      const route: { headers?: (operation: string, path: string) => Promise<Headers> } = {}
      const credentials = await giveOut(async (operation, path) =>
        route.headers ? route.headers(operation, path) : {},
      )
      const company = await startCompany(credentials.url)
      const { node, machine } = company
      let session: Headers | undefined
      let last = ''
      const person = async (operation: string): Promise<Headers> => {
        if (who === 'the console') return company.console
        // Rules for keys that shut everybody out end with the call that made them.
        if (last.endsWith('/identity/policy')) await company.resetPolicy()
        last = operation
        session ??= await openSession(node, company.console)
        const own = session
        // Signing out ends the session: the next call gets a new one.
        if (operation === 'DELETE /api/v1/session') session = undefined
        return own
      }
      route.headers = async (operation, path) => (await machine(path)) ?? person(operation)
      const answers = join(company.dir, 'answers')
      try {
        const env = {
          ...{ CLIENTKEEP_CREDENTIALS: credentials.url, CLIENTKEEP_ANSWERS: answers },
          CLIENTKEEP_TEXTS: company.texts,
        }
        const { status, output } = await fuzz(company.document, node.url, env)
        const { neverTaken, ...counted } = tally(readFileSync(answers, 'utf8'), company.operations)
        console.info(who, counted, '\nnever taken:', neverTaken, output.slice(-1200))
        expect(counted.broken).toEqual([])
        expect(output.slice(-6000)).toContain('No issues found')
        expect(status).toBe(0)
        expect(counted.operations).toBe(company.operations.size)
        expect(counted.taken).toBeGreaterThan(counted.operations / 2)
        expect((await fetch(`${node.url}/readyz`)).status).toBe(200)
      } finally {
        credentials.close()
        await node.end()
      }
    },
  )
})
