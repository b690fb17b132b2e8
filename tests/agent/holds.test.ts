/** Holds: what leaves with too many customers is put into the vault, told, and given back byte for byte when a permit or a code says so. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import Value from 'typebox/value'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasCapability } from '../../agent/platform/linux/capabilities.ts'
import { linux } from '../../agent/platform/linux.ts'
import type { Drive } from '../../agent/platform/platform.ts'
import { files } from '../../agent/sensors/files.ts'
import { holdFolder } from '../../agent/vault/place-handle.ts'
import { openVault } from '../../agent/vault/vault.ts'
import { FileActivity, type HoldState } from '../../events/file-activity.ts'
import { codeDay, codesIn, type HoldPermit, type Permit, releaseCode } from '../../events/permit.ts'
import type { HoldPolicy } from '../../events/policy.ts'
import { eventually } from '../collector/harness.ts'
import { filterOf } from '../content/scanning.ts'
import { type Sensing, sensingDir, startSensing, stopSensing } from './sensing.ts'

const hasRight = process.platform === 'linux' && hasCapability('CapEff', 21)
if (!hasRight) console.warn('skipped: holds need root on Linux')

const emails = Array.from({ length: 30 }, (_, row) => `c${row}@firm${row}.example`)
const base = `Email\n${emails.join('\n')}\n`
const releaseKey = Buffer.alloc(32, 9)

const orderOf = (mode: HoldPolicy['mode']): HoldPolicy => ({
  mode,
  customers_max: 10,
  kinds: ['removable'],
  ask: 'the service desk',
  language: 'id',
})

describe('a code', () => {
  it('is found in what a person typed, with letters read as meant', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string(), (key, hold) => {
        const code = releaseCode(key, hold, '2026-11-25')
        const typed = code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')
        expect(codesIn(`Code: ${typed}\r\n`)).toEqual([code])
        expect(codesIn(`Code: ${code.replace('-', '')}`)).toEqual([code])
      }),
    )
  })

  it('is another one for another hold, day and endpoint', () => {
    const codes = [
      releaseCode(releaseKey, 'a', '2026-11-25'),
      releaseCode(releaseKey, 'b', '2026-11-25'),
      releaseCode(releaseKey, 'a', '2026-11-26'),
      releaseCode(Buffer.alloc(32, 8), 'a', '2026-11-25'),
    ]
    expect(new Set(codes).size).toBe(4)
  })
})

describe('a folder that is held', () => {
  it('is refused where a link leads out of its place', async () => {
    const [place, outside] = [realpathSync(sensingDir()), realpathSync(sensingDir())]
    mkdirSync(join(place, 'in'))
    mkdirSync(join(outside, 'x'))
    symlinkSync(join(outside), join(place, 'link'))
    expect(await holdFolder(join(place, 'link', 'x', 'file'), place)).toBeUndefined()
    expect(await holdFolder(join(place, 'link', 'file'), place)).toBeUndefined()
    const held = await holdFolder(join(place, 'in', 'file'), place)
    renameSync(join(place, 'in'), join(place, 'away'))
    symlinkSync(outside, join(place, 'in'))
    writeFileSync(held?.at('file') ?? '', 'here')
    await held?.close()
    expect(readFileSync(join(place, 'away', 'file'), 'utf8')).toBe('here')
    expect(readdirSync(outside)).toEqual(['x'])
    await stopSensing()
  })
})

describe('the vault', () => {
  it('refuses to give out what was changed in it', async () => {
    const dir = sensingDir()
    const vault = openVault(dir, Buffer.alloc(32, 1))
    const source = join(dir, 'source')
    writeFileSync(source, base)
    const { open } = await import('node:fs/promises')
    const handle = await open(source)
    await vault.put('one', handle)
    await handle.close()
    const stored = join(dir, 'one.held')
    const bytes = readFileSync(stored)
    expect(bytes.includes('firm1.example')).toBe(false)
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40)
    writeFileSync(stored, bytes)
    await expect(vault.copyOut('one', join(dir, 'out'))).rejects.toThrow()
    expect(existsSync(join(dir, 'out'))).toBe(false)
    await stopSensing()
  })
})

describe.skipIf(!hasRight)('a hold', () => {
  let place = ''
  let sensing: Sensing
  let drives: readonly Drive[] = []
  const state = () => sensing.events.map((event): unknown => event)
  const file = () => join(place, 'base.csv')
  const note = () => join(place, 'base.csv - Clientkeep.txt')

  beforeEach(() => {
    place = realpathSync(sensingDir())
    drives = []
    sensing = startSensing(files, {
      platform: { ...linux(), removableDrives: async () => drives },
      options: { quietMs: 20 },
      filter: filterOf({ emails }),
    })
  })
  afterEach(stopSensing)

  const order = (mode: HoldPolicy['mode'], permits: readonly Permit[] = []) =>
    sensing.policy(
      {
        places: [{ path: place, kind: 'removable', label: 'STICK' }],
        removable_drives: true,
        holds: orderOf(mode),
      },
      {
        release_key: releaseKey.toString('base64url'),
        permits: permits.map(permit => JSON.stringify(permit)),
      },
    )
  const shell = async (script: string, ...args: string[]): Promise<void> => {
    await once(spawn('sh', ['-c', script, ...args], { cwd: place }), 'exit')
  }
  const write = async (content = base) => {
    const source = join(sensingDir(), 'base.csv')
    writeFileSync(source, content)
    utimesSync(source, 1_700_000_000, 1_700_000_000)
    await shell(`cp -p "$0" . && chmod 640 base.csv`, source)
  }
  const told = (wanted: HoldState) =>
    eventually(
      () =>
        state().find(
          event =>
            Value.Check(FileActivity, event) && event.unmapped.clientkeep.hold?.state === wanted,
        ),
      `a file that is ${wanted}`,
    ).then(event => Value.Parse(FileActivity, event))

  /** The permit for what is held, with some of it replaced. */
  async function permitFor(more: Partial<HoldPermit> = {}): Promise<HoldPermit> {
    const event = await told('held')
    const { hold } = event.unmapped.clientkeep
    return {
      hold: hold?.id ?? '',
      agent: 'agent-1',
      action: 'release',
      sha256: event.file.hashes?.[0]?.value ?? '',
      rows_max: 1000,
      target: event.file.path,
      exp: Math.floor(Date.now() / 1000) + 3600,
      ...more,
    }
  }

  it('takes the file, says why in its place, and tells the collector', async () => {
    await order('hold')
    await write()
    const event = await told('held')
    expect(event).toMatchObject({
      action_id: 2,
      disposition: 'Quarantined',
      actor: { process: { name: 'cp' } },
      unmapped: { clientkeep: { hold: { customers: 30 }, scan: { candidates: 30 } } },
    })
    expect(existsSync(file())).toBe(false)
    const text = readFileSync(note(), 'utf8')
    expect(text).toContain('the service desk')
    expect(text).toContain('pelanggan')
  })

  it.each([
    ['is not text', 'caf$(printf "\\351").csv', /^caf\ufffd\.csv$/],
    ['is as long as names can be', `${'ю'.repeat(125)}.csv`, /^ю{125}\.csv$/],
  ])('takes a file whose name %s, and gives it back', async (_, name, shown) => {
    await order('hold')
    await shell(`printf '${base}' > "${name}"`)
    const permit = await permitFor()
    expect((await told('held')).file.name).toMatch(shown)
    const notes = readdirSync(place).filter(each => each.endsWith(' - Clientkeep.txt'))
    expect([notes.length, readdirSync(place).length]).toEqual([1, 1])
    await order('hold', [permit])
    await told('released')
    const copy = join(sensingDir(), 'copy')
    await shell(`cat "${name}" > "$0"`, copy)
    expect(readFileSync(copy, 'utf8')).toBe(base)
  })

  it('lets files with few customers, and files at other places, be', async () => {
    await order('hold')
    await shell(`echo ${emails.slice(0, 10).join(' ')} > few.txt`)
    const event = await eventually(
      () => state().find(each => Value.Check(FileActivity, each)),
      'it',
    )
    expect(event).not.toHaveProperty('disposition')
    expect(existsSync(join(place, 'few.txt'))).toBe(true)
  })

  it('takes what needs a password where policy means that too, and says so', async () => {
    const locked = join(import.meta.dirname, '../content/extract/fixtures/encrypted.zip')
    const copied = () => shell(`cp "$0" "$1"`, locked, join(place, 'list.zip'))
    const watch = { places: [{ path: place, kind: 'removable', label: 'STICK' } as const] }
    await sensing.policy({ ...watch, holds: orderOf('hold') })
    await copied()
    const event = await eventually(
      () => state().find(each => Value.Check(FileActivity, each)),
      'the file to be told',
    )
    expect(event).toMatchObject({ unmapped: { clientkeep: { scan: { status: 'encrypted' } } } })
    expect(existsSync(join(place, 'list.zip'))).toBe(true)
    await sensing.policy({ ...watch, holds: { ...orderOf('hold'), unread: ['encrypted'] } })
    await copied()
    expect((await told('held')).unmapped.clientkeep.hold).toMatchObject({
      ...{ customers: 0, unread: 'encrypted' },
    })
    expect(existsSync(join(place, 'list.zip'))).toBe(false)
    const text = readFileSync(join(place, 'list.zip - Clientkeep.txt'), 'utf8')
    expect(text).toContain('memerlukan kata sandi')
  })

  it('takes the piece with which a list that was cut is too much for a day', async () => {
    const holds = { ...orderOf('hold'), day_max: 25 }
    await sensing.policy({
      places: [{ path: place, kind: 'removable', label: 'STICK' }],
      holds,
    })
    const piece = async (name: string, from: number, to: number) => {
      await shell(`echo ${emails.slice(from, to).join(' ')} > "$0"`, name)
      const found = await eventually(
        () =>
          sensing.events
            .map((each): unknown => each)
            .filter(each => Value.Check(FileActivity, each))
            .find(each => each.file.name === name),
        name,
      )
      return found.unmapped.clientkeep.hold
    }
    expect(await piece('one.txt', 0, 10)).toBeUndefined()
    expect(await piece('two.txt', 10, 20)).toBeUndefined()
    expect(await piece('again.txt', 5, 15)).toBeUndefined()
    expect(await piece('three.txt', 18, 28)).toMatchObject({ customers: 10, day: 28 })
    expect(existsSync(join(place, 'three.txt'))).toBe(false)
    const text = readFileSync(join(place, 'three.txt - Clientkeep.txt'), 'utf8')
    expect(text).toContain('bersama yang Anda salin sejak kemarin 28 pelanggan')
    expect(await piece('four.txt', 20, 25)).toBeUndefined()
  })

  it('only tells where policy observes, and says so where it warns', async () => {
    await order('observe')
    await write()
    await eventually(() => state().find(each => Value.Check(FileActivity, each)), 'it')
    await order('warn')
    await shell('echo more >> base.csv')
    expect(await told('warned')).toMatchObject({ disposition: 'Alert' })
    expect(existsSync(file())).toBe(true)
  })

  it('gives the file back byte for byte, with its time and mode, when a permit says so', async () => {
    await order('hold')
    await write()
    await order('hold', [await permitFor()])
    expect(await told('released')).toMatchObject({ disposition: 'Restored' })
    expect(readFileSync(file(), 'utf8')).toBe(base)
    const { mtimeMs, mode } = statSync(file())
    expect([mtimeMs, mode & 0o777]).toEqual([1_700_000_000_000, 0o640])
    expect(existsSync(note())).toBe(false)
  })

  it.each([
    ['has expired', { exp: 1 }],
    ['is for fewer rows', { rows_max: 3 }],
    ['is for another content', { sha256: 'f'.repeat(64) }],
    ['is for another place', { target: '/elsewhere/base.csv' }],
    ['is for another hold', { hold: 'other' }],
  ])('keeps the file where the permit %s', async (_, more) => {
    await order('hold')
    await write()
    await order('hold', [await permitFor(more)])
    expect(existsSync(file())).toBe(false)
  })

  it('lets what was given back be on that drive under any name, and on no other', async () => {
    const other = realpathSync(sensingDir())
    const places = [place, other].map(
      path => ({ path, kind: 'removable', label: 'STICK' }) as const,
    )
    const release_key = releaseKey.toString('base64url')
    const both = (permits: readonly Permit[]) =>
      sensing.policy(
        { places, holds: orderOf('hold') },
        { release_key, permits: permits.map(permit => JSON.stringify(permit)) },
      )
    await both([])
    await write()
    await both([await permitFor()])
    await told('released')
    const after = sensing.events.length
    await shell(`cp base.csv same.csv && cp base.csv "$0"`, other)
    await eventually(
      () => (existsSync(join(other, 'base.csv - Clientkeep.txt')) ? true : undefined),
      'the copy on the other drive to be held',
    )
    expect(existsSync(join(other, 'base.csv'))).toBe(false)
    await eventually(
      () =>
        sensing.events
          .slice(after)
          .find(event => Value.Check(FileActivity, event) && event.file.name === 'same.csv'),
      'the copy on the same drive to be told',
    )
    expect(existsSync(join(place, 'same.csv'))).toBe(true)
  })

  const stick = (serial: string): Drive => ({
    ...{ path: place, label: 'STICK' },
    identity: { name: 'Kingston', serial, identity: { quality: 'strong' } },
  })
  /** The number of the hold that is told after so many events. */
  const heldAfter = (count: number) =>
    eventually(() => {
      const event = sensing.events
        .slice(count)
        .filter(each => Value.Check(FileActivity, each))
        .find(({ unmapped }) => unmapped.clientkeep.hold?.state === 'held')
      return event?.unmapped.clientkeep.hold?.id
    }, 'the next hold')
  const typeCode = (hold: string) =>
    shell(`printf ' ${releaseCode(releaseKey, hold, codeDay(Date.now()))}' >> "$0"`, note())
  const isBack = (content: string) =>
    eventually(
      () => (existsSync(file()) && readFileSync(file(), 'utf8') === content ? true : undefined),
      'the file to be back',
    )

  it('is another one for the same list on the next stick, each with a code and a permit of its own', async () => {
    drives = [stick('ONE-12345')]
    await order('hold')
    await write()
    const first = await permitFor()
    rmSync(note())
    drives = [stick('TWO-67890')]
    await order('hold')
    const before = sensing.events.length
    await write()
    const second = await heldAfter(before)
    expect(second).not.toBe(first.hold)
    await typeCode(second)
    await isBack(base)
    rmSync(file())
    drives = [stick('ONE-12345')]
    await order('hold', [first])
    await isBack(base)
  })

  it('takes the code for the second list of one name', async () => {
    await order('hold')
    await write()
    await order('hold', [await permitFor()])
    await told('released')
    const before = sensing.events.length
    const longer = `${base}another@firm.example\n`
    await write(longer)
    await typeCode(await heldAfter(before))
    await isBack(longer)
  })

  it('is not given back to another stick that is mounted in its place', async () => {
    drives = [stick('ONE-12345')]
    await order('hold')
    await write()
    const permit = await permitFor()
    drives = [stick('TWO-67890')]
    await order('hold', [permit])
    expect(existsSync(file())).toBe(false)
    drives = []
    await order('hold', [permit])
    expect(existsSync(file())).toBe(false)
    drives = [stick('ONE-12345')]
    await order('hold', [permit])
    await told('released')
    expect(readFileSync(file(), 'utf8')).toBe(base)
  })

  it('gives the file back for the code of the day, typed into the note', async () => {
    await order('hold')
    await write()
    const { hold } = await permitFor()
    await shell(`printf 'AAAAA-AAAAA' >> "$0"`, note())
    await eventually(
      () => (sensing.degraded.some(reason => reason.includes('wrong code')) ? true : undefined),
      'the wrong code to be told',
    )
    expect(existsSync(file())).toBe(false)
    await shell(`printf ' ${releaseCode(releaseKey, hold, codeDay(Date.now()))}' >> "$0"`, note())
    await told('released')
    expect(readFileSync(file(), 'utf8')).toBe(base)
  })

  it('takes no code after five wrong ones', async () => {
    await order('hold')
    await write()
    const { hold } = await permitFor()
    for (let tries = 1; tries <= 5; tries += 1) {
      await shell(`printf 'Code: AAAAA-AAAA${tries}' > "$0"`, note())
      await eventually(
        () => (sensing.degraded.some(text => text.includes(`try ${tries}`)) ? true : undefined),
        `try ${tries}`,
      )
    }
    await shell(
      `printf 'Code: ${releaseCode(releaseKey, hold, codeDay(Date.now()))}' > "$0"; echo ${emails.join(' ')} > next.txt`,
      note(),
    )
    await eventually(
      () => (existsSync(join(place, 'next.txt - Clientkeep.txt')) ? true : undefined),
      'what came after',
    )
    expect(existsSync(file())).toBe(false)
  })

  it('is told once where nobody tells who did what, the end of the file nobody’s work', async () => {
    await sensing.stop()
    const folders = { fileFeed: async () => 'not in this test' }
    sensing = startSensing(files, {
      platform: { ...linux(), ...folders, removableDrives: async () => [] },
      options: { quietMs: 60 },
      filter: filterOf({ emails }),
    })
    await order('hold')
    await write()
    await told('held')
    await shell('echo x > next.txt')
    await eventually(
      () =>
        sensing.events.find(
          each => Value.Check(FileActivity, each) && each.file.name === 'next.txt',
        ),
      'what came after',
    )
    const names = sensing.events
      .filter(each => Value.Check(FileActivity, each))
      .map(({ file, activity_name }) => `${activity_name} ${file.name}`)
    expect(names).toEqual(['Create base.csv', 'Create next.txt'])
  })

  it('gives a file back beside another one that has its name by now', async () => {
    await order('hold')
    await write()
    const permit = await permitFor()
    await shell('echo small > base.csv')
    await order('hold', [permit])
    expect((await told('released')).file.name).toBe('base (2).csv')
    expect(readFileSync(join(place, 'base (2).csv'), 'utf8')).toBe(base)
    expect(readFileSync(file(), 'utf8')).toBe('small\n')
    expect(existsSync(note())).toBe(false)
  })

  it('takes a list from a file on a stick that was few lines when it was read, and was never closed', async () => {
    drives = [stick('ONE-12345')]
    await order('hold')
    const writer = spawn('sh', ['-c', 'cat > open.csv'], { cwd: place })
    writer.stdin.write('Email\n')
    await eventually(
      () => sensing.events.find(event => Value.Check(FileActivity, event)),
      'the file to be read',
    )
    writer.stdin.write(base)
    expect((await told('held')).file.name).toBe('open.csv')
    writer.stdin.end()
    await once(writer, 'exit')
  })

  it('waits with a release until the place is there again', async () => {
    await order('hold')
    await write()
    const permit = await permitFor()
    const away = `${place}-away`
    renameSync(place, away)
    await order('hold', [permit])
    expect(existsSync(join(away, 'base.csv'))).toBe(false)
    renameSync(away, place)
    await order('hold', [permit])
    await told('released')
    rmSync(away, { recursive: true, force: true })
    expect(dirname(file())).toBe(place)
  })
})
