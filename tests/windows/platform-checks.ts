/** Checks of the platform's face for Windows, run on Windows itself: `platform-checks.ts EMPTY_FOLDER`. Ends with 0 where all hold. */
import assert from 'node:assert/strict'
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { win32 as path } from 'node:path'
import test from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { FileChange } from '../../agent/files/feed.ts'
import { accountOfProcess } from '../../agent/platform/win32/accounts.ts'
import { changeFeed } from '../../agent/platform/win32/change-feed.ts'
import { changesOf, openChanges } from '../../agent/platform/win32/folder-changes.ts'
import { writingOf } from '../../agent/platform/win32/writers.ts'
import { win32 } from '../../agent/platform/win32.ts'

const [given = ''] = process.argv.slice(2)
const system = win32()
let folders = 0
const folder = (): string => {
  folders += 1
  const made = path.join(given, `f${folders}`)
  mkdirSync(made)
  return made
}

/** Waits for a state; fails after twenty seconds. */
async function until<T>(look: () => T | undefined): Promise<T> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const found = look()
    if (found !== undefined) return found
    assert.ok(Date.now() < deadline, 'waited twenty seconds')
    await delay(20)
  }
}

async function following(root: string) {
  const changes: FileChange[] = []
  const feed = changeFeed({
    onChange: change => changes.push(change),
    onLoss: reason => assert.fail(reason),
    onError: error => assert.fail(String(error)),
  })
  assert.equal(await feed.watch(root), undefined)
  const told = (kind: FileChange['kind'], name: string) =>
    until(() => changes.find(each => each.kind === kind && path.basename(each.path) === name))
  return { feed, told }
}

test('a feed tells files that are written, renamed, removed and moved out, and folders that come', async context => {
  const [root, outside] = [folder(), folder()]
  const { feed, told } = await following(root)
  context.after(() => feed.close())
  const at = (name: string) => path.join(root, name)
  writeFileSync(at('new.csv'), 'x')
  assert.equal((await told('closed', 'new.csv')).isNew, true)
  renameSync(at('new.csv'), at('renamed.csv'))
  assert.equal((await told('renamed', 'renamed.csv')).from, at('new.csv'))
  renameSync(at('renamed.csv'), path.join(outside, 'renamed.csv'))
  await told('removed', 'renamed.csv')
  mkdirSync(path.join(outside, 'bag'))
  renameSync(path.join(outside, 'bag'), at('bag'))
  await told('arrived', 'bag')
  rmSync(at('bag'), { recursive: true })
  mkdirSync(at('made'))
  await told('arrived', 'made')
})

test('a file that a program has open for writing is told as open, then as closed', async () => {
  const root = folder()
  const file = path.join(root, 'open.csv')
  const descriptor = openSync(file, 'w')
  assert.equal(writingOf(file), 'open')
  closeSync(descriptor)
  assert.equal(writingOf(file), 'closed')
  assert.equal(writingOf(root), 'folder')
  assert.equal(writingOf(path.join(root, 'none')), 'gone')
})

test('changes that do not fit into the buffer are said to be lost, and later ones are told again', async () => {
  const root = folder()
  const changes = openChanges(root, changesOf.files)
  assert.ok(typeof changes !== 'string', String(changes))
  for (let index = 0; index < 3000; index += 1)
    writeFileSync(path.join(root, `a rather long name of a file ${index}.csv`), 'x')
  const looks: (string | number)[] = []
  await until(() => {
    const look = changes.look()
    if (typeof look === 'string' || look.length > 0)
      looks.push(typeof look === 'string' ? look : look.length)
    return looks.includes('lost') || undefined
  })
  writeFileSync(path.join(root, 'last.csv'), 'x')
  await until(() => {
    const look = changes.look()
    return (typeof look !== 'string' && look.some(({ name }) => name === 'last.csv')) || undefined
  })
  changes.close()
  assert.equal(changes.look(), 'ended')
})

test('a folder that is held stays where it is, and one outside of the place is not held', async () => {
  const [root, outside] = [folder(), folder()]
  const inside = path.join(root, 'in')
  mkdirSync(inside)
  const held = await system.holdFolder(path.join(inside, 'file'), root)
  assert.ok(held)
  assert.equal(held.at('file'), path.join(inside, 'file'))
  await held.close()
  renameSync(inside, path.join(root, 'moved'))
  assert.equal(await system.holdFolder(path.join(inside, 'file'), root), undefined)
  assert.equal(await system.holdFolder(path.join(outside, 'file'), root), undefined)
})

test('a key is sealed for this account, and a seal that was touched does not open', () => {
  const { keySeal } = system
  assert.ok(keySeal)
  const key = Buffer.alloc(32, 9)
  const sealed = keySeal.seal(key)
  assert.ok(!sealed.includes(key))
  assert.deepEqual(keySeal.open(sealed), key)
  const touched = Buffer.from(sealed)
  touched[touched.length - 1] = (touched.at(-1) ?? 0) ^ 1
  assert.notDeepEqual(keySeal.open(touched), key)
})

test('a file is known by where it was downloaded from, and by who owns it', async () => {
  const file = path.join(folder(), 'export.csv')
  writeFileSync(file, 'x')
  assert.equal(await system.downloadedFrom(file), undefined)
  writeFileSync(`${file}:Zone.Identifier`, '[ZoneTransfer]\r\nHostUrl=https://crm.example/e\r\n')
  assert.equal(await system.downloadedFrom(file), 'https://crm.example/e')
  const { account } = system.owner(file, 0)
  assert.match(account.uid ?? '', /^S-1-5-21-/)
  assert.equal(system.owner(file, undefined).attribution, 'session')
})

test('who sits at the desk is who runs this, by name and SID', () => {
  const person = system.atDesk()
  assert.match(person?.uid ?? '', /^S-1-5-21-/)
  assert.deepEqual(accountOfProcess(process.pid), person)
  assert.equal(accountOfProcess(4_000_000), undefined)
})

test('programs are known by their file, homes by their names', () => {
  assert.equal(system.program?.(process.pid)?.file?.path, process.execPath)
  assert.equal(system.program?.(4_000_000), undefined)
  const homes = system.homeFolders().map(({ label }) => label)
  assert.ok(homes.includes(system.atDesk()?.name ?? ''))
  assert.ok(!homes.includes('Public'))
})

test('a drive that cannot be restricted is said to be as it was', async () => {
  assert.match((await system.restrict('Q:\\', 'deny')) ?? '', /Q: cannot be opened: Windows error/)
  assert.match((await system.restrict('Q:\\', 'read-only')) ?? '', /disk of Q:/)
})
