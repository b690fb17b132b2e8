/** Alerts are told to real receivers: once, signed, grouped, by pseudonym; neither lost nor repeated over failures and restarts. */
import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { AlertList } from '../../../events/api.ts'
import { copyEvent, fillCompany } from '../company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig, tempDir } from '../harness.ts'
import { mailReceiver, stopReceivers, tcpReceiver, udpReceiver, webReceiver } from './receivers.ts'

afterEach(async () => {
  await cleanUp()
  await stopReceivers()
})

const secret = 'a secret that nobody logs'

/** A listening collector with these channels, and a way to copy customers. */
async function company(channels: readonly object[], dir = tempDir()) {
  writeFileSync(
    join(dir, 'config.yaml'),
    JSON.stringify({ notify: { channels, dashboard_url: 'https://ck.example/' } }),
  )
  const rig = await startRig({
    dir,
    environment: { HOOK_SECRET: secret, MAIL_PASSWORD: 'mail secret' },
  })
  await fillCompany(rig)
  await rig.collector.listen()
  const agent = await enrolAgent(rig)
  let seq = 0
  const copyAll = async (...copies: readonly (readonly [account: string, count: number])[]) => {
    const records = copies.map(([account, count]) => {
      seq += 1
      return { seq, event: copyEvent(rig, agent.id, { uid: `${agent.id}-${seq}`, account, count }) }
    })
    expect((await agent.post(records)).status).toBe(200)
  }
  const copy = (account: string, count: number) => copyAll([account, count])
  return { rig, agent, copy, copyAll, dir }
}

const hook = (url: string, more: object = {}) => ({
  type: 'webhook',
  name: 'hook',
  url,
  secret_env: 'HOOK_SECRET',
  group_s: 0,
  ...more,
})
const arrived = <T>(messages: () => readonly T[], count = 1): Promise<readonly T[]> =>
  eventually(() => (messages().length >= count ? messages() : undefined), `${count} messages`)
const states = async (rig: Rig) =>
  (
    await rig.call<{
      channels: { name: string; pending: number; failure: string | null }[]
      undelivered: { channel: string; alerts: string[]; reason: string }[]
    }>('GET', '/api/v1/notify')
  ).body

describe('a webhook', () => {
  it('gets one signed message on an alert, without a name, a file or an account in it', async () => {
    const receiver = await webReceiver()
    const { copy } = await company([hook(receiver.url)])
    await copy('anna', 40)
    const [message] = await arrived(receiver.messages)
    expect(message).toMatchObject({
      type: 'clientkeep.alerts',
      more: 0,
      alerts: [
        {
          severity: 'critical',
          customers: 40,
          departing: true,
          news: 'opened',
          summary: '40 customers copied to removable media',
        },
      ],
    })
    expect(message.alerts[0].url).toBe(`https://ck.example/alerts/${message.alerts[0].id}`)
    const { headers, body } = receiver.deliveries[0] ?? { headers: {}, body: '' }
    expect(body).not.toMatch(/anna|winter|firm\.example|base\.csv|KINGSTON|lt-0231/i)
    const id = headers['webhook-id']
    const time = headers['webhook-timestamp']
    const expected = createHmac('sha256', secret).update(`${id}.${time}.${body}`).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${expected}`)
    expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60)
  })

  it('is told names only where the configuration says so, whoever revealed what on the page', async () => {
    const [shy, open] = [await webReceiver(), await webReceiver()]
    const { rig, copy } = await company([
      hook(shy.url),
      hook(open.url, { name: 'trusted', names: true, details: true }),
    ])
    await copy('anna', 40)
    await arrived(shy.messages)
    const { alerts } = (await rig.call<AlertList>('GET', '/api/v1/alerts')).body
    await rig.call('POST', `/api/v1/people/${alerts[0]?.person.id}/reveal`, {
      reason: 'for the test',
    })
    await rig.call('POST', `/api/v1/alerts/${alerts[0]?.id}/decisions`, {
      status: 'closed',
      verdict: 'benign',
    })
    await copy('anna', 50)
    await arrived(shy.messages, 2)
    expect(JSON.stringify(shy.messages())).not.toMatch(/anna|winter/i)
    const [told] = await arrived(open.messages)
    expect(told.alerts[0]).toMatchObject({ name: 'Anna Winter' })
    expect(told.alerts[0].summary).toContain('KINGSTON')
  })

  it('groups what comes together, and tells an alert that grows once more only after the throttle', async () => {
    const receiver = await webReceiver()
    const { copy, copyAll } = await company([hook(receiver.url, { group_s: 2, throttle_s: 3 })])
    await copyAll(['anna', 40], ['anna', 45], ['ghost', 300])
    const [first] = await arrived(receiver.messages)
    expect(first.alerts).toHaveLength(2)
    await copy('anna', 60)
    const [, second] = await arrived(receiver.messages, 2)
    expect(second.alerts).toMatchObject([{ customers: 60, news: 'grown' }])
    await copyAll(['anna', 10], ['olaf', 0])
    const [, , third] = await arrived(receiver.messages, 3)
    expect(third.alerts).toMatchObject([{ rules: [{ name: 'leaver.activity-after-last-day' }] }])
    const told = receiver
      .messages()
      .flatMap(({ alerts }) => alerts.map(({ id }: { id: string }) => id))
    expect(new Set(told).size).toBe(3)
  })

  it('that fails is tried again until it takes the message, once', async () => {
    const receiver = await webReceiver(index => (index < 2 ? 503 : 204))
    const { rig, copy } = await company([hook(receiver.url)])
    await copy('anna', 40)
    await eventually(async () => (await states(rig)).channels[0]?.failure ?? undefined, 'a failure')
    await arrived(receiver.messages)
    expect(receiver.tries()).toBe(3)
    const state = await eventually(async () => {
      const { channels, undelivered } = await states(rig)
      return channels[0]?.failure === null ? { channels, undelivered } : undefined
    }, 'the channel to be well')
    expect(state).toMatchObject({ channels: [{ pending: 0 }], undelivered: [] })
  })

  it.each([
    ['says no', 410, {}],
    ['redirects', 302, {}],
    ['fails for longer than it may', 500, { give_up_h: 0 }],
  ])(
    'that %s makes a dead letter that can be seen, and the next news goes out',
    async (_what, status, more) => {
      const receiver = await webReceiver(index => (index === 0 ? status : 204))
      const { rig, copy } = await company([hook(receiver.url, more)])
      await copy('anna', 40)
      const { undelivered } = await eventually(async () => {
        const state = await states(rig)
        return state.undelivered.length > 0 ? state : undefined
      }, 'a dead letter')
      expect(undelivered).toMatchObject([
        { channel: 'hook', reason: expect.stringContaining(String(status)) },
      ])
      expect(undelivered[0]?.alerts).toHaveLength(1)
      await copy('ghost', 300)
      await arrived(receiver.messages)
    },
  )

  it('gets after a restart what it did not get before, and nothing twice', async () => {
    let isUp = true
    const receiver = await webReceiver(() => (isUp ? 204 : 503))
    const { rig, copy, agent } = await company([hook(receiver.url)])
    await copy('anna', 40)
    await arrived(receiver.messages)
    isUp = false
    await copy('ghost', 300)
    await eventually(async () => (await states(rig)).channels[0]?.failure ?? undefined, 'a failure')
    const again = await rig.restart()
    isUp = true
    await again.collector.listen()
    await arrived(receiver.messages, 2)
    expect(agent.id).not.toBe('')
    const told = receiver
      .messages()
      .map(({ alerts }) => alerts.map(({ customers }: { customers: number }) => customers))
    expect(told).toEqual([[40], [300]])
    const third = await again.restart()
    await third.collector.listen()
    await third.call('POST', '/api/v1/notify/hook/test')
    await arrived(receiver.messages, 3)
    expect(receiver.messages().at(-1)).toMatchObject({ type: 'clientkeep.test' })
    expect(receiver.messages()).toHaveLength(3)
  })

  it('that is added later is not told of the past', async () => {
    const { rig, copy, dir } = await company([])
    await copy('anna', 40)
    await eventually(
      async () => (await rig.call<AlertList>('GET', '/api/v1/alerts')).body.alerts[0],
      'the alert',
    )
    await rig.collector.close()
    const receiver = await webReceiver()
    const { copy: copyAgain } = await company([hook(receiver.url)], dir)
    await copyAgain('ghost', 300)
    const [message] = await arrived(receiver.messages)
    expect(message.alerts).toMatchObject([{ customers: 300 }])
  })
})

describe('e-mail', () => {
  it('goes to all recipients in plain text, with log-in, without a name', async () => {
    const receiver = await mailReceiver({
      onAuth: ({ username, password }, _session, done) =>
        password === 'mail secret' ? done(null, { user: username ?? '' }) : done(new Error('no')),
    })
    const { copy } = await company([
      {
        type: 'email',
        name: 'mail',
        host: '127.0.0.1',
        port: receiver.port,
        tls: 'none',
        user: 'clientkeep',
        password_env: 'MAIL_PASSWORD',
        from: 'clientkeep@own.example',
        to: ['one@own.example', 'two@own.example'],
        group_s: 0,
      },
    ])
    await copy('anna', 40)
    const [mail] = await arrived(() => receiver.mails)
    expect(mail).toMatchObject({
      from: 'clientkeep@own.example',
      to: ['one@own.example', 'two@own.example'],
      user: 'clientkeep',
    })
    expect(mail?.text).toMatch(
      /^Subject: \[Clientkeep\] critical: \w+-\d+, 40 customers copied\s+to\s+removable\s+media\r$/m,
    )
    expect(mail?.text).toContain('Auto-Submitted: auto-generated')
    expect(mail?.text).toContain('https://ck.example/alerts/')
    expect(mail?.text).not.toMatch(/anna|winter|base\.csv/i)
  })

  it('refuses a server without TLS unless told otherwise, and says why', async () => {
    const receiver = await mailReceiver()
    const { rig } = await company([
      {
        type: 'email',
        name: 'mail',
        host: '127.0.0.1',
        port: receiver.port,
        from: 'a@own.example',
        to: ['b@own.example'],
      },
    ])
    const test = await rig.call<{ error: { message: string } }>('POST', '/api/v1/notify/mail/test')
    expect(test.status).toBe(502)
    expect(test.body.error.message).toMatch(/STARTTLS/i)
    expect(receiver.mails).toEqual([])
  })

  it('to a recipient whom the server refuses is a dead letter at once', async () => {
    const receiver = await mailReceiver({
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error('no such user'), { responseCode: 550 })),
    })
    const { rig, copy } = await company([
      {
        type: 'email',
        name: 'mail',
        host: '127.0.0.1',
        port: receiver.port,
        tls: 'none',
        from: 'a@own.example',
        to: ['b@own.example'],
        group_s: 0,
      },
    ])
    await copy('anna', 40)
    const { undelivered } = await eventually(async () => {
      const state = await states(rig)
      return state.undelivered.length > 0 ? state : undefined
    }, 'a dead letter')
    expect(undelivered[0]?.reason).toContain('550')
  })
})

describe('syslog', () => {
  const rfc5424 = /^<(\d+)>1 (\S+) (\S+) clientkeep (\d+) (\S+) - (.*)$/s

  it('brings an alert in CEF over UDP', async () => {
    const receiver = await udpReceiver()
    const { copy } = await company([
      {
        type: 'syslog',
        name: 'siem',
        host: '127.0.0.1',
        port: receiver.port,
        transport: 'udp',
        format: 'cef',
        group_s: 0,
      },
    ])
    await copy('anna', 40)
    const [line = ''] = await arrived(receiver.messages)
    const [, priority, , , , , text = ''] = rfc5424.exec(line) ?? []
    expect(priority).toBe(String(13 * 8 + 2))
    expect(text).toMatch(
      /^CEF:0\|Clientkeep\|Clientkeep\|0\.0\.0-test\|usb\.customers-copied-by-leaver\|.+\|10\|/,
    )
    expect(text).toContain('cn1=40 cn1Label=customers')
    expect(text).not.toMatch(/anna|winter/i)
  })

  it('brings alerts in OCSF over TCP, one message each, counted in octets', async () => {
    const receiver = await tcpReceiver()
    const { copyAll } = await company([
      { type: 'syslog', name: 'siem', host: '127.0.0.1', port: receiver.port, group_s: 1 },
    ])
    await copyAll(['anna', 40], ['ghost', 300])
    const lines = await arrived(receiver.messages, 2)
    const incidents = lines.map(line => JSON.parse(rfc5424.exec(line)?.[6] ?? ''))
    expect(incidents.map(({ class_uid }) => class_uid)).toEqual([2005, 2005])
    expect(incidents.map(incident => incident.unmapped.clientkeep.customers).toSorted()).toEqual([
      300, 40,
    ])
  })

  it('to nobody is tried again, not lost', async () => {
    const receiver = await tcpReceiver()
    const { port } = receiver
    await stopReceivers()
    const { rig, copy } = await company([
      { type: 'syslog', name: 'siem', host: '127.0.0.1', port, group_s: 0 },
    ])
    await copy('anna', 40)
    const failure = await eventually(
      async () => (await states(rig)).channels[0]?.failure ?? undefined,
      'a failure',
    )
    expect(failure).toContain('ECONNREFUSED')
    expect((await states(rig)).channels[0]?.pending).toBe(1)
  })
})

describe('a faulty channel', () => {
  it.each([
    [[{ type: 'pigeon', name: 'x' }], 'webhook, email, syslog'],
    [
      [{ type: 'webhook', name: 'x', url: 'ftp://x', secret_env: 'HOOK_SECRET' }],
      'notify.channels[0].url',
    ],
    [[{ type: 'webhook', name: 'x', url: 'http://x' }], 'secret_file or secret_env'],
    [[{ type: 'webhook', name: 'x', url: 'http://x', secret_env: 'NOWHERE' }], 'NOWHERE'],
    [
      [{ type: 'webhook', name: 'x', url: 'http://x', secret: 'inline' }],
      'unknown setting "secret"',
    ],
    [
      [
        { type: 'syslog', name: 'a', host: 'h' },
        { type: 'syslog', name: 'a', host: 'h' },
      ],
      'used twice',
    ],
    [
      [{ type: 'email', name: 'x', host: 'h', from: 'a@b', to: ['a@b\nbcc: c@d'] }],
      'notify.channels[0].to.0',
    ],
  ])('is refused at the start: %j', async (channels, words) => {
    const dir = tempDir()
    writeFileSync(join(dir, 'config.yaml'), JSON.stringify({ notify: { channels } }))
    const start = async () =>
      (await startRig({ dir, environment: { HOOK_SECRET: secret } })).collector.listen()
    await expect(start()).rejects.toMatchObject({
      code: 'ERR_CONFIG_INVALID',
      message: expect.stringContaining(words),
    })
  })
})
