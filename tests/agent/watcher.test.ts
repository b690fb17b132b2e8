/** The watcher on a real folder: what appears, changes, moves and vanishes is told, once at least and in order. */
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Watcher, watchTree } from '../../agent/sensors/watcher.ts'
import { pathOf, systemPath } from '../../events/path-bytes.ts'

let dir: string
let watcher: Watcher
let told: string[]
let heard: (change: string) => void

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-watch-'))
  told = []
  heard = () => {}
  mkdirSync(join(dir, 'old'))
  writeFileSync(join(dir, 'old', 'known.txt'), 'known')
  watcher = watchTree(dir, {
    onChange: (change, path) => {
      const text = `${change} ${relative(dir, path)}`
      told.push(text)
      heard(text)
    },
    onError: error => {
      throw error
    },
  })
  await watcher.ready
})

afterEach(() => {
  watcher.close()
  rmSync(dir, { recursive: true, force: true })
})

/** The listing's own descriptor is gone when it comes to be read. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const write = (path: string, text = path) => writeFileSync(join(dir, path), text)

/** Waits until all these were told, in any order. */
function expectTold(...changes: string[]): Promise<void> {
  const missing = new Set(changes).difference(new Set(told))
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`not told: ${[...missing].slice(0, 5).join(', ')}`))
    const timer = setTimeout(fail, 15_000)
    heard = change => {
      missing.delete(change)
      if (missing.size > 0) return
      clearTimeout(timer)
      resolve()
    }
    heard('')
  })
}

/** Everything before this is told once the mark itself is. */
async function expectNothingElseThan(...changes: string[]): Promise<void> {
  write('mark')
  await expectTold('add mark')
  expect(told.filter(change => !change.endsWith(' mark'))).toEqual(changes)
}

describe('the watcher', () => {
  it('does not tell what was there before', async () => {
    await expectNothingElseThan()
  })

  it('tells a file whose name is not text, in a folder whose name is not', async () => {
    const folder = pathOf(Buffer.from('caf\xe9', 'latin1'))
    mkdirSync(systemPath(join(dir, folder)))
    writeFileSync(systemPath(join(dir, folder, folder)), 'x')
    await expectTold(`add ${folder}/${folder}`)
    rmSync(systemPath(join(dir, folder, folder)))
    await expectTold(`unlink ${folder}/${folder}`)
  })

  it('tells a new, a changed and a removed file', async () => {
    write('new.txt')
    await expectTold('add new.txt')
    write('old/known.txt', 'longer than before')
    await expectTold('change old/known.txt')
    rmSync(join(dir, 'old', 'known.txt'))
    await expectTold('unlink old/known.txt')
  })

  it('tells a second write within the same clock tick of a coarse file system', async () => {
    const time = new Date(2026, 0, 1)
    write('coarse.txt', 'one')
    utimesSync(join(dir, 'coarse.txt'), time, time)
    await expectTold('add coarse.txt')
    write('coarse.txt', 'two')
    await expectTold('change coarse.txt')
  })

  it('does not take new permissions for a write', async () => {
    chmodSync(join(dir, 'old', 'known.txt'), 0o640)
    await expectNothingElseThan()
  })

  it('tells files of folders that appear, however deep and however early they are written', async () => {
    mkdirSync(join(dir, 'a', 'b'), { recursive: true })
    write('a/one.txt')
    write('a/b/two.txt')
    await expectTold('add a/one.txt', 'add a/b/two.txt')
    write('a/b/three.txt')
    await expectTold('add a/b/three.txt')
  })

  it('tells a moved folder as gone there and new here, and follows it', async () => {
    renameSync(join(dir, 'old'), join(dir, 'moved'))
    await expectTold('unlink old/known.txt', 'add moved/known.txt')
    write('moved/later.txt')
    await expectTold('add moved/later.txt')
    mkdirSync(join(dir, 'old'))
    write('old/again.txt')
    await expectTold('add old/again.txt')
    expect(told).not.toContain('add old/later.txt')
  })

  it('tells the files of a removed folder', async () => {
    rmSync(join(dir, 'old'), { recursive: true })
    await expectTold('unlink old/known.txt')
  })

  it('tells a file that takes the place of another', async () => {
    write('draft')
    await expectTold('add draft')
    renameSync(join(dir, 'draft'), join(dir, 'old', 'known.txt'))
    await expectTold('change old/known.txt', 'unlink draft')
  })

  it('loses nothing when more happens than the kernel queues', async () => {
    const [one, two] = ['one', 'two'].map(name => openSync(join(dir, name), 'w'))
    // Synchronous and in turns: nothing reads the queue meanwhile, and nothing is merged in it.
    for (let turn = 0; turn < 10_000; turn += 1) {
      for (const file of [one, two]) if (file !== undefined) writeSync(file, 'x')
    }
    for (const file of [one, two]) if (file !== undefined) closeSync(file)
    write('late')
    await expectTold('add one', 'add two', 'add late')
  })

  it.skipIf(process.platform !== 'linux')('watches folders only', async () => {
    const watches = () =>
      readdirSync('/proc/self/fdinfo').flatMap(
        fd => readIfThere(`/proc/self/fdinfo/${fd}`).match(/^inotify wd:/gm) ?? [],
      ).length
    const before = watches()
    mkdirSync(join(dir, 'more'))
    for (let file = 0; file < 100; file += 1) write(`more/${file}.txt`)
    await expectTold('add more/99.txt')
    expect(watches()).toBe(before + 1)
  })
})
