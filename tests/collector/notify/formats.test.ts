/** The formats that leave: OCSF that the schema takes, CEF and syslog that no text can break out of. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { cefOf } from '../../../collector/notify/cef.ts'
import { syslog, syslogLine } from '../../../collector/notify/channels/syslog.ts'
import { incidentOf } from '../../../collector/notify/incident.ts'
import { type AlertNote, messageOf } from '../../../collector/notify/message.ts'
import { textOf } from '../../../collector/notify/words.ts'
import { certificates } from '../../../collector/tls/tls.ts'
import { hasSchema, ocsfValidator } from '../../events/ocsf-schema.ts'
import { eventually } from '../harness.ts'

const note: AlertNote = {
  id: 'a'.repeat(32),
  person: 'Heron-41',
  departing: true,
  severity: 'critical',
  risk: 15,
  summary: '1,204 customers copied to removable media',
  customers: 1204,
  rules: [{ name: 'usb.customers-copied-by-leaver', title: 'A leaver copies | customers = "out"' }],
  findings: 2,
  first_at: 1_790_000_000_000,
  last_at: 1_790_000_060_000,
  news: 'opened',
  url: 'https://ck.example/alerts/a?b=c',
}
const message = messageOf([note], { channel: 'x', time: 1_790_000_070_000 })

if (!hasSchema) console.warn('skipped: OCSF schema (../shared/data/ocsf-schema is absent)')
describe.skipIf(!hasSchema)('an incident finding', () => {
  it.each(['opened', 'grown'] as const)('of an alert that was %s is valid OCSF', news => {
    const incident = incidentOf({ ...note, news, name: 'Anna' }, { message, version: '1.0.0' })
    expect(ocsfValidator()(incident)).toEqual([])
  })
})

/** The extension of a CEF line as a SIEM reads it. */
function readCef(line: string): { header: string[]; extension: Record<string, string> } {
  const parts = line.split(/(?<!\\)(?:\\\\)*\|/)
  const text = line.slice(line.search(/externalId=/))
  const extension: Record<string, string> = {}
  for (const match of text.matchAll(/(\w+)=((?:\\.|[^\\=])*)(?= \w+=|$)/g))
    extension[match[1] ?? ''] = (match[2] ?? '').replaceAll(/\\(.)/g, (_all, char: string) =>
      char === 'n' ? '\n' : char === 'r' ? '\r' : char,
    )
  return { header: parts.slice(0, 7), extension }
}

describe('CEF', () => {
  it('gives back any text that was put in, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (summary, title) => {
        const line = cefOf({ ...note, summary, rules: [{ name: 'r', title }] }, '1.0.0')
        expect(line).not.toMatch(/[\r\n]/)
        const { extension } = readCef(line)
        expect(extension.msg).toBe(summary)
        expect(extension.cn1).toBe('1204')
      }),
    )
  })
})

describe('a syslog line', () => {
  it('stays one line with the fields of RFC 5424, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (id, text) => {
        const line = syslogLine({ severity: 'high', facility: 13, time: 0, id }, text)
        expect(line).toMatch(
          /^<107>1 1970-01-01T00:00:00\.000Z [\x21-\x7e]+ clientkeep \d+ [\x21-\x7e]{1,32} - /,
        )
        expect(line).not.toMatch(/[\r\n]/)
      }),
    )
  })
})

describe('a message', () => {
  it('keeps its id for the same news, gets another for more, and names what it does not list', () => {
    const same = messageOf([note], { channel: 'x', time: 5 })
    expect(same.id).toBe(message.id)
    expect(messageOf([{ ...note, findings: 3 }], { channel: 'x', time: 5 }).id).not.toBe(message.id)
    const many = messageOf(
      Array.from({ length: 25 }, (_, risk) => ({ ...note, id: `${risk}`, risk })),
      { channel: 'x', time: 5 },
    )
    expect([many.alerts.length, many.more, many.alerts[0]?.risk]).toEqual([20, 5, 24])
    expect(textOf(many)).toContain('5 more are in the queue.')
  })
})

it('a syslog receiver is reached over TLS by its address, and known by it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-syslog-'))
  const own = { settings: { mode: 'always', names: [] }, now: Date.now() } as const
  const { cert, key } = certificates(dir, { host: '127.0.0.1', ...own })
  let got = ''
  const server = createTlsServer({ cert, key }, socket => {
    socket.on('data', chunk => {
      got += chunk
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const sender = await syslog.start({
    options: {
      ...{ host: '127.0.0.1', port, transport: 'tls', format: 'ocsf', facility: 13 },
      ca_file: join(dir, 'authority.pem'),
    },
    ...{ version: '1.0.0', environment: {}, log: pino({ level: 'silent' }) },
  })
  await sender.send(message)
  await eventually(() => got.includes(' clientkeep ') || undefined, 'the message')
  server.close()
  rmSync(dir, { recursive: true, force: true })
})

const rsyslogd = '/usr/sbin/rsyslogd'
const hasRsyslog = existsSync(rsyslogd)
if (!hasRsyslog) console.warn(`skipped: syslog to rsyslog (${rsyslogd} is not here)`)

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise<void>(resolve => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await new Promise<void>(resolve => server.close(() => resolve()))
  return port
}

const answers = (port: number): Promise<true | undefined> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(undefined))
  })

describe.skipIf(!hasRsyslog)('rsyslog', () => {
  it.each(['tcp', 'udp'] as const)(
    'takes an alert over %s and finds every field in it',
    async transport => {
      const dir = mkdtempSync(join(tmpdir(), 'clientkeep-rsyslog-'))
      const port = await freePort()
      const out = join(dir, 'out.jsonl')
      const conf = join(dir, 'rsyslog.conf')
      writeFileSync(
        conf,
        [
          `global(workDirectory="${dir}" maxMessageSize="64k")`,
          'module(load="imtcp")',
          'module(load="imudp")',
          `input(type="imtcp" address="127.0.0.1" port="${port}")`,
          `input(type="imudp" address="127.0.0.1" port="${port}")`,
          `template(name="json" type="string" string="%pri%|%app-name%|%msgid%|%timereported:::date-rfc3339%|%msg%\\n")`,
          `action(type="omfile" file="${out}" template="json")`,
          '',
        ].join('\n'),
      )
      expect(spawnSync(rsyslogd, ['-N1', '-f', conf]).status).toBe(0)
      const daemon = spawn(rsyslogd, ['-n', '-f', conf, '-i', join(dir, 'pid')], {
        stdio: 'ignore',
      })
      try {
        await eventually(() => answers(port), 'rsyslog to listen')
        const sender = await syslog.start({
          options: { host: '127.0.0.1', port, transport, format: 'ocsf', facility: 13 },
          version: '1.0.0',
          environment: {},
          log: pino({ level: 'silent' }),
        })
        await sender.send(message)
        await sender.stop()
        const line = await eventually(() => {
          const text = existsSync(out) ? readFileSync(out, 'utf8') : ''
          return text.includes('\n') ? text.trim() : undefined
        }, 'the message in its file')
        const [priority, app, id, time, ...text] = line.split('|')
        expect([priority, app, id]).toEqual(['106', 'clientkeep', 'opened'])
        expect(Date.parse(time ?? '')).toBe(message.time)
        expect(JSON.parse(text.join('|'))).toMatchObject({ class_uid: 2005, severity_id: 5 })
      } finally {
        daemon.kill('SIGTERM')
        await new Promise(resolve => daemon.once('exit', resolve))
        rmSync(dir, { recursive: true, force: true })
      }
    },
  )
})
