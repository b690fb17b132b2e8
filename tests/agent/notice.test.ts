/** What the person at the desk is told: on a real message bus, by a real notification daemon, in the language of the session. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desktopNotifier } from '../../agent/notice.ts'
import { type Notice, noticeLanguage, noticeWords } from '../../agent/notice-words.ts'
import { desktopSession } from '../../agent/platform/session.ts'

/** `nobody`: the message bus wants an account that has a name. */
const uid = 65_534
const missing = [
  ...['/usr/bin/dunst', '/usr/bin/Xvfb', '/usr/bin/busctl', '/usr/bin/dbus-daemon'].filter(
    path => !existsSync(path),
  ),
  ...(process.getuid?.() === 0 ? [] : ['root, to act for another account']),
]
if (missing.length > 0) console.warn(`skipped: notices on a desktop (${missing.join(', ')})`)

const held: Notice = {
  kind: 'file-held',
  file: 'clients <b>2026</b>.xlsx',
  place: 'STICK',
  customers: 812,
  ask: 'security@firm.example',
}

describe('the words', () => {
  it('say what, why and what to do in three languages', () => {
    const notices: Notice[] = [
      held,
      { ...held, kind: 'file-warned' },
      { kind: 'file-released', file: 'a.csv', place: 'STICK' },
      { kind: 'device-read-only', device: 'STICK', ask: 'IT' },
      { kind: 'device-denied', device: 'STICK', ask: 'IT' },
      { kind: 'open-denied', file: 'a.csv', ask: 'IT' },
    ]
    for (const notice of notices) {
      const all = (['en', 'id', 'ru'] as const).map(language => noticeWords(notice, language))
      expect(new Set(all.map(({ title }) => title)).size).toBe(3)
      for (const { body } of all) {
        if ('file' in notice) expect(body).toContain(notice.file)
        if ('ask' in notice) expect(body).toContain(notice.ask)
        if ('customers' in notice) expect(body).toContain('812')
      }
    }
    const locked = { ...held, customers: 0, unread: 'encrypted' } as const
    expect(noticeWords(locked, 'en').body).toContain('needs a password and was written to STICK')
    expect(noticeWords(locked, 'id').body).toContain('memerlukan kata sandi dan disalin ke STICK')
    expect(noticeWords(locked, 'ru').body).toContain('открывается только по паролю и был записан')
    expect(noticeWords({ ...held, day: 900 }, 'en').body).toContain(
      'holds data of 812 customers, with what you took since yesterday of 900 customers, and was',
    )
    expect(noticeWords({ ...held, customers: 1 }, 'en').body).toContain('1 customer ')
    expect(noticeWords({ ...held, customers: 21 }, 'ru').body).toContain('21 клиента ')
    expect(noticeWords({ ...held, customers: 11 }, 'ru').body).toContain('11 клиентов ')
  })

  it('are in the language of the session, English where it is none of ours', () => {
    expect(['id_ID.UTF-8', 'ru_RU', 'de_DE', 'C', '', undefined].map(noticeLanguage)).toEqual([
      'id',
      'ru',
      'en',
      'en',
      'en',
      'en',
    ])
    fc.assert(fc.property(fc.string(), text => ['en', 'id', 'ru'].includes(noticeLanguage(text))))
  })
})

describe.skipIf(missing.length > 0)('a notice', () => {
  const children: ChildProcess[] = []
  let dir = ''
  let address = ''

  const start = (program: string, args: string[], env: NodeJS.ProcessEnv = {}) => {
    const child = spawn(program, args, {
      uid,
      gid: uid,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', HOME: dir, XDG_RUNTIME_DIR: dir, ...env },
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    children.push(child)
    return child
  }
  const firstLine = (child: ChildProcess): Promise<string> =>
    new Promise((resolve, reject) => {
      child.stdio[3]?.once('data', (text: Buffer) => resolve(text.toString().trim()))
      child.once('exit', code => reject(new Error(`ended with ${code}`)))
    })

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'clientkeep-desk-'))
    chownSync(dir, uid, uid)
    chmodSync(dir, 0o700)
    const bus = ['--session', '--nofork', '--print-address=3', `--address=unix:path=${dir}/bus`]
    address = await firstLine(start('dbus-daemon', bus))
  })
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  })

  it('to an account without a desktop, or a desktop without notifications, says why it was not told', async () => {
    expect(await desktopNotifier()(String(uid + 1), held)).toBe(
      `account ${uid + 1} has no desktop session`,
    )
    const session = { uid, gid: uid, bus: address, locale: undefined }
    expect(await desktopNotifier(() => session)(String(uid), held)).toMatch(/Notifications/)
  })

  it('is shown by the desktop of the account, in its language, with nothing in it as markup', async () => {
    const display = await firstLine(start('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp']))
    const env = {
      DISPLAY: `:${display}`,
      DBUS_SESSION_BUS_ADDRESS: address,
      LANG: 'id_ID.UTF-8',
    }
    start('dunst', [], env)
    const tell = desktopNotifier()
    let failure: string | undefined = 'not tried'
    const deadline = Date.now() + 15_000
    while (failure !== undefined && Date.now() < deadline) failure = await tell(String(uid), held)
    expect(failure).toBeUndefined()
    expect(desktopSession(uid)).toMatchObject({ bus: address, locale: 'id_ID.UTF-8' })
    const control = (command: string) =>
      spawnSync('dunstctl', [command], { uid, gid: uid, env: { PATH: '/usr/bin:/bin', ...env } })
    control('close-all')
    const shown: { data: { summary: { data: string }; body: { data: string } }[][] } = JSON.parse(
      control('history').stdout.toString(),
    )
    const { title, body } = noticeWords(held, 'id')
    const [notice] = shown.data[0] ?? []
    expect(notice?.summary.data).toBe(title)
    expect(notice?.body.data).toBe(body.replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
  })
})
