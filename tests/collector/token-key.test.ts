/** The filter on its way to endpoints: little when little changed, and under a new key after a rotation, with what was scanned before still confirmed. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { pino } from 'pino'
import Value from 'typebox/value'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPolicyFeed, type InForce } from '../../agent/policy-feed.ts'
import { openFilter } from '../../content/filter.ts'
import { scanStream } from '../../content/scan.ts'
import { packTokens, tokenOf } from '../../content/token.ts'
import type { PeopleList } from '../../events/api.ts'
import { Policy } from '../../events/policy.ts'
import type { Exposure } from '../../events/taken.ts'
import type { TokenKey } from '../../events/token-key.ts'
import { fileEvent, origin } from '../events/samples.ts'
import { customersCsv, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig, tempDir } from './harness.ts'

let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
beforeEach(async () => {
  rig = await startRig()
  await fillCompany(rig)
  agent = await enrolAgent(rig)
})
afterEach(cleanUp)

const get = async (url: string) =>
  rig.collector.app.inject({
    url: `/api/v1/agents/${url}`,
    headers: { host: '127.0.0.1', authorization: `Bearer ${await agent.assertion()}` },
  })
const policyNow = async () => {
  const { policy } = (await get('policy')).json()
  return Value.Parse(Policy, decodeJwt(policy))
}
const addCustomers = (...names: readonly string[]) =>
  rig.call(
    'POST',
    '/api/v1/customers/import?file=base.csv',
    [
      customersCsv,
      ...names.map((name, index) => `N-${name},${name} ${index},${name}@new.example,,Germany`),
    ].join('\n'),
  )
const rotate = (reason = 'a laptop was stolen') =>
  rig.call<TokenKey>('POST', '/api/v1/customers/rotate-key', { reason })
const keyNow = async () => (await rig.call<TokenKey>('GET', '/api/v1/customers/key')).body

/** An agent's feed that calls this collector in process and notes what it fetches. */
async function runFeed(dir: string) {
  const fetched: [kind: string, bytes: number][] = []
  const fetch = async (kind: string, url: string) => {
    const { rawPayload } = await get(url)
    fetched.push([kind, rawPayload.length])
    return rawPayload
  }
  const stop = new AbortController()
  let inForce: InForce | undefined
  const feed = createPolicyFeed({
    dir,
    identity: {
      ...{
        agentId: agent.id,
        collector: 'http://127.0.0.1',
        pin: undefined,
        assertion: () => agent.assertion(),
      },
      verifyPermit: async () => {
        throw new Error('no permits here')
      },
      verifyPolicy: async bundle => Value.Parse(Policy, decodeJwt(bundle)),
    },
    client: {
      sendEvents: () => Promise.reject(new Error('sends nothing')),
      policy: async after => (await get(`policy?after=${after}`)).json()?.policy,
      filter: version => fetch('filter', `filter/${version}`),
      filterDelta: version => fetch('delta', `filter/${version}/delta`),
    },
    ...{ log: pino({ level: 'silent' }), signal: stop.signal, random: () => 0 },
    ...{ key: Buffer.alloc(32, 7), degraded: () => {} },
  })
  const { version } = await policyNow()
  feed.onChange(async now => {
    inForce = now
    if (now.policy.version === version) stop.abort()
  })
  await feed.follow()
  return { fetched, filter: inForce?.filter }
}

describe('a filter', () => {
  it('comes whole at first, then as what was added since, and then claims what is new', async () => {
    const dir = tempDir()
    const first = await runFeed(dir)
    expect(first.fetched.map(([kind]) => kind)).toEqual(['filter'])
    await addCustomers('quentin')
    await addCustomers('quentin', 'rosalind')
    const { filter: named } = await policyNow()
    expect(named.base?.length).toBe(first.fetched[0]?.[1])
    const second = await runFeed(dir)
    expect(second.fetched.map(([kind]) => kind)).toEqual(['delta'])
    expect(second.fetched[0]?.[1] ?? 0).toBeLessThan((first.fetched[0]?.[1] ?? 0) / 8)
    expect(second.filter?.version).toBe(named.version)
    const scan = await scanStream(
      (async function* () {
        yield Buffer.from('quentin@new.example rosalind@new.example c7@firm7.example x@y.example')
      })(),
      'text',
      second.filter,
    )
    expect(scan.summary.candidates).toBe(3)
    const fresh = await runFeed(tempDir())
    expect(fresh.fetched.map(([kind]) => kind)).toEqual(['filter'])
    expect(fresh.filter?.version).toBe(named.version)
  })

  it('is given to agents only, and only the current one', async () => {
    await addCustomers('quentin')
    const { filter } = await policyNow()
    for (const url of [`filter/${filter.version}`, `filter/${filter.version}/delta`]) {
      expect((await get(url)).statusCode).toBe(200)
      const reply = await rig.collector.app.inject({
        url: `/api/v1/agents/${url}`,
        headers: { host: '127.0.0.1' },
      })
      expect(reply.statusCode).toBe(401)
    }
    expect((await get('filter/0123456789abcdef/delta')).statusCode).toBe(404)
  })
})

describe('a new token key', () => {
  const email = 'c7@firm7.example'
  const tokenNow = () => {
    const filter = openFilter(rig.collector.parts.base.filter()?.bytes ?? new Uint8Array())
    return { version: filter.version, token: tokenOf(filter.key, 'email', email) }
  }
  const confirmed = (token: bigint, filterVersion: string) =>
    rig.collector.parts.base.recognise({ tokens: BigUint64Array.of(token), filterVersion })
      .customers.length

  it('makes the old filter useless for what comes, and old scans are still confirmed', async () => {
    const old = tokenNow()
    expect((await rotate()).body).toMatchObject({ key: 2, older: 1 })
    await addCustomers('quentin')
    const now = tokenNow()
    expect(now.token).not.toBe(old.token)
    expect([confirmed(old.token, old.version), confirmed(now.token, now.version)]).toEqual([1, 1])
    expect([confirmed(old.token, now.version), confirmed(now.token, old.version)]).toEqual([0, 0])
  })

  it('is what endpoints get with the next policy; who has it is counted', async () => {
    const dir = tempDir()
    await runFeed(dir)
    await rotate()
    expect(await keyNow()).toMatchObject({ key: 2, endpoints: 1, moved: 0 })
    const next = await runFeed(dir)
    expect(next.fetched.map(([kind]) => kind)).toEqual(['filter'])
    await get(`policy?after=${(await policyNow()).version}`)
    expect(await keyNow()).toMatchObject({ moved: 1 })
  })

  it('leaves events of endpoints that are behind confirmed, also when exposure is made again from the journal', async () => {
    const base = rig.collector.parts.base
    const { key, version } = openFilter(base.filter()?.bytes ?? new Uint8Array())
    const scanOf = (from: number) => ({
      ...({ status: 'complete', format: 'text', bytes: 1, rows: 10, duration_ms: 1 } as const),
      ...{ candidates: 10, kinds: { email: 10, phone: 0 }, filter_version: version },
      tokens: packTokens(
        BigUint64Array.from({ length: 10 }, (_, index) =>
          tokenOf(key, 'email', `c${from + index}@firm${from + index}.example`),
        ),
      ),
    })
    const send = (seq: number) => {
      const place = { kind: 'removable', label: 'K', path: '/media/k' } as const
      const facts = { uid: `e${seq}`, time: Date.now(), account: { name: 'anna' }, place }
      const event = fileEvent({ ...facts, scan: scanOf(seq * 20) })
      return agent.post([{ seq, event: { ...event, device: { ...origin.device, uid: agent.id } } }])
    }
    const taken = async (customers: number) => {
      const { people } = (await rig.call<PeopleList>('GET', '/api/v1/people')).body
      const person = people.find(({ days_to_last_day }) => days_to_last_day === 6)
      return eventually(async () => {
        const url = `/api/v1/people/${person?.id}/exposure`
        const { body } = await rig.call<Exposure>('GET', url)
        return body.customers === customers ? true : undefined
      }, `${customers} customers`)
    }
    await send(1)
    await taken(10)
    await rotate()
    await send(2)
    await taken(20)
    await rig.collector.close()
    for (const end of ['', '-wal', '-shm'])
      rmSync(join(rig.dir, `exposure.db${end}`), { force: true })
    rig = await rig.restart()
    await taken(20)
  })

  it('is given a reason, which is recorded without the key, and only so many old ones are kept', async () => {
    expect((await rotate('  ')).status).toBe(400)
    const old = tokenNow()
    const { head } = rig.collector.parts.journal
    for (let times = 0; times < 9; times += 1) await rotate(`test ${times}`)
    expect(await keyNow()).toMatchObject({ key: 10, older: 8 })
    expect(confirmed(old.token, old.version)).toBe(0)
    const entries = await rig.collector.parts.journal.read(head, 20)
    expect(JSON.parse(entries[0]?.body ?? '')).toMatchObject({
      kind: 'customers.key-rotated',
      data: { key: 2, reason: 'test 0' },
    })
    const { key } = rig.collector.parts.base.filterInputs()
    expect(entries.some(({ body }) => body.includes(Buffer.from(key).toString('hex')))).toBe(false)
  })
})
