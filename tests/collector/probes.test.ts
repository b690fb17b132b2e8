/** What probes and Prometheus are told, who may ask, and how the collector ends. */
import { once } from 'node:events'
import { request } from 'node:http'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { healthFacts } from '../../collector/metrics/health.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'

afterEach(cleanUp)

const get = (
  rig: Rig,
  url: string,
  headers: Record<string, string> = {},
  remoteAddress = '127.0.0.1',
) => rig.collector.app.inject({ url, remoteAddress, headers: { host: '127.0.0.1', ...headers } })

/** The value of a series in the text format. */
function seriesValue(text: string, series: string): number {
  const line = text.split('\n').find(candidate => candidate.startsWith(`${series} `))
  if (line === undefined) throw new Error(`no ${series}`)
  return Number(line.split(' ').at(-1))
}

describe('probes', () => {
  it('answer under any host name, with nothing but whether it works', async () => {
    const rig = await startRig()
    const alive = await get(rig, '/healthz', { host: '10.2.3.4:8787' }, '10.9.9.9')
    expect([alive.statusCode, alive.json()]).toEqual([200, { alive: true }])
    const ready = await get(rig, '/readyz', { host: 'pod-7' }, '10.9.9.9')
    expect(ready.statusCode).toBe(200)
    expect(ready.json().ready).toBe(true)
    expect(ready.json().facts.map(({ name }: { name: string }) => name)).toEqual([
      'journal',
      'disk',
      'detection',
      'detection-lag',
      'stopping',
    ])
  })

  it('say not ready, and why, once detection is more than a minute behind, stands still, or the end is near', () => {
    const health = { rules: 3, skipped: 0, failure: undefined, refused: undefined }
    const unwell = (facts: Partial<Parameters<typeof healthFacts>[0]>) =>
      healthFacts({
        detection: { health },
        lag: () => ({ offset: 7, entries: 2, ms: 60_000 }),
        free: () => 2 ** 25,
        stopping: new AbortController().signal,
        cluster: undefined,
        ...facts,
      }).filter(({ ok }) => !ok)
    expect(unwell({})).toEqual([])
    expect(unwell({ lag: () => ({ offset: 7, entries: 2, ms: 61_000 }) })).toEqual([
      { name: 'detection-lag', ok: false, says: '2 entries, 61 s' },
    ])
    expect(unwell({ free: () => 2 ** 25 - 1 })).toEqual([
      { name: 'disk', ok: false, says: '31 MiB free' },
    ])
    const failed = { ...health, failure: 'a secret path' }
    expect(unwell({ detection: { health: failed } })).toEqual([
      { name: 'detection', ok: false, says: 'stands still; see the log' },
    ])
    expect(unwell({ stopping: AbortSignal.abort() })).toMatchObject([{ name: 'stopping' }])
    expect(unwell({ cluster: { failure: () => 'no answer', behind: () => 9 } })).toEqual([
      { name: 'cluster', ok: false, says: 'Kafka is away' },
    ])
    const broken = () => {
      throw new Error('disk')
    }
    expect(unwell({ lag: broken }).map(({ name }) => name)).toEqual(['journal', 'detection-lag'])
  })
})

describe('metrics', () => {
  it('count what agents sent and what became of it, and tell lag, alerts and endpoints', async () => {
    const rig = await startRig()
    await fillCompany(rig)
    const agent = await enrolAgent(rig)
    const event = copyEvent(rig, agent.id, { uid: 'a', account: 'anna', count: 40 })
    await agent.post([{ seq: 1, event }, 'no JSON'])
    await agent.post([{ seq: 1, event }])
    const reply = await eventually(async () => {
      const told = await get(rig, '/metrics')
      const isAlert = seriesValue(told.body, 'clientkeep_alerts{status="new"}') === 1
      const isRead = seriesValue(told.body, 'clientkeep_detection_lag_entries') === 0
      return isAlert && isRead ? told : undefined
    }, 'the alert among the metrics, and all read')
    expect(reply.headers['content-type']).toContain('text/plain')
    const value = (series: string) => seriesValue(reply.body, series)
    expect(value('clientkeep_ingest_events_total{outcome="accepted"}')).toBe(1)
    expect(value('clientkeep_ingest_events_total{outcome="duplicate"}')).toBe(1)
    expect(value('clientkeep_ingest_events_total{outcome="rejected"}')).toBe(1)
    expect(value('clientkeep_detection_lag_entries')).toBe(0)
    expect(value('clientkeep_alerts{status="new"}')).toBe(1)
    expect(value('clientkeep_agents{state="online"}')).toBe(1)
    expect(value('clientkeep_http_requests_total{status="2xx"}')).toBeGreaterThan(4)
    expect(value('process_cpu_seconds_total')).toBeGreaterThan(0)
    const again = await get(rig, '/metrics')
    expect(seriesValue(again.body, 'clientkeep_ingest_events_total{outcome="accepted"}')).toBe(1)
    expect(again.body).not.toMatch(/anna|winter|firm\.example/i)
  })

  it('have names of the house', async () => {
    const rig = await startRig()
    for (const { name, kind } of rig.collector.parts.metrics)
      expect(name).toMatch(
        kind === 'counter' ? /^clientkeep_[a-z_]+_total$/ : /^clientkeep_[a-z_]+$/,
      )
  })

  it('are for this machine or the console key: nobody else, not through a proxy, not after rebinding', async () => {
    const rig = await startRig()
    const key = { authorization: `Bearer ${rig.collector.parts.consoleKey}` }
    const status = async (
      ...args: Parameters<typeof get> extends [Rig, string, ...infer R] ? R : never
    ) => (await get(rig, '/metrics', ...args)).statusCode
    expect(await status({})).toBe(200)
    expect(await status({}, '192.168.1.5')).toBe(403)
    expect(await status(key, '192.168.1.5')).toBe(200)
    expect(await status({ 'x-forwarded-for': '1.2.3.4' })).toBe(403)
    expect(await status({ authorization: 'Bearer wrong' })).toBe(403)
    expect(await status({ host: 'evil.example' })).toBe(403)
  })
})

describe('a stop', () => {
  it('answers what is under way, ends what only waits, and says not ready meanwhile', async () => {
    const rig = await startRig()
    await fillCompany(rig)
    const agent = await enrolAgent(rig)
    const url = new URL(await rig.collector.listen())
    const call = async (path: string, method: string, headers: Record<string, string> = {}) =>
      request({
        host: url.hostname,
        port: url.port,
        path,
        method,
        headers: { authorization: `Bearer ${await agent.assertion()}`, ...headers },
      })
    const poll = await call('/api/v1/agents/policy?after=999999&wait_ms=25000', 'GET')
    const polled = once(poll, 'response')
    poll.end()
    const post = await call('/api/v1/agents/events', 'POST', {
      ...{ 'content-type': 'application/x-ndjson', expect: '100-continue' },
    })
    const posted = once(post, 'response')
    // The collector has begun with it.
    await once(post, 'continue')
    const event = copyEvent(rig, agent.id, { uid: 'a', account: 'mira', count: 1 })
    const line = JSON.stringify({ seq: 1, event })
    post.write(line.slice(0, 100))
    await eventually(
      async () =>
        (await rig.call<{ endpoints: { online: boolean }[] }>('GET', '/api/v1/setup')).body
          .endpoints[0]?.online
          ? true
          : undefined,
      'the agent to be heard',
    )
    const closed = rig.collector.close()
    expect((await get(rig, '/readyz').catch(() => undefined))?.statusCode ?? 503).toBe(503)
    const [pollReply] = await polled
    expect(pollReply.resume().statusCode).toBe(204)
    // Its connection is not kept for a next question while the other answer is waited for.
    if (!pollReply.socket.destroyed) await once(pollReply.socket, 'close')
    post.end(line.slice(100))
    const [postReply] = await posted
    expect(postReply.statusCode).toBe(200)
    await closed
  })
})

describe('the log', () => {
  it('has no secret in it, whatever fails', async () => {
    const lines: string[] = []
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk))
        done()
      },
    })
    const { logOptions } = await import('../../cli/log.ts')
    const log = pino({ ...logOptions, level: 'trace' }, stream)
    const rig = await startRig({ log })
    const { access, consoleKey } = rig.collector.parts
    const token = access.newSignInToken()
    await rig.collector.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { host: '127.0.0.1' },
      payload: { token },
    })
    await get(rig, '/api/v1/setup', {
      authorization: `Bearer ${consoleKey}x`,
      cookie: `a=${token}`,
    })
    log.error(
      { req: { headers: { authorization: consoleKey, cookie: token } }, body: { token } },
      'test',
    )
    log.error({ channel: { options: { secret: token } }, password: token }, 'test')
    const text = lines.join('')
    expect(text).toContain('[redacted]')
    expect(text).not.toContain(token)
    expect(text).not.toContain(consoleKey)
  })
})
