/** Jobs of a real CUPS, with a printer that throws its paper away. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { cupsPrinting } from '../../agent/platform/linux/cups.ts'
import { ippAttributes } from '../../agent/platform/linux/ipp.ts'
import type { PrintJob } from '../../agent/printing/job.ts'
import { print } from '../../agent/sensors/print.ts'
import { eventually } from '../collector/harness.ts'
import { filterOf } from '../content/scanning.ts'
import { bareSystem, sensingDir, startSensing, stopSensing } from './sensing.ts'

const run = promisify(execFile)
const missing = ['/usr/sbin/cupsd', '/usr/bin/lp', '/usr/sbin/lpadmin'].filter(
  path => !existsSync(path),
)
const why =
  missing.length > 0
    ? `${missing.join(', ')} not there (packages cups-daemon and cups-client)`
    : process.getuid?.() === 0
      ? undefined
      : 'cupsd needs root'
if (why) console.warn(`skipped, print jobs of CUPS: ${why}`)

let server: ChildProcess | undefined
let root = ''

afterEach(async () => {
  await stopSensing()
  if (server && server.exitCode === null) {
    const ended = once(server, 'exit')
    server.kill('SIGKILL')
    await ended
  }
  server = undefined
  if (root !== '') rmSync(root, { recursive: true, force: true })
  root = ''
})

const emails = Array.from({ length: 40 }, (_, index) => `c${index}@firm${index}.example`)
const filter = filterOf({ emails })

/** A CUPS of its own in a folder, with the printer `office`. */
async function startCups(keeps: 'Yes' | 'No') {
  // Its socket's path may have 107 bytes at most.
  root = mkdtempSync(join(tmpdir(), 'ck-cups-'))
  chmodSync(root, 0o755)
  const folder = (name: string) => {
    mkdirSync(join(root, name), { recursive: true })
    return join(root, name)
  }
  const socket = join(root, 'sock')
  writeFileSync(
    join(root, 'files.conf'),
    [
      `ServerRoot ${folder('etc')}`,
      `RequestRoot ${folder('spool')}`,
      `TempDir ${folder('spool/tmp')}`,
      `CacheDir ${folder('cache')}`,
      `StateDir ${folder('state')}`,
      `ErrorLog ${join(folder('log'), 'error')}`,
      `AccessLog ${join(root, 'log', 'access')}`,
      `PageLog ${join(root, 'log', 'page')}`,
      'FileDevice Yes',
    ].join('\n'),
  )
  writeFileSync(
    join(root, 'cupsd.conf'),
    `Listen ${socket}\nBrowsing No\nDefaultAuthType None\nDirtyCleanInterval 0\nPreserveJobFiles ${keeps}\n<Location />\nAllow all\n</Location>\n<Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n`,
  )
  const args = ['-f', '-c', join(root, 'cupsd.conf'), '-s', join(root, 'files.conf')]
  server = spawn('/usr/sbin/cupsd', args, { stdio: 'ignore' })
  await eventually(() => existsSync(socket) || undefined, 'CUPS')
  const device = ['-p', 'office', '-v', 'file:///dev/null', '-m', 'raw', '-E']
  await run('/usr/sbin/lpadmin', ['-h', socket, ...device])
  const lp = (path: string, user: string, title: string) =>
    run('/usr/bin/lp', ['-h', socket, '-d', 'office', '-U', user, '-t', title, '-n', '2', path])
  const purge = () => run('/usr/bin/cancel', ['-h', socket, '-a', '-x', 'office'])
  const pause = () => run('/usr/sbin/cupsdisable', ['-h', socket, 'office'])
  return { spool: join(root, 'spool'), lp, purge, pause }
}

function sensingOf(spool: string, dir = sensingDir()) {
  const platform = { ...bareSystem, printing: cupsPrinting(spool) }
  return startSensing(print, { platform, filter, dir, options: { pollMs: 100 } })
}

const documentOf = (text: string) => {
  const path = join(sensingDir(), 'document.txt')
  writeFileSync(path, text)
  return path
}

describe.skipIf(why)('a print job', () => {
  it('is told with person, printer, copies and customers; a title only where there are some', async () => {
    const { spool, lp } = await startCups('Yes')
    const before = sensingOf(spool)
    await lp(documentOf('See you at lunch'), 'mira', 'Lunch with O.')
    await before.told(1)
    await lp(documentOf(emails.join('\n')), 'anna', 'Все клиенты')
    const [lunch, list] = await before.told(2)
    expect(lunch).toMatchObject({
      file: { name: 'print job 1' },
      actor: { user: { name: 'mira' } },
      unmapped: { clientkeep: { scan: { candidates: 0, status: 'complete' } } },
    })
    expect(list).toMatchObject({
      class_uid: 1001,
      activity_id: 99,
      activity_name: 'Print',
      actor: { user: { name: 'anna' } },
      file: { name: 'Все клиенты' },
      unmapped: {
        clientkeep: {
          place: { kind: 'printer', label: 'office' },
          print: { copies: 2, state: 'completed' },
          scan: { candidates: 40 },
        },
      },
    })
    expect(before.degraded).toEqual([])
  })

  it('is told once, also by an agent that was not there when it was printed', async () => {
    const { spool, lp } = await startCups('Yes')
    const dir = sensingDir()
    const first = sensingOf(spool, dir)
    await lp(documentOf('one'), 'anna', '1')
    await first.told(1)
    await first.stop()
    await lp(documentOf('two'), 'anna', '2')
    const second = sensingOf(spool, dir)
    await second.told(1)
    await lp(documentOf('three'), 'anna', '3')
    const told = await second.told(2)
    expect(told.map(event => JSON.parse(JSON.stringify(event.file)).name)).toEqual([
      'print job 2',
      'print job 3',
    ])
  })

  it('is told when somebody removes it with all that CUPS knows of it', async () => {
    const { spool, lp, purge, pause } = await startCups('Yes')
    const dir = sensingDir()
    const sensing = sensingOf(spool, dir)
    await pause()
    await lp(documentOf(emails.join('\n')), 'anna', 'Kunden')
    await eventually(() => cupsPrinting(spool).jobs()[0], 'the job')
    await purge()
    expect((await sensing.told(1))[0]).toMatchObject({
      file: { name: 'Kunden' },
      unmapped: { clientkeep: { print: { state: 'printing' } } },
    })
    await sensing.stop()
    expect(readFileSync(join(dir, 'last-job'), 'utf8')).toMatch(/^1 /)
  })

  it('is not told where the policy says so', async () => {
    const { spool, lp } = await startCups('Yes')
    const sensing = sensingOf(spool)
    await sensing.policy({ print: false })
    await lp(documentOf('one'), 'anna', '1')
    await eventually(() => cupsPrinting(spool).jobs()[0], 'a job')
    await eventually(() => {
      const [job] = cupsPrinting(spool).jobs()
      return job?.state === 'completed' || undefined
    }, 'its end')
    await sensing.policy({ print: true })
    await lp(documentOf('two'), 'anna', '2')
    expect((await sensing.told(1))[0]).toMatchObject({ file: { name: 'print job 2' } })
  })
})

describe('jobs as a print service lists them', () => {
  const job: PrintJob = {
    ...{ number: 7, createdAt: 1000, user: 'anna', title: 'list', printer: 'office' },
    ...{ copies: 1, pages: 0, state: 'completed', documents: [] },
  }

  /** A print service whose list the test writes. */
  function service(dir = sensingDir()) {
    const list: PrintJob[] = []
    const printing = {
      access: () => 'ready' as const,
      jobs: () => [...list],
      watch: () => true,
    }
    const options = { pollMs: 5, waitMs: 60_000 }
    const sensing = startSensing(print, {
      ...{ platform: { ...bareSystem, printing }, filter, dir, options },
    })
    const titles = () => sensing.events.map(({ file }) => JSON.parse(JSON.stringify(file)).name)
    return { dir, list, sensing, titles }
  }

  it('that count from one again are told like those before', async () => {
    const { list, sensing, titles } = service()
    list.push(job)
    await sensing.told(1)
    list.splice(0, 1, { ...job, number: 1, createdAt: 2000 })
    await sensing.told(2)
    list.push({ ...job, number: 2, createdAt: 2001 })
    await sensing.told(3)
    expect(titles()).toEqual(['print job 7', 'print job 1', 'print job 2'])
    expect(sensing.degraded.some(reason => reason.includes('before they could'))).toBe(false)
  })

  it('that were removed before anybody looked are told as lost', async () => {
    const { list, sensing } = service()
    list.push(job)
    await sensing.told(1)
    list.push({ ...job, number: 9, createdAt: 1001 })
    await sensing.told(2)
    await eventually(
      () => sensing.degraded.find(reason => reason.includes('before they could')),
      'the loss',
    )
  })

  it('whose document still comes in are read again at their end', async () => {
    const { list, sensing } = service()
    const path = documentOf(emails.slice(0, 10).join('\n'))
    const sizeBytes = () => statSync(path).size
    const open = { ...job, state: 'printing' as const }
    list.push({ ...open, documents: [{ path, sizeBytes: sizeBytes() }] })
    await sensing.policy({})
    writeFileSync(path, emails.join('\n'))
    list.splice(0, 1, { ...job, documents: [{ path, sizeBytes: sizeBytes() }] })
    expect((await sensing.told(1))[0]).toMatchObject({
      unmapped: { clientkeep: { scan: { candidates: 40 } } },
    })
  })
})

describe('without CUPS', () => {
  it('there is nothing to tell, and nothing to complain about', async () => {
    const sensing = sensingOf('/nowhere')
    await sensing.stop()
    expect([sensing.events, sensing.degraded]).toEqual([[], []])
  })
})

describe('an IPP message', () => {
  it('of any bytes is read as far as it goes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        for (const [name] of ippAttributes(Uint8Array.of(2, 0, 0, 5, 0, 0, 0, 1, 2, ...bytes)))
          expect(name).not.toBe('')
      }),
    )
  })

  it('gives texts with and without their language, numbers, and the first of several values', () => {
    const field = (text: Buffer) => Buffer.concat([Buffer.from([0, text.length]), text])
    const attribute = (tag: number, name: string, value: Buffer) =>
      Buffer.concat([Buffer.from([tag]), field(Buffer.from(name)), field(value)])
    const message = Buffer.concat([
      Buffer.from([2, 0, 0, 5, 0, 0, 0, 1, 2]),
      attribute(0x42, 'job-name', Buffer.from('list')),
      attribute(0x42, '', Buffer.from('more')),
      attribute(
        0x36,
        'title',
        Buffer.concat([field(Buffer.from('de')), field(Buffer.from('Liste'))]),
      ),
      attribute(0x21, 'copies', Buffer.from([0, 0, 1, 2])),
      Buffer.from([3, 0x42]),
    ])
    expect([...ippAttributes(message)]).toEqual([
      ['job-name', 'list'],
      ['title', 'Liste'],
      ['copies', 258],
    ])
  })
})
