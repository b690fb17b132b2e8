/** Copies on a real X display, by xclip and by Chromium: what is told of them, and what is not. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { chromium } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { Copy } from '../../agent/clipboard/board.ts'
import { lookAt } from '../../agent/clipboard/look.ts'
import { pathsIn } from '../../agent/clipboard/types.ts'
import { cookieFor } from '../../agent/platform/linux/xauthority.ts'
import { linux } from '../../agent/platform/linux.ts'
import { createScanner } from '../../agent/scanner.ts'
import { clipboard } from '../../agent/sensors/clipboard.ts'
import { limits } from '../../events/limits.ts'
import { systemPath } from '../../events/path-bytes.ts'
import { eventually } from '../collector/harness.ts'
import { filterOf } from '../content/scanning.ts'
import { noBrowser } from '../e2e/browser.ts'
import { bareSystem, sensingDir, startSensing, stopSensing } from './sensing.ts'
import { noXvfb, startScreen, stopDisplays } from './xvfb.ts'

afterEach(async () => {
  await stopSensing()
  await stopDisplays()
})

const emails = Array.from({ length: 60 }, (_, index) => `c${index}@firm${index}.example`)
const filter = filterOf({ emails })
const list = (count: number) => emails.slice(0, count).join('\n')
const harmless = 'nothing to see'

/** A display with the sensor on it. */
async function start() {
  const dir = sensingDir()
  const screen = await startScreen(dir)
  // A program that uses the display, by which the sensor learns how to reach it.
  await screen.copy(harmless)
  const nowhere = join(dir, 'nowhere')
  const { clipboards, program } = linux({
    ...{
      mountinfo: nowhere,
      sysfs: nowhere,
      passwd: '/etc/passwd',
      dev: nowhere,
      printSpool: nowhere,
    },
    ...{ sessions: nowhere, proc: '/proc', x11: screen.sockets, run: nowhere },
  })
  const platform = { ...bareSystem, ...(clipboards && { clipboards }), ...(program && { program }) }
  const sensing = startSensing(clipboard, { platform, filter, options: { desktopsMs: 50 } })
  await sensing.policy({})
  return { dir, screen, sensing }
}

/** Copies until the sensor listens; gives what it told of that. */
async function listening(rig: Awaited<ReturnType<typeof start>>) {
  const { screen, sensing } = rig
  for (let tries = 0; sensing.events.length === 0 && tries < 100; tries += 1) {
    await screen.copy(`${list(1)}\n${tries}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return sensing.told(1)
}

const detailsOf = (event: Record<string, unknown> | undefined) =>
  JSON.parse(JSON.stringify(event?.unmapped)).clientkeep

if (noXvfb) console.warn(`skipped, copies on an X display: ${noXvfb}`)

describe.skipIf(noXvfb)('a copy on an X display', () => {
  it('is told with how many customers, by whom and by which program; never with its text', async () => {
    const rig = await start()
    await listening(rig)
    await rig.screen.copy(list(50))
    const event = (await rig.sensing.told(2))[1]
    expect(event).toMatchObject({
      class_uid: 1012,
      activity_name: 'Write',
      actor: { user: { uid: String(process.getuid?.()) }, process: { name: 'xclip' } },
      clipboard: { name: 'CLIPBOARD', contents: [{ mime_type: 'text/plain' }] },
      unmapped: {
        clientkeep: {
          place: { kind: 'clipboard', label: 'xclip' },
          clipboard: { kind: 'text' },
          scan: { status: 'complete', candidates: 50, rows: 50 },
        },
      },
    })
    expect(JSON.stringify(rig.sensing.events)).not.toContain('firm')
    expect(rig.sensing.degraded).toEqual([])
  })

  it('without customers is not told', async () => {
    const rig = await start()
    await listening(rig)
    await rig.screen.copy(harmless)
    await rig.screen.copy(list(7))
    const [, next] = await rig.sensing.told(2)
    expect(detailsOf(next).scan.candidates).toBe(7)
  })

  it('of a megabyte comes in pieces and is searched to its end', async () => {
    const rig = await start()
    await listening(rig)
    const filling = `${'x'.repeat(1000)}\n`.repeat(1500)
    await rig.screen.copy(`${filling}${list(30)}`)
    expect(detailsOf((await rig.sensing.told(2))[1]).scan).toMatchObject({
      status: 'complete',
      candidates: 30,
      bytes: filling.length + list(30).length,
    })
  })

  it('that is too long is searched as far as allowed, and says so', async () => {
    const rig = await start()
    await listening(rig)
    const filling = `${'x'.repeat(1000)}\n`.repeat(limits.clipboardBytesMax / 1000)
    await rig.screen.copy(`${list(5)}\n${filling}${list(30)}`)
    expect(detailsOf((await rig.sensing.told(2))[1]).scan).toMatchObject({
      status: 'truncated',
      candidates: 5,
    })
  })

  it('of a file whose name is no text tells what is in it', async () => {
    const rig = await start()
    await listening(rig)
    writeFileSync(systemPath(join(rig.dir, 'caf\udce9.csv')), list(40))
    await rig.screen.copy(`file://${rig.dir}/caf%E9.csv\r\n`, 'text/uri-list')
    expect(detailsOf((await rig.sensing.told(2))[1])).toMatchObject({
      clipboard: { kind: 'files', file: 'caf\ufffd.csv' },
      scan: { candidates: 40 },
    })
  })

  it('that its program does not hand over is told as missed', async () => {
    const rig = await start()
    await listening(rig)
    const filling = `${'x'.repeat(1000)}\n`.repeat(7000)
    await rig.screen.copy(`${filling}${list(30)}`, 'UTF8_STRING', 'SIGSTOP')
    await eventually(
      () => rig.sensing.degraded.find(reason => reason.includes('not handed over')),
      'a word on it',
    )
  })

  it('of files tells what is in each', async () => {
    const rig = await start()
    await listening(rig)
    const path = join(rig.dir, 'my list.csv')
    writeFileSync(path, list(40))
    writeFileSync(join(rig.dir, 'empty.txt'), harmless)
    const uri = (name: string) => `file://${rig.dir}/${encodeURIComponent(name)}`
    await rig.screen.copy(`${uri('my list.csv')}\r\n${uri('empty.txt')}\r\n`, 'text/uri-list')
    expect(detailsOf((await rig.sensing.told(2))[1])).toMatchObject({
      clipboard: { kind: 'files', file: 'my list.csv', files: 2 },
      scan: { candidates: 40 },
    })
  })

  it('is not looked at where the policy says so, and again when it says otherwise', async () => {
    const rig = await start()
    await listening(rig)
    await rig.sensing.policy({ clipboard: false })
    const told = rig.sensing.events.length
    await rig.screen.copy(list(20))
    await rig.sensing.policy({})
    while (rig.sensing.events.length === told) {
      await rig.screen.copy(list(8))
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    expect(detailsOf(rig.sensing.events[told]).scan.candidates).toBe(8)
  })
})

if (noBrowser) console.warn(`skipped, copies in a browser: ${noBrowser}`)

describe.skipIf(noXvfb ?? noBrowser)('a copy in Chromium', () => {
  it('is told with the browser as its source, marked up or not', async () => {
    const rig = await start()
    await listening(rig)
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      headless: false,
      env: { ...rig.screen.env },
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    })
    try {
      const page = await browser.newPage()
      const rows = emails.slice(0, 45).map(email => `<tr><td>${email}</td></tr>`)
      await page.setContent(`<table>${rows.join('')}</table>`)
      await page.bringToFront()
      await page.keyboard.press('Control+a')
      await page.keyboard.press('Control+c')
      const [, event] = await rig.sensing.told(2)
      expect(event).toMatchObject({
        actor: { process: { name: 'chromium', file: { name: 'chromium' } } },
        unmapped: { clientkeep: { place: { label: 'chromium' }, scan: { candidates: 45 } } },
      })
      expect(JSON.stringify(event)).toContain('text/html')
    } finally {
      await browser.close()
    }
  })
})

describe('a copy in several types', () => {
  const look = async (contents: Readonly<Record<string, string>>, missed: string[] = []) => {
    const read: string[] = []
    const copy: Copy = {
      board: 'CLIPBOARD',
      types: Object.keys(contents),
      read: async type => {
        read.push(type)
        return { bytes: Buffer.from(contents[type] ?? ''), isCut: false }
      },
    }
    const found = await lookAt(copy, {
      scanner: createScanner(() => filter),
      signal: new AbortController().signal,
      onMissed: () => missed.push('missed'),
      isHere: path => !path.startsWith('/far/'),
    })
    return { read, found: found.map(({ copy: { kind }, scan }) => [kind, scan.candidates]) }
  }

  it('that a password manager calls secret is left alone: its text is not even asked for', async () => {
    const hint = 'x-kde-passwordManagerHint'
    expect(await look({ [hint]: 'secret', UTF8_STRING: list(3) })).toEqual({
      read: [hint],
      found: [],
    })
    expect((await look({ [hint]: 'public', UTF8_STRING: list(3) })).found).toEqual([['text', 3]])
  })

  it('is told in the type that gives most away', async () => {
    const html = `<a href="mailto:${emails[0]}">A</a> <a href="mailto:${emails[1]}">B</a>`
    expect((await look({ 'text/plain': 'A B', 'text/html': html })).found).toEqual([['html', 2]])
    expect((await look({ 'text/plain': list(2), 'text/html': 'A B' })).found).toEqual([['text', 2]])
  })

  it('with something packed in its markup is opened where that can do no harm', async () => {
    const packed = gzipSync(list(9)).toString('base64')
    const html = `<a href="data:application/gzip;base64,${packed}">base</a>`
    expect((await look({ 'text/html': html })).found).toEqual([['html', 9]])
  })

  it('of which none is text is not asked for', async () => {
    const own = { 'application/x-qt-image': 'x', 'text/x-moz-url-priv': list(2) }
    expect(await look({ 'image/png': 'x', ...own })).toEqual({ read: [], found: [] })
  })

  it('of which none is plain text is looked at as what it is', async () => {
    const rtf = String.raw`{\rtf1 ${list(4).replaceAll('\n', '\\par ')}}`
    const cards = list(5).replaceAll(/.+/g, 'BEGIN:VCARD\nEMAIL:$&\nEND:VCARD')
    expect((await look({ 'image/png': 'x', 'text/csv': list(3) })).found).toEqual([['text', 3]])
    expect((await look({ 'application/rtf': rtf })).found).toEqual([['text', 4]])
    expect((await look({ 'text/x-vcard': cards })).found).toEqual([['text', 5]])
    expect((await look({ 'text/csv': list(3), UTF8_STRING: 'A B' })).read).toEqual(['UTF8_STRING'])
  })

  it('is looked at as text where its list names no files here, or the text says more', async () => {
    const dir = sensingDir()
    writeFileSync(join(dir, 'letter.txt'), harmless)
    const links = { 'text/uri-list': 'https://crm.example/1', UTF8_STRING: list(6) }
    expect((await look(links)).found).toEqual([['text', 6]])
    const beside = { 'text/uri-list': `file://${dir}/letter.txt`, UTF8_STRING: list(6) }
    expect((await look(beside)).found).toEqual([['text', 6]])
  })

  it('of a folder is looked at file by file, and nothing of what another machine serves', async () => {
    const dir = sensingDir()
    mkdirSync(join(dir, 'deep'))
    writeFileSync(join(dir, 'deep', 'list.csv'), list(8))
    const uris = `file://${dir}\r\nfile:///far/list.csv\r\nfile:///gone`
    expect((await look({ 'text/uri-list': `file://${dir}` })).found).toEqual([['files', 8]])
    expect((await look({ 'text/uri-list': uris })).found).toContainEqual(['files', 8])
    writeFileSync(join(dir, 'deep', 'list.csv'), harmless)
    expect((await look({ 'text/uri-list': `file://${dir}\r\nfile:///far/x` })).found).toEqual([])
  })
})

describe('an Xauthority file', () => {
  it('of any bytes is read to its end, and gives a whole cookie or none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        const cookie = cookieFor(bytes, { display: '0', host: 'lt' })
        expect(cookie === undefined || typeof cookie.data === 'string').toBe(true)
      }),
    )
  })

  it("gives this machine's cookie of the display before one for any", () => {
    const entry = (family: number, ...fields: string[]) =>
      Buffer.concat([
        Buffer.from([family >> 8, family & 0xff]),
        ...fields.map(field => Buffer.from([0, field.length, ...Buffer.from(field)])),
      ])
    const file = Buffer.concat([
      entry(0xffff, '', '', 'M', 'any'),
      entry(0x0100, 'lt', '1', 'M', 'other display'),
      entry(0x0100, 'lt', '0', 'M', 'ours'),
    ])
    expect(cookieFor(file, { display: '0', host: 'lt' })?.data).toBe('ours')
    expect(cookieFor(file, { display: '7', host: 'lt' })?.data).toBe('any')
    expect(cookieFor(file.subarray(0, 5), { display: '0', host: 'lt' })).toBeUndefined()
  })
})

describe('a list of URIs', () => {
  it('gives the local files in it, whatever else it holds', () => {
    const uris =
      'copy\nfile:///a%20b\r\nfile://localhost/c\nfile://far/d\nhttp://x/e\nfile:///%00\n#f'
    expect(pathsIn(uris)).toEqual(['/a b', '/c'])
    fc.assert(
      fc.property(fc.string(), text => {
        for (const path of pathsIn(`file:///x\n${text}`)) expect(path[0]).toBe('/')
      }),
    )
  })
})
